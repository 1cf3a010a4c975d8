//! Parse, run, exit.

use std::process::ExitCode;

use vercel_hooks::cli::Cli;
use vercel_hooks::commands;

fn main() -> ExitCode {
    commands::run(Cli::from_command_line()).into()
}
