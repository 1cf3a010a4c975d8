//! What the API answers, and what is made of it.

use super::super::server::{ClosedPort, Reply, Server};
use super::{RESOURCE, notes, notify, notify_at, notify_of_resource, table, taking};

/// Tells a server that answers with this, once, and asserts what is said of it: after the status,
/// and as advice.
#[track_caller]
fn refuses(reply: Reply, shown: &str, words: &str, advice: &str) {
    let server = Server::always(reply);
    notify_of_resource(&server, &["--max-wait", "0s"]).gives(
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
        let advice = "only 201 says that Vercel took it: is --api-url the address of its API?";
        refuses(Reply::status(status), shown, "", advice);
    }
}

#[test]
fn a_page_of_another_server_on_this_machine_is_told_from_vercel() {
    let page = "<!DOCTYPE html><title>404</title>";
    let advice =
        "what listens at http://[..] does not answer as Vercel's API does: [..]emulate[..]";
    refuses(Reply::with_body(501, page), "501", page, advice);
}

#[test]
fn each_refusal_is_explained() {
    for (status, shown, advice) in [
        (302, "302 Found", "the API URL redirects, and a token does not follow: [..]"),
        (400, "400", "Vercel found something in the request that it cannot use: check the ids"),
        (401, "401", "the token is missing or wrong: [..]`credentials.access_token`[..]"),
        (403, "403 Forbidden", "the token does not open this installation: [..]"),
        (404, "404 Not Found", "Vercel knows no such installation: [..]"),
        (409, "409 Conflict", "that answer is not documented for this request"),
        (410, "410 Gone", "the installation is gone: there is nobody left to tell"),
        (429, "429", "too many requests: try again later, or allow a longer --max-wait"),
        (500, "500", "Vercel failed: try again later (https://www.vercel-status.com)"),
        (503, "503", "Vercel failed: [..]"),
        (599, "599", "Vercel failed: [..]"),
        (999, "999", "that answer is not documented for this request"),
    ] {
        let words = format!("some_code: Because of {status}");
        refuses(error(status, "some_code"), shown, &words, advice);
    }
}

#[test]
fn a_disabled_installation_is_told_from_a_wrong_token() {
    refuses(
        error(403, "integration_configuration_disabled"),
        "403 Forbidden",
        "integration_configuration_disabled: Because of 403",
        "the installation is disabled, [..]takes it over in the dashboard",
    );
}

#[test]
fn what_is_not_as_documented_is_shown_as_it_is() {
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
        refuses(Reply::with_body(400, body), "400", words, "[..]");
    }
}

#[test]
fn a_long_message_is_cut() {
    for body in
        ["x".repeat(70_000), format!(r#"{{"error":{{"message":"{}"}}}}"#, "x".repeat(9_000))]
    {
        let server = Server::always(Reply::with_body(400, body));
        let done = notify_of_resource(&server, &[]).ends(1);
        let said = format!("✗ resource.updated: {}…\n", "x".repeat(500));
        assert!(done.stderr.contains(&said), "{}", done.stderr);
        let json = notify_of_resource(&server, &["--json", "-q"]).ends(1).json_lines();
        assert_eq!(json[0]["error"]["message"], "x".repeat(500) + "…");
    }
}

#[test]
fn a_long_code_is_cut() {
    let body = format!(r#"{{"error":{{"code":"{}"}}}}"#, "x".repeat(9_000));
    let server = Server::always(Reply::with_body(400, body));
    let json = notify_of_resource(&server, &["--json", "-q"]).ends(1).json_lines();
    assert_eq!(json[0]["error"]["code"], "x".repeat(500) + "…");
}

#[test]
fn control_characters_of_the_server_are_made_visible() {
    let body = r#"{"error":{"code":"a\u001b[31m","message":"b\u0007\r\n\u202egnp.exe\u009b2J"}}"#;
    let headers = vec![("x-vercel-id", "fra1::\u{9b}2J".to_owned())];
    let server = Server::always(Reply::Answer { status: 400, headers, body: body.into() });
    let done = notify_of_resource(&server, &[]).ends(1);
    let said = "✗ resource.updated: a\\u{1b}[31m: b\\u{7}\\u{d}\\n\\u{202e}gnp.exe\\u{9b}2J · \
                x-vercel-id for Vercel's support: fra1::\\u{9b}2J\n";
    assert!(done.stderr.contains(said), "{}", done.stderr);
    let done = notify_of_resource(&server, &["--json"]).ends(1);
    let is_harmless = |text: &str| text.chars().all(|it| it == '\n' || !it.is_control());
    assert!(is_harmless(done.text()) && is_harmless(&done.stderr), "{}", done.text());
    assert_eq!(done.json_lines()[0]["error"]["code"], "a\u{1b}[31m");
}

#[test]
fn ids_of_the_user_cannot_move_the_cursor() {
    let args = ["resource.updated", "--installation", "a\u{1b}[2J\nb", "--resource", "\u{9b}c\n"];
    let done = notify(&taking(), &args).ends(0);
    assert!(done.text().contains("  a\\u{1b}[2J\\nb  "), "{}", done.text());
    assert!(done.text().contains("  \\u{9b}c\\n  "), "{}", done.text());
    assert_eq!(done.text().lines().count(), 2);
}

#[test]
fn vercels_name_of_the_request_is_shown() {
    let named = |status| {
        let headers = vec![("x-vercel-id", "fra1::abc".to_owned())];
        Server::always(Reply::Answer { status, headers, body: Vec::new() })
    };
    notify_of_resource(&named(201), &[]).gives(
        0,
        table(&[("db_7", "201 Created", 1)]),
        notes("x-vercel-id: fra1::abc\n"),
    );
    notify_of_resource(&named(404), &[]).gives(
        1,
        table(&[("db_7", "404 Not Found", 1)]),
        notes("✗ resource.updated: x-vercel-id for Vercel's support: fra1::abc\nhint: [..]\n"),
    );
    for (status, code) in [(201, 0), (404, 1)] {
        let json = notify_of_resource(&named(status), &["--json", "-q"]).ends(code).json_lines();
        assert_eq!(json[0]["vercelId"], "fra1::abc");
    }
}

#[test]
fn quiet_says_nothing_but_the_row() {
    let server = Server::in_turn([error(500, "c"), error(404, "c")]);
    notify_of_resource(&server, &["-q"]).gives(1, table(&[("db_7", "404 Not Found", 2)]), "");
    notify_of_resource(&taking(), &["-q"]).gives(0, table(&[("db_7", "201 Created", 1)]), "");
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
fn json_holds_all_of_an_outcome() {
    let event = serde_json::json!({ "type": "resource.updated", "resourceId": "db_7" });
    assert_eq!(
        object(&taking().url("/"), &[], 0),
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
fn json_tells_how_long_it_waited() {
    let server = Server::in_turn([Reply::status(500), Reply::status(201)]);
    let json = notify_of_resource(&server, &["--json", "-q"]).ends(0).json_lines();
    assert_eq!(json[0]["attempts"], 2);
    assert!(json[0]["waitedMs"].as_f64().unwrap() >= 1.0, "{}", json[0]);
    let json = notify_of_resource(&taking(), &["--json", "-q"]).ends(0).json_lines();
    assert_eq!(json[0]["waitedMs"].as_f64(), Some(0.0));
}

#[test]
fn an_informational_answer_is_not_the_answer() {
    let answer = b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 201 Created\r\n\r\n";
    let server = Server::always(Reply::Raw(answer.to_vec()));
    notify_of_resource(&server, &[]).ends(0);
    server.only();
}

#[test]
fn a_body_that_breaks_or_never_ends_leaves_the_answer_as_it_is() {
    let begun = b"HTTP/1.1 201 Created\r\ncontent-length: 10\r\n\r\nhalf".to_vec();
    let endless = b"HTTP/1.1 201 Created\r\n\r\n".to_vec();
    for (reply, timeout) in [
        (Reply::Raw(begun.clone()), "30s"),
        (Reply::Endless(endless), "30s"),
        (Reply::Stall(begun), "2s"),
    ] {
        let server = Server::always(reply);
        notify_of_resource(&server, &["--timeout", timeout]).gives(
            0,
            table(&[("db_7", "201 Created", 1)]),
            notes(""),
        );
        server.only();
    }
}

#[test]
fn an_endless_refusal_ends() {
    let server = Server::always(Reply::Endless(b"HTTP/1.1 400 No\r\n\r\n".to_vec()));
    let json = notify_of_resource(&server, &["--json", "-q"]).ends(1).json_lines();
    assert_eq!(json[0]["error"]["message"], ".".repeat(500) + "…");
}
