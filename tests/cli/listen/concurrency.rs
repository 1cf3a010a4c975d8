//! Many clients at once.

use std::thread;

use super::super::running::Running;
use super::super::server::Server;
use super::{listen, notes, received, takes};

/// Sends this many events at once, over a connection each.
fn send_at_once(listener: &Running, count: usize) {
    thread::scope(|scope| {
        for number in 0..count {
            scope.spawn(move || takes(listener, &number.to_string()));
        }
    });
}

/// Asserts that fifty at once are all there, once each.
#[track_caller]
fn fifty_are_numbered(args: &[&str]) {
    let fixed = ["--count", "50", "--json", "--record", "r"];
    let listener = listen(&[&fixed[..], args].concat());
    send_at_once(&listener, 50);
    let ended = listener.gives(0, "...\n", notes("", &received(50)));
    let lines = ended.json_lines();
    let sorted = |values: Vec<u64>| {
        let mut values = values;
        values.sort_unstable();
        values
    };
    let numbers = sorted(lines.iter().map(|line| line["number"].as_u64().unwrap()).collect());
    assert_eq!(numbers, (1..=50).collect::<Vec<_>>());
    let ids = lines.iter().map(|line| line["id"].as_str().unwrap().parse().unwrap());
    assert_eq!(sorted(ids.collect()), (0..50).collect::<Vec<_>>());
    let record = ended.read_text("r");
    let in_any_order = |text: &str| {
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(in_any_order(&record), in_any_order(ended.text()));
}

#[test]
fn answers_and_numbers_fifty_clients() {
    fifty_are_numbered(&[]);
    fifty_are_numbered(&["--delay", "10ms"]);
}

#[test]
fn forwards_fifty_clients() {
    let server = Server::willing();
    fifty_are_numbered(&["--forward-to", &server.at("")]);
    assert_eq!(server.received().len(), 50);
}

#[test]
fn records_requests_over_kept_connections_once() {
    let listener = listen(&["--count", "200", "--record", "r"]);
    thread::scope(|scope| {
        for client in 0..8 {
            let mut connection = listener.connect();
            scope.spawn(move || {
                for number in 0..25 {
                    let answer = connection.ask(&super::event(&format!("{client}-{number}")));
                    assert_eq!(answer.status, 200);
                }
            });
        }
    });
    let ended = listener.gives(0, "...\n", notes("", &received(200)));
    assert_eq!(ended.read_text("r").lines().count(), 200);
}
