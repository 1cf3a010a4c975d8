//! Shell completions: the script of a shell asks the program itself what can be typed next.

mod bash;
pub mod candidates;

use std::env;

use clap::{Args, CommandFactory, ValueEnum};
use clap_complete::env::{CompleteEnv, Elvish, Fish, Powershell, Shells, Zsh};

use super::{Cli, TEMPLATE};

/// Names the shell that asks; set by the scripts in `completions/`.
const VARIABLE: &str = "VERCEL_HOOKS_COMPLETE";

#[derive(Clone, Copy, Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks completions bash > vercel-hooks.bash
  mkdir -p ~/.zfunc ~/.config/fish/completions
  vercel-hooks completions zsh > ~/.zfunc/_vercel-hooks
  vercel-hooks completions fish > ~/.config/fish/completions/vercel-hooks.fish
  vercel-hooks completions powershell >> $PROFILE
"
)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: ShellName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShellName {
    /// Bash 4 or later
    Bash,
    /// Zsh
    Zsh,
    /// Fish
    Fish,
    /// PowerShell
    #[value(name = "powershell")]
    PowerShell,
    /// Elvish
    Elvish,
    /// Nushell 0.108 or later
    Nushell,
}

impl ShellName {
    pub const fn script(self) -> &'static str {
        match self {
            Self::Bash => include_str!("../../../completions/vercel-hooks.bash"),
            Self::Zsh => include_str!("../../../completions/_vercel-hooks"),
            Self::Fish => include_str!("../../../completions/vercel-hooks.fish"),
            Self::PowerShell => include_str!("../../../completions/_vercel-hooks.ps1"),
            Self::Elvish => include_str!("../../../completions/vercel-hooks.elv"),
            Self::Nushell => include_str!("../../../completions/vercel-hooks.nu"),
        }
    }
}

/// Answers a completion script and exits; returns if the program was not started by one.
pub fn complete() {
    CompleteEnv::with_factory(command)
        .var(VARIABLE)
        .shells(Shells(&[&bash::Bash, &Elvish, &Fish, &Powershell, &Zsh]))
        .complete();
}

fn command() -> clap::Command {
    let mut root = Cli::command();
    let pages: Vec<_> = root.get_subcommands().map(page).collect();
    root = root.mut_subcommand("man", |man| man.disable_help_subcommand(true).subcommands(pages));
    root.build();
    let word = env::args_os().next_back().unwrap_or_default();
    if word.to_string_lossy().starts_with('-') { root } else { hide_flags(root) }
}

/// The words that `man` takes for a command.
fn page(command: &clap::Command) -> clap::Command {
    clap::Command::new(command.get_name().to_owned())
        .about(command.get_about().cloned().unwrap_or_default())
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommands(command.get_subcommands().map(page))
}

/// Flags would bury the values, so they are offered once `-` is typed, or when there is nothing else.
fn hide_flags(command: clap::Command) -> clap::Command {
    command
        .mut_args(|arg| if arg.is_positional() { arg } else { arg.hide(true) })
        .mut_subcommands(hide_flags)
}
