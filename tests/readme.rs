//! The README tells the truth: its commands run and print what it shows, its tables are the code's.

use std::path::Path;
use std::process::Command;

use snapbox::assert_data_eq;
use vercel_hooks::event::{OWN_PLACEHOLDERS, SAMPLES};
use vercel_hooks::exit::Exit;
use vercel_hooks::signature::Tamper;

const README: &str = include_str!("../README.md");

/// Begins a block whose commands are run, one after the other in one folder.
const CHECKED: &str = "```console checked\n";

fn has_row(cells: &[&str]) -> bool {
    let row = format!("| {} |", cells.join(" | "));
    README.lines().any(|line| line == row)
}

#[test]
fn the_exit_codes_are_those_of_the_code() {
    for exit in Exit::ALL {
        assert!(has_row(&[&exit.code().to_string(), exit.meaning()]), "{exit:?}");
    }
}

#[test]
fn every_placeholder_is_listed() {
    let samples = SAMPLES.iter().map(|sample| (sample.name, sample.about));
    for (name, about) in OWN_PLACEHOLDERS.into_iter().chain(samples) {
        assert!(has_row(&[&format!("`{{{{{name}}}}}`"), about]), "{name}");
    }
}

#[test]
fn every_way_to_tamper_is_listed() {
    for (name, tamper) in Tamper::ALL {
        assert!(has_row(&[&format!("`{name}`"), tamper.about()]), "{name}");
    }
}

#[test]
fn every_key_of_what_is_printed_as_json_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    for command in [
        "send flag.created --to demo --json",
        "notify installation.updated --installation icfg_1 --api-url demo --json",
        "verify --signature none --json",
        "check demo --only forged.* --json",
    ] {
        let run = Command::new(env!("CARGO_BIN_EXE_vercel-hooks"))
            .args(command.split(' '))
            .current_dir(folder.path())
            .env_clear()
            .output()
            .unwrap();
        let printed: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
        let inner = ["/summary", "/cases/0", "/advice/0"].map(|path| printed.pointer(path));
        for object in [Some(&printed)].into_iter().chain(inner).flatten() {
            for key in object.as_object().unwrap().keys() {
                assert!(README.contains(&format!("`{key}`")), "{command}: {key}");
            }
        }
    }
}

#[test]
fn every_case_is_listed() {
    for case in vercel_hooks::check::all(&[]) {
        let suite = format!("| `{}` |", case.suite.word());
        let row = README.lines().find(|line| line.starts_with(&suite)).unwrap();
        let name = case.id.split_once('.').unwrap().1;
        assert!(row.contains(&format!("`{name}`")), "{}", case.id);
    }
}

/// One command and the lines shown below it; `…` stands for anything.
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
                output.push_str(&line.replace('…', "[..]"));
                output.push('\n');
            }
        }
    }
    shown
}

#[cfg(unix)]
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
        assert_data_eq!(printed, output);
    }
}
