//! Parse, run, exit.

use std::process::ExitCode;

use vercel_hooks::cli::{Cli, completions};
use vercel_hooks::commands;

fn main() -> ExitCode {
    completions::complete();
    commands::run(Cli::from_command_line()).into()
}
