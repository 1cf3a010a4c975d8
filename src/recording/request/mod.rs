//! A request as other tools save it: its headers and its exact body.

mod curl_command;
mod curl_log;
mod har;
mod lambda_event;
mod raw;
mod shell;
#[cfg(test)]
mod tests;

use bytes::Bytes;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use crate::fs::bom::without_mark;

use super::Record;
use super::line::{self, NumberedLine};

/// What is known of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CapturedRequest {
    /// The names in lower case.
    headers: Vec<(String, String)>,
    /// Absent if it was not saved.
    pub body: Option<Bytes>,
    /// What follows the body beyond its declared length.
    pub surplus: Bytes,
}

/// The contents of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requests {
    One(CapturedRequest),
    /// One request per line.
    Lines {
        /// Each with its number from 1.
        lines: Vec<(usize, CapturedRequest)>,
        /// The number of a last line that is incomplete.
        cut_line: Option<usize>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    #[error("unknown format")]
    Unknown,
    #[error("it is empty")]
    Empty,
    #[error("line {line} is not a header")]
    BadHeader { line: usize },
    #[error("invalid JSON: {why}")]
    BadJson { why: String },
    #[error("line {line} is not a recorded request: {why}")]
    BadLine { line: usize, why: String },
    #[error("the body in line {line} is not a string: its exact bytes are lost")]
    Bodiless { line: usize },
    #[error("its body is not valid base64")]
    BadBase64,
    #[error("it contains {count} signed requests: keep the one to check")]
    Several { count: usize },
    #[error("none of its {count} requests has a signature")]
    NoneSigned { count: usize },
}

/// The requests in a text, or nothing if it is in another format.
type Found = Option<Result<Vec<CapturedRequest>, ReadError>>;

/// A format in which tools save requests.
struct Format {
    name: &'static str,
    is_json: bool,
    read: fn(&[u8]) -> Found,
}

/// A new format is an entry here; the first that accepts a text reads it.
const FORMATS: &[Format] = &[
    Format { name: "raw HTTP", is_json: false, read: raw::read },
    Format { name: "the output of `curl -v` or `--trace`", is_json: false, read: curl_log::read },
    Format { name: "`curl` commands", is_json: false, read: curl_command::read },
    Format { name: "Lambda events", is_json: true, read: lambda_event::read },
    Format { name: "recordings", is_json: true, read: read_record },
    Format { name: "HAR", is_json: true, read: har::read },
];

/// The names of all formats, for messages.
pub fn format_names() -> String {
    FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(", ")
}

/// Reads one request in any of the formats, or a file with one JSON object per line.
pub fn read(bytes: &[u8]) -> Result<Requests, ReadError> {
    let bytes = without_mark(bytes);
    let text = bytes.trim_ascii_start();
    if text.is_empty() {
        return Err(ReadError::Empty);
    }
    let is_json = starts_object(text);
    if is_json && has_object_per_line(text) {
        read_lines(bytes)
    } else {
        read_one(text, is_json).map(Requests::One)
    }
}

fn read_one(text: &[u8], is_json: bool) -> Result<CapturedRequest, ReadError> {
    let mut formats = FORMATS.iter().filter(|format| format.is_json == is_json);
    match formats.find_map(|format| (format.read)(text)) {
        Some(requests) => CapturedRequest::only(requests?),
        None if is_json => {
            line::parse::<IgnoredAny>(text).map_err(|bad| ReadError::BadJson { why: bad.why })?;
            Err(ReadError::Unknown)
        }
        None => Err(ReadError::Unknown),
    }
}

fn starts_object(text: &[u8]) -> bool {
    text.starts_with(b"{")
}

fn has_object_per_line(text: &[u8]) -> bool {
    let mut lines = line::lines(text);
    let is_whole = |text| line::parse::<IgnoredAny>(text).is_ok();
    let starts_one = |line: NumberedLine<'_>| starts_object(line.text.trim_ascii_start());
    let first = lines.next();
    let mut others = lines.peekable();
    !is_whole(text)
        && others.peek().is_some()
        && (first.is_some_and(|line| is_whole(line.text)) || others.all(starts_one))
}

fn read_lines(bytes: &[u8]) -> Result<Requests, ReadError> {
    let mut lines = Vec::new();
    let mut cut_line = None;
    for line in line::lines(bytes) {
        let number = line.number;
        let is_cut = || line::parse::<IgnoredAny>(line.text).is_err_and(|bad| line.is_cut(&bad));
        match read_one(line.text, true) {
            Ok(CapturedRequest { body: None, .. }) => {
                return Err(ReadError::Bodiless { line: number });
            }
            Ok(request) => lines.push((number, request)),
            Err(_) if is_cut() => cut_line = Some(number),
            Err(ReadError::BadJson { why }) => {
                return Err(ReadError::BadLine { line: number, why });
            }
            Err(error @ ReadError::Unknown) => {
                return Err(ReadError::BadLine { line: number, why: error.to_string() });
            }
            Err(error) => return Err(error),
        }
    }
    Ok(Requests::Lines { lines, cut_line })
}

/// Reads a [`Record`]; any other object with a body is a bad one.
fn read_record(text: &[u8]) -> Found {
    match line::parse::<Record>(text) {
        Ok(record) => Some(Ok(vec![record.into()])),
        Err(bad) => {
            let members: BodyMembers = line::parse(text).ok()?;
            let has_body = members.body || members.body_base64;
            has_body.then_some(Err(ReadError::BadJson { why: bad.why }))
        }
    }
}

/// Whether an object has these members, even if `null`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct BodyMembers {
    #[serde(default, deserialize_with = "is_present")]
    body: bool,
    #[serde(default, deserialize_with = "is_present")]
    body_base64: bool,
}

fn is_present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| true)
}

impl CapturedRequest {
    fn new(headers: Vec<(String, String)>, body: Option<Bytes>) -> Self {
        let lower = |(name, value): (String, String)| (name.to_ascii_lowercase(), value);
        Self { headers: headers.into_iter().map(lower).collect(), body, surplus: Bytes::new() }
    }

    /// The values of a header, whose name is in lower case.
    pub fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        let named = self.headers.iter().filter(move |(known, _)| known == name);
        named.map(|(_, value)| value.as_str())
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers(name).next()
    }

    /// Its `content-length`, unless it is chunked.
    pub fn declared_length(&self) -> Option<u64> {
        let is_chunked = raw::is_chunked(self);
        self.header("content-length").filter(|_| !is_chunked)?.trim().parse().ok()
    }

    fn is_signed(&self) -> bool {
        self.header(crate::signature::HEADER).is_some()
    }

    /// The only request, or the only signed one.
    fn only(mut requests: Vec<Self>) -> Result<Self, ReadError> {
        let count = requests.len();
        if count > 1 {
            requests.retain(Self::is_signed);
        }
        match (requests.len(), requests.pop()) {
            (1, Some(request)) => Ok(request),
            (0, _) if count > 0 => Err(ReadError::NoneSigned { count }),
            (0, _) => Err(ReadError::Unknown),
            (count, _) => Err(ReadError::Several { count }),
        }
    }
}

impl From<Record> for CapturedRequest {
    fn from(record: Record) -> Self {
        Self::new(record.headers, Some(record.body.0))
    }
}
