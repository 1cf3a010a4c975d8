//! From `generate` through `replay` into a recording, and from there into another one.

use super::super::running::json_lines;
use super::super::server::{Reply, Server};
use super::super::support::with_secret;
use super::{signature_of, verifying};

/// Replays these lines into a listener that records, and returns the recording.
fn recorded(lines: &[u8], count: &str) -> Vec<u8> {
    let listener = verifying(&["--record", "r", "--count", count, "--expect-valid"]);
    with_secret(["replay", "-", "--to", &listener.address, "-q"]).stdin(lines).ends(0);
    listener.gives(0, "...\n", "...\n").read_text("r").into_bytes()
}

#[test]
fn bodies_and_signatures_survive_listen_and_replay() {
    let events = with_secret(["generate", "all"]).ends(0);
    let count = events.text().lines().count().to_string();
    let first = recorded(&events.stdout, &count);
    let second = recorded(&first, &count);
    let requests = |recording: &[u8]| {
        let records = json_lines(std::str::from_utf8(recording).unwrap());
        assert!(records.iter().all(|record| record["verified"] == true));
        let signature = |record: &serde_json::Value| {
            let headers = record["headers"].as_array().unwrap();
            headers.iter().find(|header| header[0] == "x-vercel-signature").unwrap()[1].clone()
        };
        let requests = records.iter().map(|record| (record["body"].clone(), signature(record)));
        requests.collect::<Vec<_>>()
    };
    let bodies: Vec<String> =
        requests(&first).iter().map(|(body, _)| format!("{}\n", body.as_str().unwrap())).collect();
    assert_eq!(bodies.concat(), events.text());
    assert_eq!(requests(&first), requests(&second));
}

#[test]
fn header_values_survive_listen_and_replay_to_the_byte() {
    let listener = verifying(&["--record", "r", "--count", "1"]);
    let signature = signature_of(b"{}");
    let mut connection = listener.connect();
    connection.say(format!("POST / HTTP/1.1\r\nx-vercel-signature: {signature}\r\n").as_bytes());
    connection.say(b"host: a\r\nx-latin1: caf\xe9\r\nx-utf8: caf\xc3\xa9\r\n");
    connection.say(b"content-length: 2\r\n\r\n{}");
    assert_eq!(connection.answer().status, 200);
    let first = listener.gives(0, "...\n", "...\n").read_text("r");
    let second = String::from_utf8(recorded(first.as_bytes(), "1")).unwrap();
    for recording in [first, second] {
        for header in ["[\"x-latin1\",\"caf\u{e9}\"]", "[\"x-utf8\",\"caf\u{c3}\u{a9}\"]"] {
            assert!(recording.contains(header), "{recording}");
        }
    }
}

#[test]
fn a_rejected_forgery_is_no_failure_of_forwarding() {
    let server = Server::always(Reply::status(403));
    let to = server.at("");
    let listener = verifying(&["--forward-to", &to, "--count", "1", "--record", "r"]);
    let forged =
        ["send", "flag.created", "--to", &listener.address, "--tamper", "wrong-body", "-q"];
    with_secret(forged).ends(1);
    let done = listener.gives(0, "...\n", "...\n");
    assert!(done.stderr.contains("1 received, 0 verified, 1 invalid\n"), "{}", done.stderr);
    assert!(!done.stderr.contains("forwarding failed"), "{}", done.stderr);
}
