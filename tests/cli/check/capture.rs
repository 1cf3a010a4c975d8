//! A server that keeps what it reads to the byte: names as they are written, and chunked bodies.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// A request, as it was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Captured {
    /// The method, the path and the query.
    pub line: String,
    /// The headers, in order, as they are written.
    pub headers: Vec<(String, String)>,
    /// The body, put together where it came in chunks.
    pub body: Vec<u8>,
}

/// What happened, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A request came over the connection of this number.
    Asked(usize, Captured),
    /// The client closed that connection.
    Closed(usize),
}

/// The server. Its threads end with the connections of the client.
pub struct Capture {
    address: SocketAddr,
    log: Arc<Mutex<Vec<Happening>>>,
}

impl Captured {
    /// The value of a header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let is_it = |(known, _): &&(String, String)| known.eq_ignore_ascii_case(name);
        self.headers.iter().find(is_it).map(|(_, value)| value.as_str())
    }

    /// All values of a header.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let is_it = |(known, _): &&(String, String)| known.eq_ignore_ascii_case(name);
        self.headers.iter().filter(is_it).map(|(_, value)| value.as_str()).collect()
    }

    /// The signature header.
    pub fn signature(&self) -> Option<&str> {
        self.header("x-vercel-signature")
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn read(reader: &mut impl BufRead) -> io::Result<Option<Self>> {
        let line = read_line(reader)?;
        let Some(line) = line.strip_suffix(" HTTP/1.1").map(str::to_owned) else { return Ok(None) };
        let mut captured = Self { line, headers: Vec::new(), body: Vec::new() };
        loop {
            let line = read_line(reader)?;
            let Some((name, value)) = line.split_once(':') else { break };
            captured.headers.push((name.to_owned(), value.trim().to_owned()));
        }
        if captured.header("transfer-encoding") == Some("chunked") {
            captured.body = read_chunks(reader)?;
        } else {
            let length = captured.header("content-length").map_or(0, |text| text.parse().unwrap());
            captured.body.resize(length, 0);
            reader.read_exact(&mut captured.body)?;
        }
        Ok(Some(captured))
    }
}

impl Capture {
    /// A server that answers everything with this status.
    pub fn answering(status: u16) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::<Mutex<Vec<Happening>>>::default();
        thread::spawn({
            let log = Arc::clone(&log);
            move || {
                for (number, stream) in listener.incoming().enumerate() {
                    let (stream, log) = (stream.unwrap(), Arc::clone(&log));
                    let push = move |happening| {
                        log.lock().unwrap_or_else(PoisonError::into_inner).push(happening);
                    };
                    thread::spawn(move || serve(&stream, status, number, &push));
                }
            }
        });
        Self { address, log }
    }

    /// The endpoint, with a path that is empty or begins with a slash.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// What happened since this was asked the last time.
    pub fn happened(&self) -> Vec<Happening> {
        std::mem::take(&mut self.log.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The requests since this was asked the last time, with the numbers of their connections.
    pub fn connections(&self) -> Vec<(usize, Captured)> {
        let asked = |happening| match happening {
            Happening::Asked(number, captured) => Some((number, captured)),
            Happening::Closed(_) => None,
        };
        self.happened().into_iter().filter_map(asked).collect()
    }

    /// The requests since this was asked the last time.
    pub fn requests(&self) -> Vec<Captured> {
        self.connections().into_iter().map(|(_, captured)| captured).collect()
    }
}

fn serve(mut stream: &TcpStream, status: u16, number: usize, push: &dyn Fn(Happening)) {
    let mut reader = BufReader::new(stream);
    while let Ok(Some(captured)) = Captured::read(&mut reader) {
        push(Happening::Asked(number, captured));
        let answer = format!("HTTP/1.1 {status} Status\r\ncontent-length: 0\r\n\r\n");
        if stream.write_all(answer.as_bytes()).is_err() {
            break;
        }
    }
    push(Happening::Closed(number));
}

fn read_chunks(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let length = u64::from_str_radix(&read_line(reader)?, 16).unwrap();
        reader.by_ref().take(length).read_to_end(&mut body)?;
        assert_eq!(read_line(reader)?, "", "a chunk ends with its line");
        if length == 0 {
            return Ok(body);
        }
    }
}

fn read_line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?;
    Ok(String::from_utf8_lossy(line.trim_ascii_end()).into_owned())
}
