//! The asynchronous runtime: one for each thread that delivers or receives.

use tokio::runtime::{Builder, Runtime};

use crate::error::{Error, Result};

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
