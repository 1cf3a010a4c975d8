//! The picture in the README shows what the program prints now.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use super::receivers::KillOnDrop;
use super::*;

/// The commands that the picture shows, each with what it prints there.
fn commands(picture: &str) -> Vec<(String, String)> {
    let (_, transcript) = picture.split_once("<desc id=\"transcript\">\n").unwrap();
    let transcript = transcript.split("</desc>").next().unwrap().replace("&gt;", ">");
    let runs = transcript.split("$ ").skip(1).map(|run| run.split_once('\n').unwrap());
    runs.map(|(command, output)| (command.to_owned(), output.to_owned())).collect()
}

/// The words that are the same on every run.
fn stable_words(text: &str) -> String {
    let is_id = |word: &str| word.len() == 21 && word.bytes().any(|byte| byte.is_ascii_lowercase());
    let words = text
        .split_whitespace()
        .filter(|word| !word.contains(|c: char| c.is_ascii_digit()) && !is_id(word))
        .filter(|word| !matches!(*word, "s" | "ms" | "µs"));
    words.collect::<Vec<_>>().join(" ")
}

/// What `send` prints on a terminal.
fn sent(command: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".env.local"), "VERCEL_WEBHOOK_SECRET=for-the-picture\n").unwrap();
    let run = Command::new("sh")
        .args(["-c", &format!("{command} 2>&1")])
        .current_dir(folder.path())
        .env_clear()
        .env("PATH", search_path())
        .output()
        .unwrap();
    String::from_utf8(run.stdout).unwrap()
}

/// What `check` reports about a receiver that accepts whatever it gets, up to what reproduces it.
fn reported() -> String {
    let receiver = Command::new(BINARY)
        .args(["listen", "--port", "0", "--no-input"])
        .env_clear()
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut receiver = KillOnDrop(receiver);
    let mut lines = BufReader::new(receiver.0.stderr.take().unwrap()).lines().map(Result::unwrap);
    let address = lines.find_map(|line| Some(line.split_once("http://")?.1.to_owned())).unwrap();
    let address = address.split(|c: char| c.is_whitespace()).next().unwrap();
    let arguments = ["check", address, "--only", "forged.missing"].map(str::to_owned);
    let output = run(root(), &arguments);
    let printed = String::from_utf8(output.stdout).unwrap();
    let (_, report) = printed.split_once("\n✗ ").unwrap();
    let lines = report.lines().take_while(|line| !line.contains("vercel-hooks check "));
    lines.collect::<Vec<_>>().join("\n")
}

fn is_current(picture: &str) -> bool {
    let commands = commands(picture);
    let [(send, send_output), (_, check_output)] = &commands[..] else { panic!("two commands") };
    let cases = json(root(), "check --list --json");
    let forged = cases.iter().filter(|case| case["suite"] == "forged").count();
    stable_words(send_output) == stable_words(&sent(send))
        && stable_words(check_output).contains(&stable_words(&reported()))
        && check_output.contains(&format!(" {} cases", forged + 1))
}

#[test]
fn the_picture_shows_what_is_printed_now() {
    let path = root().join(".github/demo.svg");
    let read = || fs::read_to_string(&path).unwrap();
    if std::env::var_os("UPDATE_DOCS").is_some() && !is_current(&read()) {
        let script = root().join("tests/picture/draw.py");
        let status = Command::new("python3").arg(script).env("VERCEL_HOOKS", BINARY).status();
        assert!(status.unwrap().success());
    }
    assert!(is_current(&read()), "UPDATE_DOCS=1 cargo test --test docs draws it anew");
    for (command, _) in commands(&read()) {
        assert!(command.starts_with("vercel-hooks "), "{command}");
    }
}
