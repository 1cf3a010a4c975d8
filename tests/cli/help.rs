//! `--help`, which leads with examples and fits a terminal.

use super::support::vercel_hooks;

const COMMANDS: &[&[&str]] = &[
    &[],
    &["sign"],
    &["verify"],
    &["generate"],
    &["send"],
    &["listen"],
    &["replay"],
    &["check"],
    &["notify"],
    &["emulate"],
    &["config"],
    &["completions"],
    &["man"],
    &["events"],
    &["events", "list"],
    &["events", "show"],
    &["events", "schema"],
    &["events", "scenarios"],
    &["partner"],
    &["partner", "list"],
    &["partner", "show"],
    &["partner", "schema"],
];

#[test]
fn every_help_leads_with_examples_and_fits_80_columns() {
    for command in COMMANDS {
        for flag in ["-h", "--help"] {
            let done = vercel_hooks(command.iter().copied().chain([flag])).ends(0);
            let help = done.text();
            let (before, _) = help.split_once("Usage:").unwrap();
            assert!(before.contains("Examples:\n  vercel-hooks "), "{command:?}");
            let longest = help.lines().map(|line| line.chars().count()).max();
            assert!(longest <= Some(80), "{command:?} {flag}: {longest:?}");
            assert_eq!(done.stderr, "");
        }
    }
}

#[test]
fn without_a_command_an_overview_is_printed() {
    vercel_hooks([]).gives(
        0,
        "vercel-hooks signs, sends, receives and checks Vercel webhooks.

  vercel-hooks send deployment.ready --to demo
    [..]

  vercel-hooks check localhost --path /api/webhooks
    [..]

  vercel-hooks listen
    [..]

`vercel-hooks --help` lists all commands. Each has examples in its own `--help`.
",
        "",
    );
}

#[test]
fn with_json_alone_the_commands_are_listed() {
    let done = vercel_hooks(["--json"]).ends(0);
    let [overview] = &done.json_lines()[..] else { panic!("{}", done.text()) };
    assert_eq!(overview["name"], "vercel-hooks");
    assert_eq!(overview["version"], env!("CARGO_PKG_VERSION"));
    let commands = overview["commands"].as_array().unwrap();
    assert_eq!(commands[0]["name"], "sign");
    assert_eq!(commands[0]["about"], "Print the signature of a body");
    let mut names: Vec<_> = commands.iter().map(|item| item["name"].as_str().unwrap()).collect();
    let mut known: Vec<_> = COMMANDS.iter().filter_map(|words| words.first().copied()).collect();
    names.sort_unstable();
    known.sort_unstable();
    known.dedup();
    assert_eq!(names, known);
}

#[test]
fn every_option_is_below_a_heading() {
    for command in COMMANDS {
        let done = vercel_hooks(command.iter().copied().chain(["-h"])).ends(0);
        let options = done.text().split("\nOptions:\n").nth(1).unwrap_or_default();
        let names = options.lines().take_while(|line| !line.is_empty());
        for name in names.filter_map(|line| line.trim().split("  ").next()) {
            let is_about_the_program = ["-h, --help", "-V, --version"].contains(&name);
            assert!(is_about_the_program, "{command:?}: {name}");
        }
    }
}

#[test]
fn the_version_is_one_line() {
    vercel_hooks(["--version"]).gives(0, "vercel-hooks [..]\n", "");
}

/// A line of a shell in which `$0` is the program.
#[cfg(unix)]
fn sh(line: &str) -> (i32, String) {
    let done = std::process::Command::new("sh")
        .args(["-c", line, env!("CARGO_BIN_EXE_vercel-hooks")])
        .output()
        .unwrap();
    (done.status.code().unwrap(), String::from_utf8(done.stderr).unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_written_is_an_error() {
    for args in ["--help", "-h", "send --help", "--version", "man --help", ""] {
        let (code, said) = sh(&format!("\"$0\" {args} > /dev/full"));
        assert_eq!(code, 2, "{args}");
        assert!(said.starts_with("error: cannot write standard output: "), "{args}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    for args in ["--help", "send --help", "--version", ""] {
        let (code, said) = sh(&format!("{{ sleep 0.1; \"$0\" {args}; echo $? >&2; }} | :"));
        assert_eq!((code, &*said), (0, "0\n"), "{args}");
    }
}

#[test]
fn mistakes_in_the_command_line_go_to_standard_error() {
    for (args, words) in [
        (&["sned"][..], "unrecognized subcommand 'sned'"),
        (&["send", "--too"], "unexpected argument '--too'"),
        (&["events"], "Usage: vercel-hooks events"),
    ] {
        let done = vercel_hooks(args.iter().copied()).ends(2);
        assert!(done.stdout.is_empty() && done.stderr.contains(words), "{}", done.stderr);
    }
}

#[test]
fn mistakes_in_the_command_line_have_the_style_of_other_errors() {
    vercel_hooks(["send", "--dryrun"]).gives(
        2,
        "",
        "error: unexpected argument '--dryrun' found\nhint: did you mean `--dry-run`?\nUsage: \
         vercel-hooks send --dry-run [TYPE]...\n\nFor more information, try '--help'.\n",
    );
}

#[test]
fn mistakes_in_the_command_line_are_escaped() {
    let odd = "--x\u{9b}2J\n::error::y\n##[z\u{202e}\u{7f}";
    let escaped = "--x\\u{9b}2J\\n::error::y\\n\\u{23}#[z\\u{202e}\\u{7f}";
    for args in [
        &["send", odd][..],
        &["send", "--tamper", odd],
        &["send", "--color", odd],
        &["completions", odd],
        &["send", "--seed", odd],
        &["events", odd.trim_start_matches('-')],
        &[odd.trim_start_matches('-')],
        &["sign", "a", odd],
        &["sign", "a", "b\n::error::"],
    ] {
        let done = vercel_hooks(args.iter().copied()).ends(2);
        let is_safe = |c: char| c == '\n' || !(c.is_control() || c == '\u{202e}');
        assert!(done.stderr.chars().all(is_safe), "{args:?}: {}", done.stderr);
        let is_command = |line: &str| line.trim_start().starts_with("::") || line.contains("##[");
        assert!(!done.stderr.lines().any(is_command), "{args:?}: {}", done.stderr);
        let shown = [escaped, escaped.trim_start_matches('-'), "b\\n::error::"];
        assert!(shown.iter().any(|shown| done.stderr.contains(shown)), "{args:?}: {}", done.stderr);
    }
}

#[test]
fn long_help_explains_a_command_and_short_help_only_names_it() {
    let text = "A failed `must` means that genuine events are lost or forged ones get through";
    let shown = |flag| {
        let help = vercel_hooks(["check", flag]).ends(0).text().to_owned();
        help.split_whitespace().collect::<Vec<_>>().join(" ").contains(text)
    };
    assert!(shown("--help"));
    assert!(!shown("-h"));
}
