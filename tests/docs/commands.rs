//! The commands that the pages name: they can be given, and run.

use std::fs;
#[cfg(unix)]
use std::process::Command;

use super::*;

/// The lines of code blocks that run the program.
fn commands_in_blocks(page: &Page) -> Vec<String> {
    let blocks = ["sh", "bash", "yaml"].into_iter().flat_map(|language| page.blocks(language));
    let text = blocks.collect::<String>().replace("\\\n", " ");
    let lines =
        text.lines().map(|line| line.trim().replace("cargo run --release --", "vercel-hooks"));
    lines.filter(|line| line.starts_with("vercel-hooks ")).collect()
}

/// The commands in prose and tables.
fn commands_in_text(page: &Page) -> Vec<String> {
    let prose = page.text.split("```").step_by(2);
    let spans = prose.flat_map(|text| text.split('`').skip(1).step_by(2));
    let commands = spans.filter(|span| span.starts_with("vercel-hooks "));
    commands.map(|span| span.replace("\\|", "|").replace('\n', " ")).collect()
}

/// The same command where it sends nothing and ends by itself, and the exit codes that are right.
fn harmless(command: &str) -> (Vec<String>, &'static [i32]) {
    let mut arguments = arguments(command);
    let (more, codes): (&[&str], &[i32]) = match &*arguments[0] {
        "send" if command.contains(" demo") => (&[], &[0]),
        "send" | "replay" | "notify" => (&["--dry-run"], &[0]),
        "partner" if command.contains(" call ") && !command.contains(" demo") => {
            (&["--dry-run"], &[0])
        }
        "check" => (&["--list"], &[0]),
        "listen" | "emulate" => {
            // Without the command that it would run.
            if let Some(end) = arguments.iter().position(|argument| argument == "--") {
                arguments.truncate(end);
            }
            for flag in ["--port", "--timeout"] {
                if let Some(at) = arguments.iter().position(|argument| argument == flag) {
                    arguments.drain(at..at + 2);
                }
            }
            // Nothing arrives, which is a failure where something is expected.
            (&["--port", "0", "--timeout", "10ms"], &[0, 1])
        }
        "verify" => (&[], &[0, 1]),
        _ => (&[], &[0]),
    };
    let is_new = |flag: &&&str| !arguments.iter().any(|argument| argument == **flag);
    let more: Vec<String> = more.iter().filter(is_new).map(|flag| (*flag).to_owned()).collect();
    arguments.extend(more);
    (arguments, codes)
}

#[test]
fn every_command_runs() {
    let folder = tempfile::tempdir().unwrap();
    let recorded =
        r#"{"method":"POST","headers":[],"body":"{\"type\":\"deployment.ready\"}","status":500}"#;
    let captured = format!("> POST / HTTP/1.1\n> x-vercel-signature: {}\n>\n", "0".repeat(40));
    let events = Page::read("docs/events.md");
    let certificate = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap().cert;
    for (name, text) in [
        ("body.json", "{}"),
        ("cert.pem", &certificate.pem()),
        ("curl.txt", &captured),
        ("recording.jsonl", recorded),
        ("token.txt", "for-tests-only"),
        ("flag.json", events.blocks("json")[0]),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut count = 0;
    for page in Page::all() {
        for command in [commands_in_blocks(&page), commands_in_text(&page)].concat() {
            // What the shell would put in.
            let line = [("$API_PORT", "8372"), ("$PORT", "3000"), ("*.jsonl", "recording.jsonl")]
                .into_iter()
                .chain([("$PREVIEW_URL", "https://preview.example.com")])
                .fold(command, |line, (variable, value)| line.replace(variable, value));
            let (arguments, codes) = harmless(&line);
            let output = run(folder.path(), &arguments);
            let stderr = String::from_utf8_lossy(&output.stderr);
            let code = output.status.code().unwrap();
            assert!(codes.contains(&code), "{}: `{line}` ({code})\n{stderr}", page.path);
            count += 1;
        }
    }
    assert!(count > 50, "only {count} commands were found");
}

#[cfg(unix)]
#[test]
fn completions_are_installed_into_an_empty_home() {
    let home = tempfile::tempdir().unwrap();
    let page = Page::read("docs/install.md");
    for shell in ["Bash", "Zsh", "Fish", "Elvish"] {
        let row = format!("| {shell} | ");
        let row = page.text.lines().find_map(|line| line.strip_prefix(&row)).unwrap();
        let commands: Vec<&str> = row.split('`').skip(1).step_by(2).take(2).collect();
        let output = Command::new("sh")
            .args(["-ec", &commands.join("\n")])
            .current_dir(home.path())
            .env_clear()
            .env("PATH", search_path())
            .env("HOME", home.path())
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && output.stdout.is_empty(), "{commands:?}\n{stderr}");
    }
}
