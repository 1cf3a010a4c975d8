//! The HTTP of the receiver: it sees the case of names, the end of bodies and the connections
//! that are open.
//!
//! One thread does everything, in the order in which it came: whoever connected or went before a
//! request was written has done so when the request is answered.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::sync::{oneshot, watch};
use tokio::time::timeout;

/// How long a connection may take to end before it counts as one that stays.
const GRACE: Duration = Duration::from_secs(2);

/// A request, as it came.
#[derive(Debug, Default)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The path and the query.
    pub target: String,
    /// The headers, in order and as they are written.
    pub headers: Vec<(String, String)>,
    /// The body, to the byte.
    pub body: Vec<u8>,
    /// The number of the connection, from 0.
    pub connection: usize,
    /// The number of the request within its connection, from 0.
    pub position: usize,
    /// How many connections are open, with its own.
    pub open: usize,
    /// Whether others stay open.
    pub is_in_company: bool,
}

/// What is done about a request.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A status, further headers and a body.
    Complete {
        /// The status.
        status: u16,
        /// Whole lines.
        headers: &'static str,
        /// The body.
        body: &'static str,
    },
    /// The connection is closed without an answer.
    Close,
    /// Nothing, until the client goes.
    Never,
}

/// The receiver; it ends with the value.
pub struct Receiver {
    address: SocketAddr,
    /// How it is named on the command line.
    host: &'static str,
    /// The flags with which it is checked.
    pub args: &'static [&'static str],
    thread: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

struct State {
    answering: Box<dyn FnMut(&Request) -> Answer + Send>,
    open: watch::Sender<usize>,
    waits_for_others: bool,
}

/// A connection, and what was read ahead of it.
struct Wire {
    stream: TcpStream,
    ahead: Vec<u8>,
}

impl Request {
    /// The value of a header that is there once.
    pub fn header(&self, name: &str) -> Option<&str> {
        match self.values(name)[..] {
            [value] => Some(value),
            _ => None,
        }
    }

    /// The only signature.
    pub fn signature(&self) -> Option<&str> {
        self.header("x-vercel-signature")
    }

    /// All signatures.
    pub fn signatures(&self) -> Vec<&str> {
        self.values("x-vercel-signature")
    }

    fn values(&self, name: &str) -> Vec<&str> {
        let of_name = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        of_name.map(|(_, value)| value.as_str()).collect()
    }
}

impl Answer {
    /// A status without a body.
    pub const fn status(status: u16) -> Self {
        Self::Complete { status, headers: "", body: "" }
    }
}

impl Receiver {
    /// A receiver that answers like this.
    pub fn new(answering: impl FnMut(&Request) -> Answer + Send + 'static) -> Self {
        Self::start(Box::new(answering), false)
    }

    /// The same, but before every answer it waits for the others to go.
    pub fn waiting_for_others(answering: impl FnMut(&Request) -> Answer + Send + 'static) -> Self {
        Self::start(Box::new(answering), true)
    }

    fn start(answering: Box<dyn FnMut(&Request) -> Answer + Send>, waits_for_others: bool) -> Self {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (end, ended) = oneshot::channel();
        let state = State { answering, open: watch::Sender::new(0), waits_for_others };
        let thread = thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                tokio::select! {
                    () = listen(TcpListener::from_std(listener).unwrap(), state) => {}
                    _ = ended => {}
                }
            });
        });
        Self { address, host: "127.0.0.1", args: &[], thread: Some((end, thread)) }
    }

    pub fn with_args(mut self, args: &'static [&'static str]) -> Self {
        self.args = args;
        self
    }

    pub fn at_host(mut self, host: &'static str) -> Self {
        self.host = host;
        self
    }

    pub fn endpoint(&self) -> String {
        format!("http://{}:{}/webhooks", self.host, self.address.port())
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        if let Some((end, thread)) = self.thread.take() {
            drop(end);
            let _ = thread.join();
        }
    }
}

/// Takes every connection that waits, before it lets any of them speak.
async fn listen(listener: TcpListener, state: State) {
    let state = Arc::new(Mutex::new(state));
    for connection in 0.. {
        let Ok((stream, _)) = listener.accept().await else { continue };
        state.lock().unwrap().open.send_modify(|open| *open += 1);
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            // Clients that go show as errors here.
            let _ = Wire { stream, ahead: Vec::new() }.serve(connection, &state).await;
            state.lock().unwrap().open.send_modify(|open| *open -= 1);
        });
    }
}

impl Wire {
    async fn serve(mut self, connection: usize, state: &Mutex<State>) -> io::Result<()> {
        for position in 0.. {
            let mut request = self.request().await?;
            (request.connection, request.position) = (connection, position);
            let others = {
                let state = state.lock().unwrap();
                state.waits_for_others.then(|| state.open.subscribe())
            };
            if let Some(mut open) = others {
                let alone = open.wait_for(|open| *open == 1);
                request.is_in_company = timeout(GRACE, alone).await.is_err();
            }
            let answer = {
                let mut state = state.lock().unwrap();
                request.open = *state.open.borrow();
                (state.answering)(&request)
            };
            match answer {
                Answer::Complete { status, headers, body } => {
                    let length = body.len();
                    let head =
                        format!("HTTP/1.1 {status} Status\r\n{headers}content-length: {length}");
                    self.write(&format!("{head}\r\n\r\n{body}")).await?;
                    let is_last = |value: &str| value.eq_ignore_ascii_case("close");
                    let is_last_here = headers.contains("connection: close");
                    if is_last_here || request.header("connection").is_some_and(is_last) {
                        break;
                    }
                }
                Answer::Close => break,
                Answer::Never => loop {
                    self.fill().await?;
                },
            }
        }
        Ok(())
    }

    async fn request(&mut self) -> io::Result<Request> {
        let request_line = self.line().await?;
        let mut words = request_line.split(' ').map(str::to_owned);
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let mut request = Request { method, target, ..Request::default() };
        while let Some((name, value)) = self.line().await?.split_once(':') {
            request.headers.push((name.to_owned(), value.trim().to_owned()));
        }
        request.body = if request.header("transfer-encoding").is_some() {
            self.chunks().await?
        } else {
            let length = request.header("content-length").unwrap_or("0");
            self.take(length.parse().unwrap()).await?
        };
        Ok(request)
    }

    async fn chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let length = usize::from_str_radix(&self.line().await?, 16).unwrap();
            body.extend(self.take(length).await?);
            self.line().await?;
            if length == 0 {
                return Ok(body);
            }
        }
    }

    async fn line(&mut self) -> io::Result<String> {
        loop {
            if let Some(end) = self.ahead.iter().position(|&byte| byte == b'\n') {
                let line = self.take(end + 1).await?;
                return Ok(String::from_utf8_lossy(line.trim_ascii_end()).into_owned());
            }
            self.fill().await?;
        }
    }

    async fn take(&mut self, length: usize) -> io::Result<Vec<u8>> {
        while self.ahead.len() < length {
            self.fill().await?;
        }
        let rest = self.ahead.split_off(length);
        Ok(std::mem::replace(&mut self.ahead, rest))
    }

    /// Reads on, and fails where the client has gone.
    async fn fill(&mut self) -> io::Result<()> {
        let mut bytes = vec![0; 64 * 1024];
        loop {
            self.stream.readable().await?;
            match self.stream.try_read(&mut bytes) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => {
                    self.ahead.extend_from_slice(&bytes[..count]);
                    return Ok(());
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
    }

    async fn write(&self, text: &str) -> io::Result<()> {
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            self.stream.writable().await?;
            match self.stream.try_write(rest) {
                Ok(count) => rest = &rest[count..],
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
