//! A disk without any space left: what was not recorded is not acknowledged.

use std::fs;
use std::io::Read;
use std::process::Stdio;

use super::super::running::{Running, json_lines};
use super::super::support::with_small_files;
use super::{SIGNATURE, delivery, event, takes};

/// `listen` with a record that may not grow beyond 4 KiB at most, which stands for a full disk.
fn listen_on_a_full_disk(args: &[&str]) -> Running {
    // A file as standard output would be full as well.
    let run = with_small_files(4, ["listen", "--port", "0", "--record", "r"]);
    run.args(args).stdout(Stdio::piped()).listens()
}

#[test]
fn does_not_acknowledge_what_cannot_be_recorded() {
    let mut listener = listen_on_a_full_disk(&["--count", "2"]);
    takes(&listener, "a");
    for _ in 0..2 {
        let answer = listener.answer(&delivery(vec![b'x'; 5000], SIGNATURE));
        assert_eq!(answer.status, 503);
        assert!(answer.body.starts_with("not recorded: "), "{}", answer.body);
        // Nothing is left of it, and what came before stays.
        let record = fs::read_to_string(listener.path("r")).unwrap();
        assert_eq!(json_lines(&record).len(), 1, "{record}");
        assert!(record.ends_with('\n'), "{record}");
    }
    takes(&listener, "b");
    let mut stdout = String::new();
    listener.child.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
    let ended = listener.gives(
        2,
        "",
        "warning: [..]
listen: listening at [..]
error: cannot write r: File too large[..]
error: cannot write r: File too large[..]
listen: 2 received, 0 verified
",
    );
    let records = json_lines(&ended.read_text("r"));
    let ids: Vec<_> = records.iter().map(|record| record["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["a", "b"]);
    assert_eq!(stdout.lines().count(), 5, "{stdout}");
}

#[test]
fn records_whole_lines_or_nothing_on_a_full_disk() {
    let listener = listen_on_a_full_disk(&["--json"]);
    let mut connection = listener.connect();
    let mut acknowledged = Vec::new();
    for number in 0..30 {
        let id = number.to_string();
        match connection.ask(&event(&id)).status {
            200 => acknowledged.push(id),
            status => assert_eq!(status, 503),
        }
    }
    assert!((1..30).contains(&acknowledged.len()), "{acknowledged:?}");
    let record = fs::read_to_string(listener.path("r")).unwrap();
    assert!(record.ends_with('\n'), "{record}");
    let records = json_lines(&record);
    let ids: Vec<_> = records.iter().map(|record| record["id"].as_str().unwrap()).collect();
    assert_eq!(ids, acknowledged);
}

#[test]
fn shows_status_503_when_recording_failed() {
    let mut listener = listen_on_a_full_disk(&["--json"]);
    let answer = listener.answer(&delivery(vec![b'x'; 5000], SIGNATURE));
    assert_eq!(answer.status, 503);
    listener.interrupt();
    let mut stdout = String::new();
    listener.child.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
    assert_eq!(json_lines(&stdout)[1]["status"], 503);
}
