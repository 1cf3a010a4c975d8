//! Valid notifications.

use super::client::{Request, TOKEN};
use super::{accepted_row, emulate, emulate_with, notes, row, table};

/// Asserts that all of these are taken by an emulator with these token files and arguments.
#[track_caller]
fn takes(tokens: &[(&str, &str)], args: &[&str], requests: &[Request]) {
    let count = u32::try_from(requests.len()).unwrap();
    let emulator = emulate_with(tokens, &[&["--count", &count.to_string()], args].concat());
    for request in requests {
        emulator.answer(request).is_created();
    }
    let rows = vec!["[..]  201 Created"; requests.len()];
    let token_notes = "token: from [..], fingerprint [..]\n".repeat(tokens.len());
    emulator.gives(0, table(rows), token_notes + &notes(count, 0));
}

#[test]
fn accepts_a_valid_notification() {
    let emulator = emulate(&["--count", "1"]);
    emulator.accepts_a_valid_request();
    emulator.gives(0, table([&*accepted_row()]), notes(1, 0));
}

#[test]
fn accepts_every_form_that_the_schema_allows() {
    let bodies = [
        r#"{"event":{"type":"resource.updated","resourceId":"r","productId":"p"}}"#,
        r#"{"event":{"resourceId":"r","type":"resource.updated"}}"#,
        r#"{"event":{"type":"installation.updated","billingPlanId":"b"}}"#,
        r#"{"event":{"type":"installation.updated"}}"#,
        "\n {\"event\" : {\"type\":\"installation.updated\"} }\r\n",
    ];
    takes(&[], &[], &bodies.map(Request::of));
}

#[test]
fn serves_two_paths_and_ignores_queries() {
    let targets = [
        "/api/v1/installations/icfg_1/events",
        "/v1/installations/icfg_1/events?teamId=team_1&slug=%2F",
        "/api/v1/installations/icfg_1/events?",
        "http://emulate/v1/installations/icfg_1/events",
    ];
    let args = ["--installation", "icfg_1"];
    takes(&[], &args, &targets.map(|target| Request::valid().at(target)));
}

#[test]
fn accepts_json_with_a_charset() {
    let types = ["application/json; charset=utf-8", "Application/JSON", "application/json;x=y"];
    takes(&[], &[], &types.map(|item| Request::valid().with("content-type", item)));
}

#[test]
fn accepts_bearer_in_any_case() {
    let values = ["bearer", "BEARER", "bEaReR", "Bearer "];
    let requests =
        values.map(|item| Request::valid().with("authorization", &format!("{item} {TOKEN}")));
    takes(&[("token", TOKEN)], &["--token-file", "token"], &requests);
}

#[test]
fn accepts_any_token_by_default() {
    takes(&[], &[], &["x", "a.b-c_d~e+f/g="].map(with_token));
}

#[test]
fn accepts_each_of_several_tokens() {
    let files = [("one", "first\n"), ("two", "second\r\n"), ("three", "third")];
    let args = ["--token-file", "one", "--token-file", "two", "--token-file", "three"];
    takes(&files, &args, &["third", "first", "second"].map(with_token));
}

#[test]
fn knows_each_of_several_installations_in_any_encoding() {
    let args = ["--installation", "icfg_1", "--installation", "a/b c%é"];
    let targets = [
        "/v1/installations/icfg_1/events",
        "/v1/installations/%69cfg%5f1/events",
        "/v1/installations/a%2Fb%20c%25%C3%A9/events",
    ];
    takes(&[], &args, &targets.map(|target| Request::valid().at(target)));
}

#[test]
fn accepts_a_body_of_64_kib() {
    takes(&[], &[], &[Request::padded(64 * 1024)]);
}

#[test]
fn a_connection_carries_many_requests() {
    let emulator = emulate(&["--count", "3"]);
    let mut connection = emulator.connect();
    connection.ask(&Request::valid()).is_created();
    assert_eq!(connection.ask(&Request::of("nonsense")).status, 400);
    connection.ask(&Request::of(r#"{"event":{"type":"installation.updated"}}"#)).is_created();
    connection.ask(&Request::valid()).is_created();
    connection.ends();
    emulator.gives(
        0,
        table([
            &*accepted_row(),
            &row("-", "icfg_1", "-", "400 Bad Request"),
            "  | bad_request: [..]",
            &row("installation.updated", "icfg_1", "-", "201 Created"),
            &accepted_row(),
        ]),
        notes(3, 1),
    );
}

#[test]
fn delays_responses() {
    let args = ["--latency", "1ms"];
    takes(&[], &args, &[Request::valid(), Request::valid()]);
}

fn with_token(token: &str) -> Request {
    Request::valid().with("authorization", &format!("Bearer {token}"))
}
