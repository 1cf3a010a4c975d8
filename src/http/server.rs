//! A server on a thread of its own, which limits what clients can take.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use bytes::Bytes;
use futures_util::future::select_all;
use hyper::server::conn::http1;
use hyper::upgrade::Upgraded;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot, watch};
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;

use crate::error::{Error, Result};
use crate::http::runtime;

/// How long responses in progress may take after the server is stopped.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(1);

const CONNECTIONS: u64 = 4000;

const OTHER_FILES: u64 = 100;

/// The size of the head of a request, and of the buffers of a connection.
const MAX_HEAD: usize = 32 * 1024;

/// How long the head of a request, or the time between two requests, may take.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a client may not read its response.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// The pause before the next connection is accepted after an error, such as too many open files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// A connection, with a limit for clients that do not read.
type Stream = Pin<Box<TimeoutStream<TcpStream>>>;

/// A server that runs until it is dropped.
pub struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// How many free ports are tried until one is free at every address.
const PORT_ATTEMPTS: usize = 20;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host(Vec<IpAddr>);

/// A bound port. Clients that connect wait until it is served.
pub struct Port {
    listeners: Vec<std::net::TcpListener>,
    address: SocketAddr,
}

impl Host {
    /// A URL that clients on this machine can use.
    pub fn url(&self, port: u16) -> String {
        url((self.0[0], port).into())
    }

    /// Both addresses of this machine: at one that is left free, somebody else could receive what
    /// clients send to `localhost`.
    pub fn localhost() -> Self {
        Self(vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()])
    }

    pub fn parse(text: &str) -> Result<Self> {
        if text == "localhost" {
            return Ok(Self::localhost());
        }
        let address = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        let address = address.unwrap_or(text).parse().map_err(|_| {
            Error::usage(format!("invalid address `{text}`")).with_hint(
                "write localhost or an IP address: 0.0.0.0 for every IPv4 address, :: for all",
            )
        })?;
        Ok(Self(vec![address]))
    }

    pub fn is_loopback(&self) -> bool {
        self.0.iter().all(IpAddr::is_loopback)
    }
}

impl Port {
    /// Binds a port, or any free one for 0.
    pub fn bind(host: &Host, port: u16) -> Result<Self> {
        let attempts = if port == 0 { PORT_ATTEMPTS } else { 1 };
        let mut bound = Self::try_bind(host, port);
        for _ in 1..attempts {
            if !matches!(&bound, Err((_, error)) if error.kind() == io::ErrorKind::AddrInUse) {
                break;
            }
            bound = Self::try_bind(host, port);
        }
        bound.map_err(|(address, source)| {
            let of = match address {
                IpAddr::V4(Ipv4Addr::LOCALHOST) => String::new(),
                address => format!(" of {address}"),
            };
            let error = Error::usage(format!("cannot listen on port {port}{of}: {source}"));
            error.with_hint(if source.kind() == io::ErrorKind::AddrNotAvailable {
                "--host takes an address of this machine"
            } else {
                "--port 0 takes any free port"
            })
        })
    }

    fn try_bind(host: &Host, port: u16) -> Result<Self, (IpAddr, io::Error)> {
        let mut bound = Self { listeners: Vec::new(), address: (host.0[0], port).into() };
        for address in &host.0 {
            let is_first = bound.listeners.is_empty();
            match bound.listen(*address) {
                // A machine may be without IPv6.
                Err(error) if !is_first && error.kind() != io::ErrorKind::AddrInUse => {}
                Err(error) => return Err((*address, error)),
                Ok(()) => {}
            }
        }
        Ok(bound)
    }

    fn listen(&mut self, address: IpAddr) -> io::Result<()> {
        let listener = std::net::TcpListener::bind((address, self.address.port()))?;
        listener.set_nonblocking(true)?;
        if self.listeners.is_empty() {
            self.address = listener.local_addr()?;
        }
        self.listeners.push(listener);
        Ok(())
    }

    /// A URL that clients on this machine can use.
    pub fn url(&self) -> String {
        url(self.address)
    }
}

fn url(mut address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    format!("http://{address}")
}

impl Server {
    /// Serves `router` at a port. Connections are accepted as soon as this returns.
    pub fn start(port: Port, router: Router) -> Result<Self> {
        let Port { listeners, address } = port;
        let runtime = runtime::single_threaded()?;
        let (stop, stopped) = oneshot::channel();
        let thread = thread::spawn(move || {
            runtime.block_on(async {
                let listeners = listeners.into_iter().map(TcpListener::from_std);
                if let Ok(listeners) = listeners.collect::<io::Result<Vec<_>>>() {
                    serve(listeners, router, stopped).await;
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

pub fn is_readiness_probe(request: &Request) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD) && request.uri().path() == "/"
}

/// The most connections at once, as far as the open files of this process allow: each may be
/// forwarded over another one.
pub fn max_connections() -> usize {
    let files = rlimit::increase_nofile_limit(2 * CONNECTIONS + OTHER_FILES).unwrap_or(1024);
    let connections = files.saturating_sub(OTHER_FILES) / 2;
    usize::try_from(connections.clamp(1, CONNECTIONS)).unwrap_or(1)
}

async fn serve(listeners: Vec<TcpListener>, router: Router, mut stopped: oneshot::Receiver<()>) {
    let slots = Arc::new(Semaphore::new(max_connections()));
    let (shutdown, shutting_down) = watch::channel(());
    loop {
        let accepted = async {
            let slot = Arc::clone(&slots).acquire_owned().await;
            let accepts = listeners.iter().map(|listener| Box::pin(listener.accept()));
            (slot, select_all(accepts).await.0)
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
        let connection = connection(Box::pin(stream) as Stream, router.clone()).with_upgrades();
        let mut shutting_down = shutting_down.clone();
        tokio::spawn(async move {
            let mut connection = pin!(connection);
            // A broken connection concerns its client alone.
            tokio::select! {
                _ = &mut connection => {}
                _ = shutting_down.changed() => {
                    connection.as_mut().graceful_shutdown();
                    let _ = connection.await;
                }
            }
            drop(slot);
        });
    }
    drop(listeners);
    drop(shutting_down);
    let _ = shutdown.send(());
    let _ = timeout(SHUTDOWN_TIMEOUT, shutdown.closed()).await;
}

fn connection<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    router: Router,
) -> http1::Connection<TokioIo<S>, TowerToHyperService<Router>> {
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
}

/// Serves requests within another connection.
pub async fn serve_connection(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    router: Router,
) -> hyper::Result<()> {
    connection(stream, router).await
}

/// The stream of a connection to a server of this program, and what was already read from it.
/// Nothing limits how long the client does not read.
pub fn into_stream(upgraded: Upgraded) -> io::Result<(Stream, Bytes)> {
    let parts = upgraded.downcast::<TokioIo<Stream>>();
    let parts = parts.map_err(|_| io::Error::other("not a connection of this server"))?;
    let mut stream = parts.io.into_inner();
    stream.as_mut().set_write_timeout_pinned(None);
    Ok((stream, parts.read_buf))
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
