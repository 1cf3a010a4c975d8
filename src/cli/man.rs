//! The flags of `man`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::TEMPLATE;

/// Print the manual page of a command, for man to show.
#[derive(Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks man send | man -l -
  vercel-hooks man events list | mandoc -a
  vercel-hooks man --output ~/.local/share/man/man1
"
)]
pub struct ManArgs {
    /// The command: `send`, `events list`, or its page (`vercel-hooks-send`); the program itself
    /// without it
    #[arg(value_name = "COMMAND")]
    pub words: Vec<String>,
    /// Write the pages of all commands into a folder
    #[arg(long, short = 'o', value_name = "FOLDER", help_heading = "Output",
          value_hint = ValueHint::DirPath, conflicts_with = "words")]
    pub output: Option<PathBuf>,
}
