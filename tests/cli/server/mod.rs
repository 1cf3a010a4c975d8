//! The HTTP server of the tests: it sees requests as they are written, and misbehaves on demand.

mod messages;
mod serve;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use rustls::ServerConfig;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{oneshot, watch};

pub use messages::{Received, Reply};
use serve::{Log, Shared, listen};

/// The server; it ends with the value.
pub struct Server {
    address: SocketAddr,
    log: Arc<watch::Sender<Log>>,
    thread: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
    /// Keeps the port from others once nothing listens there.
    _guard: (TcpStream, TcpStream),
}

/// A port that refuses connections for as long as the value lives: it is one end of a connection.
pub struct ClosedPort {
    client: TcpStream,
    _listener: TcpListener,
}

type Answering = Box<dyn FnMut(usize, &Received) -> Reply + Send>;

struct Settings {
    address: IpAddr,
    /// Answers as soon as a head is read.
    is_impatient: bool,
    tls: Option<ServerConfig>,
    /// How many connections it accepts.
    limit: usize,
}

const PLAIN: Settings = Settings {
    address: IpAddr::V4(Ipv4Addr::LOCALHOST),
    is_impatient: false,
    tls: None,
    limit: usize::MAX,
};

impl Server {
    /// A server that answers every request alike.
    pub fn always(reply: Reply) -> Self {
        Self::answering(move |_, _| reply.clone())
    }

    /// A server that says 200 to everything.
    pub fn willing() -> Self {
        Self::always(Reply::status(200))
    }

    /// A server that goes through these replies, and stays with the last.
    pub fn in_turn(replies: impl Into<Vec<Reply>>) -> Self {
        let replies = replies.into();
        Self::answering(move |index, _| replies[index.min(replies.len() - 1)].clone())
    }

    /// A server that makes its replies from the number of the request (from 0) and the request.
    pub fn answering(reply: impl FnMut(usize, &Received) -> Reply + Send + 'static) -> Self {
        Self::start(PLAIN, Box::new(reply)).unwrap()
    }

    /// A server that answers as soon as it has read the head of a request.
    pub fn impatient(reply: Reply) -> Self {
        let settings = Settings { is_impatient: true, ..PLAIN };
        Self::start(settings, Box::new(move |_, _| reply.clone())).unwrap()
    }

    /// A willing server that accepts so many connections and refuses all others.
    pub fn willing_until(limit: usize) -> Self {
        let settings = Settings { limit, ..PLAIN };
        Self::start(settings, Box::new(|_, _| Reply::status(200))).unwrap()
    }

    /// A willing server on another address of this machine, where there is such an address.
    pub fn willing_at(address: impl Into<IpAddr>) -> io::Result<Self> {
        let settings = Settings { address: address.into(), ..PLAIN };
        Self::start(settings, Box::new(|_, _| Reply::status(200)))
    }

    /// A server that accepts only TLS.
    pub fn with_tls(config: ServerConfig, reply: Reply) -> Self {
        let settings = Settings { tls: Some(config), ..PLAIN };
        Self::start(settings, Box::new(move |_, _| reply.clone())).unwrap()
    }

    fn start(settings: Settings, answering: Answering) -> io::Result<Self> {
        let listener = TcpListener::bind((settings.address, 0))?;
        let address = listener.local_addr()?;
        let guard = (TcpStream::connect(address)?, listener.accept()?.0);
        listener.set_nonblocking(true)?;
        let log = Arc::new(watch::Sender::default());
        let (end, ended) = oneshot::channel::<()>();
        let shared = Shared {
            answering: Mutex::new(answering),
            is_impatient: settings.is_impatient,
            log: Arc::clone(&log),
        };
        let thread = thread::spawn(move || {
            runtime().block_on(async {
                tokio::select! {
                    () = listen(listener, settings, Arc::new(shared)) => {}
                    _ = ended => {}
                }
            });
        });
        Ok(Self { address, log, thread: Some((end, thread)), _guard: guard })
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The endpoint, with a path that is empty or begins with a slash.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// The URL, with a path that begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// A server that answers the first request of every connection, and closes it at the second.
    pub fn answering_once_each() -> Self {
        Self::answering(|_, received| match received.position {
            0 => Reply::status(200),
            _ => Reply::close(),
        })
    }

    /// Every request so far.
    pub fn received(&self) -> Vec<Received> {
        self.log.borrow().received.clone()
    }

    /// Every request since this was asked the last time.
    pub fn take_received(&self) -> Vec<Received> {
        let mut received = Vec::new();
        self.log.send_modify(|log| received = std::mem::take(&mut log.received));
        received
    }

    /// The only request so far.
    #[track_caller]
    pub fn only(&self) -> Received {
        let mut received = self.received();
        assert_eq!(received.len(), 1, "one request was expected: {received:?}");
        received.remove(0)
    }

    /// Asserts that nobody asked, nor even connected.
    #[track_caller]
    pub fn was_never_asked(&self) {
        let log = self.log.borrow();
        assert!(log.received.is_empty(), "{:?}", log.received);
        assert_eq!(log.connections, 0);
    }

    /// The bodies of all requests, as JSON.
    pub fn events(&self) -> Vec<Value> {
        self.log.borrow().received.iter().map(Received::json).collect()
    }

    /// Waits until `count` requests have come.
    pub fn wait_for(&self, count: usize) {
        let mut log = self.log.subscribe();
        drop(runtime().block_on(log.wait_for(|log| log.received.len() >= count)).unwrap());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some((end, thread)) = self.thread.take() {
            drop(end);
            let _ = thread.join();
        }
    }
}

impl ClosedPort {
    /// Finds one.
    pub fn new() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        Self { client, _listener: listener }
    }

    /// The endpoint where nothing listens.
    pub fn endpoint(&self) -> String {
        self.client.local_addr().unwrap().to_string()
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}
