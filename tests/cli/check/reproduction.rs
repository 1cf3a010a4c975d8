//! The same again: with a seed, and with the commands of a report.

use std::process::{Command, Stdio};

use serde_json::Value;

use super::{Received, Reply, Server, case, check, report, with_secret};

/// Every request of a run, sorted: some come side by side.
#[track_caller]
fn sent(server: &Server, args: &[&str], code: i32) -> Vec<Content> {
    server.take_received();
    check(&server.at("/x"), &[args, &["-q"]].concat()).ends(code);
    let mut requests = contents(server);
    requests.sort();
    requests
}

/// The line, the headers and the body of a request.
type Content = (String, Vec<(String, String)>, Vec<u8>);

fn contents(server: &Server) -> Vec<Content> {
    let content = |request: Received| (request.line(), request.headers, request.body);
    server.take_received().into_iter().map(content).collect()
}

/// A report without what no two runs share.
fn timeless(mut report: Value) -> Value {
    report["summary"]["timeMs"].take();
    for case in report["cases"].as_array_mut().unwrap() {
        case["timeMs"].take();
    }
    report
}

/// A request without what `curl` orders and writes otherwise.
fn plain(request: &Received) -> Content {
    (request.line(), request.sorted_headers(), request.body.clone())
}

#[test]
fn a_seed_makes_the_same_requests_and_the_same_report() {
    let server = Server::always(Reply::status(404));
    let args = ["--seed", "7"];
    let (first, second) = (sent(&server, &args, 1), sent(&server, &args, 1));
    for (one, other) in first.iter().zip(&second) {
        assert_eq!(one, other);
    }
    let reports = [(); 2].map(|()| timeless(report(&server.at("/x"), &args, 1)));
    assert!(reports[0] == reports[1]);
    assert_eq!(reports[0]["summary"]["requests"], first.len());
    assert_eq!(
        (&reports[0]["seed"], &reports[0]["now"]),
        (&7.into(), &"2026-01-31T12:00:00.000Z".into())
    );
    // Another seed changes every event. Nothing, `null`, `{}` and the like are no events.
    let other = sent(&server, &["--seed", "8"], 1);
    let is_event = |(_, _, body): &&Content| body.windows(5).any(|part| part == b"\"id\":");
    assert!(first.iter().any(|request| is_event(&request)));
    assert!(!first.iter().filter(is_event).any(|request| other.contains(request)));
}

#[test]
fn the_order_of_the_cases_changes_no_request() {
    let server = Server::willing();
    let alone = sent(&server, &["--seed", "7", "--concurrency", "1"], 1);
    let crowd = sent(&server, &["--seed", "7", "--concurrency", "64"], 1);
    assert!(alone == crowd);
}

#[test]
fn a_case_sends_the_same_alone_and_with_others() {
    let server = Server::always(Reply::status(404));
    let whole = sent(&server, &["--seed", "7"], 1);
    for (id, count) in [
        ("genuine.valid", 1),
        ("genuine.type.flag.created", 1),
        ("genuine.large-body", 1),
        ("genuine.chunked", 1),
        ("genuine.keep-alive", 3),
        ("genuine.burst", 16),
        ("forged.unset-secret", 4),
        ("forged.changed-bit", 2),
        ("robustness.invalid-utf8", 2),
        ("robustness.get", 2),
    ] {
        let alone = sent(&server, &["--seed", "7", "--strict", "--only", id], 1);
        assert_eq!(alone.len(), count, "{id}");
        assert!(alone.iter().all(|request| whole.contains(request)), "{id}");
    }
}

#[test]
fn without_a_seed_every_run_differs() {
    let server = Server::always(Reply::status(404));
    let bodies = || {
        let requests = sent(&server, &["--suite", "genuine"], 1);
        requests.into_iter().map(|(_, _, body)| body).collect::<Vec<_>>()
    };
    let (first, second) = (bodies(), bodies());
    assert!(first.iter().all(|body| !second.contains(body)));
    let seeds = [(); 2].map(|()| report(&server.at(""), &["--only", "genuine.valid"], 1));
    assert_ne!(seeds[0]["seed"], seeds[1]["seed"]);
    // Every reader of JSON keeps it.
    assert!(seeds[0]["seed"].as_u64().unwrap() < 1 << 53);
}

#[test]
fn now_sets_the_time_of_the_events() {
    let server = Server::willing();
    let args = ["--only", "genuine.valid", "--now", "2025-06-01T00:00:00Z"];
    assert_eq!(report(&server.at(""), &args, 0)["now"], "2025-06-01T00:00:00.000Z");
    assert_eq!(server.take_received()[0].json()["createdAt"], 1_748_736_000_000_u64);
}

#[test]
fn the_command_of_every_case_sends_the_same_bytes() {
    let server = Server::always(Reply::status(404));
    let args = ["--events", "flag.*,project.created", "--timeout", "10s", "--strict"];
    let report = report(&server.at("/it's?a=b"), &args, 1);
    let whole = contents(&server);
    for case in report["cases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let command = case["reproduce"]["command"].as_str().unwrap();
        let words = shlex::split(command).unwrap();
        assert_eq!(words[0], "vercel-hooks");
        with_secret(words[1..].iter().map(String::as_str).chain(["-q"])).ends(1);
        let mut again = contents(&server);
        if !id.starts_with("genuine.") {
            // The control came first.
            again.remove(0);
        }
        assert_eq!(again.len() as u64, case["requests"].as_u64().unwrap(), "{id}");
        assert!(again.iter().all(|request| whole.contains(request)), "{command}");
    }
}

#[test]
fn the_printed_command_is_that_of_the_report() {
    let server = Server::always(Reply::status(404));
    let args = ["--only", "genuine.valid,genuine.header-case", "--seed", "9"];
    let report = report(&server.at("/x y"), &args, 1);
    let done = check(&server.at("/x y"), &args).ends(1);
    let command = case(&report, "genuine.valid")["reproduce"]["command"].as_str().unwrap();
    assert!(done.text().contains(&format!("  Reproduce: {command}\n")), "{}", done.text());
    assert!(!done.text().contains("curl"), "{}", done.text());
    let done = check(&server.at("/x y"), &[&args[..], &["--verbose"]].concat()).ends(1);
    let curl = case(&report, "genuine.valid")["reproduce"]["curl"].as_str().unwrap();
    assert!(done.text().contains(&curl.replace('\n', "\n  ")), "{}", done.text());
}

#[test]
fn the_curl_of_every_case_sends_the_same_bytes() {
    let server = Server::always(Reply::status(404));
    let home = tempfile::tempdir().unwrap();
    let curl = |line: &str| {
        let mut command = Command::new("sh");
        command.args(["-c", line]).env("HOME", home.path()).stdin(Stdio::null());
        command.output().is_ok_and(|output| output.status.success())
    };
    // Not every machine has it.
    if !curl("curl --version && base64 --version") {
        return;
    }
    let report = report(&server.at("/[x]?a=b"), &["--skip", "genuine.type.*"], 1);
    let whole: Vec<_> = server.take_received().iter().map(plain).collect();
    let mut without = Vec::new();
    for case in report["cases"].as_array().unwrap() {
        let Some(line) = case["reproduce"]["curl"].as_str() else {
            without.push(case["id"].as_str().unwrap());
            continue;
        };
        assert!(curl(line), "{line}");
        let requests = server.take_received();
        assert_eq!(requests.len(), 1, "{line}");
        assert!(whole.contains(&plain(&requests[0])), "{line}\n{:?}", requests[0].headers);
    }
    assert_eq!(without, ["genuine.large-body", "robustness.deep-nesting"]);
}

#[test]
fn commands_leave_out_header_values() {
    let server = Server::always(Reply::status(404));
    let args = ["--only", "genuine.valid", "-H", "X-One: 1", "-H", "Authorization: hunter2"];
    let report = report(&server.at(""), &args, 1);
    let command = case(&report, "genuine.valid")["reproduce"]["command"].as_str().unwrap();
    assert!(command.contains("--header 'x-one: …' --header 'authorization: …'"), "{command}");
}

#[test]
fn commands_of_a_demo_start_a_demo() {
    // The receiver refuses with 403.
    let args = ["check", "demo", "--path", "/a/b", "--only", "forged.missing"];
    let expecting = ["--expect-rejection", "401", "--json", "-q"];
    let report = super::value(&with_secret(args.into_iter().chain(expecting)).ends(1));
    let command = case(&report, "forged.missing")["reproduce"]["command"].as_str().unwrap();
    let words = shlex::split(command).unwrap();
    let done = with_secret(words[1..].iter().map(String::as_str)).ends(1);
    assert!(done.stderr.contains("/a/b for this run"), "{command}\n{}", done.stderr);
}

#[test]
fn commands_of_a_default_demo_start_a_demo() {
    let args = ["check", "--only", "forged.missing", "--expect-rejection", "401", "--json", "-q"];
    let done = with_secret(args).env("VERCEL_HOOKS_ENDPOINT", "demo").ends(1);
    let report = super::value(&done);
    let command = case(&report, "forged.missing")["reproduce"]["command"].as_str().unwrap();
    assert!(command.starts_with("vercel-hooks check demo "), "{command}");
}
