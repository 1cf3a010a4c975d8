//! `--help`, which leads with examples and fits a terminal.

use super::support::vercel_hooks;

const COMMANDS: [&[&str]; 17] = [
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
    &["completions"],
    &["man"],
    &["events"],
    &["events", "list"],
    &["events", "show"],
    &["events", "schema"],
    &["events", "scenarios"],
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
fn every_option_stands_below_a_heading() {
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
fn nothing_at_all_shows_the_help() {
    let done = vercel_hooks([]).ends(2);
    assert!(done.stderr.contains("Examples:"), "{}", done.stderr);
}

#[test]
fn the_version_is_one_line() {
    vercel_hooks(["--version"]).gives(0, "vercel-hooks [..]\n", "");
}
