//! One request as other tools write it down: its headers and its exact body.

mod curl;
mod har;
mod logged;
mod raw;
#[cfg(test)]
mod tests;

use bytes::Bytes;
use serde_json::Value;

use super::Record;

/// What is known of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The names in lower case.
    headers: Vec<(String, String)>,
    /// The exact body; nothing where it was not written down.
    pub body: Option<Bytes>,
    /// What follows the body beyond its declared length.
    pub surplus: Bytes,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requests {
    /// One request.
    One(Request),
    /// The lines of a recording, with their numbers from 1.
    Lines(Vec<(usize, Request)>),
}

/// Why a file holds no request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRequest {
    /// Nothing that is known.
    #[error("it is none of the known forms")]
    Unknown,
    /// There is nothing at all.
    #[error("it is empty")]
    Empty,
    /// A line in the head is no header.
    #[error("line {line} is no header")]
    BadHeader {
        /// Counted from 1, as far as the request goes.
        line: usize,
    },
    /// A line is none of a recording.
    #[error("line {line} is no recorded request: {why}")]
    BadLine {
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
    /// A line of many that has no bytes to check.
    #[error("the body in line {line} is not there as text: its bytes are lost")]
    Bodiless {
        /// Counted from 1.
        line: usize,
    },
    /// Base64 that is none.
    #[error("its body is not valid base64")]
    BadBase64,
    /// Several requests, of which it is not clear which one is meant.
    #[error("it holds {count} requests with a signature: leave the one to check")]
    Several {
        /// How many.
        count: usize,
    },
    /// Several requests, none of which is signed.
    #[error("none of its {count} requests has a signature")]
    NoneSigned {
        /// How many.
        count: usize,
    },
}

impl Request {
    /// A request with these headers.
    fn new(headers: Vec<(String, String)>, body: Option<Bytes>) -> Self {
        let lower = |(name, value): (String, String)| (name.to_ascii_lowercase(), value);
        Self { headers: headers.into_iter().map(lower).collect(), body, surplus: Bytes::new() }
    }

    /// The values of a header, whose name is in lower case.
    pub fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        let is_it = move |(known, _): &&(String, String)| known == name;
        self.headers.iter().filter(is_it).map(|(_, value)| value.as_str())
    }

    /// The first of them.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers(name).next()
    }

    /// The length of the body that it declares.
    #[must_use]
    pub fn declared_length(&self) -> Option<u64> {
        let is_chunked = raw::is_chunked(self);
        self.header("content-length").filter(|_| !is_chunked)?.trim().parse().ok()
    }

    fn is_signed(&self) -> bool {
        self.header(crate::signature::HEADER).is_some()
    }

    /// The one that is signed.
    fn only(mut requests: Vec<Self>) -> Result<Self, NoRequest> {
        let count = requests.len();
        if count > 1 {
            requests.retain(Self::is_signed);
        }
        match (requests.len(), requests.pop()) {
            (1, Some(request)) => Ok(request),
            (0, _) if count > 0 => Err(NoRequest::NoneSigned { count }),
            (0, _) => Err(NoRequest::Unknown),
            (count, _) => Err(NoRequest::Several { count }),
        }
    }
}

impl From<Record> for Request {
    fn from(record: Record) -> Self {
        Self::new(record.headers, Some(record.body.0))
    }
}

/// Reads a raw HTTP request, a HAR or a part of one, what curl says of a request, or a recording,
/// whose lines may also be JSON as functions get and log it.
///
/// # Errors
/// [`NoRequest`].
pub fn read(bytes: &[u8]) -> Result<Requests, NoRequest> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = bytes.trim_ascii_start();
    if text.is_empty() {
        return Err(NoRequest::Empty);
    }
    if !text.starts_with(b"{") {
        let request = raw::read(text).or_else(|| curl::read(text));
        return request.ok_or(NoRequest::Unknown)?.map(Requests::One);
    }
    let Ok(value) = serde_json::from_slice::<Value>(text) else { return lines(bytes) };
    if value.get("body").or_else(|| value.get("bodyBase64")).is_some() {
        return record(text, 1).map(Requests::One);
    }
    Request::only(har::read(&value)?).map(Requests::One)
}

fn lines(bytes: &[u8]) -> Result<Requests, NoRequest> {
    let lines = bytes.split(|byte| *byte == b'\n').enumerate();
    let requests: Result<Vec<_>, NoRequest> = lines
        .filter(|(_, line)| !line.trim_ascii().is_empty())
        .map(|(index, line)| {
            let request = record(line, index + 1)?;
            if request.body.is_some() {
                Ok((index + 1, request))
            } else {
                Err(NoRequest::Bodiless { line: index + 1 })
            }
        })
        .collect();
    requests.map(Requests::Lines)
}

fn record(text: &[u8], line: usize) -> Result<Request, NoRequest> {
    match serde_json::from_slice::<Record>(text) {
        Ok(record) => Ok(record.into()),
        Err(error) => logged::read(text)
            .unwrap_or_else(|| Err(NoRequest::BadLine { line, why: error.to_string() })),
    }
}
