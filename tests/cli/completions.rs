//! `completions`: the scripts ask the binary, which answers in the words of each shell.

use std::path::Path;
use std::process::Command;

use super::support::vercel_hooks;

const SHELLS: [&str; 6] = ["bash", "zsh", "fish", "powershell", "elvish", "nushell"];

/// Names the shell that asks.
const VARIABLE: &str = "VERCEL_HOOKS_COMPLETE";

/// What a shell is offered for the last of these words.
fn offered(shell: &str, words: &[&str]) -> Vec<String> {
    let words = ["--", "vercel-hooks"].into_iter().chain(words.iter().copied());
    let index = (words.clone().count() - 2).to_string();
    let done = vercel_hooks(words)
        .file("body.json", "")
        .env(VARIABLE, shell)
        .env("_CLAP_COMPLETE_INDEX", &index)
        .ends(0);
    assert_eq!(done.stderr, "");
    done.text().lines().map(str::to_owned).collect()
}

#[test]
fn the_scripts_ask_the_binary() {
    for shell in SHELLS {
        let script = vercel_hooks(["completions", shell]).ends(0);
        assert!(script.text().contains(VARIABLE), "{shell}");
        let done = vercel_hooks(["completions", shell, "--json"]).ends(0);
        assert_eq!(done.json_lines()[0]["script"], script.text());
    }
}

#[test]
fn an_unknown_shell_is_rejected_with_those_there_are() {
    let done = vercel_hooks(["completions", "csh"]).ends(2);
    for shell in SHELLS {
        assert!(done.stderr.contains(shell), "{}", done.stderr);
    }
    let done = vercel_hooks([]).env(VARIABLE, "csh").ends(2);
    assert!(done.stderr.contains("unknown shell `csh`"), "{}", done.stderr);
}

#[test]
fn every_shell_can_register() {
    for (shell, registration) in [
        ("bash", "\ncomplete -o bashdefault -o default -F _vercel_hooks vercel-hooks\n"),
        ("zsh", "\ncompdef _clap_dynamic_completer_vercel_hooks vercel-hooks\n"),
        ("fish", " --command vercel-hooks "),
        ("powershell", "Register-ArgumentCompleter -Native -CommandName vercel-hooks "),
        ("elvish", "set edit:completion:arg-completer[vercel-hooks] "),
    ] {
        let done = vercel_hooks([]).env(VARIABLE, shell).ends(0);
        assert!(done.text().contains(registration), "{shell}: {}", done.text());
    }
}

#[test]
fn every_shell_is_offered_values_and_descriptions() {
    for shell in ["zsh", "fish", "powershell", "elvish"] {
        let description = |text: &str| match shell {
            "zsh" => format!(":{text}"),
            "elvish" => String::new(),
            _ => format!("\t{text}"),
        };
        let candidate = |value: &str, about: &str| value.to_owned() + &description(about);
        let send = candidate("send", "Sign events and deliver them to an endpoint");
        assert_eq!(offered(shell, &["se"]), [send]);
        let alert = candidate("alerts.triggered", "An alert was triggered.");
        assert_eq!(offered(shell, &["events", "show", "al"]), [alert]);
        let dry_run = candidate("--dry-run", "Print the request instead of sending it");
        assert_eq!(offered(shell, &["send", "--dry"]), [dry_run]);
    }
}

#[test]
fn words_are_completed_by_what_they_stand_for() {
    for (line, expected) in [
        ("check --only forged.emp", &["forged.empty", "forged.empty-secret"][..]),
        ("check --skip forged.empty,genuine.ty", &["forged.empty,genuine.type.*"]),
        ("check --suite f", &["forged"]),
        ("check ", &["localhost", "demo"]),
        ("completions z", &["zsh"]),
        ("emulate --partner ", &["localhost"]),
        ("events list --group m", &["marketplace", "message"]),
        ("events sh", &["show"]),
        ("generate al", &["alerts.triggered", "all"]),
        ("help ev", &["events"]),
        ("help send ", &[]),
        ("listen --events spend:", &["spend:threshold", "spend:cycle-end", "spend:*"]),
        ("man e", &["events", "emulate"]),
        ("man events ", &["list", "show", "schema", "scenarios"]),
        ("man events list ", &["--json", "--quiet", "--color", "--no-input"]),
        ("man send ", &["--json", "--quiet", "--color", "--no-input"]),
        ("man m", &["man"]),
        ("man --out", &["--output"]),
        ("notify --api-url ", &["demo"]),
        ("notify i", &["installation.updated"]),
        ("partner show provision", &["provision-resource", "provision-purchase"]),
        ("partner schema get-", &["get-installation", "get-resource"]),
        ("replay --type spend:t", &["spend:threshold"]),
        ("send deployment.r", &["deployment.rollback", "deployment.ready"]),
        (
            "send --to demo --scenario in",
            &["integration-lifecycle", "invoice-paid", "invoice-unpaid"],
        ),
        ("send --scenario b", &["body.json"]),
        ("send --tamper=wrong", &["--tamper=wrong-secret", "--tamper=wrong-body"]),
        ("send --dry", &["--dry-run"]),
        ("sign bo", &["body.json"]),
        ("sign ", &["body.json"]),
        ("sign --secret-file bo", &["body.json"]),
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        assert_eq!(offered("elvish", &words), expected, "{line}");
    }
}

#[test]
fn bash_is_offered_what_it_can_insert() {
    for (line, replaced, expected) in [
        ("se", "se", &["send"][..]),
        ("send deployment.r", "deployment.r", &["deployment.rollback", "deployment.ready"]),
        // Bash replaces only what follows the last `:` or `=`.
        ("send spend:", "", &["threshold", "cycle-end", r"\*"]),
        ("send spend:th", "th", &["threshold"]),
        ("send spend:th", "spend:th", &["spend:threshold"]),
        ("send --tamper=wrong", "wrong", &["wrong-secret", "wrong-body"]),
        // It inserts everything as it is.
        ("sign my", "my", &[r"my\ body.json"]),
        (r"sign my\ b", r"my\ b", &[r"my\ body.json"]),
        ("sign 'my", "my", &["my body.json"]),
        ("sign \"my b", "my b", &["my body.json"]),
        ("send 'spend:t", "t", &["threshold"]),
        ("sign bodies", "bodies", &[]),
        ("sign 'a' # b", "b", &[]),
    ] {
        let done = vercel_hooks(["--", &format!("vercel-hooks {line}"), replaced])
            .file("my body.json", "")
            .env(VARIABLE, "bash")
            .ends(0);
        assert_eq!(done.text().lines().collect::<Vec<_>>(), expected, "{line}");
    }
}

/// What a shell prints that reads the script, unless it is not installed.
fn printed(shell: &str, args: &[&str]) -> Option<String> {
    let program = Path::new(env!("CARGO_BIN_EXE_vercel-hooks")).parent().unwrap();
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let paths = std::env::join_paths(
        std::iter::once(program.to_owned()).chain(std::env::split_paths(&paths)),
    );
    let done = Command::new(shell)
        .args(args)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("completions"))
        .env_remove("BASH_ENV")
        .env("PATH", paths.unwrap())
        .output()
        .ok()?;
    let complaints = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && complaints.is_empty(), "{shell}: {complaints}");
    Some(String::from_utf8(done.stdout).unwrap())
}

#[cfg(unix)]
#[test]
fn the_shells_that_are_installed_complete() {
    const BASH: &str = r#"
        compopt() { :; }
        source vercel-hooks.bash
        COMP_LINE="vercel-hooks send spend:th" COMP_POINT=26
        _vercel_hooks vercel-hooks th :
        echo "${COMPREPLY[@]}"
    "#;
    const ZSH: &str = r#"
        compdef() { :; }
        _describe() { echo "${(P)3}" }
        source ./_vercel-hooks
        words=(vercel-hooks send spend:th) CURRENT=3
        _clap_dynamic_completer_vercel_hooks
    "#;
    const FISH: &str = r#"
        source vercel-hooks.fish
        complete -C "vercel-hooks send spend:th"
    "#;
    for (shell, args, expected) in [
        ("bash", &["--norc", "-c", BASH][..], "threshold\n"),
        ("zsh", &["-f", "-c", ZSH], "spend\\:threshold:"),
        ("fish", &["--no-config", "-c", FISH], "spend:threshold\t"),
    ] {
        if let Some(printed) = printed(shell, args) {
            assert!(printed.starts_with(expected), "{shell}: {printed}");
        }
    }
}
