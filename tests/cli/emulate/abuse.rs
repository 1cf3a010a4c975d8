//! Misbehaving clients do not affect others.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use super::super::child::skip_announcement;
use super::client::Request;
use super::{Emulator, accepted_row, emulate, emulate_in, json_lines, notes, table};

/// Asserts that the emulator still works, and that it saw nothing before.
#[track_caller]
fn nothing_happened(emulator: Emulator) {
    emulator.accepts_a_valid_request();
    emulator.gives(0, table([&*accepted_row()]), notes(1, 0));
}

#[test]
fn rejects_invalid_http_without_logging_it() {
    let emulator = emulate(&["--count", "1"]);
    for bytes in [
        &b"hello there\r\n\r\n"[..],
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\r\n\r\n",
        b"POST /v1/installations/icfg_1/events HTTP/1.1\r\nno colon\r\n\r\n",
        b"POST /v1/installations/icfg_1/events HTTP/1.1\r\ncontent-length: many\r\n\r\n",
        b"POST / HTTP/9.9\r\n\r\n",
        b"POST /\x1b HTTP/1.1\r\n\r\n",
    ] {
        let mut connection = emulator.connect();
        connection.say(bytes);
        let status = connection.answer().status;
        assert_eq!(status, 400, "{}", bytes.escape_ascii());
        connection.ends();
    }
    nothing_happened(emulator);
}

#[test]
fn rejects_an_endless_head() {
    let emulator = emulate(&["--count", "1"]);
    let mut connection = emulator.connect();
    connection.say(b"POST /v1/installations/icfg_1/events HTTP/1.1\r\nx-long: ");
    connection.say(&vec![b'x'; 4 * 1024 * 1024]);
    drop(connection);
    nothing_happened(emulator);
}

#[test]
fn rejects_too_many_headers() {
    let emulator = emulate(&["--count", "1"]);
    let mut request = Request::valid();
    for number in 0..150 {
        request = request.with(&format!("x-{number}"), "x");
    }
    assert_eq!(emulator.answer(&request).status, 431);
    nothing_happened(emulator);
}

#[test]
fn a_silent_client_blocks_nobody() {
    let emulator = emulate(&["--count", "1"]);
    let _silent = emulator.connect();
    nothing_happened(emulator);
}

#[test]
fn an_unfinished_request_blocks_nobody() {
    let emulator = emulate(&["--count", "1"]);
    let mut slow = [emulator.connect(), emulator.connect()];
    let bytes = Request::valid().bytes();
    slow[0].say(&bytes[..20]);
    slow[1].say(&bytes[..bytes.len() - 1]);
    nothing_happened(emulator);
}

#[test]
fn accepts_a_slow_request() {
    let emulator = emulate(&["--count", "1"]);
    let mut slow = emulator.connect();
    for byte in Request::valid().bytes() {
        slow.say(&[byte]);
    }
    slow.answer().is_created();
    emulator.gives(0, table([&*accepted_row()]), notes(1, 0));
}

#[test]
fn accepts_a_chunked_body() {
    let emulator = emulate(&["--count", "1"]);
    let mut connection = emulator.connect();
    connection.say(
        b"POST /v1/installations/icfg_1/events HTTP/1.1\r\nauthorization: Bearer x\r\n\
          content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n",
    );
    for part in [r#"{"event":{"type":"resou"#, r#"rce.updated","resourceId":"db_7"}}"#, ""] {
        connection.say(format!("{:x}\r\n{part}\r\n", part.len()).as_bytes());
    }
    connection.answer().is_created();
    emulator.gives(0, table([&*accepted_row()]), notes(1, 0));
}

#[test]
fn answers_expect_100_continue() {
    let emulator = emulate(&["--count", "1"]);
    let mut connection = emulator.connect();
    let bytes = Request::valid().with("expect", "100-continue").bytes();
    let end_of_head = bytes.windows(4).position(|item| item == b"\r\n\r\n").unwrap() + 4;
    connection.say(&bytes[..end_of_head]);
    assert_eq!(connection.answer().status, 100);
    connection.say(&bytes[end_of_head..]);
    connection.answer().is_created();
    emulator.gives(0, table([&*accepted_row()]), notes(1, 0));
}

#[test]
fn survives_clients_that_disconnect_mid_request() {
    let emulator = emulate(&["--count", "1"]);
    let bytes = Request::valid().bytes();
    for length in [1, 20, bytes.len() - 10] {
        emulator.connect().say(&bytes[..length]);
    }
    emulator.accepts_a_valid_request();
    // Half a body may or may not be seen as a request, and only after the valid one.
    let rows = format!("...\n{}\n...\n", accepted_row());
    emulator.gives(0, rows, "emulate: listening [..]\nemulate: 1 accepted, [..] rejected\n");
}

#[test]
fn survives_clients_that_disconnect_before_the_response() {
    let emulator = emulate(&["--count", "1000"]);
    for _ in 0..20 {
        emulator.connect().say(&Request::valid().bytes());
    }
    emulator.accepts_a_valid_request();
    assert_eq!(emulator.events().status, 200);
}

#[test]
fn logs_requests_of_clients_that_disconnect() {
    let emulator = emulate(&["--count", "2", "--latency", "50ms"]);
    let mut client = emulator.connect();
    client.say(&Request::valid().bytes());
    // What is asked later is answered at once, and by then it has begun with this one.
    emulator.events();
    drop(client);
    emulator.accepts_a_valid_request();
    emulator.gives(0, table([&*accepted_row(), &*accepted_row()]), notes(2, 0));
}

#[test]
fn lists_printed_requests_of_clients_that_are_gone() {
    let folder = tempfile::tempdir().unwrap();
    let mut emulator = emulate_in(folder, &["--json"], Some(Stdio::piped()));
    let mut stdout = BufReader::new(emulator.child.stdout.take().unwrap());
    skip_announcement(&mut stdout);
    let mut client = emulator.connect();
    client.say(&Request::longer_than_a_pipe().bytes());
    assert!(!stdout.fill_buf().unwrap().is_empty());
    drop(client);
    // The emulator has surely noticed when it has answered another one.
    emulator.events();
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    emulator.accepts_a_valid_request();
    let events = emulator.events().json();
    assert_eq!(events[0], json_lines(&line)[0]);
}
