//! `emulate`: the local emulator, with valid, invalid and misbehaving clients.

mod abuse;
mod accepted;
mod client;
#[cfg(unix)]
mod command;
mod crowd;
mod ending;
mod failing;
mod log;
mod oidc;
mod preload;
mod proxy;
mod read_back;
mod record;
mod rejections;
#[cfg(unix)]
mod signals;
mod sso;
mod together;
mod untrusted;
mod usage;

use std::fs;
use std::process::Stdio;
use std::sync::Arc;

use tempfile::TempDir;

use super::child::{self, Listening, json_lines};
use client::{Answer, Request};

/// Lists the requests that it received.
const EVENTS: &str = "/_emulate/events";

/// A running emulator.
type Emulator = Listening;

/// `emulate` with these arguments at a free port, as soon as it listens.
fn emulate(args: &[&str]) -> Emulator {
    emulate_with(&[], args)
}

/// The same in a folder with these files.
fn emulate_with(files: &[(&str, &str)], args: &[&str]) -> Emulator {
    let folder = tempfile::tempdir().unwrap();
    for (name, contents) in files {
        fs::write(folder.path().join(name), contents).unwrap();
    }
    emulate_in(folder, args, None)
}

/// What it prints as text: the titles, and these lines.
fn table<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let title =
        "TIME      NOTIFICATION          INSTALLATION                   RESOURCE      STATUS";
    std::iter::once(title).chain(lines).flat_map(|line| [line, "\n"]).collect()
}

/// The row of a request.
fn row(notification: &str, installation: &str, resource: &str, status: &str) -> String {
    format!("[..]:[..]:[..]  {notification:<20}  {installation:<29}  {resource:<12}  {status}")
}

/// The row of [`Request::valid`].
fn accepted_row() -> String {
    row("resource.updated", "icfg_1", "db_7", "201 Created")
}

/// What it says on standard error from the beginning to the end.
fn notes(accepted: u32, rejected: u32) -> String {
    format!(
        "emulate: listening at http://127.0.0.1:[..], logged requests are at {EVENTS}
emulate: {accepted} accepted, {rejected} rejected
"
    )
}

/// The same in this folder, and with this standard output.
fn emulate_in(folder: TempDir, args: &[&str], stdout: Option<Stdio>) -> Emulator {
    let mut command = child::command();
    command.args(["emulate", "--port", "0"]).args(args);
    Emulator::start(command, Arc::new(folder), stdout)
}

impl Emulator {
    /// Sends a valid request.
    #[track_caller]
    fn accepts_a_valid_request(&self) {
        self.answer(&Request::valid()).is_created();
    }

    /// The logged requests.
    #[track_caller]
    fn events(&self) -> Answer {
        self.answer(&Request::bare("GET", EVENTS))
    }
}
