//! Questions to the person at the terminal.

use std::io::{self, IsTerminal};

use dialoguer::{Input, Password};

use crate::error::{Error, Result};

/// Whether somebody is there to answer.
pub fn can_ask(may_ask: bool) -> bool {
    may_ask && io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for a text that is not shown.
pub fn hidden(prompt: &str) -> Result<String> {
    Password::new().with_prompt(prompt).allow_empty_password(true).interact().map_err(failed)
}

/// Asks a question; anything but a whole line that says yes is a no.
pub fn confirm(question: &str) -> Result<bool> {
    let answer: String = Input::new()
        .with_prompt(format!("{question} [y/N]"))
        .allow_empty(true)
        .interact_text()
        .map_err(failed)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

fn failed(error: dialoguer::Error) -> Error {
    let dialoguer::Error::IO(error) = error;
    Error::Prompt { why: error.to_string() }
}
