//! A server on this machine, at work on a thread of its own, that stands up to its clients.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, oneshot};
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;

use crate::error::{Error, Result};
use crate::http::runtime;

/// What is being answered when the server is stopped may take this long to end.
const GRACE: Duration = Duration::from_secs(1);

/// Further connections wait until one of these ends.
const CONNECTIONS: u64 = 4000;

/// Open files that are for others than clients: the server behind, recordings, the program itself.
const OTHER_FILES: u64 = 100;

/// A client that takes longer for the head of a request, or between two requests, is left.
const HEAD_TIME: Duration = Duration::from_secs(10);

/// A client that does not read its answers is left after this time.
const WRITE_TIME: Duration = Duration::from_secs(30);

/// The time until connections are accepted again after the system had no more to give.
const PAUSE: Duration = Duration::from_millis(50);

/// It serves for as long as the value lives.
pub struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// A port of this machine that nobody else has; whoever connects waits until it is served.
pub struct Port {
    listener: std::net::TcpListener,
    address: SocketAddr,
}

impl Port {
    /// Takes a port, a free one where it is 0.
    ///
    /// # Errors
    /// [`Error::Port`] where it cannot be had.
    pub fn take(port: u16) -> Result<Self> {
        let take = || {
            let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
            listener.set_nonblocking(true)?;
            Ok(Self { address: listener.local_addr()?, listener })
        };
        take().map_err(|source: io::Error| {
            Error::usage(format!("cannot listen on port {port}: {source}"))
                .with_hint("--port 0 takes any free port")
        })
    }
}

impl Server {
    /// Serves `router` at a port. Connections are accepted as soon as this returns.
    ///
    /// # Errors
    /// [`Error::Start`].
    pub fn start(port: Port, router: Router) -> Result<Self> {
        let Port { listener, address } = port;
        let runtime = runtime::of_this_thread()?;
        let (stop, stopped) = oneshot::channel();
        let thread = thread::spawn(move || {
            runtime.block_on(async {
                // A listener that no runtime takes has nothing to serve.
                if let Ok(listener) = TcpListener::from_std(listener) {
                    serve(listener, router, stopped).await;
                }
            });
        });
        Ok(Self { address, stop: Some(stop), thread: Some(thread) })
    }

    /// Takes no more connections, and ends when what is under way has ended.
    pub fn stop(&mut self) {
        drop(self.stop.take());
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

/// As many connections as the system lets this process have, half of its open files at most: each
/// may lead to another one behind.
fn connections() -> usize {
    let files = rlimit::increase_nofile_limit(2 * CONNECTIONS + OTHER_FILES).unwrap_or(1024);
    let connections = files.saturating_sub(OTHER_FILES) / 2;
    usize::try_from(connections.clamp(1, CONNECTIONS)).unwrap_or(1)
}

/// Serves until it is stopped, and lets what is under way end.
async fn serve(listener: TcpListener, router: Router, mut stopped: oneshot::Receiver<()>) {
    let slots = Arc::new(Semaphore::new(connections()));
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = async {
            let slot = Arc::clone(&slots).acquire_owned().await;
            (slot, listener.accept().await)
        };
        let (slot, accepted) = tokio::select! {
            biased;
            _ = &mut stopped => break,
            accepted = accepted => accepted,
        };
        let Ok((stream, _)) = accepted else {
            sleep(PAUSE).await;
            continue;
        };
        // Answers are small: waiting to fill a packet would only slow them down.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(WRITE_TIME));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIME)
            .serve_connection(
                TokioIo::new(Box::pin(stream)),
                TowerToHyperService::new(router.clone()),
            );
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A connection that breaks concerns its client alone.
            let _: Result<(), _> = connection.await;
            drop(slot);
        });
    }
    drop(listener);
    let _ = timeout(GRACE, graceful.shutdown()).await;
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
        if let Some(thread) = self.thread.take() {
            // It has nothing to say if it panicked.
            let _ = thread.join();
        }
    }
}
