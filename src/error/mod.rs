//! What stopped a command, what to do about it, and the exit code it means.

mod exit;
mod suggest;

use std::fmt::{self, Display};
use std::io;

pub use exit::Exit;
pub use suggest::nearest;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// One sentence of what happened and to what, and a hint where the next step is not plain from it.
#[derive(Clone, Debug)]
pub struct Error {
    exit: Exit,
    message: String,
    hint: Option<String>,
}

impl Error {
    /// The command cannot run as given.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: message.into(), hint: None }
    }

    /// Nothing answered at the other end.
    pub fn unreachable(message: impl Into<String>) -> Self {
        Self { exit: Exit::Unreachable, ..Self::usage(message) }
    }

    /// A command that cannot be run, with the exit code that shells have for it.
    pub fn command(code: u8, message: impl Into<String>) -> Self {
        Self { exit: Exit::Command(code), ..Self::usage(message) }
    }

    pub fn read(what: impl Display, source: &io::Error) -> Self {
        Self::usage(format!("cannot read {what}: {source}"))
    }

    pub fn write(what: impl Display, source: &io::Error) -> Self {
        Self::usage(format!("cannot write {what}: {source}"))
    }

    pub fn start(why: impl Display) -> Self {
        Self::usage(format!("cannot start: {why}"))
    }

    /// Two things that were given together.
    pub fn conflict(first: &str, second: &str) -> Self {
        Self::usage(format!("{first} and {second} cannot be used together"))
    }

    /// A name that nothing has: the hint is the nearest known one, or else `otherwise`.
    pub fn unknown(what: &str, name: &str, nearest: Option<&str>, otherwise: &str) -> Self {
        Self::usage(format!("unknown {what} `{name}`")).with_hint(
            nearest.map_or_else(
                || otherwise.to_owned(),
                |nearest| format!("did you mean `{nearest}`?"),
            ),
        )
    }

    pub fn with_hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// Says in front of the message where the mistake is: a file, a variable.
    pub fn at(self, place: impl Display) -> Self {
        Self { message: format!("{place}: {}", self.message), ..self }
    }

    pub const fn exit(&self) -> Exit {
        self.exit
    }

    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
