//! How a run starts and stops.

use std::process::Stdio;
use std::sync::Arc;

use super::super::child::{LISTENING, command_with_small_files};
use super::super::support::vercel_hooks;
use super::client::Request;
use super::{Emulator, accepted_row, emulate, emulate_in, notes, table};

#[test]
fn only_accepted_notifications_count() {
    let emulator = emulate(&["--count", "2", "--fail", "500:1"]);
    for (request, status) in [
        (Request::valid(), 500),
        (Request::valid(), 201),
        (Request::of("{}"), 400),
        (Request::bare("GET", "/x"), 404),
        (Request::valid(), 201),
    ] {
        assert_eq!(emulator.answer(&request).status, status);
    }
    emulator.gives(0, "...\n", notes(2, 3));
}

#[test]
fn the_last_response_is_complete() {
    for latency in ["0s", "1ms"] {
        let emulator = emulate(&["--count", "1", "--latency", latency]);
        let mut connection = emulator.connect();
        connection.ask(&Request::valid()).is_created();
        connection.ends();
        emulator.gives(0, table([&*accepted_row()]), notes(1, 0));
    }
}

#[test]
fn a_timeout_before_the_count_is_a_failure() {
    let args = ["emulate", "--port", "0", "--timeout", "50ms", "--count", "1"];
    let notes = notes(0, 0).replace("emulate: 0", "✗ received 0 of 1 within 50 ms\nemulate: 0");
    vercel_hooks(args).gives(1, table([]), notes);
}

#[test]
fn a_timeout_without_a_count_is_a_success() {
    let args = ["emulate", "--port", "0", "--timeout", "50ms"];
    vercel_hooks(args).gives(0, table([]), notes(0, 0));
}

#[test]
fn json_has_no_header_row() {
    let args = ["emulate", "--port", "0", "--timeout", "1ms", "--json"];
    vercel_hooks(args).gives(0, LISTENING, notes(0, 0));
}

#[test]
fn reaching_the_count_ends_the_run_before_the_timeout() {
    let emulator = emulate(&["--timeout", "1h", "--count", "1"]);
    emulator.accepts_a_valid_request();
    emulator.gives(0, table([&*accepted_row()]), notes(1, 0));
}

#[test]
fn quiet_prints_no_messages() {
    let args = ["emulate", "--port", "0", "--timeout", "1ms", "-q", "--token-file", "token"];
    vercel_hooks(args).file("token", "t").gives(0, table([]), "");
}

#[test]
fn explains_a_port_in_use() {
    let emulator = emulate(&["--count", "1"]);
    let (_, port) = emulator.address.split_once(':').unwrap();
    for flag in ["--port", "-p"] {
        vercel_hooks(["emulate", flag, port, "--timeout", "1ms"]).gives(
            2,
            "",
            format!(
                "error: cannot listen on port {port}: [..]\nhint: --port 0 takes any free \
                 port\n"
            ),
        );
    }
    emulator.accepts_a_valid_request();
    emulator.gives(0, table([&*accepted_row()]), notes(1, 0));
}

#[test]
fn two_emulators_pick_different_ports() {
    let emulators = [emulate(&["--count", "1"]), emulate(&["--count", "1"])];
    assert_ne!(emulators[0].address, emulators[1].address);
    for emulator in emulators {
        emulator.accepts_a_valid_request();
        emulator.gives(0, table([&*accepted_row()]), notes(1, 0));
    }
}

#[test]
fn a_closed_standard_output_does_not_stop_it() {
    for args in [&["--count", "3"][..], &["--count", "3", "--json", "--record", "r"]] {
        let folder = tempfile::tempdir().unwrap();
        let mut emulator = emulate_in(folder, args, Some(Stdio::piped()));
        drop(emulator.child.stdout.take());
        for _ in 0..2 {
            emulator.accepts_a_valid_request();
        }
        assert_eq!(emulator.events().json().as_array().unwrap().len(), 2);
        emulator.accepts_a_valid_request();
        emulator.gives(0, "", notes(3, 0));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_ends_it() {
    let mut command = command_with_small_files(1);
    command.args(["emulate", "--port", "0", "--json"]);
    let (folder, stdout) = (tempfile::tempdir().unwrap(), tempfile::tempfile().unwrap());
    let emulator = Emulator::start(command, Arc::new(folder), Some(stdout.into()));
    let event = format!(r#"{{"event":{{"type":"{}"}}}}"#, "x".repeat(2000));
    let answer = emulator.answer(&Request::of(event));
    let message = "An unexpected internal error occurred";
    answer.is_error(500, &format!(r#""code":"internal_server_error","message":"{message}""#));
    let error = "error: cannot write standard output: [..]\n";
    emulator.gives(2, "", format!("emulate: listening [..]\n{error}"));
}
