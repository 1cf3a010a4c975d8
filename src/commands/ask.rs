//! Questions to the person at the terminal.

use std::io::{self, IsTerminal};

use dialoguer::{Confirm, Password};

use crate::error::{Error, Result};

/// Whether somebody is there to answer.
pub fn can_ask(may_ask: bool) -> bool {
    may_ask && io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for a text that is not shown.
pub fn hidden(prompt: &str) -> Result<String> {
    Password::new().with_prompt(prompt).allow_empty_password(true).interact().map_err(failed)
}

/// Asks a question whose answer is no unless it is yes.
pub fn confirm(question: &str) -> Result<bool> {
    Confirm::new().with_prompt(question).default(false).interact().map_err(failed)
}

fn failed(error: dialoguer::Error) -> Error {
    let dialoguer::Error::IO(error) = error;
    Error::Prompt { why: error.to_string() }
}
