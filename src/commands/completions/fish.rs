//! The script for Fish, with what the generated one leaves out.

use std::fmt::Write;

use clap::{Arg, Command, ValueHint};

use super::candidates::STAR;

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
        let using = format!("{USING} {}", command.get_name());
        add_arguments(command, &using, &mut script);
        for inner in command.get_subcommands().filter(|it| it.get_name() != "help") {
            let using = format!("{using}; and __fish_seen_subcommand_from {}", inner.get_name());
            add_arguments(inner, &using, &mut script);
        }
    }
    script.replace(STAR, r"\*")
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
