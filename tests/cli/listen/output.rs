//! What is shown of requests.

use super::super::running::json_lines;
use super::{
    SECRET_NOTE, SIGNATURE, delivery, event, listen, notes, plain_row, received, row, signed,
    table, takes, told, verifying,
};

#[test]
fn shows_and_counts_matching_events_and_records_all() {
    let listener =
        listen(&["--events", "deployment.*", "--count", "2", "--record", "r", "--respond", "202"]);
    let of = |kind: &str| delivery(format!(r#"{{"type":"{kind}"}}"#), SIGNATURE);
    for kind in ["project.created", "deployment.ready", "deployment", "", "deployment.error"] {
        assert_eq!(listener.answer(&of(kind)).status, 202);
    }
    let rows = ["deployment.ready", "deployment.error"]
        .map(|kind| row(kind, "-", "unchecked", "202 Accepted"));
    let ended = listener.gives(0, table([&*rows[0], &*rows[1]]), notes("", &received(2)));
    let records = json_lines(&ended.read_text("r"));
    let numbers: Vec<_> = records.iter().map(|record| record["number"].as_u64().unwrap()).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    assert_eq!(records[0]["type"], "project.created");
}

#[test]
fn prints_only_matching_events_as_json() {
    let listener = listen(&["--events", "*.ready", "--count", "1", "--json"]);
    listener.answer(&delivery(r#"{"type":"project.created"}"#, SIGNATURE));
    listener.answer(&delivery("no JSON", SIGNATURE));
    takes(&listener, "a");
    let lines = listener.gives(0, "...\n", notes("", &received(1))).json_lines();
    assert_eq!((lines.len(), &lines[0]["number"]), (1, &3.into()));
}

#[test]
fn says_nothing_about_signatures_of_other_events() {
    let listener = verifying(&["--events", "other", "--count", "1"]);
    listener.answer(&event("a"));
    listener.answer(&signed(br#"{"type":"other"}"#));
    let row = row("other", "-", "verified", "200 OK");
    let told = told("", "1 received, 1 verified");
    listener.gives(0, table([&*row]), format!("{SECRET_NOTE}{told}"));
}

#[test]
fn verbose_shows_headers_and_the_indented_body() {
    for flag in ["--verbose", "-v"] {
        let listener = listen(&[flag, "--count", "1"]);
        listener.answer(&event("a").with("X-Custom", "some value"));
        listener.gives(
            0,
            table([
                &*plain_row("a"),
                "  | host: localhost",
                "  | content-type: application/json",
                &format!("  | x-vercel-signature: {SIGNATURE}"),
                "  | x-custom: some value",
                "  | connection: close",
                "  | content-length: 36",
                "  | {",
                "  |   \"id\": \"a\",",
                "  |   \"type\": \"deployment.ready\"",
                "  | }",
            ]),
            notes("", &received(1)),
        );
    }
}

#[test]
fn shows_a_body_that_is_not_json_as_it_is() {
    let listener = listen(&["--verbose", "--count", "1"]);
    listener.answer(&delivery("one\ntwo\n", SIGNATURE));
    let ended = listener.gives(0, "...\n", notes("", &received(1)));
    assert!(
        ended.text().ends_with("  | content-length: 8\n  | one\n  | two\n"),
        "{}",
        ended.text()
    );
}

#[test]
fn received_text_cannot_be_a_ci_command() {
    let listener = listen(&["--verbose", "--count", "1"]);
    let body = "::error file=a::x\n\t::warning::y\n";
    listener.answer(&delivery(body, SIGNATURE).with("x-a", "::error::z"));
    let ended = listener.gives(0, "...\n", notes("", &received(1)));
    let below = ended.text().lines().skip(2);
    assert!(below.clone().all(|line| line.starts_with("  | ")), "{}", ended.text());
    assert!(ended.text().ends_with("\n  | ::error file=a::x\n  | \t::warning::y\n"));
}

#[test]
fn truncates_a_long_body() {
    let listener = listen(&["--verbose", "--count", "1"]);
    listener.answer(&delivery("x".repeat(70_000), SIGNATURE));
    let ended = listener.gives(0, "...\n", notes("", &received(1)));
    let end = format!("\n  | {}\n  … {} bytes more\n", "x".repeat(65536), 70_000 - 65_536);
    assert!(ended.text().ends_with(&end), "{}", ended.text().len());
}

#[test]
fn verbose_does_not_change_json() {
    let listener = listen(&["--verbose", "--json", "--count", "1"]);
    takes(&listener, "a");
    assert_eq!(listener.gives(0, "...\n", notes("", &received(1))).json_lines().len(), 1);
}

#[test]
fn shows_a_row_for_a_body_that_is_not_an_event() {
    for body in ["", "null", "[]", "no JSON", "{\"id\":1,\"type\":{}}", "\"id\""] {
        let listener = listen(&["--count", "1"]);
        assert_eq!(listener.answer(&delivery(body, SIGNATURE)).status, 200, "{body}");
        let row = row("-", "-", "unchecked", "200 OK");
        listener.gives(0, table([&*row]), notes("", &received(1)));
    }
}

#[test]
fn makes_control_characters_visible() {
    let hostile =
        r#"{"id":"\u001b[2Jid\r\n\u202e","type":"\u0007t\u009by\npe","x":"\u001b]0;\u0008"}"#;
    for args in [&["--verbose"][..], &["--json"], &[]] {
        let all = [args, &["--count", "2", "--path", "/", "--record", "r"]].concat();
        let listener = verifying(&all);
        let request = delivery(hostile, "\u{9b}x").with("x-hostile", "a\u{9b}\u{202e}b");
        // What is rejected is told of as well.
        assert_eq!(listener.answer(&request.clone().at("/\u{9b}31m")).status, 404);
        assert_eq!(listener.answer(&request).status, 200);
        assert_eq!(listener.answer(&delivery("\x1b[2J\r\x08\n\u{9b}x", SIGNATURE)).status, 200);
        let ended = listener.gives(0, "...\n", "...\n");
        for text in [ended.text(), &ended.stderr, &ended.read_text("r")] {
            let is_harmful = |item: char| (item.is_control() && item != '\n') || item == '\u{202e}';
            assert!(!text.contains(is_harmful), "{}", text.escape_debug());
        }
    }
}

#[test]
fn truncates_long_texts() {
    let listener = listen(&["--count", "1"]);
    let long = "x".repeat(100_000);
    let body = format!(r#"{{"id":"{long}","type":"{long}"}}"#);
    listener.answer(&event("a").method("GET").at(&format!("/{}", &long[..30_000])));
    listener.answer(&delivery(body, SIGNATURE).at(&format!("/{}", &long[..30_000])));
    let ended = listener.gives(0, "...\n", "...\n");
    assert!(ended.text().lines().all(|line| line.chars().count() < 250), "{}", ended.text());
    assert!(ended.stderr.lines().all(|line| line.len() < 250), "{}", ended.stderr);
}
