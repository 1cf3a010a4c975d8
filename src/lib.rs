//! The inside of the `vercel-hooks` command. Only [`run`] is for use; the public modules are what
//! its benchmarks measure.
//!
//! Data flows one way: `cli` parses flags into typed values, `commands` makes one call of them,
//! [`event`] builds bytes from the [`catalog`], [`signature`] signs them, [`delivery`] sends them,
//! and `output` prints the result.

pub mod catalog;
mod check;
mod cli;
mod commands;
pub mod delivery;
mod error;
pub mod event;
mod fs;
#[cfg(test)]
mod fuzz;
pub mod http;
mod marketplace;
mod output;
pub mod receiver;
mod recording;
mod settings;
pub mod signature;
mod time;

use std::process::ExitCode;

/// Parses the command line, runs it and returns the exit code.
#[must_use]
pub fn run() -> ExitCode {
    cli::completions::complete();
    commands::run(cli::Cli::from_command_line()).into()
}
