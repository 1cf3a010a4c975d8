//! Commands that listen, as children of a test that talks to them.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::sync::Arc;

use serde_json::Value;
use snapbox::IntoData;
use snapbox::cmd::{OutputAssert, cargo_bin};
use tempfile::{NamedTempFile, TempDir};

use super::client::{Answer, Connection, Request};

/// A command that listens; it ends with the value at the latest.
pub struct Listening {
    /// Its process.
    pub child: Child,
    /// Its host and port.
    pub address: String,
    stderr: BufReader<ChildStderr>,
    /// What was read of standard error so far.
    said: String,
    stdout: NamedTempFile,
    folder: Arc<TempDir>,
    is_json: bool,
    has_own_stdout: bool,
}

/// The first line of JSON.
pub const LISTENING: &str = "{\"listening\":\"http://127.0.0.1:[..]\"}\n";

/// What a command left behind.
pub struct Ended {
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    folder: Arc<TempDir>,
}

/// The binary in a clean environment.
pub fn command() -> Command {
    in_clean_environment(Command::new(cargo_bin!("vercel-hooks")))
}

/// The binary where no file grows beyond so many blocks of 512 bytes or 1 KiB.
#[cfg(unix)]
pub fn command_with_small_files(blocks: u32) -> Command {
    let mut command = in_clean_environment(Command::new("/bin/sh"));
    command.args(["-c", &format!(r#"ulimit -f {blocks}; exec "$@""#), "sh"]);
    command.arg(cargo_bin!("vercel-hooks"));
    command
}

/// A command without anything of the surroundings.
pub fn in_clean_environment(mut command: Command) -> Command {
    command.env_clear();
    // Keys are made once for all tests.
    command.env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"));
    if let Some(root) = std::env::var_os("SystemRoot") {
        // Windows has no sockets without it.
        command.env("SystemRoot", root);
    }
    command
}

impl Listening {
    /// Starts a command in a folder, and returns as soon as it listens. Standard output goes to a
    /// file unless something else is given.
    pub fn start(mut command: Command, folder: Arc<TempDir>, stdout: Option<Stdio>) -> Self {
        let file = NamedTempFile::new().unwrap();
        let has_own_stdout = stdout.is_some();
        let is_json = command.get_args().any(|argument| argument == "--json");
        let mut child = command
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(stdout.unwrap_or_else(|| file.reopen().unwrap().into()))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (address, said) = Default::default();
        let mut listening =
            Self { child, address, stderr, said, stdout: file, folder, is_json, has_own_stdout };
        listening.address = listening.announced();
        listening
    }

    /// Reads the address that it announces.
    fn announced(&mut self) -> String {
        loop {
            let start = self.said.len();
            assert_ne!(self.stderr.read_line(&mut self.said).unwrap(), 0, "{}", self.said);
            if let Some((_, address)) = self.said[start..].split_once(": listening at http://") {
                let end = address.find([',', '/', '\n']).unwrap_or(address.len());
                return address[..end].to_owned();
            }
        }
    }

    /// Waits until it says this on standard error, within a line.
    pub fn wait_until_it_says(&mut self, text: &str) {
        let mut start = 0;
        while !self.said[start..].contains(text) {
            start = self.said.len();
            assert_ne!(self.stderr.read_line(&mut self.said).unwrap(), 0, "{}", self.said);
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
        let printed = fs::read_to_string(self.stdout.path()).unwrap();
        // Where the test has standard output itself, nothing is in the file.
        if !self.is_json || printed.is_empty() && self.has_own_stdout {
            return printed;
        }
        let (first, rest) = printed.split_once('\n').unwrap();
        assert!(
            first.starts_with(&format!(r#"{{"listening":"http://{}"#, self.address)),
            "{first}"
        );
        rest.to_owned()
    }

    /// Presses Ctrl-C.
    #[cfg(unix)]
    pub fn interrupt(&self) {
        self.signal("INT");
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
    pub fn gives(mut self, code: i32, stdout: impl IntoData, stderr: impl IntoData) -> Ended {
        // Whoever says more than a pipe holds waits until it is read.
        self.stderr.read_to_string(&mut self.said).unwrap();
        let status = self.child.wait().unwrap();
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

impl Drop for Listening {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Ended {
    /// What it printed, as JSON, one value per line.
    pub fn json_lines(&self) -> Vec<Value> {
        json_lines(&self.stdout)
    }

    /// A file that it wrote.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
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
