//! Runs the binary in an empty folder with a clean environment.

use std::ffi::OsStr;
use std::io::BufReader;
use std::path::Path;
use std::process::{Command, ExitStatus, Output, Stdio};
use std::sync::Arc;

use serde_json::Value;
use snapbox::cmd::{OutputAssert, cargo_bin};
use snapbox::{Data, IntoData};
use tempfile::{NamedTempFile, TempDir};

use super::running::{Running, json_lines};

/// The secret of most tests.
pub const SECRET: &str = "xEbuzM1ZAJ46afITQlYqH605";

/// The program in a folder of its own and without anything of the surroundings. It runs to its
/// end (`gives`, `ends`) or in the background (`starts`, `listens`).
#[must_use]
pub struct Run {
    folder: Arc<TempDir>,
    command: Command,
    stdin: Option<Data>,
    stdout: Option<Stdio>,
}

/// The names of an object's members, in order.
pub fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// `vercel-hooks` with these arguments.
pub fn vercel_hooks<'a>(args: impl IntoIterator<Item = &'a str>) -> Run {
    Run::new(Command::new(cargo_bin!("vercel-hooks"))).args(args)
}

/// The same where no file grows beyond so many blocks of 512 bytes or 1 KiB.
#[cfg(unix)]
pub fn with_small_files<'a>(blocks: u32, args: impl IntoIterator<Item = &'a str>) -> Run {
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", &format!(r#"ulimit -f {blocks}; exec "$@""#), "sh"]);
    shell.arg(cargo_bin!("vercel-hooks"));
    Run::new(shell).args(args)
}

/// The same, with [`SECRET`] in the environment.
pub fn with_secret<'a>(args: impl IntoIterator<Item = &'a str>) -> Run {
    vercel_hooks(args).env("VERCEL_WEBHOOK_SECRET", SECRET)
}

/// Every event type, as `events list --json` prints it.
pub fn event_types() -> Vec<Value> {
    vercel_hooks(["events", "list", "--legacy", "--undocumented", "--json"]).ends(0).json_lines()
}

/// How many event types have this status.
pub fn count_event_types(status: &str) -> usize {
    event_types().iter().filter(|event_type| event_type["status"] == status).count()
}

/// The names of the documented event types of a group, in order.
pub fn event_types_of_group(group: &str) -> Vec<String> {
    let args = ["events", "list", "--group", group, "--legacy", "--json", "-q"];
    let types = vercel_hooks(args).ends(0).json_lines();
    types.iter().map(|event_type| event_type["type"].as_str().unwrap().to_owned()).collect()
}

/// How many event types `all` selects.
pub fn count_documented() -> usize {
    count_event_types("current") + count_event_types("legacy")
}

/// Makes a pipe with a name.
#[cfg(unix)]
pub fn make_pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

impl Run {
    fn new(mut command: Command) -> Self {
        command.env_clear();
        // Keys are made once for all tests.
        command.env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"));
        if let Some(root) = std::env::var_os("SystemRoot") {
            // Windows has no sockets without it.
            command.env("SystemRoot", root);
        }
        let run = Self {
            folder: Arc::new(tempfile::tempdir().unwrap()),
            command,
            stdin: None,
            stdout: None,
        };
        let folder = Arc::clone(&run.folder);
        run.in_folder(&folder)
    }

    /// Runs in this folder, which several runs may share.
    pub fn in_folder(mut self, folder: &Arc<TempDir>) -> Self {
        self.command.current_dir(folder.path()).env("HOME", folder.path());
        Self { folder: Arc::clone(folder), ..self }
    }

    /// Adds arguments.
    pub fn args(mut self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.command.args(args);
        self
    }

    /// Sets an environment variable.
    pub fn env(mut self, name: &str, value: &(impl AsRef<OsStr> + ?Sized)) -> Self {
        self.command.env(name, value);
        self
    }

    /// Lets it find programs, which it may start.
    pub fn with_programs(self) -> Self {
        self.env("PATH", &std::env::var_os("PATH").unwrap_or_default())
    }

    /// Writes a file into the folder of the run.
    pub fn file(self, name: &str, contents: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.folder.path().join(name), contents).unwrap();
        self
    }

    /// Feeds standard input, of a run to the end.
    pub fn stdin(mut self, bytes: impl IntoData) -> Self {
        self.stdin = Some(bytes.into_data());
        self
    }

    /// Leads standard output to the test, of a run in the background.
    pub fn stdout(mut self, stdout: impl Into<Stdio>) -> Self {
        self.stdout = Some(stdout.into());
        self
    }

    /// The folder of the run, gone when this value is.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The command itself, for tests that hold its streams.
    pub fn command(&mut self) -> &mut Command {
        &mut self.command
    }

    /// Runs to the end and asserts standard output, standard error and the exit code together.
    /// Each text may hold snapbox's wildcards: `[..]` within a line, `...` for lines.
    #[track_caller]
    pub fn gives(self, code: i32, stdout: impl IntoData, stderr: impl IntoData) -> Done {
        self.finishes().gave(code, stdout, stderr)
    }

    /// Runs to the end, for tests that look at the output in other ways.
    #[track_caller]
    pub fn ends(self, code: i32) -> Done {
        self.finishes().ended(code)
    }

    /// Runs to the end, however it ends.
    #[track_caller]
    pub fn finishes(self) -> Done {
        let command = snapbox::cmd::Command::from_std(self.command);
        let command = self.stdin.into_iter().fold(command, snapbox::cmd::Command::stdin);
        Done::new(self.folder, command.output().unwrap())
    }

    /// Runs in the background. Standard output goes to a file unless something else is given.
    pub fn starts(mut self) -> Running {
        let file = self.stdout.is_none().then(|| NamedTempFile::new().unwrap());
        let stdout = self.stdout.or_else(|| Some(file.as_ref()?.reopen().unwrap().into()));
        let is_json = self.command.get_args().any(|argument| argument == "--json");
        let command = self.command.stdin(Stdio::null()).stdout(stdout.unwrap());
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let stderr = child.stderr.take().map(BufReader::new);
        let (address, said) = Default::default();
        Running { child, address, stderr, said, stdout: file, folder: self.folder, is_json }
    }

    /// Runs in the background, and returns as soon as it listens.
    pub fn listens(self) -> Running {
        self.starts().announced()
    }
}

/// What a run left behind.
pub struct Done {
    folder: Arc<TempDir>,
    status: ExitStatus,
    /// Standard output, to the byte.
    pub stdout: Vec<u8>,
    /// Standard error.
    pub stderr: String,
}

impl Done {
    pub(super) fn new(folder: Arc<TempDir>, output: Output) -> Self {
        let stderr = String::from_utf8(output.stderr).unwrap();
        Self { folder, status: output.status, stdout: output.stdout, stderr }
    }

    #[track_caller]
    pub(super) fn gave(self, code: i32, stdout: impl IntoData, stderr: impl IntoData) -> Self {
        self.assert().code(code).stdout_eq(stdout).stderr_eq(stderr);
        self
    }

    #[track_caller]
    pub(super) fn ended(self, code: i32) -> Self {
        self.assert().code(code);
        self
    }

    fn assert(&self) -> OutputAssert {
        let (stdout, stderr) = (self.stdout.clone(), self.stderr.clone().into_bytes());
        OutputAssert::new(Output { status: self.status, stdout, stderr })
    }

    /// The exit code.
    pub fn code(&self) -> i32 {
        self.status.code().unwrap()
    }

    /// Standard output as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).unwrap()
    }

    /// Standard output as JSON, one value per line.
    pub fn json_lines(&self) -> Vec<Value> {
        json_lines(self.text())
    }

    /// A file that the run wrote.
    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.path().join(name)).unwrap()
    }

    /// A file that the run wrote, as text.
    pub fn read_text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).unwrap()
    }

    /// The names of the files in a folder of the run, sorted.
    pub fn files(&self, name: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path().join(name)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}
