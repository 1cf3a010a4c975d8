//! Commands in the background, with a test that talks to them.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, Command, Output};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use serde_json::Value;
use snapbox::IntoData;
use tempfile::{NamedTempFile, TempDir};

use super::client::{Answer, Connection, Request};
use super::support::Done;

/// A command that runs; it ends with the value at the latest.
pub struct Running {
    pub child: Child,
    /// Its host and port, if it listens.
    pub address: String,
    pub(super) stderr: Option<BufReader<ChildStderr>>,
    /// What was read of standard error so far.
    pub(super) said: String,
    /// Standard output, unless the test has it itself.
    pub(super) stdout: Option<NamedTempFile>,
    pub(super) folder: Arc<TempDir>,
    pub(super) is_json: bool,
}

/// The first line of JSON of a command that listens.
pub const LISTENING: &str = "{\"listening\":\"http://127.0.0.1:[..]\"}\n";

impl Running {
    /// Waits until it listens, and reads the address.
    pub(super) fn announced(mut self) -> Self {
        let announcement = ": listening at http://";
        self.wait_until_it_says(announcement);
        let (_, address) = self.said.split_once(announcement).unwrap();
        let end = address.find([',', '/', '\n']).unwrap_or(address.len());
        self.address = address[..end].to_owned();
        self
    }

    /// Reads nothing of what it says any more.
    pub fn close_stderr(&mut self) {
        self.stderr = None;
    }

    /// Waits until it says this on standard error, within a line.
    pub fn wait_until_it_says(&mut self, text: &str) {
        let mut start = 0;
        while !self.said[start..].contains(text) {
            start = self.said.len();
            let stderr = self.stderr.as_mut().unwrap();
            assert_ne!(stderr.read_line(&mut self.said).unwrap(), 0, "{}", self.said);
        }
    }

    /// Waits until it prints this: that may be a little after an answer.
    pub fn wait_until_it_prints(&self, text: &str) {
        while !self.printed().contains(text) {
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// The port.
    pub fn port(&self) -> &str {
        self.address.rsplit_once(':').unwrap().1
    }

    /// A file in its folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Connects to it.
    pub fn connect(&self) -> Connection {
        Connection::to(&self.address)
    }

    /// Sends a request over a connection of its own.
    #[track_caller]
    pub fn answer(&self, request: &Request) -> Answer {
        self.connect().ask_only(request)
    }

    /// What it has printed so far. In JSON, it has announced its URL before.
    #[track_caller]
    pub fn printed(&self) -> String {
        let Some(file) = &self.stdout else { return String::new() };
        let printed = fs::read_to_string(file.path()).unwrap();
        if !self.is_json || self.address.is_empty() {
            return printed;
        }
        let (first, rest) = printed.split_once('\n').unwrap();
        let announcement = format!(r#"{{"listening":"http://{}"#, self.address);
        assert!(first.starts_with(&announcement), "{first}");
        rest.to_owned()
    }

    /// Presses Ctrl-C.
    #[cfg(unix)]
    pub fn interrupt(&self) {
        self.signal("INT");
    }

    /// Presses Ctrl-C until it ends: signals that come too fast are one.
    #[cfg(unix)]
    pub fn interrupt_until_it_ends(&mut self) {
        while self.child.try_wait().unwrap().is_none() {
            self.interrupt();
        }
    }

    #[cfg(unix)]
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let kill = Command::new("kill").args([&format!("-{name}"), &id]).status();
        assert!(kill.unwrap().success());
    }

    /// Waits for its end and asserts standard output, standard error and the exit code together,
    /// as [`Run::gives`](super::support::Run::gives) does.
    #[track_caller]
    pub fn gives(self, code: i32, stdout: impl IntoData, stderr: impl IntoData) -> Done {
        self.finishes().gave(code, stdout, stderr)
    }

    /// Waits for its end, for tests that look at the output in other ways.
    #[track_caller]
    pub fn ends(self, code: i32) -> Done {
        self.finishes().ended(code)
    }

    #[track_caller]
    fn finishes(mut self) -> Done {
        // Whoever says more than a pipe holds waits until it is read.
        if let Some(stderr) = &mut self.stderr {
            stderr.read_to_string(&mut self.said).unwrap();
        }
        let status = self.child.wait().unwrap();
        let (stdout, stderr) = (self.printed().into_bytes(), self.said.clone().into_bytes());
        Done::new(Arc::clone(&self.folder), Output { status, stdout, stderr })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads the first line of JSON.
pub fn skip_announcement(stdout: &mut impl BufRead) {
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    assert!(line.starts_with(r#"{"listening":"http://"#), "{line}");
}

/// JSON, one value per line.
pub fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
