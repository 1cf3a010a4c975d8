//! What clients that stop halfway and large recordings cost.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::thread;

use serde_json::json;

use super::super::client::{Connection, Request};
use super::super::server::{Reply, Server};
use super::super::support::vercel_hooks;
use super::COMMANDS;

/// The most memory that a command has taken, in KiB.
fn peak(child: &Child) -> usize {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    peak.trim().strip_suffix(" kB").unwrap().parse().unwrap()
}

#[test]
fn unfinished_heads_take_little_memory() {
    for command in COMMANDS {
        let server = command.start(&[]);
        let before = peak(&server.child);
        let mut clients: Vec<Connection> = (0..300).map(|_| server.connect()).collect();
        for client in &mut clients {
            client.say(b"POST / HTTP/1.1\r\nhost: x\r\nx-long: ");
            client.say(&vec![b'x'; 30 * 1024]);
        }
        // All have been read when a later one is answered.
        assert_eq!(server.answer(&Request::bare("GET", "/")).status, 200);
        let each = (peak(&server.child) - before) / clients.len();
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
    let before = peak(&emulator.child);
    let mut clients: Vec<Connection> = (0..50).map(|_| emulator.connect()).collect();
    for client in &mut clients {
        client.say(&Request::bare("GET", "/_emulate/events").bytes());
    }
    let events = clients[0].answer().body;
    assert!(events.len() > 6_000_000 && serde_json::from_str::<serde_json::Value>(&events).is_ok());
    let more = peak(&emulator.child) - before;
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
    let peak = peak(&listener.child);
    assert!(peak < 160 * 1024, "{peak} KiB");
}

#[test]
fn large_bodies_are_recorded_one_at_a_time() {
    let listener = vercel_hooks(["listen", "--port", "0", "--record", "r"]).listens();
    // As JSON, these bytes are six times as long.
    let mut request = Request::bare("POST", "/").body(vec![1; 4_000_000]).bytes();
    let last = request.pop().unwrap();
    let mut clients: Vec<Connection> = (0..8).map(|_| listener.connect()).collect();
    for client in &mut clients {
        client.say(&request);
    }
    for client in &mut clients {
        client.say(&[last]);
    }
    for client in &mut clients {
        assert_eq!(client.answer().status, 200);
    }
    let peak = peak(&listener.child);
    assert!(peak < 96 * 1024, "{peak} KiB");
}

#[test]
fn large_recordings_take_little_memory() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let mut recording = File::create(folder.path().join("recording")).unwrap();
    for number in 0..4000 {
        let cookie = format!("{number:0>2000}");
        let headers = [["x-vercel-signature", "ab"], ["cookie", &cookie]];
        let body = "x".repeat(10_000);
        writeln!(recording, "{}", json!({ "headers": headers, "body": body })).unwrap();
    }
    // The first answer that does not come, or the first row that nobody reads, leaves it running
    // with all that it holds.
    let server = Server::always(Reply::Stall(Vec::new()));
    let to = server.at("");
    for args in [&["replay", "recording", "--to", &to][..], &["verify", "--request", "recording"]] {
        let run = vercel_hooks(args.iter().copied()).in_folder(&folder).stdout(Stdio::piped());
        let mut running = run.starts();
        if args[0] == "replay" {
            server.wait_for(1);
        } else {
            let mut row = String::new();
            BufReader::new(running.child.stdout.as_mut().unwrap()).read_line(&mut row).unwrap();
        }
        let peak = peak(&running.child);
        assert!(peak < 32 * 1024, "{args:?}: {peak} KiB");
    }
}
