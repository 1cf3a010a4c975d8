//! The script for Fish, with what the generated one leaves out.

use std::fmt::Write;

use clap::{Arg, Command, ValueHint};

use super::candidates::{STAR, names};

/// The condition that a command was typed, whose name follows.
const USING: &str = "__fish_vercel_hooks_using_subcommand";

/// The generated script, which knows flags only, with arguments that are no flags, and with the
/// names of files only where they belong; globs are left alone.
pub fn mended(generated: &str, mut command: Command) -> String {
    command.build();
    let mut script = generated
        // A scenario is a name or a file.
        .replace("-r -f -a \"deployment-succeeds\\t", "-r -F -a \"deployment-succeeds\\t");
    for command in command.get_subcommands().filter(|it| it.get_name() != "help") {
        if command.get_name() == "man" {
            continue;
        }
        let using = format!("{USING} {}", command.get_name());
        add_arguments(command, &using, &mut script);
        for inner in command.get_subcommands().filter(|it| it.get_name() != "help") {
            let using = format!("{using}; and __fish_seen_subcommand_from {}", inner.get_name());
            add_arguments(inner, &using, &mut script);
        }
    }
    add_pages(&command, &mut script);
    let script = with_commands_after_help(&script);
    script.replace(STAR, r"\*")
}

/// The generated script offers no command after `help`, but files.
fn with_commands_after_help(script: &str) -> String {
    // `help` itself is always seen there.
    let condition = format!("{USING} help; and not __fish_seen_subcommand_from ");
    let mended = |line: &str| {
        if line.contains(&condition) { line.replacen(" help\"", "\"", 1) } else { line.to_owned() }
    };
    let mut mended: String = script.lines().map(|line| mended(line) + "\n").collect();
    let _ = writeln!(mended, "complete -c vercel-hooks -n \"{USING} help\" -f");
    mended
}

/// The arguments of `man`: a command, then one below it.
fn add_pages(root: &Command, script: &mut String) {
    const SEEN: &str = "__fish_seen_subcommand_from";
    let mut add = |condition: String, names: &[String]| {
        let names = names.join(" ");
        let _ = writeln!(
            script,
            "complete -c vercel-hooks -n \"{USING} man{condition}\" -f -a \"{names}\""
        );
    };
    let all = names(root);
    // This name is always seen.
    let others: Vec<&str> = all.iter().map(String::as_str).filter(|name| *name != "man").collect();
    add(String::new(), &[]);
    add(format!("; and not {SEEN} {}", others.join(" ")), &all);
    for command in root.get_subcommands().filter(|it| it.get_name() != "help") {
        let below = names(command);
        if !below.is_empty() {
            let name = command.get_name();
            add(format!("; and {SEEN} {name}; and not {SEEN} {}", below.join(" ")), &below);
        }
    }
}

fn add_arguments(command: &Command, using: &str, script: &mut String) {
    let takes_files = |hint| matches!(hint, ValueHint::FilePath | ValueHint::AnyPath);
    if command.get_positionals().any(|it| takes_files(it.get_value_hint())) {
        return;
    }
    let values: Vec<String> = command
        .get_positionals()
        .flat_map(Arg::get_possible_values)
        .map(|it| format!("{}\\t''", it.get_name()))
        .collect();
    let _ = write!(script, "complete -c vercel-hooks -n \"{using}\" -f");
    if !values.is_empty() {
        let _ = write!(script, " -a \"{}\"", values.join("\n"));
    }
    script.push('\n');
}
