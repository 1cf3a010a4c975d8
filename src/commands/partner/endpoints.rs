//! `partner list`, `partner show` and `partner schema`.

use crate::cli::partner::{EndpointArgs, SchemaArgs};
use crate::error::{Error, Exit, Result};
use crate::output::Output;

pub fn list(_output: &mut Output) -> Result<Exit> {
    Err(Error::usage("to be built"))
}

pub fn show(_args: &EndpointArgs, _output: &mut Output) -> Result<Exit> {
    Err(Error::usage("to be built"))
}

pub fn schema(_args: &SchemaArgs, _output: &mut Output) -> Result<Exit> {
    Err(Error::usage("to be built"))
}
