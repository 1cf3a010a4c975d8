//! A request as other tools save it: its headers and its exact body.

mod cmd;
mod curl_command;
mod curl_log;
mod http_file;
mod httpie;
mod json;
mod raw;
mod shell;
#[cfg(test)]
mod tests;

use std::fmt::{self, Display, Formatter};

use bytes::Bytes;
use serde::de::IgnoredAny;

use crate::fs::bom::without_mark;

use super::line::{self, NumberedLine};

/// The most headers of a request, and requests of a file.
pub const MAX_HEADERS: usize = 10_000;
pub const MAX_REQUESTS: usize = 500_000;

/// What is known of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CapturedRequest {
    pub method: Option<String>,
    /// With the query.
    pub path: Option<String>,
    /// The names in lower case.
    pub(super) headers: Vec<(String, String)>,
    /// Absent if it was not saved.
    pub body: Option<Bytes>,
    /// What follows the body beyond its declared length.
    pub surplus: Bytes,
}

/// The contents of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requests {
    One(CapturedRequest),
    /// All of them have a body.
    Several {
        requests: Vec<(Position, CapturedRequest)>,
        /// The number of a last line that is incomplete.
        cut_line: Option<usize>,
    },
}

/// Where one of several requests stands in a file: a number from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    Line(usize),
    Request(usize),
}

impl Display for Position {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(number) => write!(f, "line {number}"),
            Self::Request(number) => write!(f, "request {number}"),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    #[error("unknown format")]
    Unknown,
    #[error("{kind} without a request that can be read")]
    Foreign { kind: &'static str },
    #[error("it is {what}: copy the request as cURL (bash)")]
    NotCurl { what: &'static str },
    #[error("a quote or an escape of the command is incomplete: copy it as cURL (bash)")]
    BadCommand,
    #[error("a request has more than {MAX_HEADERS} headers")]
    TooManyHeaders,
    #[error("it contains more than {MAX_REQUESTS} requests")]
    TooManyRequests,
    #[error("it is empty")]
    Empty,
    #[error("line {line} is not a header")]
    BadHeader { line: usize },
    #[error("invalid JSON: {why}")]
    BadJson { why: String },
    #[error("line {line} is not a recorded request: {why}")]
    BadLine { line: usize, why: String },
    #[error("{position} was captured without its exact body")]
    Bodiless { position: Position },
    #[error("its body is not valid base64")]
    BadBase64,
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
    Format { name: "`.http` files", is_json: false, read: http_file::read },
    Format { name: "the colored output of HTTPie", is_json: false, read: httpie::read },
    Format { name: "the output of `curl -v` or `--trace`", is_json: false, read: curl_log::read },
    Format { name: "`curl` commands", is_json: false, read: curl_command::read },
    Format {
        name: "recordings, HAR, Lambda, API Gateway, ALB and OpenWhisk events, and JSON exports \
               of webhook.site, ngrok, Hookdeck, Postman and Insomnia",
        is_json: true,
        read: json::read,
    },
];

/// The names of all formats, for messages.
pub fn format_names() -> String {
    FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(", ")
}

/// Reads the only request or the signed ones, in any of the formats or with one JSON object per
/// line.
pub fn read(bytes: &[u8]) -> Result<Requests, ReadError> {
    let bytes = without_mark(bytes);
    let text = bytes.trim_ascii_start();
    if has_object_per_line(text) {
        return read_lines(bytes);
    }
    let mut requests = CapturedRequest::signed(read_all(text)?)?;
    if requests.len() > 1 {
        let requests = requests.into_iter();
        let requests = requests.map(|(number, request)| (Position::Request(number), request));
        return with_bodies(requests.collect(), None);
    }
    requests.pop().map(|(_, request)| Requests::One(request)).ok_or(ReadError::Unknown)
}

fn with_bodies(
    requests: Vec<(Position, CapturedRequest)>,
    cut_line: Option<usize>,
) -> Result<Requests, ReadError> {
    match requests.iter().find(|(_, request)| request.body.is_none()) {
        Some((position, _)) => Err(ReadError::Bodiless { position: *position }),
        None => Ok(Requests::Several { requests, cut_line }),
    }
}

/// Reads every request of a text in any of the formats.
pub(super) fn read_all(text: &[u8]) -> Result<Vec<CapturedRequest>, ReadError> {
    if text.is_empty() {
        return Err(ReadError::Empty);
    }
    let is_json = text.starts_with(b"{") || text.starts_with(b"[");
    let mut formats = FORMATS.iter().filter(|format| format.is_json == is_json);
    match formats.find_map(|format| (format.read)(text)) {
        Some(Ok(requests)) if requests.len() > MAX_REQUESTS => Err(ReadError::TooManyRequests),
        Some(requests) => requests,
        None if is_json => {
            line::parse::<IgnoredAny>(text).map_err(|bad| ReadError::BadJson { why: bad.why })?;
            Err(json::kind(text).map_or(ReadError::Unknown, |kind| ReadError::Foreign { kind }))
        }
        None => Err(ReadError::Unknown),
    }
}

/// Whether a text is several JSON objects, one per line, rather than one over several lines.
pub(super) fn has_object_per_line(text: &[u8]) -> bool {
    let mut lines = line::lines(text);
    let is_whole = |text| line::parse::<IgnoredAny>(text).is_ok();
    let starts_one = |line: NumberedLine<'_>| line.text.trim_ascii_start().starts_with(b"{");
    let first = lines.next();
    let mut others = lines.peekable();
    text.starts_with(b"{")
        && !is_whole(text)
        && others.peek().is_some()
        && (first.is_some_and(|line| is_whole(line.text)) || others.all(starts_one))
}

fn read_lines(bytes: &[u8]) -> Result<Requests, ReadError> {
    let mut requests = Vec::new();
    let mut cut_line = None;
    for line in line::lines(bytes) {
        let number = line.number;
        let is_cut = || line::parse::<IgnoredAny>(line.text).is_err_and(|bad| line.is_cut(&bad));
        match read_all(line.text.trim_ascii_start()).and_then(CapturedRequest::signed) {
            Ok(found) => {
                requests.extend(
                    found.into_iter().map(|(_, request)| (Position::Line(number), request)),
                );
            }
            Err(_) if is_cut() => cut_line = Some(number),
            Err(ReadError::BadJson { why }) => {
                return Err(ReadError::BadLine { line: number, why });
            }
            Err(error @ (ReadError::Unknown | ReadError::Foreign { .. })) => {
                return Err(ReadError::BadLine { line: number, why: error.to_string() });
            }
            Err(error) => return Err(error),
        }
        if requests.len() > MAX_REQUESTS {
            return Err(ReadError::TooManyRequests);
        }
    }
    with_bodies(requests, cut_line)
}

impl CapturedRequest {
    fn new(headers: Vec<(String, String)>, body: Option<Bytes>) -> Self {
        let lower = |(name, value): (String, String)| (name.to_ascii_lowercase(), value);
        Self { headers: headers.into_iter().map(lower).collect(), body, ..Self::default() }
    }

    /// Adds the method and the path of a URL or path.
    fn with_target(self, method: Option<String>, target: Option<String>) -> Self {
        let path = target.map(|target| match target.split_once("://") {
            None => target,
            Some((_, rest)) => rest.find(['/', '?']).map_or("/", |at| &rest[at..]).to_owned(),
        });
        Self { method, path, ..self }
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

    /// The only request, or the signed ones, each with its number from 1.
    pub(super) fn signed(requests: Vec<Self>) -> Result<Vec<(usize, Self)>, ReadError> {
        let count = requests.len();
        let mut numbered: Vec<(usize, Self)> = (1..).zip(requests).collect();
        if count > 1 {
            numbered.retain(|(_, request)| request.is_signed());
            if numbered.is_empty() {
                return Err(ReadError::NoneSigned { count });
            }
        }
        Ok(numbered)
    }
}
