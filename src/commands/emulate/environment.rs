//! The environment of a command that meets the emulator instead of Vercel.

use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::cli::EmulateArgs;
use crate::error::{Error, Exit, Result};
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
    Authority::open(&state_folder(args)?).map(Some)
}

/// The environment of a command.
pub fn of(args: &EmulateArgs, url: &str, authority: Option<&Authority>) -> Result<Environment> {
    Environment::new(url, &state_folder(args)?, authority)
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
        let value = shlex::try_quote(&value).map_err(|_| {
            Error::usage(format!("{name} has a character that no shell accepts"))
        })?;
        output.line(format_args!("{name}={value}"))?;
    }
    Ok(Exit::Success)
}

pub fn state_folder(args: &EmulateArgs) -> Result<PathBuf> {
    let path = args.environment.state_dir.clone().unwrap_or_else(|| std::env::home_dir().unwrap().join(".local/state/vercel-hooks"));
    std::fs::create_dir_all(&path).unwrap();
    Ok(path)
}
