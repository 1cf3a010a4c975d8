//! How a run starts and stops.

#[cfg(target_os = "linux")]
use super::super::support::with_small_files;
use super::client::Request;
use super::{emulate, notes};

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

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_ends_it() {
    let run = with_small_files(1, ["emulate", "--port", "0", "--json"]);
    let emulator = run.stdout(tempfile::tempfile().unwrap()).listens();
    let event = format!(r#"{{"event":{{"type":"{}"}}}}"#, "x".repeat(2000));
    let answer = emulator.answer(&Request::of(event));
    let message = "An unexpected internal error occurred";
    answer.is_error(500, &format!(r#""code":"internal_server_error","message":"{message}""#));
    let error = "error: cannot write standard output: [..]\n";
    emulator.gives(2, "", format!("emulate: listening [..]\n{error}"));
}
