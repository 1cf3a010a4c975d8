//! Statuses that an endpoint is expected to respond with.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

/// A status or a class of statuses: `403` or `4xx`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusPattern {
    Status(u16),
    Class(u16),
}

impl StatusPattern {
    /// What Vercel counts as a successful delivery.
    pub const SUCCESS: Self = Self::Class(2);

    pub const fn matches(self, status: u16) -> bool {
        match self {
            Self::Status(expected) => status == expected,
            Self::Class(class) => status / 100 == class,
        }
    }
}

impl fmt::Display for StatusPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "{status}"),
            Self::Class(class) => write!(f, "{class}xx"),
        }
    }
}

impl FromStr for StatusPattern {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
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
    fn parses_statuses_and_classes() {
        assert!("403".parse::<StatusPattern>().unwrap().matches(403));
        assert!("4XX".parse::<StatusPattern>().unwrap().matches(499));
        assert!(!"4xx".parse::<StatusPattern>().unwrap().matches(500));
        for text in ["", "xx", "0xx", "6xx", "99", "600", "ok", "-4xx"] {
            assert!(text.parse::<StatusPattern>().is_err(), "{text}");
        }
    }
}
