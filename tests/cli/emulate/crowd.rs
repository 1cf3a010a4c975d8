//! Concurrent clients.

use std::thread;

use super::client::{Connection, Request};
use super::{emulate, json_lines, notes};

/// Sends this many valid requests at once, over a connection each.
#[track_caller]
fn ask_at_once(address: &str, count: usize) {
    thread::scope(|scope| {
        for _ in 0..count {
            scope.spawn(|| Connection::to(address).ask_only(&Request::valid()).is_created());
        }
    });
}

#[test]
fn numbers_the_requests_of_fifty_clients() {
    let emulator = emulate(&["--count", "50", "--json", "--record", "r"]);
    ask_at_once(&emulator.address, 50);
    let ended = emulator.gives(0, "...\n", notes(50, 0));
    let mut numbers: Vec<_> =
        ended.json_lines().iter().map(|line| line["number"].as_u64().unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=50).collect::<Vec<u64>>());
    assert_eq!(ended.read_text("r"), ended.text());
}

#[test]
fn responds_to_more_clients_than_can_wait() {
    let emulator = emulate(&["--json", "--count", "101"]);
    ask_at_once(&emulator.address, 100);
    let mut events = emulator.events().json().as_array().unwrap().clone();
    events.sort_by_key(|event| event["number"].as_u64());
    assert_eq!(events, json_lines(&emulator.printed()));
    emulator.accepts_a_valid_request();
    assert_eq!(emulator.gives(0, "...\n", notes(101, 0)).json_lines().len(), 101);
}

#[test]
fn lists_concurrent_requests_in_the_order_of_the_output() {
    let emulator = emulate(&["--json"]);
    for _ in 0..10 {
        ask_at_once(&emulator.address, 50);
    }
    let events = emulator.events().json();
    assert!(*events.as_array().unwrap() == json_lines(&emulator.printed()));
}

#[test]
fn fails_as_many_requests_as_asked_for() {
    let emulator = emulate(&["--count", "20", "--fail", "500:10", "--fail", "429:10", "--json"]);
    thread::scope(|scope| {
        for _ in 0..40 {
            scope.spawn(|| Connection::to(&emulator.address).ask_only(&Request::valid()));
        }
    });
    let lines = emulator.gives(0, "...\n", notes(20, 20)).json_lines();
    let count = |status: u16| lines.iter().filter(|line| line["status"] == status).count();
    assert_eq!([500, 429, 201].map(count), [10, 10, 20]);
}
