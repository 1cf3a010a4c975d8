//! Prompts on the terminal.

use std::io::{self, IsTerminal};
#[cfg(unix)]
use std::io::{Read, Write};
#[cfg(unix)]
use std::process;

use dialoguer::Input;

#[cfg(unix)]
use crate::error::Exit;
use crate::error::{Error, Result};
use crate::http::Proxy;
use crate::http::endpoint::Endpoint;

pub fn can_ask(may_ask: bool) -> bool {
    may_ask && io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Does not echo what is typed.
#[cfg(not(unix))]
pub fn hidden(prompt: &str) -> Result<Vec<u8>> {
    let prompt = dialoguer::Password::new().with_prompt(prompt).allow_empty_password(true);
    prompt.interact().map(String::into_bytes).map_err(failed)
}

/// Does not echo what is typed. Ctrl-C is read as a character that ends the line, as the signal
/// would end the process and leave the terminal without echo.
#[cfg(unix)]
pub fn hidden(prompt: &str) -> Result<Vec<u8>> {
    use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};

    let (mut stdin, mut stderr) = (io::stdin().lock(), io::stderr());
    let mut ask = || {
        write!(stderr, "{prompt}: ")?;
        let before = tcgetattr(&stdin)?;
        let ctrl_c = before.special_codes[SpecialCodeIndex::VINTR];
        let mut silent = before.clone();
        silent.local_modes -= LocalModes::ECHO | LocalModes::ISIG;
        silent.special_codes[SpecialCodeIndex::VEOL] = ctrl_c;
        tcsetattr(&stdin, OptionalActions::Flush, &silent)?;
        let mut typed = Vec::new();
        let mut read = Ok(());
        for byte in stdin.by_ref().bytes() {
            match byte {
                Ok(b'\n') => break,
                Ok(byte) => typed.push(byte),
                Err(error) => read = Err(error),
            }
            if read.is_err() || typed.last() == Some(&ctrl_c) {
                break;
            }
        }
        tcsetattr(&stdin, OptionalActions::Flush, &before)?;
        writeln!(stderr)?;
        read?;
        if typed.last() == Some(&ctrl_c) {
            process::exit(Exit::Interrupted.code().into());
        }
        Ok(typed)
    };
    ask().map_err(|error: io::Error| failed(error.into()))
}

pub fn text(prompt: &str) -> Result<String> {
    let answer: String = Input::new()
        .with_prompt(prompt)
        .validate_with(|answer: &String| match answer.trim() {
            "" => Err("a value is required"),
            _ => Ok(()),
        })
        .interact_text()
        .map_err(failed)?;
    Ok(answer.trim().to_owned())
}

/// Returns the index of the choice whose beginning is typed. A list to select from would hide the
/// cursor, and Ctrl-C would leave it hidden.
pub fn choose(prompt: &str, choices: &[&str]) -> Result<usize> {
    let index = |answer: &str| {
        let mut matches =
            choices.iter().enumerate().filter(|(_, choice)| choice.starts_with(answer.trim()));
        matches.next().filter(|_| matches.next().is_none()).map(|(index, _)| index)
    };
    let known = choices.join(", ");
    let answer: String = Input::new()
        .with_prompt(format!("{prompt} ({known})"))
        .validate_with(|answer: &String| match index(answer) {
            Some(_) => Ok(()),
            None => Err(format!("choose one of {known}")),
        })
        .interact_text()
        .map_err(failed)?;
    Ok(index(&answer).unwrap_or_default())
}

/// Confirms that requests go to another machine, unless `--yes` did.
pub fn confirm_remote(
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
