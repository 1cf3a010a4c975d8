//! When a command that waits for requests ends.

use std::time::Duration;

use crate::error::Result;
use crate::http::runtime;
use crate::time::parse_duration;

/// When to end: at a number of what is waited for, or after a time, whichever comes first.
pub struct StopCondition {
    count: Option<u64>,
    /// The time, and how it was typed.
    timeout: Option<(Duration, String)>,
}

impl StopCondition {
    /// Reads `--count` and `--timeout`.
    ///
    /// # Errors
    /// [`crate::error::Error::BadDuration`].
    pub fn new(count: Option<u64>, timeout: Option<&str>) -> Result<Self> {
        let timeout =
            timeout.map(|text| parse_duration(text).map(|it| (it, text.to_owned()))).transpose()?;
        Ok(Self { count, timeout })
    }

    /// Whether as many came as were waited for.
    pub fn is_reached(&self, came: u64) -> bool {
        self.count.is_some_and(|count| came >= count)
    }

    /// Waits until the time is over: for ever, where none is set.
    pub async fn time(&self) {
        runtime::after(self.timeout.as_ref().map(|(duration, _)| *duration)).await;
    }

    /// What to say where the time was over before enough came.
    pub fn shortfall(&self, came: u64) -> Option<String> {
        let count = self.count.filter(|count| came < *count)?;
        let (_, within) = self.timeout.as_ref()?;
        Some(format!("{came} of {count} came within {within}"))
    }
}
