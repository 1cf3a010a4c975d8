//! Reading the resource from the partner's server after `resource.updated`.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::super::server::{ClosedPort, Reply, Server};
use super::client::{Connection, Request};
use super::{Emulator, accepted_row, emulate, notes, row, table};

/// A resource as the Partner API says.
const RESOURCE: &str = r#"{"id":"db_7","productId":"p","name":"n","metadata":{},"status":"ready"}"#;

/// The path that [`Request::valid`] leads to.
const READ: &str = "/v1/installations/icfg_1/resources/db_7";

/// A partner's server with the resource.
fn partner() -> Server {
    Server::always(Reply::with_body(200, RESOURCE))
}

/// An emulator that reads from this endpoint after the first accepted notification.
fn reading(endpoint: &str, args: &[&str]) -> Emulator {
    emulate(&[&["--count", "1", "--partner", endpoint], args].concat())
}

/// The line about a resource at this URL that is as it should be.
fn all_is_well(url: &str) -> String {
    format!("  read back {url}: valid, status ready")
}

/// What it says when one resource was read back with problems.
fn with_problems(accepted: u32, rejected: u32) -> String {
    notes(accepted, rejected).replacen('\n', "\n✗ 1 read-back with problems\n", 1)
}

/// What it says when one resource was not read before it ended.
fn late(accepted: u32) -> String {
    notes(accepted, 0).replacen('\n', "\n✗ 1 request not followed up in time\n", 1)
}

/// Asserts that this is what is said when the resource is read from this endpoint.
#[track_caller]
fn finds_at(endpoint: &str, problems: &str) {
    let emulator = reading(endpoint, &[]);
    emulator.accepts_a_valid_request();
    let line = format!("  | read back http://{endpoint}{READ}: {problems}");
    emulator.gives(1, table([&*accepted_row(), &line]), with_problems(1, 0));
}

/// The same of a server that replies so.
#[track_caller]
fn finds(reply: Reply, problems: &str) {
    let server = Server::always(reply);
    finds_at(&server.at(""), problems);
    assert_eq!(server.only().target, READ);
}

#[test]
fn reads_the_resource_as_vercel_does() {
    let server = partner();
    let emulator = reading(&server.at(""), &[]);
    emulator.accepts_a_valid_request();
    let line = all_is_well(&server.url(READ));
    emulator.gives(0, table([&*accepted_row(), &line]), notes(1, 0));
    let request = server.only();
    assert_eq!((&*request.method, &*request.target), ("GET", READ));
    assert_eq!(request.header("x-vercel-auth"), Some("system"));
    assert_eq!(request.header("accept"), Some("application/json"));
    assert!(request.header("user-agent").unwrap().starts_with("vercel-hooks/"));
    let token = request.header("authorization").unwrap().strip_prefix("Bearer ").unwrap();
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    let claims = String::from_utf8(claims).unwrap();
    assert!(claims.contains(r#""installation_id":"icfg_1""#), "{claims}");
    assert!(!claims.contains("user_id"), "{claims}");
    assert_eq!(request.body, b"");
}

#[test]
fn reports_a_read_resource_as_json() {
    let server = partner();
    let emulator = reading(&server.at(""), &["--json"]);
    emulator.accepts_a_valid_request();
    let url = server.url(READ);
    let line = format!(
        r#"{{"readBackOf":1,"url":"{url}","ok":true,"status":200,"failure":null,"resourceStatus":"ready","problems":[]}}"#
    );
    emulator.gives(0, format!("{{\"number\":1,[..]}}\n{line}\n"), notes(1, 0));
}

#[test]
fn reports_an_unreadable_resource_as_json() {
    let closed = ClosedPort::new();
    let emulator = reading(&closed.endpoint(), &["--json", "--record", "r"]);
    assert_eq!(emulator.answer(&Request::of("nonsense")).status, 400);
    emulator.accepts_a_valid_request();
    let ended = emulator.gives(1, "...\n", with_problems(1, 1));
    let url = format!("http://{}{READ}", closed.endpoint());
    let expected = json!({
        "readBackOf": 2,
        "url": url,
        "ok": false,
        "status": null,
        "failure": "refused",
        "resourceStatus": null,
        "problems": ["no response: refused"],
    });
    assert_eq!(ended.json_lines()[2..], [expected]);
    // The record is of requests.
    assert_eq!(ended.read_text("r").lines().count(), 2);
}

#[test]
fn encodes_each_id_as_one_segment() {
    let server = Server::always(Reply::with_body(200, RESOURCE.replace("db_7", "a/../b c?é")));
    let emulator = reading(&server.at(""), &[]);
    let body = r#"{"event":{"type":"resource.updated","resourceId":"a/../b c?é"}}"#;
    let request = Request::of(body).at("/v1/installations/i%2Fj%3F/events");
    emulator.answer(&request).is_created();
    let target = "/v1/installations/i%2Fj%3F/resources/a%2F..%2Fb%20c%3F%C3%A9";
    let line = all_is_well(&server.url(target));
    let row = row("resource.updated", "i/j?", "a/../b c?é", "201 Created");
    emulator.gives(0, table([&*row, &line]), notes(1, 0));
    assert_eq!(server.only().target, target);
}

#[test]
fn reports_ids_that_cannot_be_part_of_a_url() {
    for id in ["", ".", ".."] {
        let server = partner();
        let emulator = reading(&server.at(""), &[]);
        let body = format!(r#"{{"event":{{"type":"resource.updated","resourceId":"{id}"}}}}"#);
        emulator.answer(&Request::of(body)).is_created();
        emulator.gives(
            1,
            "...\n  | read back[..]: these ids cannot be part of a URL\n",
            with_problems(1, 0),
        );
        server.was_never_asked();
    }
}

#[test]
fn keeps_the_path_of_the_endpoint() {
    for path in ["/api/vercel", "/api/vercel/", "/api/vercel?x=y"] {
        let server = partner();
        let emulator = reading(&server.at(path), &[]);
        emulator.accepts_a_valid_request();
        let target = format!("/api/vercel{READ}");
        let line = all_is_well(&server.url(&target));
        emulator.gives(0, table([&*accepted_row(), &line]), notes(1, 0));
        assert_eq!(server.only().target, target);
    }
}

#[test]
fn sends_extra_headers() {
    let server = partner();
    let headers = ["Authorization: Bearer hush", "X-A: b", "X-A: c", "x-vercel-auth: user"];
    let args: Vec<_> = headers.iter().flat_map(|item| ["--partner-header", item]).collect();
    let emulator = reading(&server.at(""), &args);
    emulator.accepts_a_valid_request();
    let ended = emulator.gives(0, "...\n", notes(1, 0));
    assert!(!ended.text().contains("hush"), "{}", ended.text());
    let request = server.only();
    let values = |name: &str| {
        let of_this_name = request.headers.iter().filter(|(known, _)| known == name);
        of_this_name.map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    assert_eq!(values("authorization"), ["Bearer hush"]);
    assert_eq!(values("x-a"), ["b", "c"]);
    // Vercel acts for users as well.
    assert_eq!(values("x-vercel-auth"), ["user"]);
}

#[cfg(unix)]
#[test]
fn reads_nothing_after_other_requests() {
    let server = partner();
    let emulator = reading(&server.at(""), &["--fail", "500:1"]);
    assert_eq!(emulator.answer(&Request::valid()).status, 500);
    let request = Request::valid().without("authorization");
    assert_eq!(emulator.answer(&request).status, 401);
    assert_eq!(emulator.answer(&Request::valid().method("PUT")).status, 405);
    assert_eq!(
        emulator
            .answer(
                &Request::bare("GET", "/v1/installations/icfg_1/account")
                    .with("authorization", "Bearer x")
            )
            .status,
        200
    );
    emulator.interrupt();
    let done = emulator.gives(130, "...\n", notes(1, 3));
    assert!(!done.text().contains("read back"), "{}", done.text());
    server.was_never_asked();
}

#[test]
fn reads_every_accepted_change_concurrently() {
    let server = partner();
    let emulator = emulate(&["--count", "10", "--partner", &server.at(""), "--json"]);
    std::thread::scope(|scope| {
        for _ in 0..10 {
            scope.spawn(|| emulator.accepts_a_valid_request());
        }
    });
    let lines = emulator.gives(0, "...\n", notes(10, 0)).json_lines();
    let mut read: Vec<_> = lines.iter().filter_map(|line| line["readBackOf"].as_u64()).collect();
    read.sort_unstable();
    assert_eq!(read, (1..=10).collect::<Vec<u64>>());
    assert_eq!(server.received().len(), 10);
}

#[test]
fn responds_before_reading_back() {
    let server = Server::always(Reply::silence());
    let emulator = emulate(&["--partner", &server.at("")]);
    emulator.accepts_a_valid_request();
    server.wait_for(1);
    emulator.accepts_a_valid_request();
}

#[test]
fn requests_after_the_count_do_not_delay_the_end() {
    // Nobody is answered before the test itself asks.
    let server = Server::always(Reply::with_body(200, RESOURCE).together(2));
    let emulator = emulate(&["--count", "1", "--partner", &server.at("")]);
    emulator.accepts_a_valid_request();
    server.wait_for(1);
    let asks = |_| {
        let connection = Connection::try_to(&emulator.address)?;
        // Whoever was heard is answered; the others are not kept waiting.
        let _ = connection.impatient(Duration::from_secs(5)).try_ask(&Request::valid());
        std::io::Result::Ok(())
    };
    assert!((0..1000).map(asks).any(|item| item.is_err()), "it still listens");
    Connection::to(&server.at("")).ask_only(&Request::bare("GET", "/go-on"));
    emulator.gives(0, "...\n", "emulate: listening [..]\nemulate: [..] accepted, 0 rejected\n");
    assert_eq!(server.received().len(), 2);
}

#[test]
fn one_problem_fails_the_run() {
    let server = Server::in_turn([Reply::status(404), Reply::with_body(200, RESOURCE)]);
    let emulator = emulate(&["--count", "2", "--partner", &server.at("")]);
    emulator.accepts_a_valid_request();
    server.wait_for(1);
    emulator.accepts_a_valid_request();
    emulator.gives(1, "...\n", with_problems(2, 0));
}

#[test]
fn accepts_every_resource_status() {
    let statuses =
        ["ready", "pending", "onboarding", "suspended", "resumed", "uninstalled", "error"];
    for status in statuses {
        let server = Server::always(Reply::with_body(200, RESOURCE.replace("ready", status)));
        let emulator = reading(&server.at(""), &[]);
        emulator.accepts_a_valid_request();
        emulator.gives(0, format!("...\n[..]: valid, status {status}\n"), notes(1, 0));
    }
}

#[test]
fn reports_other_response_statuses() {
    for status in [201, 204, 404, 500] {
        let problem = format!("expected status 200, got {status}");
        finds(Reply::with_body(status, if status == 204 { "" } else { RESOURCE }), &problem);
    }
}

#[test]
fn explains_a_server_that_requires_vercels_token() {
    for status in [401, 403] {
        finds(
            Reply::status(status),
            &format!(
                "{status}: the server does not accept the token; it must get its keys from this \
                 emulator, or take a token for tests from --partner-header"
            ),
        );
    }
}

#[test]
fn reports_a_body_that_is_not_a_resource() {
    for (body, problem) in [
        ("", "$ must not be empty"),
        ("<!doctype html>", "$ must be JSON, not HTML"),
        ("[]", "$ must be an object, not an array"),
        ("null", "$ must be an object, not null"),
        (&RESOURCE[1..], "$ must be JSON: [..]"),
    ] {
        finds(Reply::with_body(200, body), problem);
    }
}

#[test]
fn reports_missing_and_mistyped_fields() {
    finds(
        Reply::with_body(200, "{}"),
        "$.id is missing; $.productId is missing; $.name is missing; $.metadata is missing; \
         $.status is missing",
    );
    finds(
        Reply::with_body(200, RESOURCE.replace("\"n\"", "\"\"").replace("{}", "[]")),
        "$.name must not be empty; $.metadata must be an object, not an array",
    );
    finds(
        Reply::with_body(200, RESOURCE.replace("\"ready\"", "{\"value\":\"ready\"}")),
        "$.status must be a string, not an object",
    );
}

#[test]
fn reports_another_resource() {
    finds(Reply::with_body(200, RESOURCE.replace("db_7", "db_8")), "$.id must be db_7, not db_8");
}

#[test]
fn reports_an_unknown_resource_status() {
    finds(
        Reply::with_body(200, RESOURCE.replace("ready", "asleep")),
        "$.status must be one of ready, pending, onboarding, suspended, resumed, uninstalled, \
         error, not asleep",
    );
}

#[test]
fn makes_control_characters_of_a_resource_visible() {
    finds(
        Reply::with_body(200, RESOURCE.replace("db_7", "db\\u001b[31m")),
        "$.id must be db_7, not db[..]u{1b}[31m",
    );
}

#[test]
fn reports_a_missing_response() {
    finds_at(&ClosedPort::new().endpoint(), "no response: refused");
    finds(Reply::close(), "no response: closed");
    finds(Reply::Raw(b"hello there, how are you?\r\n\r\n".to_vec()), "no response: not HTTP");
}

#[test]
fn does_not_follow_redirects() {
    let elsewhere = partner();
    for status in [301, 302, 307, 308] {
        let reply = Reply::redirect(status, &elsewhere.url(READ));
        finds(reply, &format!("expected status 200, got {status}"));
    }
    elsewhere.was_never_asked();
}

#[cfg(unix)]
#[test]
fn ctrl_c_does_not_wait_for_read_backs() {
    let server = Server::always(Reply::silence());
    let emulator = reading(&server.at(""), &[]);
    emulator.accepts_a_valid_request();
    server.wait_for(1);
    emulator.interrupt();
    emulator.gives(130, table([&*accepted_row()]), late(1));
}

#[test]
fn a_timeout_during_a_read_back_fails_the_run() {
    let server = Server::always(Reply::silence());
    let emulator = reading(&server.at(""), &["--timeout", "2s"]);
    emulator.accepts_a_valid_request();
    emulator.gives(1, table([&*accepted_row()]), late(1));
}

#[test]
fn accepts_a_large_resource() {
    let large = RESOURCE.replace("{}", &format!(r#"{{"x":"{}"}}"#, "x".repeat(100_000)));
    let server = Server::always(Reply::with_body(200, large));
    let emulator = reading(&server.at(""), &[]);
    emulator.accepts_a_valid_request();
    emulator.gives(0, "...\n", notes(1, 0));
}

#[test]
fn redacts_extra_headers_in_responses() {
    let body = r#"{"id":"TOPSECRETTOKEN","productId":"p","name":"n","metadata":{},"status":"x\n::error::TOPSECRETTOKEN"}"#;
    for json in [&[][..], &["--json"]] {
        let server = Server::always(Reply::with_body(200, body));
        let header = ["--partner-header", "Authorization: Bearer TOPSECRETTOKEN"];
        let emulator = reading(&server.at(""), &[&header[..], json].concat());
        emulator.accepts_a_valid_request();
        let ended = emulator.gives(1, "...\n", with_problems(1, 0));
        assert!(!ended.text().contains("TOPSECRET"), "{}", ended.text());
        assert!(ended.text().contains("$.id must be db_7, not …"), "{}", ended.text());
        assert!(json.len() == 1 || ended.text().contains("\n  | ::error::…"), "{}", ended.text());
    }
}
