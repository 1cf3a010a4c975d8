//! A small HTTP client that says exactly what it is told to.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A request.
#[derive(Clone)]
pub struct Request {
    method: String,
    target: String,
    host: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// A connection, closed with the value.
pub struct Connection(BufReader<TcpStream>);

impl Request {
    /// A request without a body.
    pub fn bare(method: &str, target: &str) -> Self {
        let [method, target, host] = [method, target, "localhost"].map(str::to_owned);
        Self { method, target, host, headers: Vec::new(), body: Vec::new() }
    }

    /// The same with this body.
    pub fn body(self, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..self }
    }

    /// The same to somewhere else.
    pub fn at(self, target: &str) -> Self {
        Self { target: target.to_owned(), ..self }
    }

    /// The same for another host.
    pub fn for_host(self, host: &str) -> Self {
        Self { host: host.to_owned(), ..self }
    }

    /// The same with another method.
    pub fn method(self, method: &str) -> Self {
        Self { method: method.to_owned(), ..self }
    }

    /// The same with this header in place of others of its name.
    pub fn with(self, name: &str, value: &str) -> Self {
        let mut request = self.without(name);
        request.headers.push((name.to_owned(), value.to_owned()));
        request
    }

    /// The same with a further header, whether or not there is one of its name.
    pub fn and(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same without a header.
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    /// As it goes over the wire.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let Self { method, target, host, .. } = self;
        write!(bytes, "{method} {target} HTTP/1.1\r\nhost: {host}\r\n").unwrap();
        for (name, value) in &self.headers {
            write!(bytes, "{name}: {value}\r\n").unwrap();
        }
        write!(bytes, "content-length: {}\r\n\r\n", self.body.len()).unwrap();
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

impl Answer {
    /// The value of a header, if the answer has it.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl Connection {
    /// Connects.
    pub fn to(address: &str) -> Self {
        Self::try_to(address).unwrap()
    }

    /// Connects, where anybody listens.
    pub fn try_to(address: &str) -> io::Result<Self> {
        Ok(Self(BufReader::new(TcpStream::connect(address)?)))
    }

    /// Writes these bytes, as far as the server lets it.
    pub fn say(&mut self, bytes: &[u8]) {
        // A server that has heard enough closes the connection.
        let _ = self.0.get_mut().write_all(bytes);
    }

    /// Sends a request and reads its answer; the connection stays.
    #[track_caller]
    pub fn ask(&mut self, request: &Request) -> Answer {
        self.0.get_mut().write_all(&request.bytes()).unwrap();
        self.answer()
    }

    /// Sends a request after which the connection is to be closed, and asserts that it is, with
    /// nothing following the answer.
    #[track_caller]
    pub fn ask_only(mut self, request: &Request) -> Answer {
        let answer = self.ask(&request.clone().with("connection", "close"));
        self.ends();
        answer
    }

    /// Asserts that nothing more comes, not even later.
    #[track_caller]
    pub fn ends(mut self) {
        let mut rest = String::new();
        self.0.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "");
    }

    /// Reads what comes until the server closes the connection.
    pub fn read_to_end(&mut self, text: &mut String) {
        self.0.read_to_string(text).unwrap();
    }

    /// Reads an answer.
    #[track_caller]
    pub fn answer(&mut self) -> Answer {
        self.try_answer().unwrap()
    }

    /// Sends a request and reads its answer, where the server is there for both.
    pub fn try_ask(&mut self, request: &Request) -> io::Result<Answer> {
        self.0.get_mut().write_all(&request.bytes())?;
        self.try_answer()
    }

    /// Waits no longer than this for each part of an answer.
    pub fn impatient(self, patience: Duration) -> Self {
        self.0.get_ref().set_read_timeout(Some(patience)).unwrap();
        self
    }

    fn try_answer(&mut self) -> io::Result<Answer> {
        let status = self.line()?.split(' ').nth(1).map(|status| status.parse().unwrap()).unwrap();
        let mut answer = Answer { status, headers: Vec::new(), body: String::new() };
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else { break };
            answer.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let length = answer.header("content-length").map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        answer.body = String::from_utf8(body).unwrap();
        Ok(answer)
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.0.read_line(&mut line)?;
        if !line.ends_with('\n') {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line)
    }
}
