//! Runs the binary in an empty folder with a clean environment.

use std::ffi::OsStr;
use std::path::Path;

use serde_json::Value;
use snapbox::IntoData;
use snapbox::cmd::{Command, OutputAssert, cargo_bin};
use tempfile::TempDir;

/// The secret of most tests.
pub const SECRET: &str = "xEbuzM1ZAJ46afITQlYqH605";

/// Variables of the surroundings that could change what the program does.
const CLEARED: [&str; 37] = [
    "VERCEL_WEBHOOK_SECRET",
    "INTEGRATION_SECRET",
    "INTEGRATION_CLIENT_SECRET",
    "VERCEL_HOOKS_ENDPOINT",
    "VERCEL_INSTALLATION_TOKEN",
    "VERCEL_TOKEN",
    "VERCEL_API_URL",
    "VERCEL_INSTALLATION_ID",
    "VERCEL_RESOURCE_ID",
    "VERCEL_PRODUCT_ID",
    "VERCEL_BILLING_PLAN_ID",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "no_proxy",
    "SSL_CERT_FILE",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
    "NODE_OPTIONS",
    "XDG_STATE_HOME",
    "SSL_CERT_DIR",
    "NO_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "TERM",
    "COLUMNS",
    "LINES",
    "GITHUB_ACTIONS",
    "GITHUB_STEP_SUMMARY",
    "CI",
    "RUST_BACKTRACE",
    "RUST_LOG",
];

/// One run of the binary, in a folder of its own.
#[must_use]
pub struct Run {
    folder: TempDir,
    command: Command,
}

/// The names of an object's members, in order.
pub fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// `vercel-hooks` with these arguments.
pub fn vercel_hooks<'a>(args: impl IntoIterator<Item = &'a str>) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(cargo_bin!("vercel-hooks")).current_dir(folder.path());
    for name in CLEARED {
        command = command.env_remove(name);
    }
    Run { command: command.env("HOME", folder.path()).args(args), folder }
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
    assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
}

impl Run {
    /// Sets an environment variable.
    pub fn env(mut self, name: &str, value: &(impl AsRef<OsStr> + ?Sized)) -> Self {
        self.command = self.command.env(name, value);
        self
    }

    /// Writes a file into the folder of the run.
    pub fn file(self, name: &str, contents: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.folder.path().join(name), contents).unwrap();
        self
    }

    /// Feeds standard input.
    pub fn stdin(mut self, bytes: impl IntoData) -> Self {
        self.command = self.command.stdin(bytes);
        self
    }

    /// The folder of the run, gone when this value is.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs to the end and asserts standard output, standard error and the exit code together.
    /// Each text may hold snapbox's wildcards: `[..]` within a line, `...` for lines.
    #[track_caller]
    pub fn gives(self, code: i32, stdout: impl IntoData, stderr: impl IntoData) -> Done {
        let assert = self.command.assert().code(code).stdout_eq(stdout).stderr_eq(stderr);
        Done::new(self.folder, &assert)
    }

    /// Runs to the end, for tests that look at the output in other ways.
    #[track_caller]
    pub fn ends(self, code: i32) -> Done {
        let assert = self.command.assert().code(code);
        Done::new(self.folder, &assert)
    }
}

/// What a run left behind.
pub struct Done {
    folder: TempDir,
    /// Standard output, to the byte.
    pub stdout: Vec<u8>,
    /// Standard error.
    pub stderr: String,
}

impl Done {
    fn new(folder: TempDir, assert: &OutputAssert) -> Self {
        let output = assert.get_output();
        let stderr = String::from_utf8(output.stderr.clone()).unwrap();
        Self { folder, stdout: output.stdout.clone(), stderr }
    }

    /// Standard output as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).unwrap()
    }

    /// Standard output as JSON, one value per line.
    pub fn json_lines(&self) -> Vec<Value> {
        self.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// A file that the run wrote.
    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.path().join(name)).unwrap()
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
