//! Untrusted text of clients.

use super::client::Request;
use super::{Emulator, accepted_row, emulate, json_lines, notes};

/// The path of an installation whose id has an escape, a line end and bytes that are no UTF-8.
const HOSTILE: &str = "/v1/installations/a%1b%5b31m%0ab%ff/events";

/// The body of a notification with an escape, a C1 control, a direction mark and a line end.
const HOSTILE_TYPE: &str =
    "{\"event\":{\"type\":\"x\\u001b[31m\u{9b}\u{202e}\\r\\ny\",\"resourceId\":\"r\\u0007\"}}";

/// A hostile request and then a valid one.
#[track_caller]
fn reject_and_accept(emulator: &Emulator) {
    let answer = emulator.answer(&Request::of(HOSTILE_TYPE).at(HOSTILE));
    assert_eq!(answer.status, 400);
    emulator.accepts_a_valid_request();
}

/// Asserts that a terminal shows all of this and obeys none of it.
#[track_caller]
fn is_harmless(text: &str) {
    let harmful = |item: char| (item.is_control() && item != '\n') || item == '\u{202e}';
    assert!(!text.contains(harmful), "{}", text.escape_debug());
}

#[test]
fn makes_control_characters_visible_in_text() {
    let emulator = emulate(&["--count", "1"]);
    reject_and_accept(&emulator);
    let ended = emulator.gives(0, format!("...\n{}\n", accepted_row()), notes(1, 1));
    is_harmless(ended.text());
    let lines: Vec<&str> = ended.text().lines().collect();
    assert!(lines[1].contains("x\\u{1b}[31m\\u{9b}\\u{202e}\\u{d}\\ny"), "{}", lines[1]);
    assert!(lines[1].contains("a\\u{1b}[31m\\nb\u{fffd}  "), "{}", lines[1]);
    assert!(lines[1].contains("r\\u{7}  "), "{}", lines[1]);
    assert!(lines[2].contains("`x\\u{1b}[31m\\u{9b}\\u{202e}\\u{d}"), "{}", lines[2]);
    // A line end in a reason begins another line of the reason, never a row.
    assert!(lines[3].starts_with("  | y`"), "{}", lines[3]);
    assert_eq!(lines.len(), 5);
}

#[test]
fn a_reason_cannot_contain_ci_commands() {
    let emulator = emulate(&["--count", "1"]);
    let body = r#"{"event":{"type":"x\n::error file=a::y","resourceId":"r"}}"#;
    assert_eq!(emulator.answer(&Request::of(body)).status, 400);
    emulator.accepts_a_valid_request();
    let done = emulator.gives(0, "...\n", notes(1, 1));
    assert!(done.text().contains("\n  | ::error file=a::y"), "{}", done.text());
}

#[test]
fn escapes_control_characters_in_json() {
    let emulator = emulate(&["--count", "1", "--json"]);
    reject_and_accept(&emulator);
    let ended = emulator.gives(0, "...\n", notes(1, 1));
    is_harmless(ended.text());
    let lines = ended.json_lines();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["event"]["type"], "x\u{1b}[31m\u{9b}\u{202e}\r\ny");
    assert_eq!(lines[0]["event"]["resourceId"], "r\u{7}");
    assert_eq!(lines[0]["installationId"], "a\u{1b}[31m\nb\u{fffd}");
    assert_eq!(lines[0]["path"], HOSTILE);
}

#[test]
fn records_and_lists_what_is_printed() {
    let emulator = emulate(&["--count", "1", "--json", "--record", "r"]);
    let answer = emulator.answer(&Request::of(HOSTILE_TYPE).at(HOSTILE));
    assert_eq!(answer.status, 400);
    let events = emulator.events().json();
    emulator.accepts_a_valid_request();
    let ended = emulator.gives(0, "...\n", notes(1, 1));
    assert_eq!(json_lines(&ended.read_text("r")), ended.json_lines());
    assert_eq!(events[0], ended.json_lines()[0]);
}

#[test]
fn escapes_control_characters_in_the_record() {
    let emulator = emulate(&["--count", "1", "--record", "r"]);
    reject_and_accept(&emulator);
    is_harmless(&emulator.gives(0, "...\n", notes(1, 1)).read_text("r"));
}

#[test]
fn escapes_control_characters_in_the_list() {
    let emulator = emulate(&["--count", "1"]);
    assert_eq!(emulator.answer(&Request::of(HOSTILE_TYPE).at(HOSTILE)).status, 400);
    is_harmless(&emulator.events().body);
}

/// The longest line that is printed of a notification whose type and resource are long.
#[track_caller]
fn longest(is_longest_of: impl Fn(&&str) -> bool) -> usize {
    let long = "é".repeat(5000);
    let emulator = emulate(&["--count", "1"]);
    let body = format!(r#"{{"event":{{"type":"x{long}","resourceId":"{long}"}}}}"#);
    assert_eq!(emulator.answer(&Request::of(body)).status, 400);
    emulator.accepts_a_valid_request();
    let done = emulator.gives(0, "...\n", notes(1, 1));
    done.text().lines().filter(is_longest_of).map(|line| line.chars().count()).max().unwrap()
}

#[test]
fn truncates_long_text_in_a_row() {
    let longest = longest(|line| !line.starts_with("  "));
    assert!((80..200).contains(&longest), "{longest}");
}

#[test]
fn truncates_long_text_below_a_row() {
    let longest = longest(|line| line.starts_with("  "));
    assert!((80..1000).contains(&longest), "{longest}");
}

#[test]
fn truncates_between_characters() {
    let emulator = emulate(&["--count", "1"]);
    let body = format!(r#"{{"event":{{"type":"x{}"}}}}"#, "é".repeat(100));
    assert_eq!(emulator.answer(&Request::of(body)).status, 400);
    let stdout = emulator.printed();
    assert!(!stdout.contains('\u{fffd}'), "{stdout}");
}
