//! Misbehaving clients do not affect others.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use super::super::running::skip_announcement;
use super::client::Request;
use super::{accepted_row, emulate, emulate_with_stdout, json_lines, notes, table};

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
    let mut emulator = emulate_with_stdout(&["--json"], Stdio::piped());
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
