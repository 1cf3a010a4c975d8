//! Asynchronous runtimes, one for each thread, and Ctrl-C.

use std::future::pending;
use std::time::Duration;
use std::{process, thread};

use tokio::runtime::{Builder, Runtime};
#[cfg(unix)]
use tokio::signal::unix::{SignalKind, signal};

use crate::error::{Error, Exit, Result};

/// A file has reached the size limit of the process.
#[cfg(unix)]
const SIGXFSZ: i32 = 25;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Complete,
    Stopped,
}

pub fn single_threaded() -> Result<Runtime> {
    let runtime = Builder::new_current_thread().enable_all().build().map_err(Error::start)?;
    #[cfg(unix)]
    {
        let _entered = runtime.enter();
        // With a handler, a write beyond the limit fails instead of ending the process. Without
        // one, the process works as well.
        let _ = signal(SignalKind::from_raw(SIGXFSZ));
    }
    Ok(runtime)
}

/// Lets a second Ctrl-C or SIGTERM end the process at once: after the first, it may be blocked on a pipe that
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

/// Ends on Ctrl-C or SIGTERM, or never if signals cannot be received.
pub async fn interrupted() {
    let ctrl_c = async {
        if tokio::signal::ctrl_c().await.is_err() {
            pending::<()>().await;
        }
    };
    tokio::select! {
        () = ctrl_c => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    match signal(SignalKind::terminate()) {
        Ok(mut signals) => {
            signals.recv().await;
        }
        Err(_) => pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    pending().await
}

/// Ends after this time, or never without one.
pub async fn after(time: Option<Duration>) {
    match time {
        Some(time) => tokio::time::sleep(time).await,
        None => pending().await,
    }
}
