//! The flags of `completions`.

use clap::{Args, ValueEnum};

use super::TEMPLATE;

/// Print the completion script of a shell; the README says where each shell looks for it.
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

/// A shell, by its name.
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
    /// Nushell
    Nushell,
}
