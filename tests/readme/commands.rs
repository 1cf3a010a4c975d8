//! The commands that are named: they can be given, and run.

use std::fs;
#[cfg(unix)]
use std::path::Path;
use std::process::Command;

use clap::Parser;
use vercel_hooks::cli::Cli;

use super::{CI, CONTRIBUTING, README};

const PICTURE: &str = include_str!("../../.github/demo.svg");

/// What the shell would pass to the program, from a line of it.
pub fn arguments(line: &str) -> Vec<String> {
    let words = shlex::split(line).unwrap_or_else(|| panic!("the shell cannot read `{line}`"));
    let is_operator = |word: &String| matches!(&**word, "|" | "||" | "&" | "&&" | ">" | ">>");
    words.into_iter().take_while(|word| !is_operator(word)).collect()
}

/// The lines of the blocks of shell commands that run the program.
fn plain_commands(page: &str) -> Vec<String> {
    let page = page.replace("```bash\n", "```sh\n");
    let blocks = page.split("```sh\n").skip(1).map(|it| it.split("```").next().unwrap());
    let lines = blocks.map(|block| block.replace("\\\n", " ")).collect::<String>();
    let lines = lines.lines().map(|line| line.replace("cargo run --release --", "vercel-hooks"));
    lines.filter(|line| line.starts_with("vercel-hooks ")).collect()
}

/// The commands that stand in the text.
fn commands_in_text(page: &str) -> Vec<String> {
    let spans = page.split("```").step_by(2).flat_map(|text| text.split('`').skip(1).step_by(2));
    let commands = spans.filter(|span| span.starts_with("vercel-hooks "));
    commands.map(|it| it.replace("\\|", "|").replace('\n', " ")).collect()
}

/// The commands that the picture shows, each with what it prints there.
fn commands_in_picture() -> Vec<(&'static str, &'static str)> {
    let (_, transcript) = PICTURE.split_once("<desc id=\"transcript\">\n").unwrap();
    let runs = transcript.split("</desc>").next().unwrap().split("$ ").skip(1);
    runs.map(|run| run.split_once('\n').unwrap()).collect()
}

/// The words that are the same on every run.
fn lasting_words(text: &str) -> Vec<&str> {
    let is_id = |word: &str| word.len() == 21 && word.bytes().any(|byte| byte.is_ascii_lowercase());
    text.split_whitespace()
        .filter(|word| !word.contains(|it: char| it.is_ascii_digit()) && !is_id(word))
        .filter(|word| !matches!(*word, "s" | "ms" | "µs"))
        .collect()
}

#[test]
fn the_picture_shows_what_is_printed_now() {
    let [(send, sent), (_, checked)] = commands_in_picture()[..] else { panic!("two commands") };
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".env.local"), "VERCEL_WEBHOOK_SECRET=for-the-picture\n").unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_vercel-hooks"))
        .args(&arguments(send)[1..])
        .current_dir(folder.path())
        .env_clear()
        .output()
        .unwrap();
    // A terminal shows the table, which is data, in the middle of what is said.
    let [data, said] = [run.stdout, run.stderr].map(|it| String::from_utf8(it).unwrap());
    let mut printed: Vec<&str> = said.lines().collect();
    printed.splice(2..2, data.lines());
    assert_eq!(lasting_words(sent), lasting_words(&printed.join("\n")));

    // The check needs a server with a mistake; what it says of it stands in the case.
    let checked = checked.split_whitespace().collect::<Vec<_>>().join(" ");
    let cases = vercel_hooks::check::all(&[]);
    let forged = cases.iter().filter(|case| case.suite().label() == "forged").count();
    assert!(checked.contains(&format!(" of {} cases passed", forged + 1)), "{checked}");
    let missing = cases.iter().find(|case| case.id == "forged.missing").unwrap();
    for text in [missing.sentence(), missing.fix.to_owned()] {
        assert!(checked.contains(text.trim_end_matches('.')), "{text}");
    }
}

#[test]
fn every_command_that_is_named_can_be_given() {
    let mut commands: Vec<String> =
        commands_in_picture().into_iter().map(|(command, _)| command.to_owned()).collect();
    for page in [README, CI, CONTRIBUTING] {
        commands.extend(plain_commands(page));
        commands.extend(commands_in_text(page));
    }
    assert!(commands.len() > 50, "only {} commands were found", commands.len());
    for command in commands {
        let command = command.replace("$API_PORT", "4000");
        if let Err(error) = Cli::try_parse_from(arguments(&command)) {
            panic!("`{command}`:\n{error}");
        }
    }
}

/// The same command where it sends nothing and ends by itself, and the exit codes that are right.
fn harmless(command: &str) -> (Vec<String>, &'static [i32]) {
    let mut arguments = arguments(command);
    let mut drop = |flag: &str| {
        if let Some(at) = arguments.iter().position(|it| it == flag) {
            arguments.drain(at..at + 2);
        }
    };
    let (more, codes): (&[&str], &[i32]) = match command.split(' ').nth(1).unwrap() {
        "send" if command.contains(" demo") => (&[], &[0]),
        "send" | "replay" | "notify" => (&["--dry-run"], &[0]),
        "check" => (&["--list"], &[0]),
        "listen" | "emulate" => {
            drop("--port");
            drop("--timeout");
            // Nothing comes, which is a no where something is waited for.
            (&["--port", "0", "--timeout", "10ms"], &[0, 1])
        }
        _ => (&[], &[0]),
    };
    let is_new = |it: &&&str| !arguments.iter().any(|given| given == **it);
    let more: Vec<String> = more.iter().filter(is_new).map(|it| (*it).to_owned()).collect();
    arguments.extend(more);
    (arguments, codes)
}

#[test]
fn every_plain_command_runs() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("body.json", "{}");
    write(
        "recording.jsonl",
        r#"{"method":"POST","headers":[],"body":"{\"type\":\"deployment.ready\"}","status":500}"#,
    );
    write("token.txt", "for-tests-only");
    for command in plain_commands(README) {
        let (arguments, codes) = harmless(&command.replace("*.jsonl", "recording.jsonl"));
        let run = Command::new(env!("CARGO_BIN_EXE_vercel-hooks"))
            .args(&arguments[1..])
            .current_dir(folder.path())
            .env_clear()
            .env("VERCEL_WEBHOOK_SECRET", "for-tests-only")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&run.stderr);
        assert!(codes.contains(&run.status.code().unwrap()), "{arguments:?}\n{said}");
    }
}

#[cfg(unix)]
#[test]
fn completions_are_installed_into_an_empty_home() {
    let home = tempfile::tempdir().unwrap();
    let binary = Path::new(env!("CARGO_BIN_EXE_vercel-hooks"));
    let path = format!("{}:{}", binary.parent().unwrap().display(), env!("PATH"));
    for shell in ["Bash", "Zsh", "Fish", "Elvish"] {
        let row = format!("| {shell} | ");
        let row = README.lines().find_map(|line| line.strip_prefix(&row)).unwrap();
        let commands: Vec<&str> = row.split('`').skip(1).step_by(2).take(2).collect();
        let run = Command::new("sh")
            .args(["-ec", &commands.join("\n")])
            .current_dir(home.path())
            .env_clear()
            .envs([("PATH", &*path), ("HOME", home.path().to_str().unwrap())])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success() && run.stdout.is_empty(), "{commands:?}\n{said}");
    }
}
