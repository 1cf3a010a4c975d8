//! `completions`: the scripts are checked in, and work in the shells that are installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::support::vercel_hooks;

const SCRIPTS: [(&str, &str); 6] = [
    ("bash", "vercel-hooks.bash"),
    ("zsh", "_vercel-hooks"),
    ("fish", "vercel-hooks.fish"),
    ("powershell", "_vercel-hooks.ps1"),
    ("elvish", "vercel-hooks.elv"),
    ("nushell", "vercel-hooks.nu"),
];

fn checked_in(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("completions").join(name)
}

/// What a shell prints, unless it is not installed.
fn printed(shell: &str, args: &[&str], folder: &Path) -> Option<String> {
    let done = Command::new(shell).args(args).current_dir(folder).env_remove("BASH_ENV").output();
    let done = done.ok()?;
    let complaints = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && complaints.is_empty(), "{shell}: {complaints}");
    Some(String::from_utf8(done.stdout).unwrap())
}

#[test]
fn the_scripts_are_those_that_are_checked_in() {
    for (shell, file) in SCRIPTS {
        let printed = vercel_hooks(["completions", shell]).ends(0).stdout;
        let kept = std::fs::read(checked_in(file)).unwrap_or_default();
        assert!(
            printed == kept,
            "completions/{file} is of another version; to write it anew:\n  \
             cargo run -q -- completions {shell} > completions/{file}"
        );
    }
}

#[test]
fn an_unknown_shell_is_refused_with_those_there_are() {
    let done = vercel_hooks(["completions", "csh"]).ends(2);
    for (shell, _) in SCRIPTS {
        assert!(done.stderr.contains(shell), "{}", done.stderr);
    }
}

#[test]
fn json_holds_the_script() {
    let done = vercel_hooks(["completions", "bash", "--json"]).ends(0);
    let value: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert!(value["script"].as_str().unwrap().contains("complete -F"));
}

#[test]
fn the_shells_that_are_installed_can_read_their_scripts() {
    let folder = tempfile::tempdir().unwrap();
    for (shell, flag, file) in [
        ("bash", "-n", "vercel-hooks.bash"),
        ("zsh", "-n", "_vercel-hooks"),
        ("fish", "--no-execute", "vercel-hooks.fish"),
    ] {
        printed(shell, &[flag, checked_in(file).to_str().unwrap()], folder.path());
    }
}

/// What Bash offers for the last word of a line, broken into words as Bash breaks it.
fn offered(line: &str, folder: &Path) -> Option<Vec<String>> {
    const COMPLETE: &str = r#"
        compopt() { :; }
        source "$1"
        shift
        COMP_LINE="$1" COMP_POINT=${#1}
        shift
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        [[ ${COMP_WORDS[COMP_CWORD]} == [:=] ]] && current= || current="${COMP_WORDS[COMP_CWORD]}"
        function="$(complete -p vercel-hooks)"
        function="${function#*-F }"
        "${function%% *}" vercel-hooks "$current" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    let script = checked_in("vercel-hooks.bash");
    let mut words = vec![String::new()];
    for character in line.chars() {
        match character {
            ' ' => words.push(String::new()),
            ':' | '=' => words.extend([character.to_string(), String::new()]),
            _ => words.last_mut().unwrap().push(character),
        }
    }
    // Bash gives the break itself as the last word where nothing follows it.
    let is_break = |word: &String| word == ":" || word == "=";
    if words.len() > 1 && words.last().unwrap().is_empty() && is_break(&words[words.len() - 2]) {
        words.pop();
    }
    words.retain(|word| !word.is_empty() || line.ends_with(' '));
    let mut args = vec!["-c", COMPLETE, "bash", script.to_str().unwrap(), line];
    args.extend(words.iter().map(String::as_str));
    let printed = printed("bash", &args, folder)?;
    Some(printed.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

#[test]
fn bash_offers_what_the_program_takes() {
    let folder = tempfile::tempdir().unwrap();
    // Were globs among the candidates, Bash would put this name in the place of one.
    for name in ["body.json", "deployment.notes"] {
        std::fs::write(folder.path().join(name), "").unwrap();
    }
    for (line, expected) in [
        ("vercel-hooks se", &["send"][..]),
        ("vercel-hooks send deployment.r", &["deployment.rollback", "deployment.ready"]),
        (
            "vercel-hooks send --to demo --scenario in",
            &["integration-lifecycle", "invoice-paid", "invoice-unpaid"],
        ),
        ("vercel-hooks sign --secret-file bo", &["body.json"]),
        // Bash itself offers files then.
        ("vercel-hooks sign bo", &[]),
        ("vercel-hooks sign ", &[]),
        ("vercel-hooks check --only forged.emp", &["forged.empty", "forged.empty-secret"]),
        ("vercel-hooks send spend:", &["threshold", "cycle-end"]),
        ("vercel-hooks send spend:th", &["threshold"]),
        ("vercel-hooks send --tamper=wrong", &["wrong-secret", "wrong-body"]),
        ("vercel-hooks events sh", &["show"]),
        ("vercel-hooks events show al", &["alerts.triggered"]),
        ("vercel-hooks events list --group m", &["marketplace", "message"]),
        ("vercel-hooks notify --api-url ", &["demo"]),
        ("vercel-hooks man ev", &["events"]),
        ("vercel-hooks man events ", &["list", "show", "schema", "scenarios"]),
        ("vercel-hooks man events list ", &[]),
        ("vercel-hooks man send ", &[]),
        ("vercel-hooks man --out", &["--output"]),
        ("vercel-hooks send --dry", &["--dry-run"]),
    ] {
        let Some(offered) = offered(line, folder.path()) else { return };
        assert_eq!(offered, expected, "{line}");
    }
}

#[test]
fn fish_offers_commands_and_pages_by_their_words() {
    const COMPLETE: &str = "source $argv[1]; complete -C \"vercel-hooks $argv[2]\"";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("body.json"), "").unwrap();
    let script = checked_in("vercel-hooks.fish");
    for (line, expected) in [
        ("man e", &["emulate", "events"][..]),
        ("man events ", &["list", "scenarios", "schema", "show"]),
        ("man events list ", &[]),
        ("man send ", &[]),
        ("man m", &["man"]),
        ("help ev", &["events"]),
        ("help send ", &[]),
    ] {
        let args = ["--no-config", "-c", COMPLETE, script.to_str().unwrap(), line];
        let Some(printed) = printed("fish", &args, folder.path()) else { return };
        let words: Vec<_> = printed.lines().filter_map(|line| line.split('\t').next()).collect();
        assert_eq!(words, expected, "{line}");
    }
}
