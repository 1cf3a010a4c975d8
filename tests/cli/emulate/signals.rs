//! Ctrl-C.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use super::super::child::skip_announcement;
use super::client::Request;
use super::{Emulator, accepted_row, emulate, emulate_in, json_lines, notes, table};

/// An emulator that is surely past its beginning.
fn at_work(args: &[&str]) -> Emulator {
    let emulator = emulate(args);
    emulator.accepts_a_valid_request();
    emulator
}

/// Presses Ctrl-C, which ends with the summary.
#[track_caller]
fn interrupted(emulator: Emulator) {
    emulator.interrupt();
    emulator.gives(130, table([&*accepted_row()]), notes(1, 0));
}

#[test]
fn ctrl_c_ends_with_the_summary() {
    interrupted(at_work(&[]));
    interrupted(at_work(&["--count", "2", "--timeout", "1h"]));
}

#[test]
fn ctrl_c_closes_idle_connections() {
    let emulator = emulate(&[]);
    let mut connection = emulator.connect();
    connection.ask(&Request::valid()).is_created();
    interrupted(emulator);
    connection.ends();
}

#[test]
fn ctrl_c_does_not_wait_for_silent_clients() {
    let emulator = at_work(&[]);
    let _silent = emulator.connect();
    interrupted(emulator);
}

#[test]
fn ctrl_c_does_not_wait_for_half_a_request() {
    let bytes = Request::valid().bytes();
    for length in [10, bytes.len() - 10] {
        let emulator = at_work(&[]);
        let mut slow = emulator.connect();
        slow.say(&bytes[..length]);
        // The emulator has surely begun to read it when it has answered another one.
        emulator.events();
        interrupted(emulator);
    }
}

#[test]
fn ctrl_c_does_not_wait_for_delayed_responses() {
    let emulator = emulate(&["--latency", "1h"]);
    let mut waiting = emulator.connect();
    waiting.say(&Request::valid().bytes());
    emulator.events();
    emulator.interrupt();
    emulator.gives(130, table([]), notes(0, 0));
}

#[test]
fn ctrl_c_keeps_the_record() {
    let emulator = at_work(&["--record", "r"]);
    emulator.interrupt();
    let record = emulator.gives(130, table([&*accepted_row()]), notes(1, 0)).read("r");
    assert_eq!(json_lines(&record).len(), 1);
}

#[test]
fn ctrl_c_works_as_soon_as_the_address_is_known() {
    for _ in 0..30 {
        let emulator = emulate(&["--json"]);
        emulator.interrupt();
        emulator.gives(130, "", notes(0, 0));
    }
}

#[test]
fn a_second_ctrl_c_ends_a_run_that_nobody_reads() {
    let folder = tempfile::tempdir().unwrap();
    let mut emulator = emulate_in(folder, &["--json"], Some(Stdio::piped()));
    let mut stdout = BufReader::new(emulator.child.stdout.take().unwrap());
    skip_announcement(&mut stdout);
    let mut client = emulator.connect();
    client.say(&Request::longer_than_a_pipe().bytes());
    assert!(!stdout.fill_buf().unwrap().is_empty());
    // Signals that come too fast are one.
    while emulator.child.try_wait().unwrap().is_none() {
        emulator.interrupt();
    }
    emulator.gives(130, "", "emulate: listening [..]\n");
}
