//! Retries.

use super::super::server::{ClosedPort, Reply, Server};
use super::super::support::{Run, with_secret};
use super::{assert_signed, notes, table};

/// A delivery of one event that is tried again, with hardly any wait.
fn send_again(to: &str, args: &[&str]) -> Run {
    let fixed = ["send", "flag.created", "--to", to, "--retry-wait", "1ms"];
    with_secret(fixed.into_iter().chain(args.iter().copied()))
}

#[test]
fn every_attempt_sends_the_same_bytes_with_the_same_headers() {
    let replies = [
        Reply::status(500),
        Reply::close(),
        Reply::redirect(308, "/x/"),
        Reply::status(404),
        Reply::status(200),
    ];
    let server = Server::in_turn(replies);
    send_again(&server.at(""), &["--retries", "9"]).gives(
        0,
        "EVENT [..]\nflag.created  [..]  200 OK [..]  5  [..]\n",
        notes(
            "flag.created: attempt 1 failed (500), retrying in [..]
flag.created: attempt 2 failed (closed), retrying in [..]
flag.created: attempt 3 failed (308), retrying in [..]
flag.created: attempt 4 failed (404), retrying in [..]
",
        ),
    );
    let received = server.received();
    assert_eq!(received.len(), 5);
    assert_signed(&received[0]);
    for request in &received {
        assert_eq!(request.body, received[0].body);
        assert_eq!(request.headers, received[0].headers);
        assert_eq!(request.target, received[0].target);
    }
}

#[test]
fn attempts_end_with_the_retries() {
    let server = Server::always(Reply::with_body(500, "no"));
    send_again(&server.at(""), &["--retries", "2"]).gives(
        1,
        "EVENT [..]\nflag.created  [..]  500 [..]  3  [..]\n  | no\n",
        notes(
            "flag.created: attempt 1 failed (500), retrying in [..]
flag.created: attempt 2 failed (500), retrying in [..]
hint: the endpoint failed[..]
",
        ),
    );
    assert_eq!(server.received().len(), 3);
}

#[test]
fn without_retries_there_is_one_attempt() {
    let server = Server::in_turn([Reply::status(500), Reply::status(200)]);
    let receipts = send_again(&server.at(""), &["--json"]).ends(1).json_lines();
    assert_eq!(receipts[0]["attempts"], 1);
    server.only();
}

#[test]
fn attempts_stop_at_the_first_expected_response() {
    let server = Server::in_turn([Reply::status(200), Reply::status(503), Reply::status(200)]);
    let args = ["--retries", "9", "--expect", "5xx", "--json", "-q"];
    let receipts = send_again(&server.at(""), &args).ends(0).json_lines();
    assert_eq!(receipts.len(), 1);
    assert_eq!(receipts[0]["attempts"], 2);
    assert_eq!(receipts[0]["status"], 503);
    assert_eq!(server.received().len(), 2);
}

#[test]
fn the_last_attempt_decides() {
    let server = Server::in_turn([Reply::close(), Reply::status(500)]);
    let receipts = send_again(&server.at(""), &["--retries", "1", "--json"]).ends(1).json_lines();
    assert_eq!(receipts[0]["status"], 500);
    let server = Server::in_turn([Reply::status(500), Reply::close()]);
    let receipts = send_again(&server.at(""), &["--retries", "1", "--json"]).ends(3).json_lines();
    assert_eq!(receipts[0]["status"], serde_json::Value::Null);
    assert_eq!(receipts[0]["failure"], "closed");
}

#[test]
fn retries_refused_connections_and_timeouts() {
    let closed = ClosedPort::new();
    let args = ["--retries", "2", "--json", "-q"];
    let receipts = send_again(&closed.endpoint(), &args).ends(3).json_lines();
    assert_eq!(receipts[0]["attempts"], 3);
    assert_eq!(receipts[0]["failure"], "refused");

    let server = Server::always(Reply::silence());
    let args = ["--retries", "1", "--timeout", "100ms", "--json", "-q"];
    let receipts = send_again(&server.at(""), &args).ends(3).json_lines();
    assert_eq!(receipts[0]["attempts"], 2);
    assert_eq!(receipts[0]["failure"], "timed_out");
}

#[test]
fn retries_a_body_that_is_not_an_event() {
    let server = Server::in_turn([Reply::status(500), Reply::status(200)]);
    let args = ["send", "--file", "-", "--to", &server.at(""), "--retries", "1"];
    with_secret(args.into_iter().chain(["--retry-wait", "1ms"])).stdin("text").gives(
        0,
        table(&[("standard input", "200 OK")]),
        notes("standard input: attempt 1 failed (500), retrying in [..]\n"),
    );
    let received = server.received();
    assert_eq!(received[1].body, b"text");
}

#[test]
fn other_deliveries_go_on_during_a_retry() {
    let failing = "flag.deleted";
    let server = Server::answering(move |_, request| {
        Reply::status(if request.json()["type"] == failing { 500 } else { 200 })
    });
    let args = ["--retries", "2", "--concurrency", "2", "--json", "-q"];
    let types = ["flag.updated", failing];
    let all = args.into_iter().chain(types).collect::<Vec<_>>();
    let receipts = send_again(&server.at(""), &all).ends(1).json_lines();
    let attempts: Vec<(&str, u64)> = receipts
        .iter()
        .map(|receipt| (receipt["type"].as_str().unwrap(), receipt["attempts"].as_u64().unwrap()))
        .collect();
    assert_eq!(attempts.len(), 3);
    assert!(attempts.contains(&(failing, 3)) && attempts.contains(&("flag.updated", 1)));
}
