//! What clients that stop halfway cost.

use std::fs;
use std::thread;

use super::super::client::{Connection, Request};
use super::super::running::Running;
use super::super::server::{Reply, Server};
use super::super::support::vercel_hooks;
use super::COMMANDS;

/// The most memory that a command has taken, in KiB.
fn peak(server: &Running) -> usize {
    let status = fs::read_to_string(format!("/proc/{}/status", server.child.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    peak.trim().strip_suffix(" kB").unwrap().parse().unwrap()
}

#[test]
fn unfinished_heads_take_little_memory() {
    for command in COMMANDS {
        let server = command.start(&[]);
        let before = peak(&server);
        let mut clients: Vec<Connection> = (0..300).map(|_| server.connect()).collect();
        for client in &mut clients {
            client.say(b"POST / HTTP/1.1\r\nhost: x\r\nx-long: ");
            client.say(&vec![b'x'; 30 * 1024]);
        }
        // All have been read when a later one is answered.
        assert_eq!(server.answer(&Request::bare("GET", "/")).status, 200);
        let each = (peak(&server) - before) / clients.len();
        assert!(each < 64, "{each} KiB");
    }
}

#[test]
fn unread_lists_of_events_take_no_memory() {
    let emulator = vercel_hooks(["emulate", "--port", "0"]).listens();
    let mut connection = emulator.connect();
    let path = "/v1/installations/icfg_1/events";
    let event = format!(r#"{{"event":{{"type":"{}"}}}}"#, "x".repeat(60_000));
    for _ in 0..100 {
        assert_eq!(connection.ask(&Request::bare("POST", path).body(&*event)).status, 401);
    }
    let before = peak(&emulator);
    let mut clients: Vec<Connection> = (0..50).map(|_| emulator.connect()).collect();
    for client in &mut clients {
        client.say(&Request::bare("GET", "/_emulate/events").bytes());
    }
    let events = clients[0].answer().body;
    assert!(events.len() > 6_000_000 && serde_json::from_str::<serde_json::Value>(&events).is_ok());
    let more = peak(&emulator) - before;
    assert!(more < 16 * 1024, "{more} KiB");
}

#[test]
fn few_long_responses_are_held_at_once() {
    let server = Server::answering(|_, request| match &*request.target {
        "/short" => Reply::with_body(200, "short"),
        _ => Reply::with_body(200, vec![b'x'; 9_000_000]),
    });
    let listener =
        vercel_hooks(["listen", "--port", "0", "--forward-to", &server.at(""), "--json"]).listens();
    let long = Request::bare("POST", "/long");
    let mut clients: Vec<Connection> = (0..20).map(|_| listener.connect()).collect();
    for client in &mut clients {
        client.say(&long.bytes());
    }
    server.wait_for(clients.len());
    let short = listener.answer(&Request::bare("POST", "/short"));
    assert_eq!((short.status, &*short.body), (200, "short"));
    // Once some are read, further ones follow.
    thread::scope(|scope| {
        for mut client in clients {
            scope.spawn(move || {
                let answer = client.answer();
                assert_eq!((answer.status, answer.body.len()), (200, 9_000_000));
            });
        }
    });
    let peak = peak(&listener);
    assert!(peak < 160 * 1024, "{peak} KiB");
}
