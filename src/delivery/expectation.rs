//! What an endpoint should answer.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

/// An answer, or a class of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// Exactly this status.
    Status(u16),
    /// Any status of this class: 2 for 2xx.
    Class(u16),
}

impl Expectation {
    /// What Vercel takes for a delivery that succeeded.
    pub const SUCCESS: Self = Self::Class(2);

    /// Whether `status` is as expected.
    #[must_use]
    pub const fn is_met_by(self, status: u16) -> bool {
        match self {
            Self::Status(expected) => status == expected,
            Self::Class(class) => status / 100 == class,
        }
    }
}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "{status}"),
            Self::Class(class) => write!(f, "{class}xx"),
        }
    }
}

impl FromStr for Expectation {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let bad = || {
            Error::usage(format!("invalid status `{text}`"))
                .with_hint("write a status (403) or a class (4xx)")
        };
        if let Some(class) = text.to_ascii_lowercase().strip_suffix("xx") {
            let class = class.parse().map_err(|_| bad())?;
            return (1..=5).contains(&class).then_some(Self::Class(class)).ok_or_else(bad);
        }
        let status = text.parse().map_err(|_| bad())?;
        (100..=599).contains(&status).then_some(Self::Status(status)).ok_or_else(bad)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_and_classes() {
        assert!("403".parse::<Expectation>().unwrap().is_met_by(403));
        assert!("4XX".parse::<Expectation>().unwrap().is_met_by(499));
        assert!(!"4xx".parse::<Expectation>().unwrap().is_met_by(500));
        for text in ["", "xx", "0xx", "6xx", "99", "600", "ok", "-4xx"] {
            assert!(text.parse::<Expectation>().is_err(), "{text}");
        }
    }
}
