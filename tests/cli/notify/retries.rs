//! Retries, for as long as they may help.

use super::super::server::{ClosedPort, Reply, Server};
use super::super::support::vercel_hooks;
use super::{RESOURCE, TOKEN, accepting, notes, notify_at, notify_resource, table};

/// With [`super::notify`]'s short waits, this allows two: 1 ms, then 1 to 2 ms; a third would be
/// 2 ms at least.
const THREE_ATTEMPTS: [&str; 2] = ["--max-wait", "3ms"];

/// A status with one header.
fn with_header(status: u16, name: &'static str, value: &str) -> Reply {
    Reply::Answer { status, headers: vec![(name, value.to_owned())], body: Vec::new() }
}

/// What is said of an attempt that failed.
fn again(attempt: u32, what: &str) -> String {
    format!("resource.updated: attempt {attempt} failed ({what}), retrying in [..]\n")
}

#[test]
fn retries_transient_failures_until_accepted() {
    for (reply, what) in [
        (Reply::status(429), "429"),
        (Reply::status(500), "500"),
        (Reply::status(501), "501"),
        (Reply::status(502), "502"),
        (Reply::status(503), "503"),
        (Reply::status(504), "504"),
        (Reply::status(599), "599"),
        (Reply::close(), "closed"),
        (Reply::Raw(b"HTTP/1.1 201".to_vec()), "closed"),
        (Reply::Raw(b"HTTP/1.1 201 Created\r\ncontent-le".to_vec()), "closed"),
    ] {
        let server = Server::in_turn([reply.clone(), reply, Reply::status(201)]);
        notify_resource(&server, &[]).gives(
            0,
            table(&[("db_7", "201 Created", 3)]),
            notes(&(again(1, what) + &again(2, what))),
        );
        let received = server.received();
        assert_eq!(received.len(), 3);
        for request in &received {
            assert_eq!(request.body, received[0].body);
            assert_eq!(request.headers, received[0].headers);
            assert_eq!(request.target, received[0].target);
        }
    }
}

#[test]
fn does_not_retry_permanent_failures() {
    for status in [200, 204, 302, 400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 422] {
        let server = Server::in_turn([Reply::status(status), Reply::status(201)]);
        notify_resource(&server, &[]).gives(
            1,
            table(&[("db_7", &status.to_string(), 1)]),
            notes("hint: [..]\n"),
        );
        server.only();
    }
}

#[test]
fn does_not_retry_servers_that_do_not_speak_http() {
    for bytes in [
        &b"SSH-2.0-OpenSSH_9.2\r\n"[..],
        b"HTTP/1.1 two hundred\r\n\r\n",
        b"HTTP/1.1 201 Created\r\nno colon\r\n\r\n",
    ] {
        let server = Server::always(Reply::Raw(bytes.to_vec()));
        notify_resource(&server, &[]).gives(
            3,
            table(&[("db_7", "not HTTP", 1)]),
            notes(&format!("hint: check that {} is the URL of Vercel's API\n", server.url("/"))),
        );
        server.only();
    }
}

#[test]
fn does_not_retry_tls_to_a_plain_server() {
    let server = accepting();
    let url = format!("https://{}/", server.at(""));
    notify_at(&url, &RESOURCE).gives(
        3,
        table(&[("db_7", "TLS failed", 1)]),
        notes(&format!("hint: check that {url} is the URL of Vercel's API\n")),
    );
    assert!(server.received().is_empty());
}

#[test]
fn retries_timeouts() {
    let silent = Server::always(Reply::silence());
    notify_resource(&silent, &[&THREE_ATTEMPTS[..], &["--timeout", "50ms"]].concat()).gives(
        3,
        table(&[("db_7", "timed out", 3)]),
        notes(
            &(again(1, "timed out")
                + &again(2, "timed out")
                + "hint: no response in time: raise --timeout\n"),
        ),
    );
    assert_eq!(silent.received().len(), 3);
}

#[test]
fn succeeds_after_a_timeout() {
    let server = Server::in_turn([Reply::silence(), Reply::status(201)]);
    // Long enough for the answer on a busy machine.
    notify_resource(&server, &["--timeout", "1s"]).gives(
        0,
        table(&[("db_7", "201 Created", 2)]),
        notes(&again(1, "timed out")),
    );
}

#[test]
fn retries_an_endless_response_head() {
    let server = Server::always(Reply::Stall(b"HTTP/1.1 201 Created\r\nx-a: ".to_vec()));
    let args = [&THREE_ATTEMPTS[..], &["--timeout", "50ms", "--json", "-q"]].concat();
    let json = notify_resource(&server, &args).ends(3).json_lines();
    assert_eq!((&json[0]["failure"], &json[0]["attempts"]), (&"timed_out".into(), &3.into()));
}

#[test]
fn retries_refused_connections() {
    let closed = ClosedPort::new();
    let url = format!("http://{}", closed.endpoint());
    notify_at(&url, &[&RESOURCE[..], &THREE_ATTEMPTS].concat()).gives(
        3,
        table(&[("db_7", "refused", 3)]),
        notes(&format!(
            "{}{}hint: nothing listens at {url}/: `vercel-hooks emulate` starts a local emulator\n",
            again(1, "refused"),
            again(2, "refused"),
        )),
    );
}

#[test]
fn the_last_attempt_decides() {
    let server = Server::in_turn([Reply::close(), Reply::status(500), Reply::status(404)]);
    let json = notify_resource(&server, &["--json", "-q"]).ends(1).json_lines();
    assert_eq!((&json[0]["status"], &json[0]["attempts"]), (&404.into(), &3.into()));

    let server = Server::in_turn([Reply::status(500), Reply::status(500), Reply::close()]);
    let args = [&THREE_ATTEMPTS[..], &["--json", "-q"]].concat();
    let json = notify_resource(&server, &args).ends(3).json_lines();
    assert_eq!(json[0]["status"], serde_json::Value::Null);
    assert_eq!((&json[0]["failure"], &json[0]["attempts"]), (&"closed".into(), &3.into()));
}

#[test]
fn max_wait_ends_retries() {
    let server = Server::always(Reply::with_body(500, "no"));
    notify_resource(&server, &THREE_ATTEMPTS).gives(
        1,
        table(&[("db_7", "500", 3)]),
        notes(
            &(again(1, "500 no")
                + &again(2, "500 no")
                + "✗ resource.updated: no\nhint: Vercel failed: [..]\n"),
        ),
    );
    assert_eq!(server.received().len(), 3);
}

#[test]
fn max_wait_of_zero_disables_retries() {
    for (reply, code) in [(Reply::status(429), 1), (Reply::status(500), 1), (Reply::close(), 3)] {
        let server = Server::in_turn([reply, Reply::status(201)]);
        notify_resource(&server, &["--max-wait", "0s", "-q"]).ends(code);
        server.only();
    }
}

#[test]
fn retry_wait_of_zero_still_ends() {
    let server = Server::always(Reply::status(500));
    let url = server.url("/");
    let args = ["notify", "--api-url", &url, "--max-wait", "20ms", "--retry-wait", "0s", "--json"];
    let json = vercel_hooks(args.into_iter().chain(RESOURCE))
        .env("VERCEL_INSTALLATION_TOKEN", TOKEN)
        .ends(1)
        .json_lines();
    assert_eq!(json[0]["attempts"], 21);
    assert_eq!(server.received().len(), 21);
}

/// Tells a server that asks for a wait longer than is allowed, and asserts that it is asked once.
#[track_caller]
fn gives_up_at_once(reply: Reply, said: &str, asked: &str) {
    let status = match &reply {
        Reply::Answer { status, .. } => status.to_string(),
        _ => unreachable!(),
    };
    let server = Server::in_turn([reply, Reply::status(201)]);
    notify_resource(&server, &["--max-wait", "59s"]).gives(
        1,
        table(&[("db_7", &status, 1)]),
        notes(&format!(
            "{said}hint: the server asks to wait {asked}: raise --max-wait to allow that\n"
        )),
    );
    server.only();
}

#[test]
fn does_not_start_a_requested_wait_above_the_limit() {
    let far = "Thu, 31 Dec 9998 23:59:59 GMT";
    for (name, value, asked) in [
        ("retry-after", "60", "1 min"),
        ("retry-after", "3600", "60 min"),
        ("retry-after", "4294967295", "[..] days"),
        ("retry-after", far, "[..] days"),
        ("retry-after-ms", "3600000", "60 min"),
    ] {
        for status in [429, 503] {
            gives_up_at_once(with_header(status, name, value), "", asked);
        }
    }
    for limit in [r#""reset":253370764800"#, r#""reset":1,"resetMs":253370764800000"#] {
        let body = format!(r#"{{"error":{{"code":"rate_limited","limit":{{{limit}}}}}}}"#);
        gives_up_at_once(Reply::with_body(429, body), "✗ resource.updated: [..]\n", "[..] days");
    }
}

#[test]
fn does_not_start_an_absurd_wait() {
    gives_up_at_once(with_header(429, "retry-after", "4294967296"), "", "[..]");
    let end_of_time = "Fri, 31 Dec 9999 23:59:59 GMT";
    gives_up_at_once(with_header(429, "retry-after", end_of_time), "", "[..]");
    let body = r#"{"error":{"code":"c","limit":{"reset":9223372036854775807}}}"#;
    gives_up_at_once(Reply::with_body(429, body), "✗ resource.updated: [..]\n", "[..]");
}

#[test]
fn waits_as_long_as_requested() {
    for (name, value) in [("retry-after-ms", "40"), ("retry-after", "1")] {
        let mut waiting = with_header(429, name, value);
        if let Reply::Answer { headers, .. } = &mut waiting
            && name == "retry-after-ms"
        {
            // The finer one counts.
            headers.push(("retry-after", "3600".to_owned()));
        }
        let server = Server::in_turn([waiting, Reply::status(201)]);
        let json = notify_resource(&server, &["--json", "-q"]).ends(0).json_lines();
        let waited = json[0]["waitedMs"].as_f64().unwrap();
        // Half of --retry-wait may come on top.
        let least = if name == "retry-after" { 1000.0 } else { 40.0 };
        assert!((least..=least + 0.5).contains(&waited), "{waited}");
        assert_eq!(server.received().len(), 2);
    }
}

#[test]
fn waits_exactly_up_to_the_limit() {
    let server = Server::in_turn([with_header(429, "retry-after-ms", "40"), Reply::status(201)]);
    notify_resource(&server, &["--max-wait", "40ms", "-q"]).ends(0);
    assert_eq!(server.received().len(), 2);
}

#[test]
fn ignores_requested_waits_that_are_over_or_invalid() {
    let past = "Sun, 06 Nov 1994 08:49:37 GMT";
    let limit = |limit: &str| {
        Reply::with_body(429, format!(r#"{{"error":{{"code":"c","limit":{{{limit}}}}}}}"#))
    };
    for reply in [
        with_header(429, "retry-after", past),
        with_header(503, "retry-after", "0"),
        with_header(503, "retry-after-ms", "0"),
        with_header(503, "retry-after", "soon"),
        with_header(503, "retry-after", "-5"),
        limit(r#""reset":1"#),
        limit(r#""resetMs":-9223372036854775808"#),
        limit(r#""reset":"never""#),
    ] {
        let server = Server::in_turn([reply, Reply::status(201)]);
        let args = [&THREE_ATTEMPTS[..], &["--json", "-q"]].concat();
        let json = notify_resource(&server, &args).ends(0).json_lines();
        assert_eq!(json[0]["attempts"], 2);
    }
}

#[test]
fn does_not_call_a_wait_of_zero_too_long() {
    let server = Server::always(with_header(429, "retry-after", "0"));
    let done = notify_resource(&server, &["--max-wait", "0s"]).ends(1);
    assert!(!done.stderr.contains("asks to wait"), "{}", done.stderr);
}

#[test]
fn ignores_requested_waits_of_permanent_failures() {
    let server = Server::in_turn([with_header(403, "retry-after", "0"), Reply::status(201)]);
    notify_resource(&server, &["-q"]).ends(1);
    server.only();
}

#[test]
fn rejects_invalid_durations() {
    let server = accepting();
    for (flag, time) in [
        ("--timeout", "0s"),
        ("--timeout", "soon"),
        ("--timeout", "-1s"),
        ("--max-wait", "60"),
        ("--max-wait", ""),
        ("--retry-wait", "1 lightyear"),
    ] {
        let argument = format!("{flag}={time}");
        let server_url = server.url("/");
        let fixed = ["notify", "--api-url", &server_url];
        vercel_hooks(fixed.into_iter().chain(RESOURCE).chain([argument.as_str()]))
            .env("VERCEL_INSTALLATION_TOKEN", TOKEN)
            .gives(2, "", format!("error: {flag}: invalid duration `{time}`\nhint: write [..]\n"));
    }
    server.was_never_asked();
}

#[test]
fn goes_on_with_others_while_one_is_retried() {
    let server =
        super::by_resource(|resource| Reply::status(if resource == "bad" { 500 } else { 201 }));
    let args = [&THREE_ATTEMPTS[..], &["--concurrency", "1"]].concat();
    let lines = super::lines(["bad", "good"]);
    super::notify_lines(&server, &args, lines).gives(
        1,
        table(&[("bad", "500", 3), ("good", "201 Created", 1)]),
        notes(
            "line 1: attempt 1 failed (500), retrying in [..]
line 1: attempt 2 failed (500), retrying in [..]
hint: Vercel failed: [..]
✗ 2 notifications in [..]: 1 accepted, 1 failed
hint: use --failed FILE to keep the failed lines for another --from
",
        ),
    );
}
