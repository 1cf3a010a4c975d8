//! Giving up after failures that would affect every notification.

use super::super::server::{ClosedPort, Reply, Server};
use super::{accepting, by_resource, lines, notes, notify, notify_at, notify_lines};

/// After so many in a row, the rest is left.
const MAX_FAILURES: usize = 10;

fn many(count: usize) -> String {
    let names: Vec<String> = (1..=count).map(|number| number.to_string()).collect();
    lines(names.iter().map(String::as_str))
}

/// A server whose reply depends on the number that is the resource's name.
fn by_number(reply: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Server {
    by_resource(move |resource| reply(resource.parse().unwrap()))
}

const ONE_BY_ONE: [&str; 5] = ["--concurrency", "1", "--max-wait", "0s", "--failed=failed.jsonl"];

#[test]
fn gives_up_after_ten_failures_that_would_affect_every_notification() {
    for (reply, code) in [
        (Reply::status(200), 1),
        (Reply::status(302), 1),
        (Reply::status(401), 1),
        (Reply::with_body(403, r#"{"error":{"code":"forbidden","invalidToken":true}}"#), 1),
        (Reply::status(429), 1),
        (Reply::status(500), 1),
        (Reply::close(), 3),
        (Reply::Raw(b"no HTTP\r\n\r\n".to_vec()), 3),
    ] {
        let server = Server::always(reply);
        let done = notify_lines(&server, &ONE_BY_ONE, many(30)).gives(
            code,
            "...\n",
            notes(
                "...
✗ 10 notifications in [..]: 0 accepted, 10 failed
warning: gave up after 10 failures in a row that would affect every notification
hint: the failed lines are in failed.jsonl, retry with:
  vercel-hooks notify [..] --from failed.jsonl --failed failed.jsonl.again
hint: nothing was sent from line 11 on, continue with:
  tail -n +11 changes.jsonl | vercel-hooks notify [..] --from - --failed failed.jsonl
",
            ),
        );
        assert_eq!(String::from_utf8(done.read("failed.jsonl")).unwrap(), many(MAX_FAILURES));
        assert_eq!(done.text().lines().count(), 1 + MAX_FAILURES);
        assert_eq!(server.received().len(), MAX_FAILURES);
    }
}

#[test]
fn goes_on_after_failures_of_single_notifications() {
    for status in [400, 403, 404, 410] {
        let server = Server::always(Reply::status(status));
        notify_lines(&server, &ONE_BY_ONE, many(30)).gives(
            1,
            "...\n",
            notes("...\n✗ 30 notifications in [..]: 0 accepted, 30 failed\nhint: [..]\n  [..]\n"),
        );
        assert_eq!(server.received().len(), 30);
    }
}

#[test]
fn other_outcomes_reset_the_count_of_failures() {
    for status in [201, 400] {
        let server = by_number(move |number| {
            Reply::status(if number % MAX_FAILURES == 0 { status } else { 500 })
        });
        notify_lines(&server, &[&ONE_BY_ONE[..], &["-q"]].concat(), many(30)).ends(1);
        assert_eq!(server.received().len(), 30);
    }
}

#[test]
fn retries_that_succeed_reset_the_count_of_failures() {
    let server = Server::answering(|index, _| Reply::status(if index < 50 { 503 } else { 201 }));
    notify_lines(&server, &["--concurrency", "16", "-q"], many(40)).ends(0);
    assert_eq!(server.received().len(), 90);
}

#[test]
fn ten_failures_at_the_end_are_not_giving_up() {
    let server = by_number(|number| Reply::status(if number > 3 { 401 } else { 201 }));
    let done = notify_lines(&server, &ONE_BY_ONE, many(13)).ends(1);
    assert!(done.stderr.contains(": 3 accepted, 10 failed\n"), "{}", done.stderr);
    assert!(!done.stderr.contains("gave up") && !done.stderr.contains("tail"), "{}", done.stderr);
}

#[test]
fn waits_for_requests_in_flight() {
    let server = Server::always(Reply::status(401));
    let args = ["--concurrency", "8", "--failed", "failed.jsonl", "--json"];
    let done = notify_lines(&server, &args, many(100)).ends(1);
    let count = server.received().len();
    assert!((MAX_FAILURES..MAX_FAILURES + 8).contains(&count), "{count}");
    assert_eq!(done.json_lines().len(), count);
    assert_eq!(String::from_utf8(done.read("failed.jsonl")).unwrap(), many(count));
    let next = format!("nothing was sent from line {} on", count + 1);
    assert!(done.stderr.contains(&next), "{}", done.stderr);
}

#[test]
fn gives_up_on_a_closed_port() {
    let closed = ClosedPort::new();
    let url = format!("http://{}", closed.endpoint());
    let args = ["--from", "-", "--concurrency", "1", "--max-wait", "0s", "--json", "-q"];
    let run = notify_at(&url, &args).stdin(many(100));
    assert_eq!(run.ends(3).json_lines().len(), MAX_FAILURES);
}

#[test]
fn names_the_first_unsent_line_of_standard_input() {
    let server = Server::always(Reply::status(401));
    let text = "\n\n".to_owned() + &many(11);
    let args = ["--from", "-", "--concurrency", "1"];
    let done = notify(&server, &args).stdin(text).ends(1);
    assert!(done.stderr.ends_with("hint: nothing was sent from line 13 on\n"), "{}", done.stderr);
}

#[test]
fn failed_lines_can_be_sent_later() {
    let done = notify_lines(&Server::always(Reply::close()), &ONE_BY_ONE, many(12)).ends(3);
    let failed = done.read("failed.jsonl");
    let server = accepting();
    notify_lines(&server, &["-q"], failed).ends(0);
    assert_eq!(server.received().len(), MAX_FAILURES);
}
