//! `listen`, with well-behaved and hostile clients.

mod abuse;
mod concurrency;
mod ending;
mod forwarding;
#[cfg(target_os = "linux")]
mod full_disk;
mod killed;
mod output;
mod record;
mod responses;
mod round_trip;
mod secrecy;
#[cfg(unix)]
mod signals;
mod signatures;
mod usage;

use std::process::Stdio;
use std::sync::Arc;

use tempfile::TempDir;

use super::client::Request;
use super::running::Running;
use super::support::{Run, SECRET, vercel_hooks, with_secret};

/// What it says where it has no secret.
pub const NO_SECRET: &str = "warning: no secret: signatures are not checked (--secret-file PATH)\n";

/// What it says about the secret of [`verifying`].
const SECRET_NOTE: &str = "secret: from $VERCEL_WEBHOOK_SECRET, fingerprint 964b6afe\n";

/// The signature of most requests. It could be one, and is not.
const SIGNATURE: &str = "0123456789012345678901234567890123456789";

/// `listen` with these arguments at a free port and without a secret, as soon as it listens.
fn listen(args: &[&str]) -> Running {
    command(args).listens()
}

/// The same in this folder.
fn listen_in(folder: &Arc<TempDir>, args: &[&str]) -> Running {
    command(args).in_folder(folder).listens()
}

/// The same with a secret.
fn verifying(args: &[&str]) -> Running {
    command(args).env("VERCEL_WEBHOOK_SECRET", SECRET).listens()
}

/// The same as [`listen`], with its standard output in the hands of the test.
fn listen_with_stdout(args: &[&str], stdout: Stdio) -> Running {
    command(args).stdout(stdout).listens()
}

fn command(args: &[&str]) -> Run {
    vercel_hooks(["listen", "--port", "0"]).args(args)
}

/// A folder with these files.
fn folder_with(files: &[(&str, &str)]) -> Arc<TempDir> {
    let folder = tempfile::tempdir().unwrap();
    for (name, contents) in files {
        std::fs::write(folder.path().join(name), contents).unwrap();
    }
    Arc::new(folder)
}

/// A delivery of these bytes with a signature.
fn delivery(body: impl Into<Vec<u8>>, signature: &str) -> Request {
    Request::bare("POST", "/")
        .with("content-type", "application/json")
        .with("x-vercel-signature", signature)
        .body(body)
}

/// A delivery of an event.
pub fn event(id: &str) -> Request {
    delivery(body(id), SIGNATURE)
}

/// The body of [`event`].
fn body(id: &str) -> String {
    format!(r#"{{"id":"{id}","type":"deployment.ready"}}"#)
}

/// A delivery of these bytes, signed with [`SECRET`].
fn signed(body: &[u8]) -> Request {
    delivery(body, &signature_of(body))
}

fn signature_of(body: &[u8]) -> String {
    with_secret(["sign", "--quiet"]).stdin(body).ends(0).text().trim_end().to_owned()
}

/// What it prints as text: the titles, and these lines.
pub fn table<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let title =
        "TIME      EVENT                         ID                     SIGNATURE  BYTES  STATUS";
    std::iter::once(title).chain(lines).flat_map(|line| [line, "\n"]).collect()
}

/// The row of a request.
fn row(event: &str, id: &str, signature: &str, status: &str) -> String {
    format!("[..]:[..]:[..]  {event:<28}  {id:<21}  {signature:<9}  [..]  {status}")
}

/// The row of [`event`] where nothing is checked.
pub fn plain_row(id: &str) -> String {
    row("deployment.ready", id, "unchecked", "200 OK")
}

/// What it says on standard error from the beginning to the end, without a secret.
pub fn notes(lines: &str, summary: &str) -> String {
    format!("{NO_SECRET}{}", told(lines, summary))
}

/// The same after what is said about secrets.
fn told(lines: &str, summary: &str) -> String {
    format!("listen: listening at http://127.0.0.1:[..]\n{lines}listen: {summary}\n")
}

/// The summary of so many events, where nothing is checked.
pub fn received(count: usize) -> String {
    format!("{count} received, 0 verified")
}

/// Asserts that an event is taken.
#[track_caller]
fn takes(listening: &Running, id: &str) {
    let answer = listening.answer(&event(id));
    assert_eq!((answer.status, &*answer.body), (200, ""), "{answer:?}");
}
