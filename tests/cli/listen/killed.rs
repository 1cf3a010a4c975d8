//! The end without any warning: what was acknowledged is on the disk.

use std::collections::HashSet;
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::super::client::Connection;
use super::super::running::Running;
use super::{event, folder_with, listen_in};

const CLIENTS: usize = 4;
const ROUNDS: usize = 6;

/// Posts events over one connection until the listener is gone, and returns the ids of those that
/// were acknowledged.
fn post(address: &str, prefix: &str) -> Vec<String> {
    let mut connection = Connection::to(address);
    let mut acknowledged = Vec::new();
    for number in 0.. {
        let id = format!("{prefix}-{number}");
        match connection.try_ask(&event(&id)) {
            Ok(answer) if answer.status == 200 => acknowledged.push(id),
            Ok(answer) => panic!("{answer:?}"),
            Err(_) => break,
        }
    }
    acknowledged
}

/// Kills the listener amid the work that clients give it, and returns what it acknowledged.
fn killed_at_work(mut listener: Running, round: usize) -> Vec<String> {
    let millis = 20 + RandomState::new().hash_one(round) % 150;
    thread::scope(|scope| {
        let address = &listener.address;
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| scope.spawn(move || post(address, &format!("{round}-{client}"))))
            .collect();
        thread::sleep(Duration::from_millis(millis));
        listener.child.kill().unwrap();
        clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
    })
}

#[test]
fn everything_acknowledged_is_recorded_whenever_it_is_killed() {
    let folder = folder_with(&[]);
    let mut acknowledged = Vec::new();
    for round in 0..ROUNDS {
        let listener = listen_in(&folder, &["--record", "r"]);
        acknowledged.extend(killed_at_work(listener, round));
        let bytes = fs::read(folder.path().join("r")).unwrap();
        let end = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        // All lines are whole but the last, which may be torn.
        let recorded: HashSet<String> = std::str::from_utf8(&bytes[..end])
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .map(|record| record["id"].as_str().unwrap().to_owned())
            .collect();
        let lost: Vec<_> = acknowledged.iter().filter(|id| !recorded.contains(*id)).collect();
        assert!(lost.is_empty(), "{lost:?}");
        let repaired = listen_in(&folder, &["--record", "r"]);
        let length = usize::try_from(fs::metadata(repaired.path("r")).unwrap().len()).unwrap();
        // Only the end of its line may be missing.
        assert!([end, bytes.len() + 1].contains(&length), "{end}, {} and {length}", bytes.len());
    }
    assert!(acknowledged.len() > ROUNDS, "{}", acknowledged.len());
}
