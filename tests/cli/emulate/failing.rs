//! `--fail` and `--retry-after`.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::json;

use super::client::{Answer, Request};
use super::{Emulator, emulate, notes};

const INTERNAL: &str =
    r#""code":"internal_server_error","message":"An unexpected internal error occurred""#;

/// The answers to this many valid requests, which are to fail.
#[track_caller]
fn failures(emulator: &Emulator, count: usize) -> Vec<Answer> {
    let answers = (0..count).map(|_| emulator.answer(&Request::valid())).collect::<Vec<_>>();
    assert!(answers.iter().all(|answer| answer.status != 201), "{answers:?}");
    answers
}

/// Asserts that one request fails so, and the next does not.
#[track_caller]
fn fails_once(what: &str, status: u16, error: &str) {
    let emulator = emulate(&["--fail", &format!("{what}:1"), "--count", "1"]);
    failures(&emulator, 1)[0].is_error(status, error);
    emulator.accepts_a_valid_request();
    let rows = format!("TIME [..]\n[..]  {status}[..]\n  [..]\n[..]  201 Created\n");
    emulator.gives(0, rows, notes(1, 1));
}

/// Milliseconds since the epoch.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis().try_into().unwrap()
}

/// Asserts that an answer names a limit that lasts this long from `since`.
#[track_caller]
fn limit_lasts(answer: &Answer, since: u64, millis: u64) {
    let mut error = answer.json()["error"].take();
    let reset = error["limit"]["resetMs"].as_u64().unwrap();
    assert!(reset >= since + millis, "{reset} < {since} + {millis}");
    assert_eq!(error["limit"]["reset"], reset / 1000);
    let limit = error["limit"].take();
    assert_eq!(limit["remaining"], 0);
    assert_eq!(limit["total"], 100);
    assert_eq!(limit.as_object().unwrap().len(), 4);
    let message = "The rate limit of 100 exceeded for 'create-event'.";
    assert_eq!(error, json!({ "code": "rate_limited", "message": message, "limit": null }));
}

#[test]
fn a_status_without_a_count_fails_every_request() {
    let emulator = emulate(&["--fail", "500"]);
    for answer in failures(&emulator, 5) {
        answer.is_error(500, INTERNAL);
    }
}

#[test]
fn each_status_has_its_own_body() {
    fails_once("500", 500, INTERNAL);
    fails_once("503", 503, INTERNAL);
    fails_once("410", 410, r#""code":"gone","message":"The installation is gone""#);
    let message = "The request is not authorized.";
    fails_once("401", 401, &format!(r#""code":"forbidden","message":"{message}""#));
    let message = "You do not have permission to access this resource.";
    fails_once("403", 403, &format!(r#""code":"forbidden","message":"{message}""#));
    fails_once("404", 404, r#""code":"not_found","message":"Could not find the installation""#);
    let message = "Invalid request: failed on purpose";
    fails_once("418", 418, &format!(r#""code":"bad_request","message":"{message}""#));
}

#[test]
fn a_disabled_installation_is_forbidden() {
    let code = "integration_configuration_disabled";
    let message = "The integration configuration is disabled";
    fails_once("disabled", 403, &format!(r#""code":"{code}","message":"{message}""#));
}

#[test]
fn a_rate_limit_says_when_it_ends() {
    let emulator = emulate(&["--fail", "429:2", "--count", "1"]);
    let since = now();
    for answer in failures(&emulator, 2) {
        assert_eq!(answer.status, 429);
        limit_lasts(&answer, since, 1000);
        assert_eq!(answer.header("retry-after"), None);
    }
    emulator.accepts_a_valid_request();
    let rejected =
        "[..]  429[..]\n  | rate_limited: The rate limit of 100 exceeded [..]\n".repeat(2);
    emulator.gives(0, format!("TIME [..]\n{rejected}[..]  201 Created\n"), notes(1, 2));
}

#[test]
fn a_rate_limit_lasts_as_long_as_retry_after() {
    let emulator = emulate(&["--fail", "429", "--retry-after", "1h"]);
    let since = now();
    limit_lasts(&failures(&emulator, 1)[0], since, 60 * 60 * 1000);
}

#[test]
fn sends_retry_after_with_429_and_503_only() {
    let statuses = ["429:1", "500:1", "503:1", "403:1", "disabled:1", "429:1"];
    let fail: Vec<_> = statuses.into_iter().flat_map(|status| ["--fail", status]).collect();
    let args = [&fail[..], &["--retry-after", "2s", "--count", "1"]].concat();
    let emulator = emulate(&args);
    let waits: Vec<_> = failures(&emulator, 6)
        .iter()
        .map(|answer| (answer.status, answer.header("retry-after").map(str::to_owned)))
        .collect();
    let two = Some("2".to_owned());
    let expected =
        [(429, two.clone()), (500, None), (503, two.clone()), (403, None), (403, None), (429, two)];
    assert_eq!(waits, expected);
    let answer = emulator.answer(&Request::valid());
    assert_eq!((answer.status, answer.header("retry-after")), (201, None));
    emulator.gives(0, "...\n", notes(1, 6));
}

#[test]
fn rounds_retry_after_up_to_whole_seconds() {
    for (time, seconds) in [("0s", "0"), ("1ms", "1"), ("1s", "1"), ("1500ms", "2"), ("2m", "120")]
    {
        let emulator = emulate(&["--fail", "503", "--retry-after", time]);
        let answer = &failures(&emulator, 1)[0];
        assert_eq!(answer.header("retry-after"), Some(seconds), "{time}");
    }
}

#[test]
fn only_create_event_requests_use_up_a_failure() {
    let emulator = emulate(&["--fail", "500:1", "--count", "1"]);
    for (request, status) in [
        (Request::bare("GET", super::EVENTS), 200),
        (Request::valid().method("GET"), 405),
        (Request::valid().at("/"), 404),
        (Request::valid(), 500),
        (Request::valid(), 201),
    ] {
        assert_eq!(emulator.answer(&request).status, status);
    }
    emulator.gives(0, "...\n", notes(1, 3));
}

#[test]
fn failures_change_at_run_time() {
    let emulator = emulate(&["--fail", "500", "--count", "3"]);
    let set = |method, modes: &str| {
        let request = Request::bare(method, "/_emulate/fail").body(modes);
        assert_eq!(emulator.answer(&request).status, 204, "{modes}");
    };
    failures(&emulator, 1);
    set("POST", "429:1\n disabled:1 ");
    let statuses = failures(&emulator, 2).into_iter().map(|answer| answer.status);
    assert_eq!(statuses.collect::<Vec<_>>(), [429, 403]);
    emulator.accepts_a_valid_request();
    set("POST", "503");
    failures(&emulator, 1);
    set("DELETE", "");
    emulator.accepts_a_valid_request();
    set("POST", "503");
    set("POST", "");
    emulator.accepts_a_valid_request();
    // Those that set failures are not notifications.
    emulator.gives(0, "...\n", notes(3, 4));
}

#[test]
fn keeps_its_failures_if_new_ones_are_invalid() {
    let emulator = emulate(&["--fail", "500"]);
    let at = "/_emulate/fail";
    let answer = emulator.answer(&Request::bare("POST", at).body("503 200"));
    assert_eq!(answer.status, 400);
    assert!(answer.body.contains("invalid failure `200`"), "{}", answer.body);
    let answer = emulator.answer(&Request::bare("GET", at));
    assert_eq!((answer.status, answer.header("allow")), (405, Some("POST, DELETE")));
    assert_eq!(failures(&emulator, 1)[0].status, 500);
}
