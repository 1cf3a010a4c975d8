//! `replay`: deliver recorded events again.

mod captures;
mod events;
mod filters;
mod headers;
mod outcomes;
mod paths;
mod preview;
mod secrecy;
#[cfg(unix)]
mod signals;
mod speed;
mod usage;
mod wire;

use serde_json::{Value, json};

use super::server::{Received, Server};
use super::support::with_secret;

/// A signature that is nobody's.
const SIGNATURE: &str = "0123456789abcdef0123456789abcdef01234567";

/// A recorded request with a body that is text.
fn record(body: &str) -> Value {
    json!({
        "number": 1,
        "time": "2026-01-31T12:00:00.000Z",
        "method": "POST",
        "path": "/recorded?a=b",
        "headers": [["content-type", "application/json"], ["x-vercel-signature", SIGNATURE]],
        "body": body,
        "verified": true,
        "status": 200,
        "timeMs": 1.5,
    })
}

/// The same with other fields.
fn record_with(body: &str, fields: &Value) -> Value {
    let mut record = record(body);
    for (name, value) in fields.as_object().unwrap() {
        record[name] = value.clone();
    }
    record
}

/// The text of a recording.
fn lines(records: &[Value]) -> String {
    let lines: Vec<String> = records.iter().map(|record| format!("{record}\n")).collect();
    lines.concat()
}

/// The body of an event of this id.
fn event(id: &str) -> String {
    json!({ "type": format!("type.{id}"), "id": id }).to_string()
}

/// Replays a recording with these flags, and returns what arrived.
#[track_caller]
fn arrives(recording: &str, args: &[&str]) -> Vec<Received> {
    let server = Server::willing();
    let to = server.at("");
    let fixed = ["replay", "recording", "--to", &to, "-q"];
    with_secret(fixed.into_iter().chain(args.iter().copied())).file("recording", recording).ends(0);
    server.received()
}

/// Asserts that the signature of a request is that of its body.
#[track_caller]
fn assert_signed(request: &Received) {
    let signed = with_secret(["sign", "--quiet"]).stdin(request.body.as_slice()).ends(0);
    assert_eq!(request.header("x-vercel-signature"), Some(signed.text().trim_end()));
}
