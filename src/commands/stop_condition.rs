//! When a command that waits for requests stops.

use std::time::Duration;

use crate::http::runtime;
use crate::time::show_duration;

/// Stops at whichever comes first, if any.
#[derive(Clone, Copy)]
pub struct StopCondition {
    pub count: Option<u64>,
    pub timeout: Option<Duration>,
}

impl StopCondition {
    pub fn is_reached(self, received: u64) -> bool {
        self.count.is_some_and(|count| received >= count)
    }

    /// Waits for the timeout, forever if there is none.
    pub async fn timeout(self) {
        runtime::after(self.timeout).await;
    }

    /// What is missing at the timeout.
    pub fn shortfall(self, received: u64) -> Option<String> {
        let count = self.count.filter(|count| received < *count)?;
        let timeout = show_duration(self.timeout?);
        Some(format!("received {received} of {count} within {timeout}"))
    }
}
