//! Endpoints that give no answer, or nothing that is one.

use std::collections::BTreeSet;

use super::super::super::server::{ClosedPort, Reply, Server};
use super::super::receiver::{Answer, Receiver, Verdict, all, but, forged};

/// Asserts that nothing but the control was tried, and how that failed.
#[track_caller]
fn assert_given_up_at_once(verdict: &Verdict, failure: &str) {
    let control = BTreeSet::from(["genuine.valid".to_owned()]);
    let (outcome, others) = (&verdict.outcome, all().difference(&control).cloned().collect());
    assert_eq!((outcome.exit, &outcome.failed, &outcome.not_run), (3, &control, &others));
    assert_eq!(verdict.of_failed("failure"), [failure]);
    assert_eq!(verdict.case("genuine.valid")["status"], serde_json::Value::Null);
}

/// Asserts that some cases failed like this, and that the others were not tried.
#[track_caller]
fn assert_given_up_soon(verdict: &Verdict, failure: &str) {
    let (outcome, failures) = (&verdict.outcome, verdict.of_failed("failure"));
    assert_eq!(outcome.exit, 3);
    assert!((3..20).contains(&failures.len()), "{:?}", outcome.failed);
    assert!(failures.iter().all(|it| **it == failure), "{failures:?}");
    assert!(outcome.failed.contains("genuine.valid"));
    assert_eq!(outcome.failed.len() + outcome.not_run.len(), all().len());
}

#[test]
fn gives_up_at_once_if_nothing_listens() {
    let port = ClosedPort::new();
    assert_given_up_at_once(&Verdict::on(&port.endpoint(), &[]), "refused");
}

#[test]
fn gives_up_at_once_if_the_server_speaks_no_http() {
    let server = Server::always(Reply::Raw(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec()));
    assert_given_up_at_once(&Verdict::on(&server.at("/"), &[]), "not_http");
}

#[test]
fn gives_up_soon_if_every_connection_is_closed() {
    assert_given_up_soon(&Receiver::new(|_| Answer::Close).verdict(&[]), "closed");
}

#[test]
fn gives_up_soon_if_no_request_gets_a_response() {
    let receiver = Receiver::new(|_| Answer::Never);
    assert_given_up_soon(&receiver.verdict(&["--timeout", "100ms"]), "timed_out");
}

#[test]
fn goes_on_if_every_connection_but_the_first_is_closed() {
    let verdict = but(|request| (request.connection > 0).then_some(Answer::Close)).verdict(&[]);
    let mut failed = all();
    failed.remove("genuine.valid");
    verdict.is(3, failed);
    assert!(verdict.of_failed("failure").iter().all(|it| *it == "closed"));
}

#[test]
fn goes_on_if_every_third_connection_is_closed() {
    let verdict =
        but(|request| (request.connection % 3 == 2).then_some(Answer::Close)).verdict(&[]);
    let failures = verdict.of_failed("failure");
    assert_eq!(verdict.outcome.exit, 3);
    assert!(failures.len() > 30, "{:?}", verdict.outcome.failed);
    assert!(failures.iter().all(|it| *it == "closed"), "{failures:?}");
    verdict.is(3, verdict.outcome.failed.clone());
}

#[test]
fn a_type_without_a_response_fails_alone() {
    let verdict = but(|request| {
        let is_type = |event: serde_json::Value| event["type"] == "flag.segment.updated";
        let is_hung = serde_json::from_slice(&request.body).is_ok_and(is_type);
        is_hung.then_some(Answer::Never)
    })
    .verdict(&["--timeout", "5s"]);
    verdict.is(3, ["genuine.type.flag.segment.updated".to_owned()].into());
    assert_eq!(verdict.of_failed("failure"), ["timed_out"]);
}

#[test]
fn no_response_outweighs_a_wrong_one() {
    let verdict = but(|request| match &*request.method {
        "GET" => Some(Answer::Close),
        "PUT" => Some(Answer::status(500)),
        _ => None,
    })
    .verdict(&["--strict"]);
    verdict.is(3, ["robustness.get", "robustness.put"].map(str::to_owned).into());
}

#[test]
fn judges_responses_without_an_end_by_their_status() {
    let server = Server::always(Reply::Endless(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()));
    let verdict = Verdict::on(&server.at("/"), &[]);
    verdict.is(1, forged());
    for body in verdict.of_failed("responseBody") {
        assert!(body.as_str().unwrap().len() <= 64 * 1024);
    }
}

#[test]
fn reads_responses_that_come_before_the_body_is_read() {
    let headers = vec![("connection", "close".to_owned())];
    let server = Server::impatient(Reply::Answer { status: 200, headers, body: Vec::new() });
    Verdict::on(&server.at("/"), &[]).is(1, forged());
}
