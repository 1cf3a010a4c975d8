//! Clients that misbehave: the next one is answered all the same.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;
use std::time::Duration;

use super::super::client::Connection;
use super::super::running::skip_announcement;
use super::super::server::{Reply, Server};
use super::{
    SIGNATURE, event, listen, listen_with_stdout, notes, plain_row, received, row, table, takes,
};

/// Less than the listener waits for a head.
const PATIENCE: Duration = Duration::from_secs(9);

#[test]
fn rejects_broken_chunks() {
    let listener = listen(&["--count", "1", "--record", "r"]);
    let mut connection = listener.connect();
    connection.say(b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nnonsense\r\n");
    assert_eq!(connection.answer().status, 400);
    takes(&listener, "a");
    let note = "POST /: 400, the body is incomplete\n";
    let summary = "1 received, 0 verified, 1 rejected";
    let ended = listener.gives(0, table([&*plain_row("a")]), notes(note, summary));
    assert_eq!(ended.read_text("r").lines().count(), 1);
}

#[test]
fn records_large_headers_whole() {
    let listener = listen(&["--count", "1", "--json", "--record", "r"]);
    let large = "x".repeat(30_000);
    assert_eq!(listener.answer(&event("a").with("x-large", &large)).status, 200);
    let ended = listener.gives(0, "...\n", notes("", &received(1)));
    assert!(ended.read_text("r").contains(&format!(r#"["x-large","{large}"]"#)));
}

/// Asserts that an event is taken soon while these connections wait with half a body.
#[track_caller]
fn others_are_served(args: &[&str], head: &str, count: usize) {
    let listener = listen(args);
    let mut slow: Vec<Connection> = (0..count).map(|_| listener.connect()).collect();
    for connection in &mut slow {
        connection.say(format!("POST / HTTP/1.1\r\nhost: x\r\n{head}\r\n\r\n").as_bytes());
    }
    // They have surely been seen when others have been answered.
    for id in ["a", "b"] {
        let answer = listener.connect().impatient(PATIENCE).try_ask(&event(id));
        assert_eq!(answer.unwrap().status, 200);
    }
}

#[test]
fn slow_bodies_do_not_block_others() {
    others_are_served(&[], "transfer-encoding: chunked", 10);
    others_are_served(&[], "content-length: 1000000", 100);
}

#[test]
fn a_few_slow_bodies_of_unknown_length_do_not_block_others() {
    others_are_served(&[], "transfer-encoding: chunked", 30);
}

#[test]
fn one_slow_and_very_large_body_does_not_block_others() {
    others_are_served(&["--max-body", "1000000000"], "transfer-encoding: chunked", 1);
}

#[test]
fn accepts_small_webhooks_while_unfinished_large_ones_hold_all_memory() {
    let half_of_the_memory = 128 * 1024 * 1024;
    let listener = listen(&["--count", "2", "--max-body", &half_of_the_memory.to_string()]);
    let _held = [(); 3].map(|()| {
        let mut client = listener.connect().impatient(PATIENCE);
        let head = "POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\n";
        client.say(format!("{head}content-length: {half_of_the_memory}\r\n\r\n").as_bytes());
        // Its body is about to be read.
        assert_eq!(client.answer().status, 100);
        client.say(&vec![b' '; 100_000]);
        client
    });
    let small = [&event("a"), &event("b").body(vec![b' '; 64 * 1024])];
    for request in small {
        assert_eq!(listener.connect().impatient(PATIENCE).ask(request).status, 200);
    }
}

#[test]
fn forwards_small_bodies_of_unknown_length_concurrently() {
    let server = Server::always(Reply::silence());
    let listener = listen(&["--forward-to", &server.at("")]);
    let mut clients: Vec<Connection> = (0..30).map(|_| listener.connect()).collect();
    for client in &mut clients {
        client.say(b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n");
        client.say(b"2\r\n{}\r\n0\r\n\r\n");
    }
    // None of them is answered: they are all under way at once.
    server.wait_for(30);
}

#[test]
fn goes_on_after_clients_disconnect_amid_their_requests() {
    let listener = listen(&["--count", "1", "--record", "r"]);
    let bytes = event("b").bytes();
    for length in [1, 20, bytes.len() - 10] {
        listener.connect().say(&bytes[..length]);
    }
    takes(&listener, "a");
    // Half a body may or may not be told of before the end.
    let ended = listener.gives(0, table([&*plain_row("a")]), "...\nlisten: 1 received, [..]\n");
    assert_eq!(ended.read_text("r").lines().count(), 1);
}

#[test]
fn reports_a_client_that_disconnects_amid_its_body() {
    let mut listener = listen(&["--count", "1"]);
    let bytes = event("b").bytes();
    listener.connect().say(&bytes[..bytes.len() - 10]);
    listener.wait_until_it_says("is incomplete");
    takes(&listener, "a");
    let summary = "1 received, 0 verified, 1 rejected";
    let note = "POST /: 400, the body is incomplete\n";
    listener.gives(0, table([&*plain_row("a")]), notes(note, summary));
}

#[test]
fn accepts_pipelined_requests() {
    let listener = listen(&["--count", "3"]);
    let mut connection = listener.connect();
    let bytes = ["a", "b", "c"].map(|id| event(id).bytes()).concat();
    connection.say(&bytes);
    for _ in 0..3 {
        assert_eq!(connection.answer().status, 200);
    }
    let rows = ["a", "b", "c"].map(plain_row);
    listener.gives(0, table(rows.iter().map(|row| &**row)), notes("", &received(3)));
}

#[test]
fn serves_more_clients_than_connections_at_once() {
    let listener = listen(&["--count", "2"]);
    let mut held: Vec<Connection> = (0..500).map(|_| listener.connect()).collect();
    assert_eq!(held[0].ask(&event("a")).status, 200);
    let mut last = listener.connect().impatient(PATIENCE);
    last.say(&event("b").bytes());
    held.truncate(50);
    assert_eq!(last.answer().status, 200);
    let rows = ["a", "b"].map(plain_row);
    listener.gives(0, table(rows.iter().map(|row| &**row)), notes("", &received(2)));
}

#[test]
fn a_slow_reader_of_the_output_gets_everything() {
    let mut listener = listen_with_stdout(&["--json", "--count", "40"], Stdio::piped());
    let mut stdout = BufReader::new(listener.child.stdout.take().unwrap());
    skip_announcement(&mut stdout);
    let mut connection = listener.connect();
    for id in 0..40 {
        let body = format!(r#"{{"id":"{id}","x":"{}"}}"#, "x".repeat(10_000));
        // Answers do not wait for whoever reads.
        assert_eq!(connection.ask(&event("").body(body)).status, 200);
    }
    let mut printed = String::new();
    stdout.read_line(&mut printed).unwrap();
    stdout.read_to_string(&mut printed).unwrap();
    assert_eq!(super::super::running::json_lines(&printed).len(), 40);
    listener.gives(0, "", notes("", &received(40)));
}

#[test]
fn accepts_a_request_without_a_host() {
    let listener = listen(&["--count", "1"]);
    let mut connection = listener.connect();
    let head = format!("POST / HTTP/1.0\r\nx-vercel-signature: {SIGNATURE}\r\n");
    connection.say(format!("{head}content-length: 2\r\n\r\n{{}}").as_bytes());
    assert_eq!(connection.answer().status, 200);
    connection.ends();
    let row = row("-", "-", "unchecked", "200 OK");
    listener.gives(0, table([&*row]), notes("", &received(1)));
}
