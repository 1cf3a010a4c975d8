//! `completions`: the completion script of a shell, from the definitions of the command line.

mod bash;
mod candidates;
mod elvish;
mod fish;
mod zsh;

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_complete_nushell::Nushell;
use serde_json::json;

use crate::cli::{Cli, ShellName};
use crate::error::{Exit, Result};
use crate::output::Output;

use candidates::{Globs, with_candidates};

/// The name under which the program is installed.
const NAME: &str = "vercel-hooks";

pub fn run(shell: ShellName, output: &mut Output) -> Result<Exit> {
    let script = script(shell);
    if output.is_json() {
        output.json(&json!({ "script": script }))?;
    } else {
        output.data(script.as_bytes())?;
    }
    Ok(Exit::Success)
}

fn script(shell: ShellName) -> String {
    let command = |globs| with_candidates(Cli::command(), globs);
    match shell {
        ShellName::Bash => {
            let command = command(Globs::Left);
            bash::mended(&generated(Shell::Bash, command.clone()), &command)
        }
        ShellName::Zsh => zsh::mended(&generated(Shell::Zsh, command(Globs::Marked))),
        ShellName::Fish => {
            let command = command(Globs::Marked);
            fish::mended(&generated(Shell::Fish, command.clone()), command)
        }
        ShellName::PowerShell => generated(Shell::PowerShell, command(Globs::Taken)),
        ShellName::Elvish => elvish::mended(&generated(Shell::Elvish, command(Globs::Taken))),
        ShellName::Nushell => generated(Nushell, command(Globs::Taken)),
    }
}

fn generated(generator: impl clap_complete::Generator, mut command: Command) -> String {
    let mut script = Vec::new();
    clap_complete::generate(generator, &mut command, NAME, &mut script);
    String::from_utf8(script).expect("a script is text")
}
