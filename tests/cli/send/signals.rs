//! Ctrl-C and closed pipes.

use std::process::Stdio;

use super::super::running::Running;
use super::super::server::{Reply, Server};
use super::super::support::{Done, Run, with_secret};

/// A delivery of many events.
fn send(server: &Server, args: &[&str]) -> Run {
    with_secret(["send", "flag.created", "--to", &server.at(""), "--repeat", "50"]).args(args)
}

/// Presses Ctrl-C and waits for the end.
#[track_caller]
fn interrupt(running: Running) -> Done {
    running.interrupt();
    running.ends(130)
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
    let running = send(&server, &[]).starts();
    server.wait_for(3);
    let done = interrupt(running);
    assert_eq!(done.text().lines().count(), 3, "{}", done.text());
    assert!(done.stderr.contains("interrupted: 2 of 50"), "{}", done.stderr);
}

#[test]
fn ctrl_c_ends_concurrent_deliveries() {
    let server = tired_after(0);
    let running = send(&server, &["--concurrency", "8", "--json"]).starts();
    server.wait_for(8);
    let done = interrupt(running);
    assert_eq!(done.text(), "");
    assert!(done.stderr.contains("interrupted: 0 of 50"), "{}", done.stderr);
}

#[test]
fn ctrl_c_ends_the_wait_for_a_retry() {
    let server = Server::always(Reply::status(500));
    let mut running = send(&server, &["--retries", "3", "--retry-wait", "1h"]).starts();
    running.wait_until_it_says("retrying in");
    let stderr = interrupt(running).stderr;
    assert!(stderr.contains("interrupted: 0 of 50"), "{stderr}");
    server.only();
}

#[test]
fn ctrl_c_ends_the_wait_for_the_next_delivery() {
    let server = Server::willing();
    let running = send(&server, &["--interval", "1h"]).starts();
    running.wait_until_it_prints("200 OK");
    let stderr = interrupt(running).stderr;
    assert!(stderr.contains("interrupted: 1 of 50"), "{stderr}");
}

#[test]
fn prints_rows_as_deliveries_finish() {
    let server = tired_after(1);
    let running = send(&server, &[]).starts();
    running.wait_until_it_prints("200 OK");
    interrupt(running);
}

#[test]
fn a_closed_standard_output_is_not_an_error() {
    for args in [&[][..], &["--json"], &["--dry-run"], &["--curl"], &["-v"]] {
        let server = Server::always(Reply::with_body(200, "x".repeat(1000)));
        let mut running = send(&server, args).stdout(Stdio::piped()).starts();
        drop(running.child.stdout.take());
        let stderr = running.ends(0).stderr;
        assert!(!stderr.contains("panicked") && !stderr.contains("error"), "{args:?}: {stderr}");
    }
}

#[test]
fn a_closed_standard_error_is_not_an_error() {
    let server = Server::willing();
    let mut running = send(&server, &[]).starts();
    running.close_stderr();
    assert_eq!(running.ends(0).text().split('\n').count(), 52);
}
