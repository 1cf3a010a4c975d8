//! Readers that go, and Ctrl-C.

use std::process::Stdio;

use serde_json::Value;

use super::super::running::Running;
use super::receiver::{all, count_types, genuine};
use super::{FEW, Reply, Server};

/// Starts a check.
fn start(server: &Server, args: &[&str]) -> Running {
    super::check(&server.at(""), args).starts()
}

/// A server that answers this many requests, and no more.
fn tired_after(count: usize) -> Server {
    Server::answering(
        move |index, _| {
            if index < count { Reply::status(200) } else { Reply::silence() }
        },
    )
}

#[test]
fn ctrl_c_ends_with_a_complete_report() {
    let server = tired_after(2);
    let count = all().len() - count_types("must") - count_types("should");
    let files = ["--junit", "j.xml", "--markdown", "m.md"];
    let args = ["--skip", "genuine.type.*", "--concurrency", "1", "--json"];
    let check = start(&server, &[&args[..], &files].concat());
    server.wait_for(3);
    check.interrupt();
    let done = check.ends(130);
    let (stdout, stderr) = (done.text(), &done.stderr);
    assert!(
        stderr.contains(&format!("interrupted: 2 of {count} cases passed, {} not run", count - 2)),
        "{stderr}"
    );
    let report: Value = serde_json::from_str(stdout).unwrap();
    assert_eq!(report["summary"]["notRun"], count - 2);
    let cases = report["cases"].as_array().unwrap();
    assert_eq!(cases.len(), count);
    for (index, case) in cases.iter().enumerate() {
        let expected = if index < 2 { "passed" } else { "not_run" };
        assert_eq!(case["outcome"], expected, "{case}");
    }
    let junit = quick_junit::Report::deserialize_from_str(&done.read_text("j.xml")).unwrap();
    let tests: usize = junit.test_suites.iter().map(|suite| suite.test_cases.len()).sum();
    assert_eq!(tests, count);
    let page = done.read_text("m.md");
    assert!(page.contains(&format!("2 of {count} cases passed")), "{page}");
}

#[test]
fn ctrl_c_ends_concurrent_cases() {
    let server = tired_after(1);
    let count = genuine().len();
    let check = start(&server, &["--suite", "genuine", "--concurrency", "8"]);
    server.wait_for(9);
    check.interrupt();
    let done = check.ends(130);
    let (stdout, stderr) = (done.text(), &done.stderr);
    assert!(stdout.contains(&format!("{} more ", count - 1)), "{stdout}");
    assert!(
        stderr.contains(&format!("interrupted: 1 of {count} cases passed, {} not run", count - 1)),
        "{stderr}"
    );
}

#[test]
fn a_closed_standard_output_is_no_error() {
    for args in [&[][..], &["--json"], &["-q"], &["--list"], &["--list", "--json"]] {
        let server = super::receiver(403);
        let run = super::check(&server.at(""), &[args, &["--skip", "*.chunked"]].concat());
        let mut check = run.stdout(Stdio::piped()).starts();
        drop(check.child.stdout.take());
        let stderr = check.ends(0).stderr;
        assert!(!stderr.contains("panicked") && !stderr.contains("error"), "{args:?}: {stderr}");
    }
}

#[test]
fn a_closed_standard_error_is_no_error() {
    let server = super::receiver(403);
    let mut check = start(&server, &["--only", FEW]);
    check.close_stderr();
    assert!(check.ends(0).text().contains("robustness.array"));
}
