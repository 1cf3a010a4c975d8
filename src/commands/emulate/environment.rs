//! The environment of a command that meets the emulator instead of Vercel.

use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::cli::EmulateArgs;
use crate::error::{Error, Exit, Result};
use crate::marketplace::issuer::state_folder;
use crate::marketplace::{Authority, Environment};
use crate::output::Output;

/// The certificate authority of `--proxy`.
pub fn authority(args: &EmulateArgs) -> Result<Option<Authority>> {
    if !args.environment.proxy {
        return Ok(None);
    }
    if !args.address.host.is_loopback() {
        return Err(Error::usage("--proxy is for this machine only, and --host for others")
            .with_hint("omit one of them"));
    }
    Authority::open(&state_dir(args)?).map(Some)
}

/// The environment of a command.
pub fn of(args: &EmulateArgs, url: &str, authority: Option<&Authority>) -> Result<Environment> {
    Environment::new(url, &state_dir(args)?, authority)
}

/// Prints the variables of a command, as shells and `.env` files read them.
pub fn print(args: &EmulateArgs, output: &mut Output) -> Result<Exit> {
    if args.address.port == 0 {
        return Err(Error::usage("--print-env cannot know the port")
            .with_hint("name one with --port, and start the emulator with the same"));
    }
    let url = args.address.host.url(args.address.port);
    let authority = authority(args)?;
    let environment = of(args, &url, authority.as_ref())?;
    let variables = environment.variables().map(|(name, value)| (name, value.to_string_lossy()));
    if output.is_json() {
        let variables: Map<String, Value> =
            variables.map(|(name, value)| (name.to_owned(), value.into())).collect();
        output.json(&variables)?;
        return Ok(Exit::Success);
    }
    for (name, value) in variables {
        // Containers do not know quotes.
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "%+,-./:=@_".contains(c);
        let quoted = if value.chars().all(is_plain) { Ok(value) } else { shlex::try_quote(&value) };
        let quoted = quoted
            .map_err(|_| Error::usage(format!("{name} has a character that no shell accepts")))?;
        output.line(format_args!("{name}={quoted}"))?;
    }
    Ok(Exit::Success)
}

fn state_dir(args: &EmulateArgs) -> Result<PathBuf> {
    state_folder(args.environment.state_dir.as_deref())
}
