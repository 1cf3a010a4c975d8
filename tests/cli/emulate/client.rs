//! A small HTTP client that says exactly what it is told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use serde_json::Value;

/// The token of most requests.
pub const TOKEN: &str = "vit_5hF3kq0T";

/// The path of most requests.
pub const PATH: &str = "/v1/installations/icfg_1/events";

/// A request.
#[derive(Clone)]
pub struct Request {
    method: String,
    target: String,
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
        let (method, target) = (method.to_owned(), target.to_owned());
        Self { method, target, headers: Vec::new(), body: Vec::new() }
    }

    /// A notification that is as it should be, if its body is.
    pub fn of(body: impl Into<Vec<u8>>) -> Self {
        let request = Self::bare("POST", PATH)
            .with("authorization", &format!("Bearer {TOKEN}"))
            .with("content-type", "application/json");
        Self { body: body.into(), ..request }
    }

    /// A notification that is as it should be.
    pub fn proper() -> Self {
        Self::of(r#"{"event":{"type":"resource.updated","resourceId":"db_7"}}"#)
    }

    /// A notification that is as it should be, blown up to this many bytes with blanks.
    pub fn blown_up(length: usize) -> Self {
        let mut request = Self::proper();
        request.body.resize(length, b' ');
        request
    }

    /// A notification to be refused, of which so much is printed as JSON that no pipe holds it: it
    /// is answered only when somebody reads.
    pub fn longer_than_a_pipe() -> Self {
        Self::of(format!(r#"{{"event":{{"type":"{}"}}}}"#, "\u{9b}".repeat(30_000)))
    }

    /// The same to somewhere else.
    pub fn at(self, target: &str) -> Self {
        Self { target: target.to_owned(), ..self }
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

    /// The same without a header.
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    /// As it goes over the wire.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        write!(bytes, "{} {} HTTP/1.1\r\nhost: emulate\r\n", self.method, self.target).unwrap();
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

    /// The body as JSON, which its type says it is.
    #[track_caller]
    pub fn json(&self) -> Value {
        assert_eq!(self.header("content-type"), Some("application/json; charset=utf-8"));
        serde_json::from_str(&self.body).unwrap()
    }

    /// Asserts that it says that the notification was taken, and nothing else.
    #[track_caller]
    pub fn is_created(&self) {
        assert_eq!((self.status, &*self.body), (201, ""), "{self:?}");
        assert_eq!(self.header("content-length"), Some("0"), "{self:?}");
        assert_eq!(self.header("content-type"), None, "{self:?}");
        self.has_an_id();
    }

    /// Asserts that it is a refusal with this status and these members of `error`.
    #[track_caller]
    pub fn is_refusal(&self, status: u16, error: &str) {
        assert_eq!(self.body, format!(r#"{{"error":{{{error}}}}}"#));
        assert_eq!(self.status, status, "{self:?}");
        self.json();
        self.has_an_id();
    }

    #[track_caller]
    fn has_an_id(&self) {
        let id = self.header("x-vercel-id").and_then(|id| id.strip_prefix("emulate::"));
        assert!(id.is_some_and(|id| !id.is_empty()), "{self:?}");
    }
}

impl Connection {
    /// Connects.
    pub fn to(address: &str) -> Self {
        Self(BufReader::new(TcpStream::connect(address).unwrap()))
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

    /// Reads an answer.
    #[track_caller]
    pub fn answer(&mut self) -> Answer {
        let status = self.line().split(' ').nth(1).map(|status| status.parse().unwrap()).unwrap();
        let mut answer = Answer { status, headers: Vec::new(), body: String::new() };
        loop {
            let line = self.line();
            let Some((name, value)) = line.split_once(':') else { break };
            answer.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let length = answer.header("content-length").map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        answer.body = String::from_utf8(body).unwrap();
        answer
    }

    #[track_caller]
    fn line(&mut self) -> String {
        let mut line = String::new();
        assert_ne!(self.0.read_line(&mut line).unwrap(), 0, "the connection was closed");
        line
    }
}
