//! Clients that misbehave: the next one is answered all the same.

use std::time::Duration;

use super::super::running::Running;
use super::{COMMANDS, Command};

/// Less than the commands wait for a head.
const PATIENCE: Duration = Duration::from_secs(9);

/// Asserts that a server still works, and that it saw nothing before.
#[track_caller]
fn still_works(command: &Command, server: Running) {
    command.accepts(&server.connect().impatient(PATIENCE).ask(&(command.request)(0)));
    command.ends_after(server, 1);
}

#[test]
fn rejects_broken_http_without_reporting_a_request() {
    for command in COMMANDS {
        let server = command.start(&["--count", "1", "--record", "r"]);
        let post = format!("POST {} HTTP/1.1\r\n", command.path);
        for (start, rest) in [
            ("", &b"hello there\r\n\r\n"[..]),
            ("", b"GET\r\n\r\n"),
            ("", b"POST\r\n\r\n"),
            ("", b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\r\n\r\n"),
            (&post, b"no colon\r\n\r\n"),
            (&post, b"content-length: many\r\n\r\n"),
            (&post, b"content-length: 1\r\ncontent-length: 2\r\n\r\n"),
            (&post, b"content-length: -1\r\n\r\n"),
            ("POST / ", b"HTTP/9.9\r\n\r\n"),
            ("POST /", b"\x1b HTTP/1.1\r\n\r\n"),
        ] {
            let mut connection = server.connect();
            connection.say(&[start.as_bytes(), rest].concat());
            assert_eq!(connection.answer().status, 400, "{start}{}", rest.escape_ascii());
            connection.ends();
        }
        still_works(&command, server);
    }
}

#[test]
fn rejects_an_endless_head() {
    for command in COMMANDS {
        let server = command.start(&["--count", "1"]);
        let mut connection = server.connect();
        connection.say(format!("POST {} HTTP/1.1\r\nx-long: ", command.path).as_bytes());
        connection.say(&vec![b'x'; 4 * 1024 * 1024]);
        drop(connection);
        still_works(&command, server);
    }
}

#[test]
fn rejects_a_head_before_it_ends() {
    for command in COMMANDS {
        let server = command.start(&[]);
        let mut connection = server.connect();
        connection.say(b"POST / HTTP/1.1\r\nhost: x\r\nx-long: ");
        connection.say(&vec![b'x'; 40 * 1024]);
        assert_eq!(connection.answer().status, 431);
    }
}

#[test]
fn rejects_too_many_headers() {
    for command in COMMANDS {
        let server = command.start(&["--count", "1"]);
        let request = (0..150)
            .fold((command.request)(0), |request, number| request.and(&format!("x-{number}"), "x"));
        assert_eq!(server.answer(&request).status, 431);
        still_works(&command, server);
    }
}

#[test]
fn silent_clients_do_not_block_others() {
    for command in COMMANDS {
        let server = command.start(&["--count", "1"]);
        let mut slow = [server.connect(), server.connect(), server.connect()];
        let bytes = (command.request)(1).bytes();
        slow[1].say(&bytes[..20]);
        slow[2].say(&bytes[..bytes.len() - 1]);
        still_works(&command, server);
    }
}

#[test]
fn accepts_a_request_that_arrives_byte_by_byte() {
    for command in COMMANDS {
        let server = command.start(&["--count", "1"]);
        let mut slow = server.connect();
        for byte in (command.request)(0).bytes() {
            slow.say(&[byte]);
        }
        command.accepts(&slow.answer());
        command.ends_after(server, 1);
    }
}

#[test]
fn answers_expect_100_continue() {
    for command in COMMANDS {
        let server = command.start(&["--count", "1"]);
        let mut connection = server.connect();
        let bytes = (command.request)(0).with("expect", "100-continue").bytes();
        let end_of_head = bytes.windows(4).position(|item| item == b"\r\n\r\n").unwrap() + 4;
        connection.say(&bytes[..end_of_head]);
        assert_eq!(connection.answer().status, 100);
        connection.say(&bytes[end_of_head..]);
        command.accepts(&connection.answer());
        command.ends_after(server, 1);
    }
}
