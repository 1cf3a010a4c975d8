//! What the binary prints, as the pages show it: the output in `console` blocks, and the tables
//! between `<!-- generated: … -->` and `<!-- /generated -->`.
//!
//! A page is run from top to bottom in one folder, with the lines of its `sh` blocks that write
//! files. The pages show real output. Ids, times, ports and sizes differ on every run; a block is
//! compared, and written anew, without them.

use std::fmt::Write;
use std::fs;
use std::io::{BufRead, BufReader};
use std::iter::Peekable;
use std::path::Path;
use std::process::{Command, Stdio};
use std::str::Lines;

use super::{Page, json, root, search_path, text};

/// The length at which lines are cut.
const WIDTH: usize = 180;

const CLIENT: &str = "# in another terminal: ";

/// The fingerprints of the secrets that the pages write to files.
const FINGERPRINTS: [&str; 2] = ["bb468175", "67cb0c42"];

#[test]
fn the_pages_show_what_the_binary_prints() {
    let is_update = std::env::var_os("UPDATE_DOCS").is_some();
    let mut commands = 0;
    for page in Page::all() {
        let current = regenerate(&page.text, &mut commands);
        if is_update && current != page.text {
            fs::write(root().join(&page.path), current).unwrap();
        } else if current != page.text {
            let diff = snapbox::Assert::new().normalize_paths(false).try_eq(
                Some(&page.path),
                current.into(),
                page.text.into(),
            );
            let diff = diff.unwrap_err();
            panic!("{diff}\nif it is right: UPDATE_DOCS=1 cargo test --test docs\n");
        }
    }
    assert!(commands > 20, "the pages show only {commands} commands");
}

/// The page with current output; output that differs only in what varies stays as it is.
fn regenerate(page: &str, commands: &mut usize) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut out = String::new();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        writeln!(out, "{line}").unwrap();
        if line == "```console" {
            while let Some(command) = lines.next_if(|line| *line != "```") {
                *commands += 1;
                run_shown(folder.path(), command, &mut lines, &mut out);
            }
        } else if line == "```sh" {
            while let Some(line) = lines.next_if(|line| *line != "```") {
                writeln!(out, "{line}").unwrap();
                if line.starts_with("echo ") {
                    shell(folder.path(), line);
                }
            }
        } else if let Some(name) = line.strip_prefix("<!-- generated: ") {
            let name = name.strip_suffix(" -->").unwrap();
            writeln!(out, "\n{}", table(name)).unwrap();
            lines.by_ref().find(|line| *line == "<!-- /generated -->").unwrap();
            writeln!(out, "<!-- /generated -->").unwrap();
        }
    }
    out
}

/// Runs a command and the client that is shown below it, and writes both with their output.
fn run_shown(folder: &Path, line: &str, lines: &mut Peekable<Lines>, out: &mut String) {
    let command = line.strip_prefix("$ ").unwrap_or_else(|| panic!("no command: {line}"));
    writeln!(out, "{line}").unwrap();
    let printed = match lines.next_if(|line| line.starts_with(CLIENT)) {
        Some(client) => {
            writeln!(out, "{client}").unwrap();
            serve(folder, command, client.strip_prefix(CLIENT).unwrap())
        }
        None => shell(folder, command),
    };
    let printed: Vec<String> = printed.lines().map(cut).collect();
    let mut shown = Vec::new();
    while let Some(line) = lines.next_if(|line| *line != "```" && !line.starts_with("$ ")) {
        shown.push(line.to_owned());
    }
    let is_seeded = command.contains("--seed");
    let is_same = shown.len() == printed.len()
        && shown.iter().zip(&printed).all(|(a, b)| is_same(a, b, is_seeded));
    for line in if is_same { shown } else { printed } {
        writeln!(out, "{line}").unwrap();
    }
}

/// Both output streams of a command, as a terminal shows them.
fn shell(folder: &Path, command: &str) -> String {
    let run = Command::new("sh")
        .args(["-c", &format!("{{ {command}\n}} 2>&1")])
        .current_dir(folder)
        .env_clear()
        .env("PATH", search_path())
        .env("HOME", folder)
        .output()
        .unwrap();
    let printed = String::from_utf8(run.stdout).unwrap();
    assert!(run.status.success(), "`{command}` failed:\n{printed}");
    printed
}

/// The output of a server that gets one request, on a free port instead of the one on the page.
fn serve(folder: &Path, server: &str, client: &str) -> String {
    let mut child = Command::new("sh")
        .args(["-c", &format!("exec {server} --port 0 --timeout 1m 2>&1")])
        .current_dir(folder)
        .env_clear()
        .env("PATH", search_path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut printed = String::new();
    let mut port = None;
    for line in BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap) {
        writeln!(printed, "{line}").unwrap();
        if port.is_none() && line.contains("http://127.0.0.1:") {
            let (_, address) = line.split_once("http://127.0.0.1:").unwrap();
            let number = address.split(|c: char| !c.is_ascii_digit()).next().unwrap().to_owned();
            let default = default_port(server);
            assert!(client.contains(default), "{client}");
            shell(folder, &client.replace(default, &format!(":{number}")));
            port = Some(number);
        }
    }
    assert!(child.wait().unwrap().success(), "{server}:\n{printed}");
    printed.replace(&format!(":{}", port.expect(server)), default_port(server))
}

fn default_port(server: &str) -> &'static str {
    if server.contains(" listen") { ":3000" } else { ":8372" }
}

fn cut(line: &str) -> String {
    let is_long = line.chars().count() > WIDTH;
    if is_long { line.chars().take(WIDTH - 1).chain(['…']).collect() } else { line.to_owned() }
}

/// Whether two lines differ in nothing but what is new on every run.
fn is_same(shown: &str, printed: &str, is_seeded: bool) -> bool {
    let [(mut a, is_volatile), (mut b, _)] =
        [shown, printed].map(|line| stable_words(line, is_seeded));
    if !is_volatile {
        return shown == printed;
    }
    if [shown, printed].iter().all(|line| line.ends_with('…')) {
        // Where a line is cut depends on what stands before.
        let count = a.len().min(b.len()) - 1;
        a.truncate(count);
        b.truncate(count);
    }
    a == b
}

/// The words of a line, with a name for each that is new on every run; whether there is one.
fn stable_words(line: &str, is_seeded: bool) -> (Vec<String>, bool) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_measured = words.iter().any(|word| is_unit(word) || is_time_of_day(word));
    let mut stable = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let bare = word.trim_matches(['(', ')', ',', ':']);
        let before = at.checked_sub(1).map_or("", |at| words[at]);
        let after = words.get(at + 1).copied().unwrap_or_default();
        let is_number = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let is_status = after.starts_with(|c: char| c.is_ascii_uppercase());
        let is_size = is_number && bare.len() > 2 && is_measured && !is_status;
        let name = if is_number && is_unit(after) {
            "TIME"
        } else if is_unit(word) && stable.last().is_some_and(|last| last == "TIME") {
            "UNIT"
        } else if is_time_of_day(word) {
            "TIME-OF-DAY"
        } else if is_fingerprint(bare) && before == "fingerprint" {
            "FINGERPRINT"
        } else if before == "kid" {
            "KID"
        } else if is_number && (is_size || ["bytes", "bytes:", "per"].contains(&after)) {
            "NUMBER"
        } else if !is_seeded && (is_event_id(bare) || (is_number && before == "seed")) {
            "RANDOM"
        } else if bare.starts_with("emulate::") {
            "REQUEST-ID"
        } else {
            stable.push(without_port(word));
            continue;
        };
        stable.push(name.to_owned());
    }
    let is_volatile = stable != words;
    (stable, is_volatile)
}

fn is_unit(word: &str) -> bool {
    matches!(word.trim_matches([')', ',', ';', '.']), "ns" | "µs" | "ms" | "s")
}

fn is_time_of_day(word: &str) -> bool {
    let parts: Vec<&str> = word.split(':').collect();
    parts.len() == 3
        && parts.iter().all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
}

fn is_fingerprint(word: &str) -> bool {
    word.len() == 8 && hex::decode(word).is_ok() && !FINGERPRINTS.contains(&word)
}

fn is_event_id(word: &str) -> bool {
    word.len() == 21
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        && word.bytes().any(|b| b.is_ascii_uppercase())
}

fn without_port(word: &str) -> String {
    let Some((start, rest)) = word.split_once("127.0.0.1:") else { return word.to_owned() };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    format!("{start}127.0.0.1:PORT{rest}")
}

fn table(name: &str) -> String {
    match name {
        "exit-codes" => exit_codes(),
        "api-endpoints" => api_endpoints(),
        "tamper" => tamper("send"),
        "partner-tamper" => tamper("partner call"),
        _ => cases(name.strip_prefix("cases ").unwrap_or_else(|| panic!("unknown: {name}"))),
    }
}

/// The endpoints of Vercel's API for partners, as `emulate` knows them.
fn api_endpoints() -> String {
    let text = fs::read(root().join("fixtures/marketplace/endpoints.json")).unwrap();
    let file: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let mut table = "| endpoint | request | success |\n|---|---|---|\n".to_owned();
    for endpoint in file["endpoints"].as_array().unwrap() {
        let [name, method, path] =
            ["name", "method", "path"].map(|key| endpoint[key].as_str().unwrap());
        let status = &endpoint["status"];
        writeln!(table, "| `{name}` | `{method} {path}` | {status} |").unwrap();
    }
    table
}

/// The exit codes, as the manual explains them.
fn exit_codes() -> String {
    let manual = text("man");
    let (_, section) = manual.split_once("EXIT STATUS").unwrap();
    let mut table = "| code | meaning |\n|---|---|\n".to_owned();
    let section = section.split("\n.SH").next().unwrap();
    for entry in section.split("\n.TP\n").skip(1) {
        let entry = entry.split("\n.PP").next().unwrap();
        let entry = entry.replace("\\fB", "").replace("\\fR", "").replace("\\-", "-");
        let (code, meaning) = entry.split_once('\n').unwrap();
        writeln!(table, "| {} | {} |", code.trim(), meaning.trim().replace('\n', " ")).unwrap();
    }
    assert!(table.contains("\n| 130 | "), "{table}");
    table
}

/// The ways to forge a delivery, as the help explains them.
fn tamper(command: &str) -> String {
    let help = text(&format!("{command} --help"));
    let (_, help) = help.split_once("--tamper").unwrap();
    let (_, values) = help.split_once("Possible values:\n").unwrap();
    let mut table = "| `--tamper` | sends |\n|---|---|\n".to_owned();
    for line in values.lines().map(str::trim).take_while(|line| !line.is_empty()) {
        if let Some((name, about)) = line.strip_prefix("- ").and_then(|value| value.split_once(':'))
        {
            writeln!(table, "| `{name}` | {} |", about.trim()).unwrap();
        } else {
            // The rest of a long line.
            table.truncate(table.len() - " |\n".len());
            writeln!(table, " {line} |").unwrap();
        }
    }
    table
}

fn cases(suite: &str) -> String {
    let mut table =
        "| case | level | what is sent | why it matters |\n|---|---|---|---|\n".to_owned();
    for case in json(root(), "check --list --json") {
        let text = |key: &str| case[key].as_str().unwrap_or_default().replace('|', "\\|");
        let id = text("id");
        if case["suite"] == suite && !id.starts_with("genuine.type.") {
            let (level, sends, matters) = (text("level"), text("sends"), text("matters"));
            let (first, rest) = matters.split_at(1);
            let matters = first.to_uppercase() + rest;
            writeln!(table, "| `{id}` | {level} | {sends} | {matters} |").unwrap();
        }
    }
    table
}
