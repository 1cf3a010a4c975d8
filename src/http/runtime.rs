//! Asynchronous runtimes, one for each thread, and Ctrl-C.

use std::future::pending;
use std::time::Duration;
use std::{process, thread};

use tokio::runtime::{Builder, Runtime};

use crate::error::{Error, Exit, Result};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Complete,
    /// Before it was complete.
    Stopped,
}

/// A runtime that works on the thread that blocks on it.
pub fn single_threaded() -> Result<Runtime> {
    Builder::new_current_thread().enable_all().build().map_err(Error::start)
}

/// Lets a second Ctrl-C end the process at once: after the first, it may be blocked on a pipe that
/// nobody reads.
pub fn exit_on_second_interrupt() {
    thread::spawn(|| {
        // Without a runtime, only the first Ctrl-C works.
        let Ok(runtime) = single_threaded() else { return };
        runtime.block_on(async {
            interrupted().await;
            interrupted().await;
        });
        process::exit(Exit::Interrupted.code().into());
    });
}

/// Ends on Ctrl-C, or never if signals cannot be received.
pub async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        pending::<()>().await;
    }
}

/// Ends after this time, or never without one.
pub async fn after(time: Option<Duration>) {
    match time {
        Some(time) => tokio::time::sleep(time).await,
        None => pending().await,
    }
}
