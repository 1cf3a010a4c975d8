//! When a command that waits for requests ends.

use std::time::Duration;

use crate::http::runtime;
use crate::time::show_duration;

/// After a number of requests or a time, whichever comes first.
pub struct StopCondition {
    pub count: Option<u64>,
    pub timeout: Option<Duration>,
}

impl StopCondition {
    pub fn is_reached(&self, received: u64) -> bool {
        self.count.is_some_and(|count| received >= count)
    }

    /// Waits for the timeout, or forever without one.
    pub async fn timed_out(&self) {
        runtime::after(self.timeout).await;
    }

    /// What to say if the time was over before enough arrived.
    pub fn shortfall(&self, received: u64) -> Option<String> {
        let count = self.count.filter(|count| received < *count)?;
        let timeout = show_duration(self.timeout?);
        Some(format!("received {received} of {count} within {timeout}"))
    }
}
