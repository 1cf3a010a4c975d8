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
use std::io::{self, Read, Seek};

use bytes::Bytes;
use serde::de::IgnoredAny;

use crate::fs::bom::without_mark;

use super::line::{self, LineReader, NumberedLine};

/// The most headers of a request.
pub const MAX_HEADERS: usize = 10_000;

/// The most requests of a file, or of a line of a file that is read line by line, and the most
/// headers of these requests together.
const MAX_REQUESTS: usize = 100_000;
const MAX_HEADERS_TOGETHER: usize = 500_000;

/// The largest file that is not read line by line.
const MAX_TEXT_MIB: u64 = 64;

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
    #[error("its requests have more than {MAX_HEADERS_TOGETHER} headers together")]
    TooManyHeadersTogether,
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

impl ReadError {
    const fn is_limit(&self) -> bool {
        matches!(self, Self::TooManyHeaders | Self::TooManyRequests | Self::TooManyHeadersTogether)
    }
}

/// The requests in a text, or nothing if it is in another format.
type Found = Option<Result<Vec<CapturedRequest>, ReadError>>;

/// Requests up to the limits.
#[derive(Default)]
struct Collector {
    requests: Vec<CapturedRequest>,
    headers: usize,
}

impl Collector {
    fn add(&mut self, request: CapturedRequest) -> Result<(), ReadError> {
        self.headers += request.headers.len();
        if self.requests.len() == MAX_REQUESTS {
            return Err(ReadError::TooManyRequests);
        }
        if request.headers.len() > MAX_HEADERS {
            return Err(ReadError::TooManyHeaders);
        }
        if self.headers > MAX_HEADERS_TOGETHER {
            return Err(ReadError::TooManyHeadersTogether);
        }
        self.requests.push(request);
        Ok(())
    }
}

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

/// The text of a file, or nothing if it has one JSON object per line: such files are read line by
/// line, as they can be large.
pub fn read_text(file: &mut (impl Read + Seek)) -> io::Result<Option<Vec<u8>>> {
    let mut lines = LineReader::new(&mut *file);
    let is_object = |line: NumberedLine<'_>| line.starts_object() && is_whole(line.text);
    if lines.read_next()?.is_some_and(is_object) && lines.read_next()?.is_some() {
        return Ok(None);
    }
    file.rewind()?;
    let mut text = Vec::new();
    let limit = MAX_TEXT_MIB * 1024 * 1024;
    if file.take(limit + 1).read_to_end(&mut text)? as u64 > limit {
        let why = format!("it is larger than {MAX_TEXT_MIB} MiB and not one JSON object per line");
        return Err(io::Error::other(why));
    }
    Ok(Some(text).filter(|text| !has_object_per_line(without_mark(text).trim_ascii_start())))
}

/// Reads the only request or the signed ones, in any of the formats, each with its number from 1.
/// If they are several, all of them have a body.
pub fn read(text: &[u8]) -> Result<Vec<(usize, CapturedRequest)>, ReadError> {
    let requests = CapturedRequest::signed(read_all(without_mark(text).trim_ascii_start())?)?;
    let bodiless = requests.iter().find(|(_, request)| request.body.is_none());
    match bodiless {
        _ if requests.is_empty() => Err(ReadError::Unknown),
        Some((number, _)) if requests.len() > 1 => {
            Err(ReadError::Bodiless { position: Position::Request(*number) })
        }
        _ => Ok(requests),
    }
}

/// Reads the requests in one line of a file with one JSON object per line, which all have a body;
/// nothing if the line is incomplete.
pub fn read_line(line: NumberedLine<'_>) -> Result<Option<Vec<CapturedRequest>>, ReadError> {
    let is_cut = || line::parse::<IgnoredAny>(line.text).is_err_and(|bad| line.is_cut(&bad));
    let bad = |why| Err(ReadError::BadLine { line: line.number, why });
    match read_all(line.text.trim_ascii_start()).and_then(CapturedRequest::signed) {
        Ok(requests) if requests.iter().any(|(_, request)| request.body.is_none()) => {
            Err(ReadError::Bodiless { position: Position::Line(line.number) })
        }
        Ok(requests) => Ok(Some(requests.into_iter().map(|(_, request)| request).collect())),
        Err(_) if is_cut() => Ok(None),
        Err(ReadError::BadJson { why }) => bad(why),
        Err(error @ (ReadError::Unknown | ReadError::Foreign { .. })) => bad(error.to_string()),
        Err(error) => Err(error),
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
    let first = lines.next();
    let mut others = lines.peekable();
    text.starts_with(b"{")
        && !is_whole(text)
        && others.peek().is_some()
        && (first.is_some_and(|line| is_whole(line.text))
            || others.all(|line| line.starts_object()))
}

fn is_whole(json: &[u8]) -> bool {
    line::parse::<IgnoredAny>(json).is_ok()
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
