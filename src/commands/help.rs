//! What is printed where no command is to run: help, the version, or a mistake in the command line.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::error::{Exit, Result};
use crate::output::Output;

/// Prints it in the library's own words and colours.
///
/// # Errors
/// Those of printing.
pub fn print(reply: &Error, output: &mut Output) -> Result<Exit> {
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

/// What the library cannot know of a mistake.
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
