//! Help, the version, or a mistake in the command line.

use std::error::Error as _;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::error::{self, Exit, Result};
use crate::output::Output;

pub fn print(reply: &Error, output: &mut Output) -> Result<Exit> {
    if let Some(error) = value_error(reply) {
        return Err(error);
    }
    if reply.use_stderr() {
        // A standard error that cannot be written has nobody to tell.
        let _ = reply.print();
        if let Some(hint) = hint(reply) {
            output.hint(hint);
        }
        return Ok(Exit::Usage);
    }
    output.printed_by(|| reply.print())?;
    Ok(Exit::Success)
}

/// The error of a value parser of ours, under the name of its flag. Clap would repeat the whole
/// value, which may hold credentials.
fn value_error(reply: &Error) -> Option<error::Error> {
    let error = reply.source()?.downcast_ref::<error::Error>()?;
    let argument = match reply.get(ContextKind::InvalidArg)? {
        ContextValue::String(argument) => argument.split([' ', '=']).next()?,
        _ => return None,
    };
    Some(if argument.starts_with('-') { error.clone().at(argument) } else { error.clone() })
}

/// A hint that clap does not give.
fn hint(reply: &Error) -> Option<&'static str> {
    let argument = match reply.get(ContextKind::InvalidArg)? {
        ContextValue::String(argument) => argument.as_str(),
        ContextValue::Strings(arguments) => arguments.first()?,
        _ => return None,
    };
    match (reply.kind(), argument) {
        (ErrorKind::UnknownArgument, "--secret" | "--token") => Some(
            "what stands on the command line can be read by every process of this machine: set a \
             variable, or name a file",
        ),
        (ErrorKind::MissingRequiredArgument, it) if it.starts_with("--signature") => {
            Some("a request that was written down has its own: --request FILE")
        }
        _ => None,
    }
}
