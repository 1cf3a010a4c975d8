//! A loopback server on a thread of its own, which limits what clients can take.

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

/// How long responses in progress may take after the server is stopped.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(1);

/// The most connections at once. Further ones wait.
const CONNECTIONS: u64 = 4000;

/// Open files other than connections.
const OTHER_FILES: u64 = 100;

/// How long the head of a request, or the time between two requests, may take.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a client may not read its response.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// The pause before the next connection is accepted after an error, such as too many open files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// A server that runs until it is dropped.
pub struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// A bound loopback port. Clients that connect wait until it is served.
pub struct Port {
    listener: std::net::TcpListener,
    address: SocketAddr,
}

impl Port {
    /// Binds a port, or any free one for 0.
    pub fn bind(port: u16) -> Result<Self> {
        let bind = || {
            let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
            listener.set_nonblocking(true)?;
            Ok(Self { address: listener.local_addr()?, listener })
        };
        bind().map_err(|source: io::Error| {
            Error::usage(format!("cannot listen on port {port}: {source}"))
                .with_hint("--port 0 takes any free port")
        })
    }
}

impl Server {
    /// Serves `router` at a port. Connections are accepted as soon as this returns.
    pub fn start(port: Port, router: Router) -> Result<Self> {
        let Port { listener, address } = port;
        let runtime = runtime::single_threaded()?;
        let (stop, stopped) = oneshot::channel();
        let thread = thread::spawn(move || {
            runtime.block_on(async {
                if let Ok(listener) = TcpListener::from_std(listener) {
                    serve(listener, router, stopped).await;
                }
            });
        });
        Ok(Self { address, stop: Some(stop), thread: Some(thread) })
    }

    /// Accepts no more connections, and ends with the requests in progress.
    pub fn stop(&mut self) {
        drop(self.stop.take());
    }

    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

/// The most connections at once, as far as the open files of this process allow: each may be
/// forwarded over another one.
pub fn max_connections() -> usize {
    let files = rlimit::increase_nofile_limit(2 * CONNECTIONS + OTHER_FILES).unwrap_or(1024);
    let connections = files.saturating_sub(OTHER_FILES) / 2;
    usize::try_from(connections.clamp(1, CONNECTIONS)).unwrap_or(1)
}

async fn serve(listener: TcpListener, router: Router, mut stopped: oneshot::Receiver<()>) {
    let slots = Arc::new(Semaphore::new(max_connections()));
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
            sleep(ACCEPT_PAUSE).await;
            continue;
        };
        // Responses are small: waiting to fill a packet would only slow them down.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(WRITE_TIMEOUT));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIMEOUT)
            .serve_connection(
                TokioIo::new(Box::pin(stream)),
                TowerToHyperService::new(router.clone()),
            );
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A broken connection concerns its client alone.
            let _: Result<(), _> = connection.await;
            drop(slot);
        });
    }
    drop(listener);
    let _ = timeout(SHUTDOWN_TIMEOUT, graceful.shutdown()).await;
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
        if let Some(thread) = self.thread.take() {
            // If it panicked, the panic was reported there.
            let _ = thread.join();
        }
    }
}
