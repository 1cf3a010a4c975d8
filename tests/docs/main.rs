//! The documentation tells the truth: its commands run and print what it shows, its tables are
//! complete, its links lead somewhere.
//!
//! `UPDATE_DOCS=1 cargo test --test docs` writes the outputs anew.

mod ci;
mod commands;
#[cfg(unix)]
mod generated;
mod links;
#[cfg(unix)]
mod picture;
mod receivers;
mod reference;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const BINARY: &str = env!("CARGO_BIN_EXE_vercel-hooks");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A Markdown file, by its path in the repository: `docs/send.md`.
struct Page {
    path: String,
    text: String,
}

impl Page {
    fn read(path: &str) -> Self {
        let text = fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
        Self { path: path.to_owned(), text: text.replace("\r\n", "\n") }
    }

    fn all() -> Vec<Self> {
        let mut pages = Vec::new();
        for folder in ["", "docs/", ".github/"] {
            let entries = fs::read_dir(root().join(folder)).unwrap();
            let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
            paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
            paths.sort();
            let names = paths.iter().map(|path| path.file_name().unwrap().to_str().unwrap());
            pages.extend(names.map(|name| Self::read(&format!("{folder}{name}"))));
        }
        pages
    }

    /// The code blocks of a language.
    fn blocks(&self, language: &str) -> Vec<&str> {
        let start = format!("\n```{language}\n");
        let blocks = self.text.split(&*start).skip(1);
        blocks.map(|rest| rest.split_once("```").unwrap().0).collect()
    }

    /// What stands below a heading, up to the next one.
    fn section(&self, heading: &str) -> &str {
        let (_, rest) = self.text.split_once(&format!("\n{heading}\n")).unwrap();
        rest.split("\n#").next().unwrap()
    }
}

/// What the shell passes to the program, from a line of it.
fn arguments(line: &str) -> Vec<String> {
    let words = shlex::split(line).unwrap_or_else(|| panic!("the shell cannot read `{line}`"));
    let is_operator = |word: &String| matches!(&**word, "|" | "||" | "&" | "&&" | ">" | ">>");
    let words = words.into_iter().take_while(|word| !is_operator(word));
    words.skip_while(|word| word == "vercel-hooks").collect()
}

fn run(folder: &Path, arguments: &[String]) -> Output {
    Command::new(BINARY)
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("VERCEL_WEBHOOK_SECRET", "for-tests-only")
        .output()
        .unwrap()
}

/// The JSON values that a command prints.
fn json(folder: &Path, command: &str) -> Vec<serde_json::Value> {
    let printed = run(folder, &arguments(command)).stdout;
    let values = serde_json::Deserializer::from_slice(&printed).into_iter();
    values.collect::<Result<_, _>>().unwrap_or_else(|e| panic!("{command}: {e}"))
}

/// The standard output of a command that succeeds.
#[cfg(unix)]
fn text(command: &str) -> String {
    let output = run(root(), &arguments(command));
    assert!(output.status.success(), "{command}");
    String::from_utf8(output.stdout).unwrap()
}

/// The search path, with the program in front.
#[cfg(unix)]
fn search_path() -> std::ffi::OsString {
    let own = Path::new(BINARY).parent().unwrap().to_owned();
    let others = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(own).chain(std::env::split_paths(&others));
    std::env::join_paths(folders.collect::<Vec<PathBuf>>()).unwrap()
}
