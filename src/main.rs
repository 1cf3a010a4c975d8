//! Parse, run, exit.

use std::process::ExitCode;

use clap::Parser;
use vercel_hooks::cli::Cli;
use vercel_hooks::commands;

fn main() -> ExitCode {
    commands::run(Cli::parse()).into()
}
