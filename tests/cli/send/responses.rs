//! Responses and what is reported about them.

use super::super::server::{Reply, Server};
use super::super::support::with_secret;
use super::{notes, table};

/// A 200 whose body does not end of itself.
const ENDLESS_HEAD: &[u8] = b"HTTP/1.1 200 OK\r\n\r\n";

#[test]
fn responses_of_2xx_are_success() {
    for (status, shown) in [(200, "200 OK"), (201, "201 Created"), (204, "204"), (299, "299")] {
        let server = Server::always(Reply::status(status));
        with_secret(["send", "flag.created", "--to", &server.at("")]).gives(
            0,
            table(&[("flag.created", shown)]),
            notes(""),
        );
        server.only();
    }
}

#[test]
fn other_responses_fail_and_are_explained() {
    for (status, shown, advice) in [
        (304, "304", ""),
        (400, "400", ""),
        (401, "401", "hint: [..]another secret[..]\n"),
        (403, "403 Forbidden", "hint: [..]another secret[..]\n"),
        (404, "404 Not Found", "hint: [..]--path[..]\n"),
        (405, "405", "hint: [..]POST[..]\n"),
        (413, "413", "hint: [..]too large[..]\n"),
        (415, "415", "hint: [..]application/json[..]\n"),
        (418, "418", ""),
        (500, "500", "hint: the endpoint failed[..]\n"),
        (503, "503", "hint: the endpoint failed[..]\n"),
        (599, "599", "hint: the endpoint failed[..]\n"),
        (999, "999", ""),
    ] {
        let server = Server::always(Reply::status(status));
        with_secret(["send", "flag.created", "--to", &server.at("")]).gives(
            1,
            table(&[("flag.created", shown)]),
            notes(advice),
        );
        server.only();
    }
}

#[test]
fn redirects_are_explained_and_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = Server::willing();
        let server = Server::always(Reply::redirect(status, &elsewhere.url("/there/")));
        with_secret(["send", "flag.created", "--to", &server.at("/there")]).gives(
            1,
            table(&[("flag.created", &status.to_string())]),
            notes(&format!(
                "hint: the endpoint redirects to {}[..]trailing slash[..]\n",
                elsewhere.url("/there/")
            )),
        );
        elsewhere.was_never_asked();
        server.only();
    }
}

#[test]
fn explains_a_redirect_without_a_location() {
    let server = Server::always(Reply::status(308));
    with_secret(["send", "flag.created", "--to", &server.at("")]).gives(
        1,
        table(&[("flag.created", "308")]),
        notes("hint: the endpoint redirects, [..]\n"),
    );
}

#[test]
fn prints_advice_once_and_not_if_quiet() {
    let server = Server::always(Reply::status(404));
    let args = ["send", "flag.created", "flag.deleted", "--to", &server.at("")];
    let stdout = table(&[("flag.created", "404 Not Found"), ("flag.deleted", "404 Not Found")]);
    with_secret(args).gives(1, stdout.clone(), notes("hint: [..]--path[..]\n✗ 2 [..]\n"));
    with_secret(args.into_iter().chain(["--quiet"])).gives(1, stdout, "");
}

#[test]
fn shows_response_bodies_of_failures_or_on_request() {
    let server = Server::in_turn([
        Reply::with_body(500, "no\nidea\n"),
        Reply::with_body(200, "fine"),
        Reply::with_body(200, "fine"),
    ]);
    let to = server.at("");
    let args = ["send", "flag.created", "--to", &to, "-q"];
    with_secret(args).gives(1, "EVENT [..]\nflag.created [..]  500 [..]\n  | no\n  | idea\n", "");
    with_secret(args).gives(0, table(&[("flag.created", "200 OK")]), "");
    with_secret(args.into_iter().chain(["--verbose"])).gives(
        0,
        "EVENT [..]\nflag.created [..]  200 OK [..]\n  | fine\n",
        "",
    );
}

#[test]
fn responses_cannot_inject_ci_commands() {
    let server = Server::always(Reply::with_body(500, "::error file=a::x\n  ##[error]x\n"));
    with_secret(["send", "flag.created", "--to", &server.at(""), "-q"]).gives(
        1,
        "EVENT [..]\nflag.created [..]  500 [..]\n  | ::error file=a::x\n  |   [..]u{23}#[error]x\n",
        "",
    );
}

#[test]
fn events_cannot_inject_ci_commands() {
    let server = Server::always(Reply::status(500));
    let to = server.at("");
    let args = ["send", "--file", "body", "--to", &to, "--retries", "1", "--retry-wait", "1ms"];
    for body in [
        r#"{"type":"::error file=a::x","id":"i"}"#,
        r#"{"type":"","id":"::error::x"}"#,
        r###"{"type":"x","id":"##[error]x"}"###,
    ] {
        for json in [None, Some("--json")] {
            let done = with_secret(args.into_iter().chain(json)).file("body", body).ends(1);
            let mut lines = done.text().lines().chain(done.stderr.lines());
            let is_command =
                |line: &str| line.trim_start().starts_with("::") || line.contains("##[");
            assert!(!lines.any(is_command), "{}{}", done.text(), done.stderr);
        }
    }
}

#[test]
fn escapes_control_characters_of_responses() {
    let body = b"\x1b[31mred\x1b[0m\x07\r\n\xe2\x80\xaegnp.exe\xff\x00\xc2\x9b2J";
    let headers = vec![("location", "http://\u{9b}2J/\t".to_owned())];
    let server = Server::always(Reply::Answer { status: 301, headers, body: body.to_vec() });
    let done = with_secret(["send", "flag.created", "--to", &server.at("")]).ends(1);
    let shown =
        "  | \\u{1b}[31mred\\u{1b}[0m\\u{7}\\u{d}\n  | \\u{202e}gnp.exe\u{fffd}\\u{0}\\u{9b}2J\n";
    assert!(done.text().ends_with(shown), "{}", done.text());
    assert!(done.stderr.contains("\\u{9b}2J"), "{}", done.stderr);
}

#[test]
fn escapes_control_characters_of_event_types() {
    let server = Server::willing();
    with_secret(["send", "--file", "body", "--to", &server.at(""), "-q"])
        .file("body", r#"{"type":"a\u001b[2J\nb","id":"\u0007"}"#)
        .gives(0, "EVENT [..]\na[..]u{1b}[2J[..]nb  [..]u{7} [..]  200 OK [..]\n", "");
}

#[test]
fn truncates_long_responses() {
    let server = Server::always(Reply::with_body(500, "x".repeat(70 * 1024)));
    let to = server.at("");
    let args = ["send", "flag.created", "--to", &to, "-q"];
    for (more, longest) in [(None, 1024), (Some("--verbose"), 64 * 1024)] {
        let done = with_secret(args.into_iter().chain(more)).ends(1);
        let lines: Vec<&str> = done.text().lines().collect();
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[2], format!("  | {}", "x".repeat(longest)));
        assert!(lines[3].starts_with("  … ") && lines[3].ends_with("more"), "{}", lines[3]);
    }
    let done = with_secret(args.into_iter().chain(["--json"])).ends(1);
    assert_eq!(done.json_lines()[0]["responseBody"].as_str().unwrap().len(), 64 * 1024);
}

#[test]
fn says_how_much_of_a_response_is_left_out() {
    let server = Server::always(Reply::with_body(500, "x".repeat(1030)));
    let done = with_secret(["send", "flag.created", "--to", &server.at(""), "-q"]).ends(1);
    assert!(done.text().ends_with("x\n  … 6 bytes more\n"), "{}", done.text());
}

#[test]
fn stops_reading_an_endless_response() {
    let server = Server::in_turn([
        Reply::Endless(ENDLESS_HEAD.to_vec()),
        Reply::Endless(b"HTTP/1.1 500 Oh\r\n\r\n".to_vec()),
    ]);
    let to = server.at("");
    let args = ["send", "flag.created", "--to", &to, "--json", "-q"];
    for code in [0, 1] {
        let receipts = with_secret(args).ends(code).json_lines();
        assert_eq!(receipts[0]["responseBody"].as_str().unwrap(), ".".repeat(64 * 1024));
        assert_eq!(receipts[0]["failure"], serde_json::Value::Null);
    }
}

#[test]
fn keeps_the_status_if_the_response_body_stalls_or_breaks() {
    let begun = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf".to_vec();
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\nzz".to_vec();
    for (reply, timeout) in [
        (Reply::Stall(begun.clone()), "2s"),
        (Reply::Raw(begun), "30s"),
        (Reply::Raw(chunked), "30s"),
    ] {
        let server = Server::always(reply);
        let args = ["send", "flag.created", "--to", &server.at(""), "--timeout", timeout, "-vq"];
        with_secret(args).gives(
            0,
            "EVENT [..]\nflag.created [..]  200 OK [..]\n  | half\n  … more\n",
            "",
        );
    }
}

#[test]
fn accepts_a_response_before_the_request_body_is_read() {
    let server = Server::impatient(Reply::status(413));
    with_secret(["send", "--file", "body", "--to", &server.at(""), "-q"])
        .file("body", vec![b' '; 4 * 1024 * 1024])
        .gives(1, "EVENT [..]\nbody [..]  413 [..]\n", "");
}

#[test]
fn recognizes_deployment_protection() {
    let page = Reply::Answer {
        status: 401,
        headers: vec![("set-cookie", "_vercel_sso_nonce=abc; Path=/".into())],
        body: b"<title>Authentication Required</title>".to_vec(),
    };
    let server = Server::always(page);
    let args = ["send", "flag.created", "--to", &server.at("")];
    let hint =
        "hint: Vercel's deployment protection responded, [..]x-vercel-protection-bypass[..]\n";
    with_secret(args).gives(1, "...\n", notes(hint));
    let done = with_secret(["check", &server.at(""), "--only", "genuine.valid", "-q"]).ends(1);
    assert!(done.text().contains("  Fix     Vercel's deployment protection"), "{}", done.text());
}

#[test]
fn accepts_a_response_followed_by_a_connection_reset() {
    let answer = b"HTTP/1.1 413 Too Large\r\nconnection: close\r\ncontent-length: 3\r\n\r\nbig";
    // What is left unread makes a reset of the end.
    let server = Server::impatient(Reply::Raw(answer.to_vec()));
    let done =
        with_secret(["send", "--file", "body", "--repeat", "20", "--to", &server.at(""), "--json"])
            .file("body", vec![b' '; 4 * 1024 * 1024])
            .ends(1);
    let receipts = done.json_lines();
    assert_eq!(receipts.len(), 20);
    for receipt in receipts {
        assert_eq!((&receipt["status"], &receipt["responseBody"]), (&413.into(), &"big".into()));
    }
}

#[test]
fn skips_informational_responses() {
    let server = Server::always(Reply::Raw(
        b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n".to_vec(),
    ));
    with_secret(["send", "flag.created", "--to", &server.at(""), "-q"]).gives(
        0,
        table(&[("flag.created", "200 OK")]),
        "",
    );
}

#[test]
fn warns_if_the_endpoint_accepts_a_forged_delivery() {
    let server = Server::willing();
    let args = ["send", "flag.created", "--to", &server.at(""), "--tamper", "missing"];
    with_secret(args).gives(
        0,
        table(&[("flag.created", "200 OK")]),
        notes("warning: the endpoint accepted a delivery that it must reject\n"),
    );
    with_secret(args.into_iter().chain(["--expect", "4xx"])).gives(
        1,
        table(&[("flag.created", "200 OK")]),
        notes("[..]the endpoint accepted a delivery that it must reject\n"),
    );
}
