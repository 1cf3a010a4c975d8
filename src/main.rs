//! Parse, run, exit.

use std::process::ExitCode;

use clap::Parser;
use vercel_hooks::cli::{Cli, completions};
use vercel_hooks::commands;

fn main() -> ExitCode {
    completions::complete();
    commands::run(Cli::try_parse()).into()
}
