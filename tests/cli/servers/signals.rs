//! Ctrl-C.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use super::super::client::Request;
use super::super::running::{Running, skip_announcement};
use super::{COMMANDS, Command};

/// Presses Ctrl-C, which ends with the summary of one request.
#[track_caller]
fn interrupted(command: &Command, server: Running) {
    server.interrupt();
    server.gives(130, (command.table)(1), (command.told)("", 1));
}

#[test]
fn ctrl_c_ends_with_the_summary() {
    for command in COMMANDS {
        interrupted(&command, command.start_at_work(&[]));
        interrupted(&command, command.start_at_work(&["--count", "2", "--timeout", "1h"]));
    }
}

#[test]
fn sigterm_ends_with_the_summary() {
    for command in COMMANDS {
        let server = command.start(&["--json"]);
        server.signal("TERM");
        server.gives(130, "", (command.told)("", 0));
    }
}

#[test]
fn ctrl_c_closes_idle_connections() {
    for command in COMMANDS {
        let server = command.start(&[]);
        let mut connection = server.connect();
        command.accepts(&connection.ask(&(command.request)(0)));
        server.wait_until_it_prints(command.status);
        interrupted(&command, server);
        connection.ends();
    }
}

#[test]
fn ctrl_c_does_not_wait_for_silent_clients() {
    for command in COMMANDS {
        let server = command.start_at_work(&[]);
        let _silent = server.connect();
        interrupted(&command, server);
    }
}

#[test]
fn ctrl_c_does_not_wait_for_incomplete_requests() {
    for command in COMMANDS {
        let bytes = (command.request)(1).bytes();
        for length in [10, bytes.len() - 10] {
            let server = command.start_at_work(&[]);
            let mut slow = server.connect();
            slow.say(&bytes[..length]);
            // It has surely begun to read that when it has answered another one.
            server.answer(&Request::bare("GET", "/"));
            interrupted(&command, server);
        }
    }
}

#[test]
fn ctrl_c_does_not_wait_for_delayed_responses() {
    for command in COMMANDS {
        let server = command.start(&[command.delay, "1h"]);
        let mut waiting = server.connect();
        waiting.say(&(command.request)(0).bytes());
        server.answer(&Request::bare("GET", "/"));
        server.interrupt();
        server.gives(130, (command.table)(0), (command.told)("", 0));
    }
}

#[test]
fn ctrl_c_keeps_the_record() {
    for command in COMMANDS {
        let server = command.start_at_work(&["--record", "r"]);
        server.interrupt();
        let done = server.gives(130, (command.table)(1), (command.told)("", 1));
        assert_eq!(done.read_text("r").lines().count(), 1);
    }
}

#[test]
fn ctrl_c_works_once_the_address_is_announced() {
    for command in COMMANDS {
        for _ in 0..30 {
            let server = command.start(&["--json"]);
            server.interrupt();
            server.gives(130, "", (command.told)("", 0));
        }
    }
}

#[test]
fn a_second_ctrl_c_ends_it_if_nobody_reads_the_output() {
    for command in COMMANDS {
        let mut server = command.run(&["--json"]).stdout(Stdio::piped()).listens();
        let mut stdout = BufReader::new(server.child.stdout.take().unwrap());
        skip_announcement(&mut stdout);
        let mut client = server.connect();
        client.say(&(command.long_request)().bytes());
        assert!(!stdout.fill_buf().unwrap().is_empty());
        server.interrupt_until_it_ends();
        server.gives(130, "", format!("{}{}: listening [..]\n", command.warning, command.name));
    }
}
