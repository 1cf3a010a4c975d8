//! What the emulator accepts, and which requests it fails.

use std::time::Duration;

use crate::error::{Error, Result};
use crate::settings::secret::Secret;

use super::sso::SsoClient;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailureMode {
    pub status: u16,
    /// Fails as for a disabled installation.
    pub is_disabled: bool,
    /// How many requests fail; all of them where it is `None`.
    pub count: Option<u64>,
}

#[derive(Debug, Default)]
pub struct Rules {
    /// Any token is accepted where there are none.
    pub tokens: Vec<Secret>,
    /// Any installation is known where there are none, unless `is_strict`.
    pub installations: Vec<String>,
    /// Whether only these installations and those of the state are known.
    pub is_strict: bool,
    /// Who may exchange a code of single sign-on.
    pub client: SsoClient,
    /// They follow each other.
    pub failures: Vec<FailureMode>,
    /// The delay of every response.
    pub latency: Duration,
    /// The `Retry-After` of 429 and 503.
    pub retry_after: Option<Duration>,
}

impl FailureMode {
    /// Parses `STATUS`, `STATUS:N` or `disabled[:N]`.
    pub fn parse(text: &str) -> Result<Self> {
        let bad = || {
            Error::usage(format!("invalid failure `{text}`")).with_hint(
                "write a status from 400 to 599 (`500`), a status for the first requests \
                 (`429:2`), or `disabled`",
            )
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
    /// Uses up one failure.
    pub(super) fn next_failure(&mut self) -> Option<FailureMode> {
        let failure = *self.failures.first()?;
        match &mut self.failures[0].count {
            Some(1) => {
                self.failures.remove(0);
            }
            Some(count) => *count -= 1,
            None => {}
        }
        Some(failure)
    }

    pub(super) fn accepts_token(&self, token: &[u8]) -> bool {
        self.tokens.is_empty() || self.tokens.iter().any(|known| known.expose() == token)
    }

    pub(super) fn knows_installation(&self, id: &str) -> bool {
        (self.installations.is_empty() && !self.is_strict)
            || self.installations.iter().any(|known| known == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_follow_each_other_and_end() {
        let failures =
            ["429:2", "disabled:1"].map(|text| FailureMode::parse(text).unwrap()).to_vec();
        let mut rules = Rules { failures, ..Rules::default() };
        let statuses: Vec<_> =
            (0..4).map(|_| rules.next_failure().map(|failure| failure.status)).collect();
        assert_eq!(statuses, [Some(429), Some(429), Some(403), None]);
    }

    #[test]
    fn a_failure_without_a_count_never_ends() {
        let failures = vec![FailureMode::parse("500").unwrap()];
        let mut rules = Rules { failures, ..Rules::default() };
        assert!((0..100).all(|_| rules.next_failure().is_some()));
    }

    #[test]
    fn rejects_statuses_that_are_not_errors() {
        for text in
            ["", "200", "201:1", "600", "500:0", "500:", "500:x", "nothing", "-1", "+500", "500:+1"]
        {
            assert!(FailureMode::parse(text).is_err(), "{text}");
        }
    }
}
