//! `--from`: many notifications, one per line.

use super::super::server::{Reply, Server};
use super::super::support::vercel_hooks;
use super::{TOKEN, accepting, by_resource, line, lines, notes, notify, notify_lines, table};

/// The resources that a server was told of, sorted.
fn resources(server: &Server) -> Vec<String> {
    let mut resources: Vec<String> = server
        .events()
        .iter()
        .map(|body| body["event"]["resourceId"].as_str().unwrap().to_owned())
        .collect();
    resources.sort();
    resources
}

/// Asserts that lines with a mistake are refused before anything is sent.
#[track_caller]
fn rejects(text: &[u8], args: &[&str], number: usize, why: &str) {
    let server = accepting();
    notify_lines(&server, args, text).gives(
        2,
        "",
        format!("error: changes.jsonl, line {number}: {why}\nhint: a line looks like {{[..]}}\n"),
    );
    server.was_never_asked();
}

#[test]
fn a_file_or_standard_input_is_sent_line_by_line() {
    let text = lines(["a", "b", "c"]);
    let stdout =
        table(&[("a", "201 Created", 1), ("b", "201 Created", 1), ("c", "201 Created", 1)]);
    let stderr = notes("✓ 3 notifications in [..] ([..] per second): all accepted\n");
    let server = accepting();
    notify_lines(&server, &["--concurrency", "1"], &text).gives(0, stdout.clone(), stderr.clone());
    assert_eq!(resources(&server), ["a", "b", "c"]);

    let server = accepting();
    notify(&server, &["--from", "-", "--concurrency", "1"]).stdin(text).gives(0, stdout, stderr);
    assert_eq!(resources(&server), ["a", "b", "c"]);
}

#[test]
fn one_line_is_one_notification() {
    notify_lines(&accepting(), &[], line("a")).gives(
        0,
        table(&[("a", "201 Created", 1)]),
        notes("✓ 1 notification in [..]: all accepted\n"),
    );
}

#[test]
fn json_has_the_line_number() {
    let server = by_resource(|resource| Reply::status(if resource == "b" { 404 } else { 201 }));
    let text = format!("\n{}\n\n{}\n", line("a"), line("b"));
    let done = notify_lines(&server, &["--json", "--concurrency", "1"], text).gives(
        1,
        "{\"line\":2,[..]\"ok\":true,[..]}\n{\"line\":4,[..]\"ok\":false,[..]}\n",
        notes(
            "hint: http://[..]/ does not know the path [..]
✗ 2 notifications in [..]: 1 accepted, 1 failed
hint: use --failed FILE to keep the failed lines for another --from
",
        ),
    );
    for object in done.json_lines() {
        assert_eq!(object.as_object().unwrap().len(), 11, "{object}");
    }
}

#[test]
fn accepts_blank_lines_and_crlf() {
    let text = format!("\u{feff}\r\n{}\r\n \t\r\n\n{}", line("a"), line("b"));
    let server = accepting();
    notify_lines(&server, &["-q", "--json"], text).ends(0);
    assert_eq!(resources(&server), ["a", "b"]);
}

#[test]
fn accepts_a_byte_order_mark() {
    let server = accepting();
    notify_lines(&server, &["-q"], format!("\u{feff}{}\n", line("a"))).ends(0);
    assert_eq!(resources(&server), ["a"]);
}

#[test]
fn each_line_may_have_its_own_type_and_installation() {
    let text = r#"{"installationId":"icfg_1","event":{"type":"resource.updated","resourceId":"a","productId":"p"}}
{"event":{"type":"installation.updated","billingPlanId":"pro"}}
{"event":{"type":"installation.updated"}}
{"event":{"resourceId":"é","type":"resource.updated"},"installationId":"a/b"}
"#;
    let server = accepting();
    let args = ["--installation", "icfg_2", "--concurrency", "1"];
    notify_lines(&server, &args, text).gives(
        0,
        "\
NOTIFICATION          INSTALLATION  RESOURCE  STATUS               TIME  ATTEMPTS
resource.updated      icfg_1        a         201 Created  [..]         1
installation.updated  icfg_2        -         201 Created  [..]         1
installation.updated  icfg_2        -         201 Created  [..]         1
resource.updated      a/b           é         201 Created  [..]         1
",
        notes("✓ 4 notifications [..]\n"),
    );
    let asked: Vec<(String, serde_json::Value)> = server
        .received()
        .iter()
        .map(|item| (item.target.clone(), item.json()["event"].clone()))
        .collect();
    let target = |segment: &str| format!("/v1/installations/{segment}/events");
    assert_eq!(
        asked,
        [
            (
                target("icfg_1"),
                serde_json::json!({
                    "type": "resource.updated", "resourceId": "a", "productId": "p",
                })
            ),
            (
                target("icfg_2"),
                serde_json::json!({ "type": "installation.updated", "billingPlanId": "pro" })
            ),
            (target("icfg_2"), serde_json::json!({ "type": "installation.updated" })),
            (target("a%2Fb"), serde_json::json!({ "type": "resource.updated", "resourceId": "é" })),
        ]
    );
}

#[test]
fn the_common_installation_may_come_from_any_source() {
    let bare = r#"{"event":{"type":"installation.updated"}}"#;
    let server = accepting();
    notify_lines(&server, &["-q"], bare).env("VERCEL_INSTALLATION_ID", "icfg_env").ends(0);
    notify_lines(&server, &["-q"], bare)
        .file("vercel-hooks.toml", "installation = \"icfg_toml\"\nresource = \"ignored\"\n")
        .ends(0);
    let targets: Vec<String> = server.received().into_iter().map(|item| item.target).collect();
    assert_eq!(
        targets,
        ["icfg_env", "icfg_toml"].map(|id| format!("/v1/installations/{id}/events"))
    );
}

#[test]
fn an_invalid_line_stops_everything() {
    for (mistake, why) in [
        ("{", "invalid JSON at column 1"),
        ("x", "invalid JSON at column 1"),
        ("{} {}", "[..]"),
        ("{}", "`event` is missing"),
        ("null", "expected an object, not null"),
        (r#"{"event":{"type":"resource.updated"}}"#, "`resourceId` is missing"),
        (r#"{"event":{"resourceId":"a"}}"#, "`type` is missing"),
        (r#"{"event":{"type":"deployment.ready"}}"#, "`type` must be [..], not `deployment.ready`"),
        (
            r#"{"instalationId":"x","event":{"type":"installation.updated"}}"#,
            "unknown key `instalationId`",
        ),
        (r#"{"event":{"type":"resource.updated","resourceId":"a","x":1}}"#, "unknown key `x`"),
        (
            r#"{"event":{"type":"resource.updated","resourceId":"a","billingPlanId":"b"}}"#,
            "unknown key `billingPlanId`",
        ),
        (
            r#"{"event":{"type":"installation.updated","resourceId":"a"}}"#,
            "unknown key `resourceId`",
        ),
        (
            r#"{"event":{"type":"resource.updated","resourceId":"a","productId":null}}"#,
            "expected a string, not null",
        ),
        (
            r#"{"event":{"type":"installation.updated","billingPlanId":7}}"#,
            "expected a string, not integer `7`",
        ),
        (
            r#"{"installationId":7,"event":{"type":"installation.updated"}}"#,
            "expected a string, not integer `7`",
        ),
        (
            r#"{"installationId":"..","event":{"type":"installation.updated"}}"#,
            "invalid installation id",
        ),
        (
            r#"{"installationId":"","event":{"type":"installation.updated"}}"#,
            "invalid installation id",
        ),
        (r#"{"event":{"type":"resource.updated","resourceId":""}}"#, "an id is empty"),
        (r#"{"event":{"type":"installation.updated"},"event":{}}"#, "`event` occurs twice"),
    ] {
        let common = ["--installation", "icfg_1"];
        let text = format!("{}\n\n{mistake}\n{}\n", line("a"), line("b"));
        rejects(text.as_bytes(), &common, 3, why);
        rejects(format!("{mistake}\n").as_bytes(), &common, 1, why);
    }
}

#[test]
fn skips_and_reports_lines_that_a_kill_left_partial() {
    let whole = line("x");
    for left in 1..whole.len() {
        let (erased, tail) = whole.split_at(left);
        for (text, number) in [
            (format!("{}{erased}", lines(["a", "b"])), 3),
            (format!("{}{}{tail}\n{}", lines(["a"]), " ".repeat(left), lines(["b"])), 2),
        ] {
            let server = accepting();
            let done = notify_lines(&server, &[], text).ends(0);
            assert_eq!(resources(&server), ["a", "b"]);
            let warning =
                format!("warning: skipped line {number} of changes.jsonl: it is incomplete\n");
            assert!(done.stderr.contains(&warning), "{}", done.stderr);
        }
    }
}

#[test]
fn only_partial_lines_are_no_notifications() {
    let done = notify_lines(&accepting(), &[], &line("a")[..20]).ends(2);
    assert!(done.stderr.ends_with("error: changes.jsonl contains no notifications\n"));
}

#[test]
fn rejects_lines_that_are_not_utf8() {
    let text = [line("a").as_bytes(), b"\n{\"installationId\":\"\xff\"}\n"].concat();
    rejects(&text, &[], 2, "invalid JSON at column [..]");
}

#[test]
fn rejects_arrays() {
    for text in [
        r#"["icfg_1",{"type":"installation.updated"}]"#,
        r#"{"event":["installation.updated","pro"]}"#,
    ] {
        rejects(text.as_bytes(), &["--installation", "icfg_1"], 1, "[..]");
    }
}

#[test]
fn requires_an_installation_for_every_line() {
    let bare = r#"{"event":{"type":"installation.updated"}}"#;
    let text = format!("{}\n{bare}\n", line("a"));
    rejects(text.as_bytes(), &[], 2, "`installationId` is missing, and there is no --installation");
    let server = accepting();
    notify(&server, &["--from", "-"]).stdin(bare).gives(
        2,
        "",
        "error: standard input, line 1: `installationId` is missing, [..]\nhint: [..]\n",
    );
    server.was_never_asked();
}

#[test]
fn rejects_empty_input() {
    let server = accepting();
    for nothing in ["", "\n", " \r\n\n\t", "\u{feff}"] {
        notify_lines(&server, &["--failed", "failed.jsonl"], nothing).gives(
            2,
            "",
            "error: changes.jsonl contains no notifications\n",
        );
        notify(&server, &["--from", "-"]).stdin(nothing).gives(
            2,
            "",
            "error: standard input contains no notifications\n",
        );
    }
    server.was_never_asked();
}

#[test]
fn names_an_unreadable_file() {
    let server = accepting();
    notify(&server, &["--from", "missing.jsonl"]).gives(
        2,
        "",
        "error: cannot read missing.jsonl: [..]\n",
    );
    notify(&server, &["--from", "."]).gives(2, "", "error: cannot read .: [..]\n");
    server.was_never_asked();
}

#[test]
fn requires_the_token_before_anything_is_sent() {
    let server = accepting();
    let args = ["notify", "--api-url", &server.url("/"), "--from", "-", "--failed", "failed.jsonl"];
    let done =
        vercel_hooks(args).stdin(lines(["a"])).gives(2, "", "error: no access token[..]\n...\n");
    assert_eq!(done.files(""), [] as [&str; 0]);
    server.was_never_asked();
}

#[test]
fn the_exit_code_is_the_worst() {
    let server = by_resource(|resource| match resource {
        "taken" => Reply::status(201),
        "refused" => Reply::status(400),
        _ => Reply::close(),
    });
    for (resources, code) in [
        (&["taken", "refused"][..], 1),
        (&["refused", "taken"], 1),
        (&["unanswered", "taken"], 3),
        (&["unanswered", "refused", "taken"], 3),
        (&["refused", "unanswered"], 3),
    ] {
        let text = lines(resources.iter().copied());
        notify_lines(&server, &["-q", "--max-wait", "0s"], text).ends(code);
    }
}

#[test]
fn prints_each_hint_once() {
    let server = by_resource(|resource| Reply::status(if resource == "c" { 410 } else { 404 }));
    notify_lines(&server, &["--concurrency", "1"], lines(["a", "b", "c"])).gives(
        1,
        table(&[("a", "404 Not Found", 1), ("b", "404 Not Found", 1), ("c", "410 Gone", 1)]),
        notes(
            "hint: http://[..]/ does not know the path [..]
hint: the installation no longer exists
✗ 3 notifications in [..]: 0 accepted, 3 failed
hint: use --failed FILE to keep the failed lines for another --from
",
        ),
    );
}

#[test]
fn keeps_as_many_requests_open_as_allowed() {
    for (concurrency, args) in
        [(8, &["--concurrency", "8"][..]), (4, &[]), (1, &["--concurrency", "1"])]
    {
        let server = Server::always(Reply::status(201).together(concurrency));
        let names: Vec<String> = (0..concurrency * 8).map(|number| format!("r{number}")).collect();
        let text = lines(names.iter().map(String::as_str));
        notify_lines(&server, &[args, &["-q", "--max-wait", "0s"]].concat(), text).ends(0);
        let received = server.received();
        let most = received.iter().map(|request| request.in_flight).max();
        assert_eq!((most, received.len()), (Some(concurrency), concurrency * 8));
    }
}

#[test]
fn rejects_invalid_concurrency() {
    let server = accepting();
    for concurrency in ["0", "65", "-1", "many"] {
        let flag = format!("--concurrency={concurrency}");
        notify_lines(&server, &[&flag], lines(["a"])).gives(
            2,
            "",
            "error: invalid value '[..]' for '--concurrency <N>': [..]\n...\n",
        );
    }
    server.was_never_asked();
}

#[test]
fn sends_a_very_long_line() {
    let long = "x".repeat(1024 * 1024);
    let server = accepting();
    notify_lines(&server, &["-q", "--json"], line(&long)).env("X", TOKEN).ends(0);
    assert_eq!(resources(&server), [long]);
}
