//! Endpoints that answer badly, endlessly or not at all.

use super::super::server::ClosedPort;
use super::receiver::{all, forged, genuine};
use super::{FEW, Reply, Server, case, check, outcomes, report};

/// The outcomes that a report should have: so many failed, and the rest not run.
#[track_caller]
fn assert_given_up(report: &serde_json::Value, failed: usize, failure: &str) {
    let outcomes = outcomes(report);
    let cases = report["cases"].as_array().unwrap();
    assert_eq!(outcomes[0].0, "genuine.valid");
    for (index, (id, outcome)) in outcomes.iter().enumerate() {
        let expected = if index < failed { "failed" } else { "not_run" };
        assert_eq!(*outcome, expected, "{id}");
        let case = &cases[index];
        let expected = if index < failed { failure.into() } else { serde_json::Value::Null };
        assert_eq!((&case["failure"], &case["status"]), (&expected, &().into()), "{id}");
    }
    let summary = &report["summary"];
    assert_eq!((&summary["failed"], &summary["passed"]), (&failed.into(), &0.into()));
    assert_eq!(summary["notRun"], outcomes.len() - failed);
}

#[test]
fn gives_up_after_one_refused_connection() {
    let port = ClosedPort::new();
    check(&port.endpoint(), &["--only", FEW, "--junit", "j.xml", "--seed", "7"]).gives(
        3,
        "\
CASE                         LEVEL   RESULT        RESPONSE             TIME
genuine.valid                must    failed        refused [..]
2 more                               not run       -                       -

✗ genuine.valid (must)
  Sent    A genuine event with a valid signature: [..]
  Got     no response: refused; expected 2xx
  Fix     Nothing listens at http://[..]/: is the server running, and on that port? [..]
  Reproduce: vercel-hooks check http://[..]/ --only genuine.valid --seed 7 --now [..]
",
        "\
secret: [..]
3 cases, 3 requests to http://[..]/, seed 7
✗ 0 of 3 cases passed, 1 `must` failed, 2 not run ([..])
warning: the endpoint does not respond, so the rest was not run
",
    );
    assert_given_up(&report(&port.endpoint(), &[], 3), 1, "refused");
}

#[test]
fn report_files_are_complete_if_nothing_responds() {
    let port = ClosedPort::new();
    let args = ["--junit", "j.xml", "--markdown", "m.md", "-q"];
    let done = check(&port.endpoint(), &args).ends(3);
    let junit = String::from_utf8(done.read("j.xml")).unwrap();
    let junit = quick_junit::Report::deserialize_from_str(&junit).unwrap();
    let count = all().len();
    assert_eq!(junit.tests, count);
    let page = String::from_utf8(done.read("m.md")).unwrap();
    assert!(page.contains(&format!("0 of {count} cases passed")), "{page}");
}

#[test]
fn garbage_is_not_a_response() {
    for garbage in [&b"220 mail.example.com ESMTP\r\n"[..], b"\x15\x03\x01\0\x02\x02\x0a", b"{}\n"]
    {
        let server = Server::always(Reply::Raw(garbage.to_vec()));
        assert_given_up(&report(&server.at(""), &[], 3), 1, "not_http");
    }
}

#[test]
fn gives_up_after_three_closed_connections() {
    let server = Server::always(Reply::close());
    assert_given_up(&report(&server.at(""), &[], 3), 3, "closed");
    let report = report(&server.at(""), &["--only", "genuine.valid"], 3);
    assert_eq!(report["summary"]["notRun"], 0);
}

#[test]
fn gives_up_after_three_timeouts() {
    for stalled in ["", "HTTP/1.1 200 OK\r\ncontent-le"] {
        let server = Server::always(Reply::Stall(stalled.into()));
        let args = ["--timeout", "200ms", "--concurrency", "1"];
        assert_given_up(&report(&server.at(""), &args, 3), 3, "timed_out");
    }
}

#[test]
fn gives_up_ten_timeouts_after_a_response() {
    let server = Server::answering(
        |index, _| {
            if index == 0 { Reply::status(200) } else { Reply::silence() }
        },
    );
    let args = ["--timeout", "2s", "--suite", "genuine", "--concurrency", "64"];
    let report = report(&server.at(""), &args, 3);
    let summary = &report["summary"];
    assert_eq!((&summary["passed"], &summary["failed"]), (&0.into(), &11.into()));
    // The control was sent again before the rest was left out.
    assert_eq!(case(&report, "genuine.valid")["requests"], 2);
    assert_eq!(summary["notRun"], genuine().len() - 11);
}

#[test]
fn a_server_that_stops_during_the_run_fails_at_any_level() {
    let cases = ["not-json", "truncated-json", "empty-body", "array", "null", "get", "put"]
        .map(|name| format!("robustness.{name}"));
    let only = ["genuine.valid".to_owned()].into_iter().chain(cases).collect::<Vec<_>>();
    for (answered, refused, not_run) in [(4, 3, 1), (7, 1, 0)] {
        let args = ["--only", &only.join(","), "--concurrency", "1"];
        let server = Server::willing_until(answered);
        let report = report(&server.at(""), &args, 3);
        let summary =
            ["passed", "failed", "notRun"].map(|name| report["summary"][name].as_u64().unwrap());
        assert_eq!(summary, [answered, refused, not_run].map(|item| item as u64));
        let cases = report["cases"].as_array().unwrap();
        let (last_met, first_refused) = (&cases[answered - 1]["id"], &cases[answered]);
        assert_eq!(first_refused["failure"], "refused");
        let counts = ["failedMust", "failedShould"].map(|name| &report["summary"][name]);
        assert_eq!((counts, &report["ok"]), ([&0.into(), &refused.into()], &false.into()));
        let remedy = first_refused["remedy"].as_str().unwrap();
        assert!(
            remedy.contains(&format!("stopped listening after `{}`", last_met.as_str().unwrap())),
            "{remedy}"
        );
    }
}

#[test]
fn goes_on_if_only_forgeries_close_the_connection() {
    let server = Server::answering(|_, received| {
        if super::is_genuine(received) { Reply::status(200) } else { Reply::close() }
    });
    let report = report(&server.at(""), &["--suite", "forged"], 3);
    assert_eq!(report["summary"]["notRun"], 0);
    assert_eq!(report["summary"]["inconclusive"], forged().len());
}

#[test]
fn truncates_a_response_without_an_end() {
    let server = Server::always(Reply::Endless(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()));
    let report = report(&server.at(""), &["--only", "genuine.valid,genuine.twice"], 0);
    assert_eq!(report["summary"]["passed"], 2);
    let server = Server::always(Reply::Endless(b"HTTP/1.1 400 No\r\n\r\n".to_vec()));
    let report = super::report(&server.at(""), &["--only", "genuine.valid,genuine.twice"], 1);
    let body = case(&report, "genuine.valid")["responseBody"].as_str().unwrap();
    assert!(!body.is_empty() && body.len() <= 1 << 20, "{}", body.len());
}

#[test]
fn does_not_follow_redirects() {
    let elsewhere = Server::willing();
    let server = Server::always(Reply::redirect(307, &elsewhere.url("/login")));
    let report = report(&server.at(""), &["--only", FEW], 1);
    let control = case(&report, "genuine.valid");
    assert_eq!((&control["outcome"], &control["status"]), (&"failed".into(), &307.into()));
    let remedy = control["remedy"].as_str().unwrap();
    assert!(remedy.contains(&elsewhere.url("/login")), "{remedy}");
    assert_eq!(case(&report, "forged.missing")["outcome"], "inconclusive");
    elsewhere.was_never_asked();
}

#[test]
fn fails_if_nothing_responds_whatever_the_level() {
    let port = ClosedPort::new();
    for args in
        [&["--only", "genuine.chunked"][..], &["--suite", "robustness", "--skip", "genuine.valid"]]
    {
        check(&port.endpoint(), args).gives(3, "...\n", "...\n✗ [..]\n...\n");
    }
}
