//! `partner token` and `partner keys`.

use crate::cli::partner::{KeysArgs, TokenArgs};
use crate::error::{Error, Exit, Result};
use crate::output::Output;

pub fn run(_args: &TokenArgs, _may_ask: bool, _output: &mut Output) -> Result<Exit> {
    Err(Error::usage("to be built"))
}

pub fn keys(_args: &KeysArgs, _output: &mut Output) -> Result<Exit> {
    Err(Error::usage("to be built"))
}
