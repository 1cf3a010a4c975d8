//! A server on this machine, at work on a thread of its own.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum::Router;
use futures_util::FutureExt;
use tokio::sync::oneshot;

use crate::error::{Error, Result};
use crate::runtime;

/// What is being answered when the server is stopped may take this long to end.
const GRACE: Duration = Duration::from_secs(1);

/// It serves for as long as the value lives.
pub struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves `router` at a port of this machine, at a free one where it is 0. Connections are
    /// accepted as soon as this returns.
    ///
    /// # Errors
    /// [`Error::Port`] where the port cannot be had, and [`Error::Start`].
    pub fn start(port: u16, router: Router) -> Result<Self> {
        let failed = |source: io::Error| Error::Port { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let runtime = runtime::of_this_thread()?;
        let (stop, stopped) = oneshot::channel();
        let thread = thread::spawn(move || {
            runtime.block_on(async {
                let stopped = stopped.map(drop).shared();
                let serve = async {
                    let listener = tokio::net::TcpListener::from_std(listener)?;
                    axum::serve(listener, router).with_graceful_shutdown(stopped.clone()).await
                };
                // Whoever stops it no longer cares why it ends, nor for clients without end.
                tokio::select! {
                    _ = serve => {}
                    () = async { stopped.clone().await; tokio::time::sleep(GRACE).await } => {}
                }
            });
        });
        Ok(Self { address, stop: Some(stop), thread: Some(thread) })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // It has nothing to say if it panicked.
            let _ = thread.join();
        }
    }
}
