//! The HTTP server of the tests: it sees requests as they are written, and misbehaves on demand.
//!
//! One thread does everything, in the order in which it came: whoever connected or went before a
//! request was written has done so when the request is answered.

use std::future::pending;
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustls::ServerConfig;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{oneshot, watch};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

/// How long a connection may take to end before it counts as one that stays.
const GRACE: Duration = Duration::from_secs(2);

/// A request, as it came.
#[derive(Clone, Debug, Default)]
pub struct Received {
    pub method: String,
    /// The path and the query, or a whole URL where the server is taken for a proxy.
    pub target: String,
    /// The headers, in order and as they are written.
    pub headers: Vec<(String, String)>,
    /// The body, put together where it came in chunks.
    pub body: Vec<u8>,
    /// The number of the connection, from 0.
    pub connection: usize,
    /// The number of the request within its connection, from 0.
    pub position: usize,
    /// How many connections are open, with its own.
    pub open: usize,
    /// How many requests are not answered yet, with this one.
    pub in_flight: usize,
}

/// What the server does about a request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Answers as HTTP has it, with headers besides the length of the body.
    Answer { status: u16, headers: Vec<(&'static str, String)>, body: Vec<u8> },
    /// Writes these bytes and closes the connection.
    Raw(Vec<u8>),
    /// Writes these bytes and then nothing, until the client goes.
    Stall(Vec<u8>),
    /// Writes these bytes and then reads nothing more, until the server ends.
    Deaf(Vec<u8>),
    /// Writes these bytes and then a body without end, until the client goes.
    Endless(Vec<u8>),
    /// Waits until as many requests have come, or twice as many, and so on.
    Together(usize, Box<Self>),
    /// The first if all other connections are closed, and the second if some stay open.
    Alone(Box<Self>, Box<Self>),
}

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

#[derive(Default)]
struct Log {
    received: Vec<Received>,
    connections: usize,
    open: usize,
    in_flight: usize,
}

struct Shared {
    answering: Mutex<Answering>,
    is_impatient: bool,
    log: Arc<watch::Sender<Log>>,
}

impl Received {
    /// The value of a header, if the request has it.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.all(name).first().copied()
    }

    /// All values of a header.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let of_name = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        of_name.map(|(_, value)| value.as_str()).collect()
    }

    /// The only signature.
    pub fn signature(&self) -> Option<&str> {
        match self.all("x-vercel-signature")[..] {
            [signature] => Some(signature),
            _ => None,
        }
    }

    /// The method and the target.
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.target)
    }

    /// The headers in the order of their names, which are in lower case.
    pub fn sorted_headers(&self) -> Vec<(String, String)> {
        let headers = self.headers.iter();
        let mut headers: Vec<_> =
            headers.map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect();
        headers.sort();
        headers
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

impl Reply {
    /// A status without a body.
    pub const fn status(status: u16) -> Self {
        Self::Answer { status, headers: Vec::new(), body: Vec::new() }
    }

    /// A status with a body.
    pub fn with_body(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::Answer { status, headers: Vec::new(), body: body.into() }
    }

    /// A redirect.
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::status(status).with("location", location)
    }

    /// The same answer with a further header.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        if let Self::Answer { headers, .. } = &mut self {
            headers.push((name, value.to_owned()));
        }
        self
    }

    /// Closes the connection without an answer.
    pub const fn close() -> Self {
        Self::Raw(Vec::new())
    }

    /// Never answers.
    pub const fn silence() -> Self {
        Self::Stall(Vec::new())
    }

    /// Nobody is answered before so many have asked: fewer at once would never get through.
    pub fn together(self, count: usize) -> Self {
        Self::Together(count, Box::new(self))
    }
}

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

/// Takes every connection that waits, before it lets any of them speak.
async fn listen(listener: TcpListener, settings: Settings, shared: Arc<Shared>) {
    let listener = tokio::net::TcpListener::from_std(listener).unwrap();
    let tls = settings.tls.map(|config| TlsAcceptor::from(Arc::new(config)));
    for connection in 0..settings.limit {
        let stream = listener.accept().await.unwrap().0;
        shared.log.send_modify(|log| {
            log.connections += 1;
            log.open += 1;
        });
        let (shared, tls) = (Arc::clone(&shared), tls.clone());
        tokio::spawn(async move {
            // Clients that go show as errors here.
            let _ = match tls {
                None => shared.serve(stream, connection).await,
                Some(tls) => match tls.accept(stream).await {
                    Ok(stream) => shared.serve(stream, connection).await,
                    Err(error) => Err(error),
                },
            };
            shared.log.send_modify(|log| log.open -= 1);
        });
    }
    drop(listener);
    pending::<()>().await;
}

impl Shared {
    async fn serve(
        &self,
        stream: impl AsyncRead + AsyncWrite + Unpin,
        connection: usize,
    ) -> io::Result<()> {
        let mut stream = BufReader::new(stream);
        for position in 0.. {
            let Some(mut received) = read_head(&mut stream).await? else { break };
            if !self.is_impatient {
                read_body(&mut stream, &mut received).await?;
            }
            (received.connection, received.position) = (connection, position);
            let is_last = |value: &str| value.eq_ignore_ascii_case("close");
            let mut closes = received.header("connection").is_some_and(is_last);
            match self.reply(received).await {
                Reply::Answer { status, headers, body } => {
                    let mut answer = format!("HTTP/1.1 {status} Status\r\n").into_bytes();
                    for (name, value) in headers {
                        write!(answer, "{name}: {value}\r\n")?;
                        closes |= name == "connection" && is_last(&value);
                    }
                    if status != 204 {
                        write!(answer, "content-length: {}\r\n", body.len())?;
                    }
                    answer.extend_from_slice(b"\r\n");
                    answer.extend_from_slice(&body);
                    stream.write_all(&answer).await?;
                    stream.flush().await?;
                    if self.is_impatient {
                        drain(&mut stream).await?;
                    }
                    if closes {
                        break;
                    }
                }
                Reply::Raw(bytes) => {
                    stream.write_all(&bytes).await?;
                    break;
                }
                Reply::Stall(bytes) => {
                    stream.write_all(&bytes).await?;
                    drain(&mut stream).await?;
                    break;
                }
                Reply::Deaf(bytes) => {
                    stream.write_all(&bytes).await?;
                    pending::<()>().await;
                }
                Reply::Endless(bytes) => {
                    stream.write_all(&bytes).await?;
                    loop {
                        stream.write_all(&[b'.'; 4096]).await?;
                    }
                }
                Reply::Together(..) | Reply::Alone(..) => unreachable!("it waited"),
            }
        }
        stream.shutdown().await
    }

    /// Logs a request, and waits until it may be answered.
    async fn reply(&self, mut received: Received) -> Reply {
        let mut index = 0;
        self.log.send_modify(|log| {
            log.in_flight += 1;
            (received.open, received.in_flight) = (log.open, log.in_flight);
            index = log.received.len();
            log.received.push(received.clone());
        });
        let mut reply = {
            let mut answering = self.answering.lock().unwrap_or_else(PoisonError::into_inner);
            answering(index, &received)
        };
        let mut log = self.log.subscribe();
        loop {
            reply = match reply {
                Reply::Together(count, reply) => {
                    let all = (index / count + 1) * count;
                    let _ = log.wait_for(|log| log.received.len() >= all).await;
                    *reply
                }
                Reply::Alone(alone, in_company) => {
                    let is_alone = log.wait_for(|log| log.open == 1);
                    let is_alone = timeout(GRACE, is_alone).await.is_ok();
                    *if is_alone { alone } else { in_company }
                }
                reply => {
                    self.log.send_modify(|log| log.in_flight -= 1);
                    return reply;
                }
            }
        }
    }
}

/// Reads a request without its body; none where the client has gone, or where it speaks something
/// else than HTTP and is told so.
async fn read_head(
    stream: &mut BufReader<impl AsyncRead + AsyncWrite + Unpin>,
) -> io::Result<Option<Received>> {
    let Some(first) = stream.fill_buf().await?.first() else { return Ok(None) };
    if !first.is_ascii_uppercase() {
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n").await?;
        return Ok(None);
    }
    let request_line = read_line(stream).await?;
    let mut words = request_line.split(' ').map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut received = Received { method, target, ..Received::default() };
    while let Some((name, value)) = read_line(stream).await?.split_once(':') {
        received.headers.push((name.to_owned(), value.trim().to_owned()));
    }
    Ok(Some(received))
}

async fn read_body(
    stream: &mut BufReader<impl AsyncRead + Unpin>,
    received: &mut Received,
) -> io::Result<()> {
    if received.header("transfer-encoding").is_none() {
        let length = received.header("content-length").map_or(0, |length| length.parse().unwrap());
        received.body.resize(length, 0);
        stream.read_exact(&mut received.body).await?;
        return Ok(());
    }
    loop {
        let length = u64::from_str_radix(&read_line(stream).await?, 16).unwrap();
        stream.take(length).read_to_end(&mut received.body).await?;
        assert_eq!(read_line(stream).await?, "", "a chunk ends with its line");
        if length == 0 {
            return Ok(());
        }
    }
}

async fn read_line(stream: &mut BufReader<impl AsyncRead + Unpin>) -> io::Result<String> {
    let mut line = Vec::new();
    stream.read_until(b'\n', &mut line).await?;
    if line.pop() != Some(b'\n') {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(String::from_utf8_lossy(line.trim_ascii_end()).into_owned())
}

async fn drain(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<u64> {
    tokio::io::copy(stream, &mut tokio::io::sink()).await
}
