//! One file per command: flags become plain values, one call is made, one report printed.

mod address;
mod check;
mod completions;
mod config;
mod delivery;
mod emulate;
mod event_args;
mod events;
mod generate;
mod help;
mod input;
mod listen;
mod man;
mod notify;
mod overview;
mod partner;
mod preview;
mod prompt;
mod replay;
mod secret_candidates;
mod secrets;
mod send;
mod sign;
mod stop_condition;
mod target;
mod verify;

use crate::cli::{Cli, Command, GlobalArgs};
use crate::error::{Exit, Result};
use crate::output::{Output, Preferences};

pub fn run(read: Result<Cli, clap::Error>) -> Exit {
    let preferences = read.as_ref().map_or_else(|_| Preferences::default(), preferences);
    let mut output = Output::new(preferences);
    let result = match read {
        Ok(cli) => dispatch(cli, &mut output),
        Err(reply) => help::print(reply, &mut output),
    };
    let result = result.and_then(|exit| output.flush().map(|()| exit));
    match result {
        Ok(exit) => exit,
        Err(error) => {
            output.error(&error);
            error.exit()
        }
    }
}

fn dispatch(cli: Cli, output: &mut Output) -> Result<Exit> {
    let may_ask = !cli.global.no_input;
    let Some(command) = cli.command else { return overview::print(output) };
    match command {
        Command::Sign(args) => sign::run(&args, may_ask, output),
        Command::Verify(args) => verify::run(&args, may_ask, output),
        Command::Events(args) => events::run(args.0.command, output),
        Command::Generate(args) => generate::run(&args, output),
        Command::Send(args) => send::run(&args, may_ask, output),
        Command::Listen(args) => listen::run(&args, may_ask, output),
        Command::Replay(args) => replay::run(&args, may_ask, output),
        Command::Check(args) => check::run(&args, may_ask, output),
        Command::Notify(args) => notify::run(&args, may_ask, output),
        Command::Partner(args) => partner::run(&args, may_ask, output),
        Command::Config(_) => config::run(output),
        Command::Emulate(args) => emulate::run(&args, may_ask, output),
        Command::Completions(args) => completions::run(args.shell, output),
        Command::Man(args) => man::run(&args, output),
    }
}

const fn preferences(cli: &Cli) -> Preferences {
    let GlobalArgs { json, quiet, color, .. } = cli.global;
    Preferences { json, quiet, color }
}
