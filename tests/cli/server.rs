//! A small real HTTP server on this machine, made for misbehaving.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

/// A request, as it came.
#[derive(Clone, Debug)]
pub struct Received {
    /// The method.
    pub method: String,
    /// The path and the query, or a whole URL where the server is taken for a proxy.
    pub target: String,
    /// The headers, in order, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, to the byte.
    pub body: Vec<u8>,
    /// The number of the connection, from 0.
    pub connection: usize,
}

/// What the server does about a request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Answers as HTTP has it.
    Answer {
        /// The status.
        status: u16,
        /// Headers besides the length of the body.
        headers: Vec<(&'static str, String)>,
        /// The body.
        body: Vec<u8>,
    },
    /// Writes these bytes and closes the connection.
    Raw(Vec<u8>),
    /// Writes these bytes and then nothing, until the client goes.
    Stall(Vec<u8>),
    /// Writes these bytes and then reads nothing more, until the server ends.
    Deaf(Vec<u8>),
    /// Writes these bytes and then a body without end, until the client goes.
    Endless(Vec<u8>),
}

/// The server; it ends with the value.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    listening: Option<JoinHandle<()>>,
}

/// A port that refuses connections for as long as the value lives: it is one end of a connection.
pub struct ClosedPort {
    client: TcpStream,
    _listener: TcpListener,
}

type Answering = Box<dyn Fn(usize, &Received) -> Reply + Send + Sync>;

struct Shared {
    answering: Answering,
    reads_bodies: bool,
    log: Mutex<Log>,
    grown: Condvar,
}

#[derive(Default)]
struct Log {
    received: Vec<Received>,
    connections: Vec<TcpStream>,
    is_over: bool,
}

impl Received {
    /// The value of a header, if the request has it.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

impl Reply {
    /// A status without a body.
    pub fn status(status: u16) -> Self {
        Self::with_body(status, "")
    }

    /// A status with a body.
    pub fn with_body(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::Answer { status, headers: Vec::new(), body: body.into() }
    }

    /// A redirect.
    pub fn redirect(status: u16, location: &str) -> Self {
        let headers = vec![("location", location.to_owned())];
        Self::Answer { status, headers, body: Vec::new() }
    }

    /// Closes the connection without an answer.
    pub fn close() -> Self {
        Self::Raw(Vec::new())
    }

    /// Never answers.
    pub fn silence() -> Self {
        Self::Stall(Vec::new())
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
    pub fn answering(reply: impl Fn(usize, &Received) -> Reply + Send + Sync + 'static) -> Self {
        Self::start(Ipv4Addr::LOCALHOST.into(), true, Box::new(reply)).unwrap()
    }

    /// A server that answers as soon as it has read the head of a request.
    pub fn impatient(reply: Reply) -> Self {
        let answering = Box::new(move |_: usize, _: &Received| reply.clone());
        Self::start(Ipv4Addr::LOCALHOST.into(), false, answering).unwrap()
    }

    /// A willing server on another address of this machine, where there is such an address.
    pub fn willing_at(address: impl Into<IpAddr>) -> io::Result<Self> {
        Self::start(address.into(), true, Box::new(|_, _| Reply::status(200)))
    }

    fn start(address: IpAddr, reads_bodies: bool, answering: Answering) -> io::Result<Self> {
        let listener = TcpListener::bind((address, 0))?;
        let address = listener.local_addr()?;
        let (log, grown) = (Mutex::default(), Condvar::default());
        let shared = Arc::new(Shared { answering, reads_bodies, log, grown });
        let listening = thread::spawn({
            let shared = Arc::clone(&shared);
            move || shared.listen(&listener)
        });
        Ok(Self { address, shared, listening: Some(listening) })
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
        let latest = Mutex::new(None);
        Self::answering(move |_, received| {
            let before = latest.lock().unwrap().replace(received.connection);
            if before == Some(received.connection) { Reply::close() } else { Reply::status(200) }
        })
    }

    /// Every request so far.
    pub fn received(&self) -> Vec<Received> {
        self.shared.log().received.clone()
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
        let log = self.shared.log();
        assert!(log.received.is_empty(), "{:?}", log.received);
        assert!(log.connections.is_empty(), "{} connections", log.connections.len());
    }

    /// The bodies of all requests, as JSON.
    pub fn events(&self) -> Vec<serde_json::Value> {
        self.shared.log().received.iter().map(Received::json).collect()
    }

    /// Waits until `count` requests have come.
    pub fn wait_for(&self, count: usize) {
        let log = self.shared.log();
        let enough = self.shared.grown.wait_while(log, |log| log.received.len() < count);
        drop(enough.unwrap_or_else(PoisonError::into_inner));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        {
            let mut log = self.shared.log();
            log.is_over = true;
            for connection in &log.connections {
                let _ = connection.shutdown(Shutdown::Both);
            }
        }
        self.shared.grown.notify_all();
        // The listener waits for a connection: this is the last one.
        if TcpStream::connect(self.address).is_ok() {
            let _ = self.listening.take().map(JoinHandle::join);
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

impl Shared {
    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn listen(self: &Arc<Self>, listener: &TcpListener) {
        for stream in listener.incoming() {
            let Ok(stream) = stream else { continue };
            let mut log = self.log();
            if log.is_over {
                return;
            }
            let number = log.connections.len();
            log.connections.push(stream.try_clone().unwrap());
            drop(log);
            let shared = Arc::clone(self);
            // Clients that go, and the end of the server, show as errors here.
            thread::spawn(move || {
                let _ = shared.serve(&stream, number);
                let _ = stream.shutdown(Shutdown::Both);
            });
        }
    }

    fn serve(&self, mut stream: &TcpStream, number: usize) -> io::Result<()> {
        let mut reader = BufReader::new(stream);
        while let Some(mut received) = read_head(&mut reader, stream, number)? {
            if self.reads_bodies {
                read_body(&mut reader, &mut received)?;
            }
            let index = {
                let mut log = self.log();
                log.received.push(received.clone());
                log.received.len() - 1
            };
            self.grown.notify_all();
            match (self.answering)(index, &received) {
                Reply::Answer { status, headers, body } => {
                    let mut answer = format!("HTTP/1.1 {status} Status\r\n").into_bytes();
                    for (name, value) in headers {
                        write!(answer, "{name}: {value}\r\n")?;
                    }
                    if status != 204 {
                        write!(answer, "content-length: {}\r\n", body.len())?;
                    }
                    answer.extend_from_slice(b"\r\n");
                    answer.extend_from_slice(&body);
                    stream.write_all(&answer)?;
                    if !self.reads_bodies {
                        io::copy(&mut reader, &mut io::sink())?;
                    }
                }
                Reply::Raw(bytes) => return stream.write_all(&bytes),
                Reply::Stall(bytes) => {
                    stream.write_all(&bytes)?;
                    io::copy(&mut reader, &mut io::sink())?;
                    return Ok(());
                }
                Reply::Deaf(bytes) => {
                    stream.write_all(&bytes)?;
                    let over = self.grown.wait_while(self.log(), |log| !log.is_over);
                    drop(over.unwrap_or_else(PoisonError::into_inner));
                    return Ok(());
                }
                Reply::Endless(bytes) => {
                    stream.write_all(&bytes)?;
                    loop {
                        stream.write_all(&[b'.'; 4096])?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Reads a request without its body; none where the client has gone, or where it speaks something
/// else than HTTP and is told so.
fn read_head(
    reader: &mut BufReader<&TcpStream>,
    mut stream: &TcpStream,
    connection: usize,
) -> io::Result<Option<Received>> {
    let Some(first) = reader.fill_buf()?.first() else { return Ok(None) };
    if !first.is_ascii_uppercase() {
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n")?;
        return Ok(None);
    }
    let request_line = read_line(reader)?;
    let mut words = request_line.split(' ').map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut received = Received { method, target, headers: vec![], body: vec![], connection };
    loop {
        let line = read_line(reader)?;
        let Some((name, value)) = line.split_once(':') else { break };
        received.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    Ok(Some(received))
}

fn read_body(reader: &mut impl Read, received: &mut Received) -> io::Result<()> {
    let length = received.header("content-length").map_or(0, |length| length.parse().unwrap());
    received.body.resize(length, 0);
    reader.read_exact(&mut received.body)
}

fn read_line(reader: &mut BufReader<&TcpStream>) -> io::Result<String> {
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?;
    if line.pop() != Some(b'\n') {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(String::from_utf8_lossy(line.trim_ascii_end()).into_owned())
}
