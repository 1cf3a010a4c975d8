//! `partner call`.

use crate::cli::partner::CallArgs;
use crate::error::{Error, Exit, Result};
use crate::output::Output;

pub fn run(_args: &CallArgs, _may_ask: bool, _output: &mut Output) -> Result<Exit> {
    Err(Error::usage("to be built"))
}
