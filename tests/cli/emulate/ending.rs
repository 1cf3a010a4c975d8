//! How a run begins and ends.

use std::process::Stdio;

use super::super::support::vercel_hooks;
use super::client::Request;
use super::{emulate, emulate_in, notes, proper_row, table};

#[test]
fn only_accepted_notifications_count() {
    let emulator = emulate(&["--count", "2", "--fail", "500:1"]);
    for (request, status) in [
        (Request::proper(), 500),
        (Request::proper(), 201),
        (Request::of("{}"), 400),
        (Request::bare("GET", "/"), 404),
        (Request::proper(), 201),
    ] {
        assert_eq!(emulator.answer(&request).status, status);
    }
    emulator.gives(0, "...\n", notes(2, 3));
}

#[test]
fn the_last_answer_goes_out_in_full() {
    for latency in ["0s", "1ms"] {
        let emulator = emulate(&["--count", "1", "--latency", latency]);
        let mut connection = emulator.connect();
        connection.ask(&Request::proper()).is_created();
        connection.ends();
        emulator.gives(0, table([&*proper_row()]), notes(1, 0));
    }
}

#[test]
fn a_time_that_was_too_short_for_the_count_is_a_no() {
    let args = ["emulate", "--port", "0", "--timeout", "50ms", "--count", "1"];
    let notes = notes(0, 0).replace("emulate: 0", "✗ 0 of 1 came within 50ms\nemulate: 0");
    vercel_hooks(args).gives(1, table([]), notes);
}

#[test]
fn a_time_alone_is_no_failure() {
    let args = ["emulate", "--port", "0", "--timeout", "50ms"];
    vercel_hooks(args).gives(0, table([]), notes(0, 0));
}

#[test]
fn json_has_no_titles() {
    let args = ["emulate", "--port", "0", "--timeout", "1ms", "--json"];
    vercel_hooks(args).gives(0, "", notes(0, 0));
}

#[test]
fn a_count_that_was_reached_ends_before_the_time() {
    let emulator = emulate(&["--timeout", "1h", "--count", "1"]);
    emulator.takes_a_proper_one();
    emulator.gives(0, table([&*proper_row()]), notes(1, 0));
}

#[test]
fn quiet_means_without_any_messages() {
    let args = ["emulate", "--port", "0", "--timeout", "1ms", "-q", "--token-file", "token"];
    vercel_hooks(args).file("token", "t").gives(0, table([]), "");
}

#[test]
fn a_port_in_use_is_explained() {
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
    emulator.takes_a_proper_one();
    emulator.gives(0, table([&*proper_row()]), notes(1, 0));
}

#[test]
fn two_emulators_have_two_ports() {
    let emulators = [emulate(&["--count", "1"]), emulate(&["--count", "1"])];
    assert_ne!(emulators[0].address, emulators[1].address);
    for emulator in emulators {
        emulator.takes_a_proper_one();
        emulator.gives(0, table([&*proper_row()]), notes(1, 0));
    }
}

#[test]
fn a_closed_standard_output_does_not_stop_it() {
    for args in [&["--count", "3"][..], &["--count", "3", "--json", "--record", "r"]] {
        let folder = tempfile::tempdir().unwrap();
        let mut emulator = emulate_in(folder, args, Some(Stdio::piped()));
        drop(emulator.child.stdout.take());
        for _ in 0..2 {
            emulator.takes_a_proper_one();
        }
        assert_eq!(emulator.events().json().as_array().unwrap().len(), 2);
        emulator.takes_a_proper_one();
        emulator.gives(0, "", notes(3, 0));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_ends_it() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let emulator = emulate_in(folder, &["--json"], Some(full.into()));
    let answer = emulator.answer(&Request::proper());
    let message = "An unexpected internal error occurred";
    answer.is_refusal(500, &format!(r#""code":"internal_server_error","message":"{message}""#));
    let error = "error: cannot write standard output: [..]\n";
    emulator.gives(2, "", format!("emulate: listening [..]\n{error}"));
}
