//! The README tells the truth: its commands run and print what it shows, its tables are the code's.

mod commands;
#[cfg(unix)]
mod output;
mod receivers;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use vercel_hooks::error::Exit;
use vercel_hooks::event::{EVENT_PLACEHOLDERS, SAMPLES};
use vercel_hooks::settings::project::Project;
use vercel_hooks::signature::Tamper;

const README: &str = include_str!("../../README.md");
const CI: &str = include_str!("../../.github/CI.md");
const CONTRIBUTING: &str = include_str!("../../.github/CONTRIBUTING.md");

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
    for (name, about) in EVENT_PLACEHOLDERS.into_iter().chain(samples) {
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
        "man --output pages --json",
        "--json",
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
        let paths = ["/summary", "/cases/0", "/advice/0", "/description", "/commands/0"];
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
        let suite = format!("| `{}` |", case.suite.label());
        let row = README.lines().find(|line| line.starts_with(&suite)).unwrap();
        let name = case.id.split_once('.').unwrap().1;
        assert!(row.contains(&format!("`{name}`")), "{}", case.id);
    }
}

#[test]
fn the_ways_to_install_are_those_of_a_release() {
    let release: toml::Table = include_str!("../../dist-workspace.toml").parse().unwrap();
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
fn every_folder_of_the_sources_is_in_the_tree() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(source).unwrap().map(Result::unwrap) {
        let line = format!("\nsrc/{}/ ", entry.file_name().to_str().unwrap());
        assert!(!entry.path().is_dir() || CONTRIBUTING.contains(&line), "{line}");
    }
}

#[test]
fn every_file_that_names_no_owner_yet_is_listed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["", ".github", ".github/ISSUE_TEMPLATE", ".github/workflows", ".ci"];
    for folder in folders {
        let Ok(entries) = fs::read_dir(root.join(folder)) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            let text = fs::read_to_string(&path).unwrap_or_default();
            let mut words = text.split(|it: char| !it.is_alphanumeric() && it != '_');
            let name = format!("`{}`", path.strip_prefix(root).unwrap().display());
            let is_listed = CONTRIBUTING.contains(&name) || text == CONTRIBUTING;
            assert!(is_listed || words.all(|word| word != "OWNER"), "{name}");
        }
    }
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
