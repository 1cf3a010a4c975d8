//! How requests are printed, and listed at `/_emulate/events`.

use serde_json::{Value, json};

use super::client::{PATH, Request, TOKEN};
use super::{EVENTS, Emulator, accepted_row, emulate, emulate_with, json_lines, notes, row, table};

const EVENTS_ONLY: &str =
    r#""code":"method_unknown","message":"This endpoint only responds to GET, DELETE""#;

/// An invalid request and then a valid one.
#[track_caller]
fn reject_and_accept(emulator: &Emulator) {
    let body = r#"{"event":{"type":"x","resourceId":"db_8"}}"#;
    assert_eq!(emulator.answer(&Request::of(body)).status, 400);
    emulator.accepts_a_valid_request();
}

#[test]
fn prints_a_row_per_request_and_the_reason_below() {
    let emulator = emulate(&["--count", "2"]);
    reject_and_accept(&emulator);
    let other = Request::valid().at("/api/v1/installations/icfg_2/events?x=y");
    emulator.answer(&other.clone().without("authorization"));
    emulator.answer(&Request::bare("GET", "/elsewhere"));
    emulator.answer(&other).is_created();
    emulator.gives(
        0,
        table([
            &*row("x", "icfg_1", "db_8", "400 Bad Request"),
            "  | bad_request: Invalid request: `type` must be `resource.updated` or \
             `installation.updated`, not `x`",
            &accepted_row(),
            &row("resource.updated", "icfg_2", "db_7", "401 Unauthorized"),
            "  | forbidden: The request is not authorized.",
            &row("-", "-", "-", "404 Not Found"),
            "  | not_found: Could not find the path: /elsewhere",
            &row("resource.updated", "icfg_2", "db_7", "201 Created"),
        ]),
        notes(2, 3),
    );
}

#[test]
fn json_has_every_field_of_a_request() {
    let emulator = emulate(&["--count", "1", "--json"]);
    reject_and_accept(&emulator);
    let both = r#"{"number":1,"time":"[..]T[..]:[..]:[..].[..]Z","method":"POST","path":"/v1/installations/icfg_1/events","installationId":"icfg_1","event":{"type":"x","resourceId":"db_8"},"tokenFingerprint":"[..]","userAgent":null,"status":400,"error":{"code":"bad_request","message":"Invalid request: `type` must be `resource.updated` or `installation.updated`, not `x`"}}
{"number":2,"time":"[..]T[..]:[..]:[..].[..]Z","method":"POST","path":"/v1/installations/icfg_1/events","installationId":"icfg_1","event":{"type":"resource.updated","resourceId":"db_7"},"tokenFingerprint":"[..]","userAgent":null,"status":201,"error":null}
"#;
    emulator.gives(0, both, notes(1, 1));
}

#[test]
fn missing_fields_are_null() {
    let emulator = emulate(&["--count", "1", "--json"]);
    emulator.answer(&Request::bare("PUT", "/elsewhere?x=y"));
    emulator.accepts_a_valid_request();
    let line = &emulator.gives(0, "...\n", notes(1, 1)).json_lines()[0];
    for name in ["installationId", "event", "tokenFingerprint", "userAgent"] {
        assert_eq!(line[name], Value::Null, "{name}");
    }
    assert_eq!(line["method"], "PUT");
    assert_eq!(line["path"], "/elsewhere");
}

#[test]
fn lists_what_was_printed() {
    let emulator = emulate(&["--count", "2", "--json"]);
    let answer = emulator.events();
    assert_eq!((answer.status, answer.json()), (200, json!([])));
    reject_and_accept(&emulator);
    let seen = emulator.events().json();
    assert_eq!(seen, Value::Array(json_lines(&emulator.printed())));
    emulator.accepts_a_valid_request();
    let numbers: Vec<_> = emulator
        .gives(0, "...\n", notes(2, 1))
        .json_lines()
        .iter()
        .map(|line| line["number"].as_u64().unwrap())
        .collect();
    // Those who ask for the events are no part of them.
    assert_eq!(numbers, [1, 2, 3]);
}

#[test]
fn delete_clears_the_list() {
    let emulator = emulate(&["--count", "2"]);
    reject_and_accept(&emulator);
    let answer = emulator.answer(&Request::bare("DELETE", EVENTS));
    assert_eq!((answer.status, &*answer.body), (204, ""));
    assert_eq!(emulator.events().json(), json!([]));
    emulator.answer(&Request::of("nonsense"));
    let seen = emulator.events().json();
    assert_eq!(seen.as_array().unwrap().len(), 1);
    assert_eq!(seen[0]["number"], 3);
    emulator.accepts_a_valid_request();
    emulator.gives(0, "...\n", notes(2, 2));
}

#[test]
fn the_list_allows_get_and_delete_only() {
    let emulator = emulate(&["--count", "1"]);
    for method in ["POST", "PUT", "PATCH", "OPTIONS"] {
        let answer = emulator.answer(&Request::valid().method(method).at(EVENTS));
        assert_eq!(answer.status, 405, "{method}");
        assert_eq!(answer.body, format!(r#"{{"error":{{{EVENTS_ONLY}}}}}"#));
        answer.json();
    }
    assert_eq!(emulator.events().json(), json!([]));
    emulator.accepts_a_valid_request();
    emulator.gives(0, table([&*accepted_row()]), notes(1, 0));
}

#[test]
fn the_list_needs_no_token_and_ignores_a_query() {
    let args = ["--count", "1", "--token-file", "token", "--fail", "500:1", "--latency", "1ms"];
    let emulator = emulate_with(&[("token", TOKEN)], &args);
    let answer = emulator.answer(&Request::bare("GET", &format!("{EVENTS}?x")));
    assert_eq!((answer.status, answer.json()), (200, json!([])));
    assert_eq!(emulator.answer(&Request::valid()).status, 500);
    emulator.accepts_a_valid_request();
    emulator.gives(0, "...\n", format!("token: [..]\n{}", notes(1, 1)));
}

#[test]
fn no_token_is_shown_anywhere() {
    let wrong = "hush-hush";
    for (format, target) in [(&["--json"][..], PATH), (&[], &format!("{PATH}?token={wrong}"))] {
        let args = [&["--count", "1", "--token-file", "token", "--record", "r"], format].concat();
        let emulator = emulate_with(&[("token", TOKEN)], &args);
        let request = Request::valid().at(target);
        let bearer = request.clone().with("authorization", &format!("Bearer {wrong}"));
        let basic = request.clone().with("authorization", &format!("Basic {wrong}"));
        let bare = request.clone().with("authorization", wrong);
        let texts = [bearer, basic, bare].map(|request| emulator.answer(&request).body);
        let events = emulator.events().body;
        emulator.answer(&request).is_created();
        let ended = emulator.gives(0, "...\n", "...\n");
        let told = [&*texts.concat(), &events, ended.text(), &ended.stderr, &ended.read_text("r")];
        for told in told {
            assert!(!told.contains(wrong) && !told.contains(TOKEN), "{told}");
            assert!(!told.is_empty());
        }
    }
}

#[test]
fn identifies_tokens_by_fingerprint() {
    let args = ["--count", "2", "--token-file", "one", "--token-file", "two", "--json"];
    let emulator = emulate_with(&[("one", TOKEN), ("two", "second")], &args);
    emulator.accepts_a_valid_request();
    emulator.answer(&Request::valid().with("authorization", "bearer  second ")).is_created();
    let ended = emulator.gives(0, "...\n", "...\n");
    let fingerprints: Vec<_> = ended
        .json_lines()
        .iter()
        .map(|line| line["tokenFingerprint"].as_str().unwrap().to_owned())
        .collect();
    let (one, two) = (&fingerprints[0], &fingerprints[1]);
    assert_ne!(one, two);
    for (name, fingerprint) in [("one", one), ("two", two)] {
        let note = format!("token: from {name}, fingerprint {fingerprint}\n");
        assert!(ended.stderr.contains(&note), "{}", ended.stderr);
    }
}

#[test]
fn drops_the_oldest_requests() {
    let emulator = emulate(&[]);
    let mut connection = emulator.connect();
    // 16 MiB are kept.
    let count = 16 * 1024 / 64 + 10;
    let event = format!(r#"{{"event":{{"type":"{}"}}}}"#, "x".repeat(64 * 1024 - 100));
    for _ in 0..count {
        assert_eq!(connection.ask(&Request::of(&*event)).status, 400);
    }
    let events = emulator.events().json();
    let numbers: Vec<_> =
        events.as_array().unwrap().iter().map(|item| item["number"].as_u64().unwrap()).collect();
    assert!((11..20).contains(&numbers[0]), "{numbers:?}");
    assert_eq!(numbers, (numbers[0]..=count).collect::<Vec<_>>());
}
