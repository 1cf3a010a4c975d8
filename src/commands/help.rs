//! What is printed where no command is to run: help, the version, or a mistake in the command line.

use clap::Error;

use crate::error::Result;
use crate::exit::Exit;
use crate::output::Output;

/// Prints it in the library's own words and colours.
///
/// # Errors
/// Those of printing.
pub fn print(reply: &Error, output: &mut Output) -> Result<Exit> {
    if reply.use_stderr() {
        // A standard error that cannot be written has nobody to tell.
        let _ = reply.print();
        return Ok(Exit::Usage);
    }
    output.printed_by(|| reply.print())?;
    Ok(Exit::Success)
}
