//! One request as other tools write it down: its headers and its exact body.

mod command;
mod curl;
mod har;
mod lambda_event;
mod raw;
#[cfg(test)]
mod tests;

use bytes::Bytes;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use crate::fs::bom::without_mark;

use super::Record;
use super::line::{self, BadLine, Line};

/// What is known of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CapturedRequest {
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
    One(CapturedRequest),
    /// The lines of a recording.
    Lines {
        /// Each with its number from 1.
        lines: Vec<(usize, CapturedRequest)>,
        /// The number of the last line, where whoever wrote it did not come to its end.
        cut_line: Option<usize>,
    },
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
    /// JSON that is none, or not that of a request.
    #[error("it cannot be read: {why}")]
    BadDocument {
        /// What is wrong with it.
        why: String,
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

impl CapturedRequest {
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

impl From<Record> for CapturedRequest {
    fn from(record: Record) -> Self {
        Self::new(record.headers, Some(record.body.0))
    }
}

/// Reads a raw HTTP request, a HAR or a part of one, a `curl` command, what curl says of a request,
/// or a recording, whose lines may also be JSON as functions get and log it.
///
/// # Errors
/// [`NoRequest`].
pub fn read(bytes: &[u8]) -> Result<Requests, NoRequest> {
    let bytes = without_mark(bytes);
    let text = bytes.trim_ascii_start();
    if text.is_empty() {
        return Err(NoRequest::Empty);
    }
    if !text.starts_with(b"{") {
        let request = raw::read(text).or_else(|| curl::read(text)).or_else(|| command::read(text));
        return request.ok_or(NoRequest::Unknown)?.map(Requests::One);
    }
    if is_of_lines(text) { lines(bytes) } else { document(text).map(Requests::One) }
}

/// Whether each line is an object, rather than all of them one.
fn is_of_lines(text: &[u8]) -> bool {
    let mut lines = line::lines(text);
    let is_whole = |text| line::parse::<IgnoredAny>(text).is_ok();
    let begins_one = |line: Line<'_>| line.text.trim_ascii_start().starts_with(b"{");
    let first = lines.next();
    let mut others = lines.peekable();
    !is_whole(text)
        && others.peek().is_some()
        && (first.is_some_and(|line| is_whole(line.text)) || others.all(begins_one))
}

/// What tells a record from a HAR, even where it is null.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Peek {
    #[serde(default, deserialize_with = "is_there")]
    body: bool,
    #[serde(default, deserialize_with = "is_there")]
    body_base64: bool,
}

fn is_there<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| true)
}

fn document(text: &[u8]) -> Result<CapturedRequest, NoRequest> {
    let bad = |bad: BadLine| NoRequest::BadDocument { why: bad.why };
    let peek: Peek = line::parse(text).map_err(bad)?;
    if peek.body || peek.body_base64 {
        return record(text).map_err(bad)?;
    }
    CapturedRequest::only(har::read(text)?)
}

fn lines(bytes: &[u8]) -> Result<Requests, NoRequest> {
    let mut lines = Vec::new();
    let mut cut_line = None;
    for line in line::lines(bytes) {
        let number = line.number;
        match record(line.text) {
            Ok(request) => match request? {
                CapturedRequest { body: None, .. } => {
                    return Err(NoRequest::Bodiless { line: number });
                }
                request => lines.push((number, request)),
            },
            Err(bad) if line.is_torn(&bad) => cut_line = Some(number),
            Err(bad) => return Err(NoRequest::BadLine { line: number, why: bad.why }),
        }
    }
    Ok(Requests::Lines { lines, cut_line })
}

/// Reads one object; what the first error is about is no object of either form.
fn record(text: &[u8]) -> Result<Result<CapturedRequest, NoRequest>, BadLine> {
    match line::parse::<Record>(text) {
        Ok(record) => Ok(Ok(record.into())),
        Err(bad) => lambda_event::read(text).ok_or(bad),
    }
}
