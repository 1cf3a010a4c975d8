//! `check`: what is sent to an endpoint, and what its answers mean.

mod demo;
mod flaws;
mod judgement;
mod list;
mod misbehaving;
mod reaching_out;
mod receiver;
mod reports;
mod reproduction;
mod selection;
#[cfg(unix)]
mod signals;
mod wire;

use serde_json::Value;
use vercel_hooks::signature::SigningKey;

use super::server::{Received, Reply, Server};
use super::support::{Done, Run, SECRET, vercel_hooks, with_secret};

/// The message about the secret of [`with_secret`].
const SECRET_NOTE: &str = "secret: from $VERCEL_WEBHOOK_SECRET, fingerprint [..]\n";

/// The message about a control that nobody asked for.
const CONTROL_NOTE: &str = "genuine.valid is sent too: without it, a rejection proves nothing\n";

/// Cases that need no more than a right answer to each request, of every suite.
const FEW: &str = "genuine.valid,forged.missing,robustness.array";

/// A check of this endpoint.
fn check(endpoint: &str, args: &[&str]) -> Run {
    with_secret(["check", endpoint].into_iter().chain(args.iter().copied()))
}

/// What a check prints with `--json`, and its exit code.
#[track_caller]
fn report(endpoint: &str, args: &[&str], code: i32) -> Value {
    let done = check(endpoint, &[args, &["--json", "-q"]].concat()).ends(code);
    assert_eq!(done.stderr, "");
    value(&done)
}

/// The one value that a run printed.
#[track_caller]
fn value(done: &Done) -> Value {
    serde_json::from_slice(&done.stdout).unwrap()
}

/// One case of a report.
#[track_caller]
fn case<'v>(report: &'v Value, id: &str) -> &'v Value {
    report["cases"].as_array().unwrap().iter().find(|case| case["id"] == id).unwrap()
}

/// The names and outcomes of all cases of a report.
fn outcomes(report: &Value) -> Vec<(&str, &str)> {
    let cases = report["cases"].as_array().unwrap().iter();
    cases.map(|case| (case["id"].as_str().unwrap(), case["outcome"].as_str().unwrap())).collect()
}

/// The signature that Vercel would send with this body.
fn signature(body: &[u8]) -> String {
    SigningKey::new(SECRET.as_bytes()).sign(body).to_string()
}

/// Whether there is one signature, and the right one.
fn is_genuine(received: &Received) -> bool {
    received.signature() == Some(&*signature(&received.body))
}

/// Whether it is the control, or an event that differs from it in nothing but its content.
fn is_control(received: &Received) -> bool {
    is_genuine(received)
        && received.method == "POST"
        && received.header("transfer-encoding").is_none()
        && received.header("content-type") == Some("application/json")
        && received.body.starts_with(b"{\"type\":\"deployment.ready\",")
        && !received.body.ends_with(b"]}")
        && serde_json::from_slice::<Value>(&received.body)
            .is_ok_and(|event| event.get("vercelHooksUnknown").is_none())
}

/// A receiver that answers 200 to what is rightly signed, and this to all else.
fn receiver(refusal: u16) -> Server {
    Server::answering(move |_, received| {
        Reply::status(if is_genuine(received) { 200 } else { refusal })
    })
}
