//! `emulate`: the local emulator, with valid, invalid and misbehaving clients.

mod abuse;
mod accepted;
mod api;
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
mod sso;
mod together;
mod untrusted;
mod usage;

use std::process::Stdio;

use super::running::{Running, json_lines};
use super::support::{Run, vercel_hooks};
pub use client::PATH;
use client::{Answer, Request};

/// Lists the requests that it received.
const EVENTS: &str = "/_emulate/events";

/// A running emulator.
type Emulator = Running;

/// `emulate` with these arguments at a free port, as soon as it listens.
fn emulate(args: &[&str]) -> Emulator {
    command(args).listens()
}

/// The same in a folder with these files.
fn emulate_with(files: &[(&str, &str)], args: &[&str]) -> Emulator {
    let run = files.iter().fold(command(args), |run, (name, contents)| run.file(name, contents));
    run.listens()
}

/// What it prints as text: the titles, and these lines.
pub fn table<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let title =
        "TIME      NOTIFICATION          INSTALLATION                   RESOURCE      STATUS";
    std::iter::once(title).chain(lines).flat_map(|line| [line, "\n"]).collect()
}

/// The row of a request.
fn row(notification: &str, installation: &str, resource: &str, status: &str) -> String {
    format!("[..]:[..]:[..]  {notification:<20}  {installation:<29}  {resource:<12}  {status}")
}

/// The row of [`Request::valid`].
pub fn accepted_row() -> String {
    row("resource.updated", "icfg_1", "db_7", "201 Created")
}

/// What it says on standard error from the beginning to the end.
fn notes(accepted: u32, rejected: u32) -> String {
    told("", &format!("{accepted} accepted, {rejected} rejected"))
}

/// The same with these lines before the summary.
pub fn told(lines: &str, summary: &str) -> String {
    let address = "http://127.0.0.1:[..]";
    format!(
        "emulate: listening at {address}, logged requests are at {EVENTS}\n{lines}\
         emulate: {summary}\n"
    )
}

/// The same as [`emulate`], with its standard output in the hands of the test.
fn emulate_with_stdout(args: &[&str], stdout: Stdio) -> Emulator {
    command(args).stdout(stdout).listens()
}

fn command(args: &[&str]) -> Run {
    vercel_hooks(["emulate", "--port", "0"]).args(args)
}

impl Emulator {
    /// Sends a valid request.
    #[track_caller]
    fn accepts_a_valid_request(&self) {
        self.answer(&Request::valid()).is_created();
    }

    /// The logged requests.
    #[track_caller]
    pub fn events(&self) -> Answer {
        self.answer(&Request::bare("GET", EVENTS))
    }
}
