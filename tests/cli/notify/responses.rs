//! Responses of the API, and how they are reported.

use super::super::server::{ClosedPort, Reply, Server};
use super::{RESOURCE, accepting, notes, notify, notify_at, notify_resource, table};

/// Tells a server that answers with this, once, and asserts what is said of it: after the status,
/// and as advice.
#[track_caller]
fn rejects(reply: Reply, shown: &str, words: &str, advice: &str) {
    let server = Server::always(reply);
    notify_resource(&server, &["--max-wait", "0s"]).gives(
        1,
        table(&[("db_7", shown, 1)]),
        notes(&format!("{}hint: {advice}\n", said(words))),
    );
    server.only();
}

/// What is said of the body of a refusal; the row has the status.
fn said(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("✗ resource.updated: {words}\n") }
}

/// An error as Vercel documents it.
fn error(status: u16, code: &str) -> Reply {
    let body = format!(r#"{{"error":{{"code":"{code}","message":"Because of {status}"}}}}"#);
    Reply::with_body(status, body)
}

#[test]
fn only_201_is_success() {
    for (status, shown) in [(200, "200 OK"), (202, "202 Accepted"), (204, "204"), (299, "299")] {
        let advice = "only 201 means accepted: check that --api-url is Vercel's API";
        rejects(Reply::status(status), shown, "", advice);
    }
}

#[test]
fn explains_a_page_of_another_local_server() {
    let page = "<!DOCTYPE html><title>404</title>";
    let advice = "the server at http://[..] is not Vercel's API: `vercel-hooks emulate` starts a local emulator";
    rejects(Reply::with_body(501, page), "501", page, advice);
}

#[test]
fn a_404_of_another_api_does_not_blame_the_installation() {
    for body in ["", r#"{"message":"Not Found"}"#, "Cannot POST /v1/installations/icfg_1/events"] {
        let server = Server::always(Reply::with_body(404, body));
        let done = notify_resource(&server, &[]).ends(1);
        let hint = format!("hint: {} does not know the path of this request: ", server.url("/"));
        assert!(done.stderr.contains(&hint), "{}", done.stderr);
        assert!(!done.stderr.contains("installation:"), "{}", done.stderr);
    }
}

#[test]
fn explains_every_rejection() {
    for (status, shown, advice) in [
        (302, "302 Found", "the API URL redirects, and the token is not sent on: check --api-url"),
        (400, "400", "Vercel rejected the request as invalid: check the ids"),
        (401, "401", "the token is missing or invalid: use `credentials.access_token` [..]"),
        (403, "403 Forbidden", "the token is not valid for this installation: [..]"),
        (404, "404 Not Found", "Vercel does not know this installation: [..]"),
        (409, "409 Conflict", "this status is not documented for this request"),
        (410, "410 Gone", "the installation no longer exists"),
        (429, "429", "too many requests: try again later, or raise --max-wait"),
        (500, "500", "Vercel failed: try again later (https://www.vercel-status.com)"),
        (503, "503", "Vercel failed: [..]"),
        (599, "599", "Vercel failed: [..]"),
        (999, "999", "this status is not documented for this request"),
    ] {
        let words = format!("some_code: Because of {status}");
        rejects(error(status, "some_code"), shown, &words, advice);
    }
}

#[test]
fn tells_a_disabled_installation_from_an_invalid_token() {
    rejects(
        error(403, "integration_configuration_disabled"),
        "403 Forbidden",
        "integration_configuration_disabled: Because of 403",
        "the installation is disabled, [..]take it over in the dashboard",
    );
}

#[test]
fn shows_undocumented_error_bodies_as_text() {
    for (body, words) in [
        (&br#"{"err":{"code":"c","message":"m"}}"#[..], "c: m"),
        (br#"{"error":{"code":"c"}}"#, r#"c: {"error":{"code":"c"}}"#),
        (br#"{"error":{"message":"m","code":7,"more":[1]}}"#, "m"),
        (br#"{"error":"text"}"#, "text"),
        (br#"{"error":null}"#, r#"{"error":null}"#),
        (br#"{"message":"m"}"#, r#"{"message":"m"}"#),
        (b"<html>\n<h1>Bad</h1>\n</html>\n", "<html>[..]n<h1>Bad</h1>[..]n</html>"),
        (b"  \n", ""),
        (b"", ""),
        (b"\xff{", "\u{fffd}{"),
    ] {
        rejects(Reply::with_body(400, body), "400", words, "[..]");
    }
}

#[test]
fn truncates_a_long_message() {
    for body in
        ["x".repeat(70_000), format!(r#"{{"error":{{"message":"{}"}}}}"#, "x".repeat(9_000))]
    {
        let server = Server::always(Reply::with_body(400, body));
        let done = notify_resource(&server, &[]).ends(1);
        let said = format!("✗ resource.updated: {}…\n", "x".repeat(500));
        assert!(done.stderr.contains(&said), "{}", done.stderr);
        let json = notify_resource(&server, &["--json", "-q"]).ends(1).json_lines();
        assert_eq!(json[0]["error"]["message"], "x".repeat(500) + "…");
    }
}

#[test]
fn truncates_a_long_code() {
    let body = format!(r#"{{"error":{{"code":"{}"}}}}"#, "x".repeat(9_000));
    let server = Server::always(Reply::with_body(400, body));
    let json = notify_resource(&server, &["--json", "-q"]).ends(1).json_lines();
    assert_eq!(json[0]["error"]["code"], "x".repeat(500) + "…");
}

#[test]
fn makes_control_characters_of_the_server_visible() {
    let body = r#"{"error":{"code":"a\u001b[31m","message":"b\u0007\r\n\u202egnp.exe\u009b2J"}}"#;
    let headers = vec![("x-vercel-id", "fra1::\u{9b}2J".to_owned())];
    let server = Server::always(Reply::Answer { status: 400, headers, body: body.into() });
    let done = notify_resource(&server, &[]).ends(1);
    let said = "✗ resource.updated: a\\u{1b}[31m: b\\u{7}\\u{d}\\n\\u{202e}gnp.exe\\u{9b}2J · \
                x-vercel-id for Vercel support: fra1::\\u{9b}2J\n";
    assert!(done.stderr.contains(said), "{}", done.stderr);
    let done = notify_resource(&server, &["--json"]).ends(1);
    let is_harmless = |text: &str| text.chars().all(|item| item == '\n' || !item.is_control());
    assert!(is_harmless(done.text()) && is_harmless(&done.stderr), "{}", done.text());
    assert_eq!(done.json_lines()[0]["error"]["code"], "a\u{1b}[31m");
}

#[test]
fn ids_of_the_user_cannot_move_the_cursor() {
    let args = ["resource.updated", "--installation", "a\u{1b}[2J\nb", "--resource", "\u{9b}c\n"];
    let done = notify(&accepting(), &args).ends(0);
    assert!(done.text().contains("  a\\u{1b}[2J\\nb  "), "{}", done.text());
    assert!(done.text().contains("  \\u{9b}c\\n  "), "{}", done.text());
    assert_eq!(done.text().lines().count(), 2);
}

#[test]
fn shows_the_vercel_id_of_the_request() {
    let named = |status| {
        let headers = vec![("x-vercel-id", "fra1::abc".to_owned())];
        Server::always(Reply::Answer { status, headers, body: Vec::new() })
    };
    notify_resource(&named(201), &[]).gives(
        0,
        table(&[("db_7", "201 Created", 1)]),
        notes("x-vercel-id: fra1::abc\n"),
    );
    notify_resource(&named(404), &[]).gives(
        1,
        table(&[("db_7", "404 Not Found", 1)]),
        notes("✗ resource.updated: x-vercel-id for Vercel support: fra1::abc\nhint: [..]\n"),
    );
    for (status, code) in [(201, 0), (404, 1)] {
        let json = notify_resource(&named(status), &["--json", "-q"]).ends(code).json_lines();
        assert_eq!(json[0]["vercelId"], "fra1::abc");
    }
}

#[test]
fn quiet_prints_only_the_row() {
    let server = Server::in_turn([error(500, "c"), error(404, "c")]);
    notify_resource(&server, &["-q"]).gives(1, table(&[("db_7", "404 Not Found", 2)]), "");
    notify_resource(&accepting(), &["-q"]).gives(0, table(&[("db_7", "201 Created", 1)]), "");
}

/// The only object that these arguments print, with its times left out.
#[track_caller]
fn object(url: &str, args: &[&str], code: i32) -> serde_json::Value {
    let args = [&RESOURCE[..], &["--json", "-q", "--max-wait", "3ms"], args].concat();
    let mut lines = notify_at(url, &args).ends(code).json_lines();
    assert_eq!(lines.len(), 1);
    for name in ["timeMs", "waitedMs"] {
        assert!(lines[0].as_object_mut().unwrap().remove(name).unwrap().as_f64().unwrap() >= 0.0);
    }
    lines.remove(0)
}

#[test]
fn json_has_every_field_of_an_outcome() {
    let event = serde_json::json!({ "type": "resource.updated", "resourceId": "db_7" });
    assert_eq!(
        object(&accepting().url("/"), &[], 0),
        serde_json::json!({
            "line": null, "installationId": "icfg_1", "event": event, "ok": true, "status": 201,
            "failure": null, "error": null, "attempts": 1, "vercelId": null,
        })
    );
    let server = Server::always(error(403, "forbidden"));
    assert_eq!(
        object(&server.url("/"), &[], 1),
        serde_json::json!({
            "line": null, "installationId": "icfg_1", "event": event, "ok": false, "status": 403,
            "failure": null, "error": { "code": "forbidden", "message": "Because of 403" },
            "attempts": 1, "vercelId": null,
        })
    );
    let server = Server::always(Reply::status(410));
    assert_eq!(
        object(&server.url("/"), &[], 1)["error"],
        serde_json::json!({ "code": null, "message": null })
    );
    let closed = ClosedPort::new();
    assert_eq!(
        object(&format!("http://{}", closed.endpoint()), &["--product", "p"], 3),
        serde_json::json!({
            "line": null, "installationId": "icfg_1",
            "event": { "type": "resource.updated", "resourceId": "db_7", "productId": "p" },
            "ok": false, "status": null, "failure": "refused", "error": null, "attempts": 3,
            "vercelId": null,
        })
    );
}

#[test]
fn json_reports_the_time_between_attempts() {
    let server = Server::in_turn([Reply::status(500), Reply::status(201)]);
    let json = notify_resource(&server, &["--json", "-q"]).ends(0).json_lines();
    assert_eq!(json[0]["attempts"], 2);
    assert!(json[0]["waitedMs"].as_f64().unwrap() >= 1.0, "{}", json[0]);
    let json = notify_resource(&accepting(), &["--json", "-q"]).ends(0).json_lines();
    assert_eq!(json[0]["waitedMs"].as_f64(), Some(0.0));
}

#[test]
fn ignores_informational_responses() {
    let answer = b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 201 Created\r\n\r\n";
    let server = Server::always(Reply::Raw(answer.to_vec()));
    notify_resource(&server, &[]).ends(0);
    server.only();
}

#[test]
fn an_incomplete_or_endless_body_does_not_change_the_outcome() {
    let begun = b"HTTP/1.1 201 Created\r\ncontent-length: 10\r\n\r\nhalf".to_vec();
    let endless = b"HTTP/1.1 201 Created\r\n\r\n".to_vec();
    for (reply, timeout) in [
        (Reply::Raw(begun.clone()), "30s"),
        (Reply::Endless(endless), "30s"),
        (Reply::Stall(begun), "2s"),
    ] {
        let server = Server::always(reply);
        notify_resource(&server, &["--timeout", timeout]).gives(
            0,
            table(&[("db_7", "201 Created", 1)]),
            notes(""),
        );
        server.only();
    }
}

#[test]
fn an_endless_error_body_is_truncated() {
    let server = Server::always(Reply::Endless(b"HTTP/1.1 400 No\r\n\r\n".to_vec()));
    let json = notify_resource(&server, &["--json", "-q"]).ends(1).json_lines();
    assert_eq!(json[0]["error"]["message"], ".".repeat(500) + "…");
}
