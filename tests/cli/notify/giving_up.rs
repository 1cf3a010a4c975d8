//! Where nothing is taken any more, the rest is not sent.

use super::super::server::{ClosedPort, Reply, Server};
use super::{by_resource, lines, notes, notify, notify_at, notify_of_lines, taking};

/// After so many in a row, the rest is left.
const HOPELESS: usize = 10;

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
fn ten_in_a_row_that_have_nothing_to_do_with_their_notification_are_enough() {
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
        let done = notify_of_lines(&server, &ONE_BY_ONE, many(30)).gives(
            code,
            "...\n",
            notes(
                "...
✗ 10 notifications in [..]: Vercel took 0, not 10
warning: gave up: 10 in a row were not taken for reasons not their own
hint: what Vercel did not take is in failed.jsonl:
  vercel-hooks notify [..] --from failed.jsonl --failed failed.jsonl.again
hint: nothing was sent from line 11 on, which is:
  tail -n +11 changes.jsonl | vercel-hooks notify [..] --from - --failed failed.jsonl
",
            ),
        );
        assert_eq!(String::from_utf8(done.read("failed.jsonl")).unwrap(), many(HOPELESS));
        assert_eq!(done.text().lines().count(), 1 + HOPELESS);
        assert_eq!(server.received().len(), HOPELESS);
    }
}

#[test]
fn what_is_wrong_with_one_notification_says_nothing_of_the_others() {
    for status in [400, 403, 404, 410] {
        let server = Server::always(Reply::status(status));
        notify_of_lines(&server, &ONE_BY_ONE, many(30)).gives(
            1,
            "...\n",
            notes("...\n✗ 30 notifications in [..]: Vercel took 0, not 30\nhint: [..]\n  [..]\n"),
        );
        assert_eq!(server.received().len(), 30);
    }
}

#[test]
fn one_that_was_taken_or_refused_for_itself_gives_hope() {
    for status in [201, 400] {
        let server = by_number(move |number| {
            Reply::status(if number % HOPELESS == 0 { status } else { 500 })
        });
        notify_of_lines(&server, &[&ONE_BY_ONE[..], &["-q"]].concat(), many(30)).ends(1);
        assert_eq!(server.received().len(), 30);
    }
}

#[test]
fn attempts_that_succeed_in_the_end_give_hope() {
    let server = Server::answering(|index, _| Reply::status(if index < 50 { 503 } else { 201 }));
    notify_of_lines(&server, &["--concurrency", "16", "-q"], many(40)).ends(0);
    assert_eq!(server.received().len(), 90);
}

#[test]
fn ten_at_the_end_leave_nothing() {
    let server = by_number(|number| Reply::status(if number > 3 { 401 } else { 201 }));
    let done = notify_of_lines(&server, &ONE_BY_ONE, many(13)).ends(1);
    assert!(done.stderr.contains(": Vercel took 3, not 10\n"), "{}", done.stderr);
    assert!(!done.stderr.contains("gave up") && !done.stderr.contains("tail"), "{}", done.stderr);
}

#[test]
fn those_under_way_are_waited_for() {
    let server = Server::always(Reply::status(401));
    let args = ["--concurrency", "8", "--failed", "failed.jsonl", "--json"];
    let done = notify_of_lines(&server, &args, many(100)).ends(1);
    let count = server.received().len();
    assert!((HOPELESS..HOPELESS + 8).contains(&count), "{count}");
    assert_eq!(done.json_lines().len(), count);
    assert_eq!(String::from_utf8(done.read("failed.jsonl")).unwrap(), many(count));
    let next = format!("nothing was sent from line {} on", count + 1);
    assert!(done.stderr.contains(&next), "{}", done.stderr);
}

#[test]
fn a_server_that_does_not_listen_is_not_asked_for_each_of_many() {
    let closed = ClosedPort::new();
    let url = format!("http://{}", closed.endpoint());
    let args = ["--from", "-", "--concurrency", "1", "--max-wait", "0s", "--json", "-q"];
    let run = notify_at(&url, &args).stdin(many(100));
    assert_eq!(run.ends(3).json_lines().len(), HOPELESS);
}

#[test]
fn the_rest_of_standard_input_is_named_by_its_line() {
    let server = Server::always(Reply::status(401));
    let text = "\n\n".to_owned() + &many(11);
    let args = ["--from", "-", "--concurrency", "1"];
    let done = notify(&server, &args).stdin(text).ends(1);
    assert!(done.stderr.ends_with("hint: from line 13 on, nothing was sent\n"), "{}", done.stderr);
}

#[test]
fn what_is_left_can_be_told_later() {
    let done = notify_of_lines(&Server::always(Reply::close()), &ONE_BY_ONE, many(12)).ends(3);
    let failed = done.read("failed.jsonl");
    let server = taking();
    notify_of_lines(&server, &["-q"], failed).ends(0);
    assert_eq!(server.received().len(), HOPELESS);
}
