//! What the process answers with: the exit codes that scripts rely on.

use std::process::ExitCode;

/// How a run ended, as the shell sees it.
///
/// The order of the variants is no ranking: see [`Exit::worst`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It worked.
    Success,
    /// The answer is no.
    No,
    /// The command cannot run as given.
    Usage,
    /// Nothing answered at the other end.
    Unreachable,
    /// Ctrl-C ended it.
    Interrupted,
    /// The command that it ran ended with this code, or could not be run.
    Command(u8),
}

impl Exit {
    /// Every exit code of its own, in the order in which the manual lists them.
    pub const ALL: [Self; 5] =
        [Self::Success, Self::No, Self::Usage, Self::Unreachable, Self::Interrupted];

    /// The number given to the shell.
    pub const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::No => 1,
            Self::Usage => 2,
            Self::Unreachable => 3,
            Self::Interrupted => 130,
            Self::Command(code) => code,
        }
    }

    /// What the code means, as the README says it.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Success => "Success.",
            Self::No => {
                "The check failed, the signature is invalid, or the endpoint or Vercel rejected \
                 the request."
            }
            Self::Usage => {
                "The command cannot run as given: invalid flags, an unknown event, unreadable or \
                 malformed input, no secret or no token."
            }
            Self::Unreachable => {
                "No response: connection refused or closed early, timeout, TLS or DNS failure."
            }
            Self::Interrupted => "Interrupted with Ctrl-C.",
            Self::Command(_) => "The exit code of the command that it ran.",
        }
    }

    /// The one to report when two things happened: 130, then 2, 3, 1, 0.
    pub const fn worst(self, other: Self) -> Self {
        if other.severity() > self.severity() { other } else { self }
    }

    const fn severity(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::No => 1,
            Self::Unreachable => 2,
            Self::Usage => 3,
            Self::Interrupted => 4,
            Self::Command(_) => 5,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::Exit;

    #[test]
    fn the_worst_of_several_is_2_then_3_then_1() {
        assert_eq!(Exit::No.worst(Exit::Unreachable), Exit::Unreachable);
        assert_eq!(Exit::Unreachable.worst(Exit::Usage), Exit::Usage);
        assert_eq!(Exit::Usage.worst(Exit::No), Exit::Usage);
        assert_eq!(Exit::Success.worst(Exit::No), Exit::No);
        assert_eq!(Exit::Success.worst(Exit::Success), Exit::Success);
    }
}
