//! `emulate`: a stand-in for Vercel's API, asked by good and bad clients.

mod abuse;
mod answers;
mod client;
mod crowd;
mod ending;
mod failing;
mod foreign;
mod read_back;
mod record;
mod refusals;
mod seen;
#[cfg(unix)]
mod signals;
mod together;
mod usage;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::sync::Arc;

use serde_json::Value;
use snapbox::IntoData;
use snapbox::cmd::{OutputAssert, cargo_bin};
use tempfile::{NamedTempFile, TempDir};

use client::{Answer, Connection, Request};

/// Where it answers with all that it has seen.
const EVENTS: &str = "/_emulate/events";

/// The emulator at work; it ends with the value at the latest.
struct Emulator {
    child: Child,
    /// Its host and port.
    address: String,
    stderr: BufReader<ChildStderr>,
    /// What was read of standard error so far.
    said: String,
    stdout: NamedTempFile,
    folder: Arc<TempDir>,
}

/// What an emulator left behind.
struct Ended {
    stdout: String,
    stderr: String,
    folder: Arc<TempDir>,
}

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
    Emulator::start(folder, args, None)
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

/// The row of [`Request::proper`].
fn proper_row() -> String {
    row("resource.updated", "icfg_1", "db_7", "201 Created")
}

/// What it says on standard error from the beginning to the end.
fn notes(accepted: u32, refused: u32) -> String {
    format!(
        "emulate: listening at http://127.0.0.1:[..], all that was seen is at {EVENTS}
emulate: {accepted} accepted, {refused} refused
"
    )
}

impl Emulator {
    fn start(folder: TempDir, args: &[&str], stdout: Option<Stdio>) -> Self {
        let file = NamedTempFile::new().unwrap();
        let mut command = Command::new(cargo_bin!("vercel-hooks"));
        command.env_clear();
        if let Some(root) = std::env::var_os("SystemRoot") {
            // Windows has no sockets without it.
            command.env("SystemRoot", root);
        }
        let mut child = command
            .current_dir(folder.path())
            .args(["emulate", "--port", "0"])
            .args(args)
            .stdin(Stdio::null())
            .stdout(stdout.unwrap_or_else(|| file.reopen().unwrap().into()))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (address, said) = Default::default();
        let mut emulator =
            Self { child, address, stderr, said, stdout: file, folder: Arc::new(folder) };
        emulator.address = emulator.announced();
        emulator
    }

    /// Reads the address that it announces.
    fn announced(&mut self) -> String {
        loop {
            let start = self.said.len();
            assert_ne!(self.stderr.read_line(&mut self.said).unwrap(), 0, "{}", self.said);
            let address = self.said[start..].strip_prefix("emulate: listening at http://");
            if let Some((address, _)) = address.and_then(|rest| rest.split_once(',')) {
                return address.to_owned();
            }
        }
    }

    /// A file in its folder.
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Connects to it.
    fn connect(&self) -> Connection {
        Connection::to(&self.address)
    }

    /// Sends a request over a connection of its own.
    #[track_caller]
    fn answer(&self, request: &Request) -> Answer {
        self.connect().ask_only(request)
    }

    /// Sends a request as it should be.
    #[track_caller]
    fn takes_a_proper_one(&self) {
        self.answer(&Request::proper()).is_created();
    }

    /// All that it tells to have seen.
    #[track_caller]
    fn events(&self) -> Answer {
        self.answer(&Request::bare("GET", EVENTS))
    }

    /// What it has printed so far.
    fn printed(&self) -> String {
        fs::read_to_string(self.stdout.path()).unwrap()
    }

    /// Presses Ctrl-C.
    #[cfg(unix)]
    fn interrupt(&self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    }

    /// Waits for its end and asserts standard output, standard error and the exit code together,
    /// as [`Run::gives`](super::support::Run::gives) does.
    #[track_caller]
    fn gives(mut self, code: i32, stdout: impl IntoData, stderr: impl IntoData) -> Ended {
        let status = self.child.wait().unwrap();
        self.stderr.read_to_string(&mut self.said).unwrap();
        let folder = Arc::clone(&self.folder);
        let ended = Ended { stdout: self.printed(), stderr: self.said.clone(), folder };
        let output = Output {
            status,
            stdout: ended.stdout.clone().into_bytes(),
            stderr: ended.stderr.clone().into_bytes(),
        };
        OutputAssert::new(output).code(code).stdout_eq(stdout).stderr_eq(stderr);
        ended
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Ended {
    /// What it printed, as JSON, one value per line.
    fn json_lines(&self) -> Vec<Value> {
        json_lines(&self.stdout)
    }

    /// A file that it wrote.
    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
    }
}

fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
