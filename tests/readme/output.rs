//! The commands whose output is shown: they print it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use super::README;
use super::commands::arguments;

/// Begins a block whose commands are run, one after the other in one folder.
const CHECKED: &str = "```console checked\n";

/// Begins a block with a server, and a comment that says what reaches it.
const SERVED: &str = "```console served\n# in another terminal: ";

#[test]
fn the_servers_print_what_is_shown() {
    let blocks: Vec<&str> = README.split(SERVED).skip(1).collect();
    assert_eq!(blocks.len(), 2);
    let folder = tempfile::tempdir().unwrap();
    let variables =
        "VERCEL_WEBHOOK_SECRET=for-tests-only\nVERCEL_INSTALLATION_TOKEN=for-tests-only\n";
    fs::write(folder.path().join(".env.local"), variables).unwrap();
    let binary = env!("CARGO_BIN_EXE_vercel-hooks");
    for block in blocks {
        let block = block.split("```").next().unwrap();
        let (client, shown) = block.split_once("\n$ vercel-hooks ").unwrap();
        let (server, output) = shown.split_once('\n').unwrap();
        let mut serving = Command::new("sh")
            .args(["-c", &format!("exec '{binary}' {server} --port 0 --timeout 1m 2>&1")])
            .current_dir(folder.path())
            .env_clear()
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(serving.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut printed = String::new();
        let port = lines.by_ref().find_map(|line| {
            printed.push_str(&line);
            printed.push('\n');
            let (_, address) = line.split_once("http://127.0.0.1:")?;
            Some(address.split(|it: char| !it.is_ascii_digit()).next().unwrap().to_owned())
        });
        let default = if server.starts_with("listen") { ":3000" } else { ":4000" };
        assert!(client.contains(default) && output.contains(default));
        let done = Command::new(binary)
            .args(&arguments(&client.replace(default, &format!(":{}", port.unwrap())))[1..])
            .current_dir(folder.path())
            .env_clear()
            .output()
            .unwrap();
        assert!(done.status.success(), "{client}: {}", String::from_utf8_lossy(&done.stderr));
        for line in lines {
            printed.push_str(&line);
            printed.push('\n');
        }
        assert!(serving.wait().unwrap().success(), "{printed}");
        assert_printed(printed, &output.replace(default, ":…"));
    }
}

/// `…` stands for anything in a line, and a line `...` for any lines.
fn assert_printed(printed: String, shown: &str) {
    snapbox::Assert::new().normalize_paths(false).eq(printed, shown.replace('…', "[..]"));
}

/// One command and the lines shown below it.
struct Shown {
    command: String,
    output: String,
}

fn shown_commands() -> Vec<Shown> {
    let mut shown: Vec<Shown> = Vec::new();
    for block in README.split(CHECKED).skip(1) {
        let block = block.split("```").next().unwrap();
        for line in block.lines() {
            if let Some(command) = line.strip_prefix("$ ") {
                shown.push(Shown { command: command.to_owned(), output: String::new() });
            } else {
                let output = &mut shown.last_mut().unwrap().output;
                output.push_str(line);
                output.push('\n');
            }
        }
    }
    shown
}

#[test]
fn the_commands_print_what_is_shown() {
    let shown = shown_commands();
    assert!(shown.len() > 8, "the README shows only {} commands", shown.len());
    let folder = tempfile::tempdir().unwrap();
    let binary = Path::new(env!("CARGO_BIN_EXE_vercel-hooks"));
    let path = format!("{}:{}", binary.parent().unwrap().display(), env!("PATH"));
    for Shown { command, output } in shown {
        // A terminal shows both streams; standard error comes first where nothing else is said.
        let run = Command::new("sh")
            .args(["-c", &format!("{{ {command}; }} 2>&1")])
            .current_dir(folder.path())
            .env_clear()
            .env("PATH", &path)
            .env("HOME", folder.path())
            .output()
            .unwrap();
        let printed = String::from_utf8(run.stdout).unwrap();
        assert!(run.status.success(), "`{command}` failed:\n{printed}");
        assert_printed(printed, &output);
    }
}
