//! The asynchronous runtime, one for each thread that delivers or receives, and its interruption.

use tokio::runtime::{Builder, Runtime};

use crate::error::{Error, Result};

/// How a run ended, if not with its last step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Every step was made.
    Complete,
    /// It was stopped before that.
    Stopped,
}

/// A runtime that works on the thread that blocks on it.
///
/// # Errors
/// [`Error::Start`].
pub fn of_this_thread() -> Result<Runtime> {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::Start { why: error.to_string() })
}

/// Ends when Ctrl-C is pressed; where no signal can be had, there is none to wait for.
pub async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
