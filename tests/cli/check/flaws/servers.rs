//! Endpoints that give no answer, or nothing that is one.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::super::super::server::{ClosedPort, Reply, Server};
use super::super::receiver::{Receiver, Verdict, all, but, correctly, forged, genuine};

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
    assert!(failures.iter().all(|item| **item == failure), "{failures:?}");
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
    assert_given_up_soon(&Receiver::new(|_| Reply::close()).verdict(&[]), "closed");
}

#[test]
fn gives_up_soon_if_no_request_gets_a_response() {
    let receiver = Receiver::new(|_| Reply::silence());
    assert_given_up_soon(&receiver.verdict(&["--timeout", "100ms"]), "timed_out");
}

#[test]
fn goes_on_if_every_connection_but_the_first_is_closed() {
    let verdict = but(|request| (request.connection > 0).then_some(Reply::close())).verdict(&[]);
    let outcome = &verdict.outcome;
    assert_eq!((outcome.exit, &outcome.failed, outcome.not_run.len()), (3, &genuine(), 0));
    assert_eq!(outcome.inconclusive, &all() - &genuine());
    assert!(verdict.of_failed("failure").iter().all(|item| *item == "closed"));
}

#[test]
fn goes_on_if_every_third_connection_is_closed() {
    let verdict =
        but(|request| (request.connection % 3 == 2).then_some(Reply::close())).verdict(&[]);
    let outcome = &verdict.outcome;
    assert_eq!((outcome.exit, outcome.not_run.len()), (3, 0));
    let failures = verdict.of_failed("failure");
    assert!(failures.len() > 20, "{:?}", outcome.failed);
    assert!(failures.iter().all(|item| *item == "closed"), "{failures:?}");
    assert_eq!(&outcome.failed & &forged(), BTreeSet::new());
}

#[test]
fn a_type_without_a_response_fails_alone() {
    let verdict = but(|request| {
        let is_type = |event: serde_json::Value| event["type"] == "flag.segment.updated";
        let is_hung = serde_json::from_slice(&request.body).is_ok_and(is_type);
        is_hung.then_some(Reply::silence())
    })
    .verdict(&["--timeout", "5s"]);
    verdict.is(3, ["genuine.type.flag.segment.updated".to_owned()].into());
    assert_eq!(verdict.of_failed("failure"), ["timed_out"]);
}

#[test]
fn no_response_outweighs_a_wrong_one() {
    let verdict = but(|request| match &*request.method {
        "GET" => Some(Reply::close()),
        "PUT" => Some(Reply::status(500)),
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
    let server = Server::impatient(Reply::status(200).with("connection", "close"));
    Verdict::on(&server.at("/"), &[]).is(1, forged());
}

/// Correct until this many requests have come.
fn correct_until(count: usize, then: Reply) -> Receiver {
    let mut requests = 0;
    but(move |_| {
        requests += 1;
        (requests > count).then(|| then.clone())
    })
}

#[test]
fn an_endpoint_that_stops_judging_passes_nothing() {
    for then in [429, 500, 503, 403] {
        for count in [1, 10] {
            let receiver = correct_until(count, Reply::status(then));
            let verdict = receiver.verdict_of(&["--suite", "forged", "--concurrency", "1"]);
            let outcome = &verdict.outcome;
            assert_eq!(outcome.exit, 1, "{then} {count}");
            assert_eq!(outcome.failed, BTreeSet::from(["genuine.valid".to_owned()]));
            // The control was accepted after the first eight, at best.
            let proven = if count == 1 { 0 } else { 8 };
            assert_eq!(outcome.inconclusive.len(), forged().len() - proven, "{then} {count}");
        }
    }
}

#[test]
fn an_endpoint_without_a_check_does_not_pass_by_limiting_the_rate() {
    for then in [Reply::status(429), Reply::status(500), Reply::close()] {
        let mut requests = 0;
        let receiver = Receiver::new(move |_| {
            requests += 1;
            if requests > 1 { then.clone() } else { Reply::status(200) }
        });
        let verdict = receiver.verdict_of(&["--suite", "forged"]);
        assert_ne!(verdict.outcome.exit, 0);
        assert_eq!(verdict.outcome.inconclusive, forged());
    }
}

#[test]
fn a_rate_limit_is_named_and_waited_for() {
    let receiver = Receiver::new(|_| Reply::status(429));
    let verdict = receiver.verdict_of(&["--suite", "forged"]);
    assert!(verdict.case("genuine.valid")["remedy"].as_str().unwrap().contains("--interval"));
    // Every second request is one too many.
    let mut requests = 0;
    let limited = Receiver::new(move |request| {
        requests += 1;
        match requests % 2 {
            0 => Reply::status(429).with("retry-after", "0"),
            _ => correctly(request),
        }
    });
    // One at a time, so that a request that is sent again is never the second again.
    let args = ["--skip", "genuine.burst", "--concurrency", "1"];
    limited.verdict_of(&args).is(0, BTreeSet::new());
    // Nobody waits for a day.
    let closed = but(|request| {
        let is_forged = request.all("x-vercel-signature").is_empty();
        is_forged.then(|| Reply::status(429).with("retry-after", "86400"))
    });
    let verdict = closed.verdict_of(&["--only", "forged.missing"]);
    assert_eq!(verdict.outcome.exit, 1);
    assert_eq!(verdict.outcome.inconclusive.len(), 1);
}

#[test]
fn sends_no_faster_than_the_interval() {
    const INTERVAL: Duration = Duration::from_millis(60);
    let (started, mut requests) = (Instant::now(), 0);
    let hasty = Receiver::new(move |request| {
        // A busy machine makes requests late, and none of them early.
        let earliest = INTERVAL * requests;
        requests += 1;
        if started.elapsed() < earliest { Reply::status(429) } else { correctly(request) }
    });
    let args = ["--suite", "forged", "--interval", "60ms"];
    hasty.verdict_of(&args).is(0, BTreeSet::new());
}

#[test]
fn types_that_hang_do_not_hide_the_forged_suite() {
    let hanging = but(|request| {
        let event = serde_json::from_slice::<serde_json::Value>(&request.body).ok()?;
        let name = event.get("type")?.as_str()?;
        let is_handled = ["deployment.created", "deployment.ready", "deployment.error"];
        (!is_handled.contains(&name)).then_some(Reply::silence())
    });
    let verdict = hanging.verdict(&["--timeout", "2s", "--concurrency", "8"]);
    let outcome = &verdict.outcome;
    assert_eq!(outcome.exit, 3);
    assert_eq!(&outcome.failed & &forged(), BTreeSet::new());
    assert_eq!(outcome.inconclusive, BTreeSet::new());
    assert!(!outcome.not_run.is_empty());
    assert!(outcome.not_run.iter().all(|id| id.starts_with("genuine.type.")), "{outcome:?}");
    let first = outcome.failed.iter().find(|id| id.starts_with("genuine.type.")).unwrap();
    let fix = verdict.case(first)["remedy"].as_str().unwrap();
    assert!(fix.contains("without a handler"), "{fix}");
}
