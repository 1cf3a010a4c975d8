//! Ctrl-C and closed pipes.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Output, Stdio};

use snapbox::cmd::cargo_bin;

use super::super::server::{Reply, Server};
use super::super::support::SECRET;

/// Starts a delivery of many events, with nothing of the surroundings but a secret.
fn start(server: &Server, args: &[&str]) -> Child {
    let folder = tempfile::tempdir().unwrap();
    Command::new(cargo_bin!("vercel-hooks"))
        .env_clear()
        .env("VERCEL_WEBHOOK_SECRET", SECRET)
        .current_dir(folder.path())
        .args(["send", "flag.created", "--to", &server.at(""), "--repeat", "50"])
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
fn ctrl_c_ends_with_the_summary_so_far() {
    let server = tired_after(2);
    let child = start(&server, &[]);
    server.wait_for(3);
    let (code, stdout, stderr) = interrupt(child);
    assert_eq!(code, Some(130));
    assert_eq!(stdout.lines().count(), 3, "{stdout}");
    assert!(stderr.contains("interrupted: 2 of 50"), "{stderr}");
}

#[test]
fn ctrl_c_ends_concurrent_deliveries() {
    let server = tired_after(0);
    let child = start(&server, &["--concurrency", "8", "--json"]);
    server.wait_for(8);
    let (code, stdout, stderr) = interrupt(child);
    assert_eq!(code, Some(130));
    assert_eq!(stdout, "");
    assert!(stderr.contains("interrupted: 0 of 50"), "{stderr}");
}

#[test]
fn ctrl_c_ends_the_wait_for_a_retry() {
    let server = Server::always(Reply::status(500));
    let mut child = start(&server, &["--retries", "3", "--retry-wait", "1h"]);
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut said = String::new();
    while !said.contains("retrying in") {
        assert_ne!(stderr.read_line(&mut said).unwrap(), 0, "{said}");
    }
    let (code, ..) = interrupt(child);
    stderr.read_to_string(&mut said).unwrap();
    assert_eq!(code, Some(130));
    assert!(said.contains("interrupted: 0 of 50"), "{said}");
    server.only();
}

#[test]
fn ctrl_c_ends_the_wait_for_the_next_delivery() {
    let server = Server::willing();
    let mut child = start(&server, &["--interval", "1h"]);
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut rows = String::new();
    while !rows.contains("200 OK") {
        assert_ne!(stdout.read_line(&mut rows).unwrap(), 0, "{rows}");
    }
    let (code, _, stderr) = interrupt(child);
    assert_eq!(code, Some(130));
    assert!(stderr.contains("interrupted: 1 of 50"), "{stderr}");
}

#[test]
fn prints_rows_as_deliveries_finish() {
    let server = tired_after(1);
    let mut child = start(&server, &[]);
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut rows = String::new();
    while !rows.contains("200 OK") {
        assert_ne!(stdout.read_line(&mut rows).unwrap(), 0, "{rows}");
    }
    interrupt(child);
}

#[test]
fn a_closed_standard_output_is_not_an_error() {
    for args in [&[][..], &["--json"], &["--dry-run"], &["--curl"], &["-v"]] {
        let server = Server::always(Reply::with_body(200, "x".repeat(1000)));
        let mut child = start(&server, args);
        drop(child.stdout.take());
        let Output { status, stderr, .. } = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(stderr).unwrap();
        assert_eq!(status.code(), Some(0), "{args:?}: {stderr}");
        assert!(!stderr.contains("panicked") && !stderr.contains("error"), "{args:?}: {stderr}");
    }
}

#[test]
fn a_closed_standard_error_is_not_an_error() {
    let server = Server::willing();
    let mut child = start(&server, &[]);
    drop(child.stderr.take());
    let Output { status, stdout, .. } = child.wait_with_output().unwrap();
    assert_eq!(status.code(), Some(0));
    assert_eq!(stdout.split(|byte| *byte == b'\n').count(), 52);
}
