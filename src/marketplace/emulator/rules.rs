//! What the stand-in accepts, and what it does on purpose.

use std::time::Duration;

use crate::error::{Error, Result};
use crate::settings::secret::Secret;

/// Requests that fail on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failing {
    /// With which status.
    pub status: u16,
    /// Whether the installation is said to be disabled.
    pub is_disabled: bool,
    /// How many; without end where it is nothing.
    pub count: Option<u64>,
}

/// What the stand-in accepts, and what it does on purpose.
#[derive(Debug, Default)]
pub struct Rules {
    /// The tokens it accepts; any where there are none.
    pub tokens: Vec<Secret>,
    /// The installations it knows; any where there are none.
    pub installations: Vec<String>,
    /// What fails, one after the other.
    pub failures: Vec<Failing>,
    /// How long to wait with every answer.
    pub latency: Duration,
    /// How long a client is asked to wait after 429 and 503.
    pub retry_after: Option<Duration>,
}

impl Failing {
    /// Reads `STATUS`, `STATUS:N` or `disabled[:N]`, the answer for a disabled installation.
    ///
    /// # Errors
    /// [`Error::BadFailing`].
    pub fn parse(text: &str) -> Result<Self> {
        let bad = || {
            Error::usage(format!("invalid failure `{text}`")).with_hint("write a status from 400 to 599 (`500`), a status for the first requests (`429:2`), or `disabled`")
        };
        if text.contains('+') {
            return Err(bad());
        }
        let (what, count) = match text.split_once(':') {
            Some((what, count)) => (what, Some(count.parse().map_err(|_| bad())?)),
            None => (text, None),
        };
        let is_disabled = what == "disabled";
        let status = if is_disabled { 403 } else { what.parse().map_err(|_| bad())? };
        if !(400..600).contains(&status) || count == Some(0) {
            return Err(bad());
        }
        Ok(Self { status, is_disabled, count })
    }
}

impl Rules {
    /// Whether the next request fails, and how.
    pub(super) fn next_failure(&mut self) -> Option<Failing> {
        let failing = *self.failures.first()?;
        match &mut self.failures[0].count {
            Some(1) => {
                self.failures.remove(0);
            }
            Some(count) => *count -= 1,
            None => {}
        }
        Some(failing)
    }

    pub(super) fn accept_token(&self, token: &[u8]) -> bool {
        self.tokens.is_empty() || self.tokens.iter().any(|known| known.expose() == token)
    }

    pub(super) fn accept_installation(&self, id: &str) -> bool {
        self.installations.is_empty() || self.installations.iter().any(|known| known == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_follow_each_other_and_end() {
        let failures = ["429:2", "disabled:1"].map(|text| Failing::parse(text).unwrap()).to_vec();
        let mut rules = Rules { failures, ..Rules::default() };
        let statuses: Vec<_> =
            (0..4).map(|_| rules.next_failure().map(|failing| failing.status)).collect();
        assert_eq!(statuses, [Some(429), Some(429), Some(403), None]);
    }

    #[test]
    fn a_failure_without_a_number_does_not_end() {
        let failures = vec![Failing::parse("500").unwrap()];
        let mut rules = Rules { failures, ..Rules::default() };
        assert!((0..100).all(|_| rules.next_failure().is_some()));
    }

    #[test]
    fn only_errors_can_be_failures() {
        for text in
            ["", "200", "201:1", "600", "500:0", "500:", "500:x", "nothing", "-1", "+500", "500:+1"]
        {
            assert!(Failing::parse(text).is_err(), "{text}");
        }
    }
}
