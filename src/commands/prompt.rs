//! Questions to the person at the terminal.

use std::io::{self, IsTerminal};

use dialoguer::{Input, Password};

use crate::error::{Error, Result};
use crate::http::Proxy;
use crate::http::endpoint::Endpoint;

/// Whether somebody is there to answer.
pub fn can_ask(may_ask: bool) -> bool {
    may_ask && io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for a text that is not shown.
pub fn hidden(prompt: &str) -> Result<String> {
    Password::new().with_prompt(prompt).allow_empty_password(true).interact().map_err(failed)
}

/// Asks for a text, until one is given.
pub fn text(prompt: &str) -> Result<String> {
    let answer: String = Input::new()
        .with_prompt(prompt)
        .validate_with(|answer: &String| match answer.trim() {
            "" => Err("there has to be one"),
            _ => Ok(()),
        })
        .interact_text()
        .map_err(failed)?;
    Ok(answer.trim().to_owned())
}

/// Asks which one of several it is, of which a beginning is enough, and returns its place.
///
/// Picking from a list would hide the cursor, and Ctrl-C would leave it hidden.
pub fn choose(prompt: &str, choices: &[&str]) -> Result<usize> {
    let place = |answer: &str| {
        let mut fitting =
            choices.iter().enumerate().filter(|(_, it)| it.starts_with(answer.trim()));
        fitting.next().filter(|_| fitting.next().is_none()).map(|(place, _)| place)
    };
    let known = choices.join(", ");
    let answer: String = Input::new()
        .with_prompt(format!("{prompt} ({known})"))
        .validate_with(|answer: &String| match place(answer) {
            Some(_) => Ok(()),
            None => Err(format!("it is one of {known}")),
        })
        .interact_text()
        .map_err(failed)?;
    Ok(place(&answer).unwrap_or_default())
}

/// Asks before anything goes to another machine, unless that is confirmed.
///
/// # Errors
/// [`Error::BadProxy`], [`Error::Unconfirmed`] where there is nobody to ask, and
/// [`Error::Declined`].
pub fn before_leaving_this_machine(
    question: &str,
    endpoint: &Endpoint,
    is_confirmed: bool,
    may_ask: bool,
) -> Result<()> {
    Proxy::refuse_unusable(endpoint)?;
    if is_confirmed || endpoint.is_loopback() {
        return Ok(());
    }
    let endpoint = endpoint.to_string();
    if !can_ask(may_ask) {
        return Err(Error::usage(format!("{endpoint} is not on this machine"))
            .with_hint("to send there, add --yes"));
    }
    if confirm(question)? {
        Ok(())
    } else {
        Err(Error::usage(format!("nothing was sent to {endpoint}")))
    }
}

/// Asks a question; anything but a whole line that says yes is a no.
fn confirm(question: &str) -> Result<bool> {
    let answer: String = Input::new()
        .with_prompt(format!("{question} [y/N]"))
        .allow_empty(true)
        .interact_text()
        .map_err(failed)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

fn failed(error: dialoguer::Error) -> Error {
    let dialoguer::Error::IO(error) = error;
    Error::usage(format!("cannot prompt: {error}"))
}
