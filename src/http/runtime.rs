//! The asynchronous runtime, one for each thread that delivers or receives, and its interruption.

use std::future::pending;
use std::time::Duration;
use std::{process, thread};

use tokio::runtime::{Builder, Runtime};

use crate::error::{Error, Exit, Result};

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
    Builder::new_current_thread().enable_all().build().map_err(Error::start)
}

/// Lets a second Ctrl-C end the process at once, whatever it is waiting for: the first asks it to
/// end as it should, which it cannot where nobody reads what it prints.
pub fn leave_on_second_interrupt() {
    thread::spawn(|| {
        // Without a runtime, the first Ctrl-C has to do.
        let Ok(runtime) = of_this_thread() else { return };
        runtime.block_on(async {
            interrupted().await;
            interrupted().await;
        });
        process::exit(Exit::Interrupted.code().into());
    });
}

/// Ends when Ctrl-C is pressed; where no signal can be had, there is none to wait for.
pub async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        pending::<()>().await;
    }
}

/// Ends after this time; never, where there is none.
pub async fn after(time: Option<Duration>) {
    match time {
        Some(time) => tokio::time::sleep(time).await,
        None => pending().await,
    }
}
