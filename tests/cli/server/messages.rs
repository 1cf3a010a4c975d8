//! What the server receives and what it answers.

use serde_json::Value;

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
