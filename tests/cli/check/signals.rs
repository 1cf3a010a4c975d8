//! Readers that go, and Ctrl-C.

use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::super::child;
use super::receiver::{all, count_types, genuine};
use super::{FEW, Reply, SECRET, Server};

/// Starts a check, with nothing of the surroundings but a secret.
fn start(folder: &TempDir, server: &Server, args: &[&str]) -> Child {
    child::command()
        .env("VERCEL_WEBHOOK_SECRET", SECRET)
        .current_dir(folder.path())
        .args(["check", &server.at("")])
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Presses Ctrl-C and waits for the end.
fn interrupt(child: Child) -> (Option<i32>, String, String) {
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
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
    let (folder, server) = (TempDir::new().unwrap(), tired_after(2));
    let count = all().len() - count_types("must") - count_types("should");
    let files = ["--junit", "j.xml", "--markdown", "m.md"];
    let args = ["--skip", "genuine.type.*", "--concurrency", "1", "--json"];
    let child = start(&folder, &server, &[&args[..], &files].concat());
    server.wait_for(3);
    let (code, stdout, stderr) = interrupt(child);
    assert_eq!(code, Some(130), "{stderr}");
    assert!(
        stderr.contains(&format!("interrupted: 2 of {count} cases passed, {} not run", count - 2)),
        "{stderr}"
    );
    let report: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(report["summary"]["notRun"], count - 2);
    let cases = report["cases"].as_array().unwrap();
    assert_eq!(cases.len(), count);
    for (index, case) in cases.iter().enumerate() {
        let expected = if index < 2 { "passed" } else { "not_run" };
        assert_eq!(case["outcome"], expected, "{case}");
    }
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let junit = quick_junit::Report::deserialize_from_str(&read("j.xml")).unwrap();
    let tests: usize = junit.test_suites.iter().map(|suite| suite.test_cases.len()).sum();
    assert_eq!(tests, count);
    assert!(read("m.md").contains(&format!("2 of {count} cases passed")), "{}", read("m.md"));
}

#[test]
fn ctrl_c_ends_concurrent_cases() {
    let (folder, server) = (TempDir::new().unwrap(), tired_after(1));
    let count = genuine().len();
    let child = start(&folder, &server, &["--suite", "genuine", "--concurrency", "8"]);
    server.wait_for(9);
    let (code, stdout, stderr) = interrupt(child);
    assert_eq!(code, Some(130));
    assert!(stdout.contains(&format!("{} more ", count - 1)), "{stdout}");
    assert!(
        stderr.contains(&format!("interrupted: 1 of {count} cases passed, {} not run", count - 1)),
        "{stderr}"
    );
}

#[test]
fn a_closed_standard_output_is_no_error() {
    for args in [&[][..], &["--json"], &["-q"], &["--list"], &["--list", "--json"]] {
        let (folder, server) = (TempDir::new().unwrap(), super::receiver(403));
        let mut child = start(&folder, &server, &[args, &["--skip", "*.chunked"]].concat());
        drop(child.stdout.take());
        let Output { status, stderr, .. } = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(stderr).unwrap();
        assert_eq!(status.code(), Some(0), "{args:?}: {stderr}");
        assert!(!stderr.contains("panicked") && !stderr.contains("error"), "{args:?}: {stderr}");
    }
}

#[test]
fn a_closed_standard_error_is_no_error() {
    let (folder, server) = (TempDir::new().unwrap(), super::receiver(403));
    let mut child = start(&folder, &server, &["--only", FEW]);
    drop(child.stderr.take());
    let Output { status, stdout, .. } = child.wait_with_output().unwrap();
    assert_eq!(status.code(), Some(0));
    assert!(String::from_utf8(stdout).unwrap().contains("robustness.array"));
}
