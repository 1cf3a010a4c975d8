//! Parse, run, exit.

use std::process::ExitCode;

use mimalloc::MiMalloc;
use vercel_hooks::cli::Cli;
use vercel_hooks::commands;

/// A delivery makes many small values; the system's allocator takes a fifth of its time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    commands::run(Cli::from_command_line()).into()
}
