//! The README tells the truth: its commands run and print what it shows, its tables are the code's.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use clap::Parser;
use vercel_hooks::cli::Cli;
use vercel_hooks::config::Project;
use vercel_hooks::event::{OWN_PLACEHOLDERS, SAMPLES};
use vercel_hooks::exit::Exit;
use vercel_hooks::signature::Tamper;

const README: &str = include_str!("../README.md");
const CI: &str = include_str!("../.github/CI.md");
const CONTRIBUTING: &str = include_str!("../.github/CONTRIBUTING.md");
const PICTURE: &str = include_str!("../.github/demo.svg");

/// Begins a block whose commands are run, one after the other in one folder.
const CHECKED: &str = "```console checked\n";

/// Begins a block with a server, and a comment that says what reaches it.
#[cfg(unix)]
const SERVED: &str = "```console served\n# in another terminal: ";

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
    fs::write(folder.path().join("README.md"), README).unwrap();
    for command in [
        "send flag.created --to demo --json",
        "notify installation.updated --installation icfg_1 --api-url demo --json",
        "verify --signature none --json",
        "check demo --only forged.* --json",
        "check --list --json",
        "config --json",
        "sign README.md --json",
        "events list --json",
        "events show flag.created --json",
        "events scenarios --json",
        "send flag.created --to :3000 --dry-run --json",
        "send flag.created --to :3000 --curl --json",
        "notify resource.updated --installation icfg_1 --resource db_7 --dry-run --json",
        "notify resource.updated --installation icfg_1 --resource db_7 --curl --json",
        "completions fish --json",
        "man man --json",
    ] {
        let run = Command::new(env!("CARGO_BIN_EXE_vercel-hooks"))
            .args(command.split(' '))
            .current_dir(folder.path())
            .env_clear()
            .env("VERCEL_WEBHOOK_SECRET", "for-tests-only")
            .output()
            .unwrap();
        let mut values = serde_json::Deserializer::from_slice(&run.stdout).into_iter();
        let printed: serde_json::Value = values.next().expect(command).unwrap();
        let paths = ["/summary", "/cases/0", "/advice/0", "/description"];
        let inner = paths.map(|path| printed.pointer(path).filter(|it| it.is_object()));
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

#[test]
fn the_ways_to_install_are_those_of_a_release() {
    let release: toml::Table = include_str!("../dist-workspace.toml").parse().unwrap();
    let dist = &release["dist"];
    assert_eq!(dist["installers"].as_array().unwrap().len(), 4);
    let repository = env!("CARGO_PKG_REPOSITORY");
    for kind in ["sh", "ps1"] {
        let installer =
            format!("{repository}/releases/latest/download/vercel-hooks-installer.{kind} |");
        assert!(README.contains(&installer), "{installer}");
    }
    let tap = dist["tap"].as_str().unwrap().replace("/homebrew-", "/");
    for line in [
        format!("\nbrew install {tap}/{}\n", dist["formula"].as_str().unwrap()),
        format!("\nnpm install --global {}\n", dist["npm-package"].as_str().unwrap()),
        format!("[Rust](https://rustup.rs) {} or newer", env!("CARGO_PKG_RUST_VERSION")),
    ] {
        assert!(README.contains(&line), "{line}");
    }
}

/// The variables that the sources name, in a literal of their own or in a list of the manual.
fn variables_of(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.append(&mut variables_of(&path));
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let names = text
            .lines()
            .flat_map(|line| line.split('"').skip(1).step_by(2))
            .flat_map(|literal| literal.split(", "));
        let is_name = |it: &&str| {
            it.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
                && it.trim_matches('_').contains('_')
                && !it.starts_with("CARGO_")
        };
        found.extend(names.filter(is_name).map(str::to_owned));
    }
    found
}

#[test]
fn every_variable_is_listed() {
    let section = section("### Environment variables");
    let mut listed: BTreeSet<&str> = section
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .flat_map(|row| row.split("` |").next().unwrap().split("`, `"))
        .collect();
    // These are not named in a way that could be found, or read by a library alone.
    for name in ["TERM", "SSL_CERT_FILE", "SSL_CERT_DIR"] {
        assert!(listed.remove(name), "{name}");
    }
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    assert_eq!(variables_of(&source), listed.into_iter().map(str::to_owned).collect());
}

#[test]
fn every_key_of_the_project_file_is_listed() {
    let section = section("### Project file");
    let example = section.split_once("```toml\n").unwrap().1.split("```").next().unwrap();
    let project: Project = toml::from_str(example).unwrap();
    assert!(!format!("{project:?}").contains("None"), "{project:?}");
    let keys: Vec<String> =
        example.parse::<toml::Table>().unwrap().into_iter().map(|it| it.0).collect();
    for key in &keys {
        assert!(section.contains(&format!("\n| `{key}` | ")), "{key}");
    }
    assert_eq!(section.matches("\n| `").count(), keys.len());
}

/// What stands under a heading, up to the next one.
fn section(heading: &str) -> &'static str {
    let (_, rest) = README.split_once(&format!("{heading}\n")).unwrap();
    rest.split("\n#").next().unwrap()
}

#[test]
fn every_link_within_the_page_leads_somewhere() {
    let anchor = |line: &str| {
        let heading = line.trim_start_matches('#').trim().to_lowercase();
        heading.replace(' ', "-").replace(['?', '`'], "")
    };
    let anchors: Vec<String> =
        README.lines().filter(|it| it.starts_with('#')).map(anchor).collect();
    for page in [README, CI, CONTRIBUTING] {
        let start = if page == README { "](#" } else { "](../README.md#" };
        for link in page.split(start).skip(1) {
            let name = link.split(')').next().unwrap();
            assert!(anchors.iter().any(|it| it == name), "#{name}");
        }
    }
}

/// What the shell would pass to the program, from a line of it.
fn arguments(line: &str) -> Vec<String> {
    let words = shlex::split(line).unwrap_or_else(|| panic!("the shell cannot read `{line}`"));
    let is_operator = |word: &String| matches!(&**word, "|" | "||" | "&" | "&&" | ">" | ">>");
    words.into_iter().take_while(|word| !is_operator(word)).collect()
}

/// The lines of the blocks of shell commands that run the program.
fn plain_commands(page: &str) -> Vec<String> {
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
    let forged = cases.iter().filter(|case| case.suite.word() == "forged").count();
    assert!(checked.contains(&format!(" of {} cases passed", forged + 1)), "{checked}");
    let missing = cases.iter().find(|case| case.id == "forged.missing").unwrap();
    for text in [missing.sentence(), missing.remedy.to_owned()] {
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
fn the_servers_print_what_is_shown() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;

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
            .args(["-c", &format!("exec '{binary}' {server} --port 0 2>&1")])
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
#[cfg(unix)]
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
        assert_printed(printed, &output);
    }
}
