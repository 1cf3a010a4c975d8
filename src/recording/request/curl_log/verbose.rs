//! The output of `curl --verbose`: heads with a mark before each line, and no bodies.

use super::super::raw::{self, line};
use super::super::{CapturedRequest, Collector, MAX_HEADERS, ReadError};
use super::noise::{is_from_curl, is_noise, strip};

pub(super) fn read(text: &[u8]) -> Result<Vec<CapturedRequest>, ReadError> {
    let mut found = Collector::default();
    let mut rest = Some(text);
    while let Some(text) = rest {
        let (first, after) = line(text);
        rest = after;
        if let Some(start) = strip(first).strip_prefix(b"> ").filter(|line| raw::is_start(line)) {
            let request;
            (request, rest) = read_request(after)?;
            found.add(raw::with_start(request, start))?;
        }
    }
    Ok(found.requests)
}

/// One request, and what follows it.
fn read_request(mut rest: Option<&[u8]>) -> Result<(CapturedRequest, Option<&[u8]>), ReadError> {
    let mut headers = Vec::new();
    while let Some((line, after)) = rest.map(line) {
        let Some(header) = strip(line).strip_prefix(b">") else { break };
        rest = after;
        match raw::header(header.trim_ascii_start()) {
            Some(_) if headers.len() == MAX_HEADERS => return Err(ReadError::TooManyHeaders),
            Some(header) => headers.push(header),
            None => break,
        }
    }
    let mut request = CapturedRequest::new(headers, None);
    // curl does not log the body, but whoever saved this may have added it here.
    while let Some((_, after)) = rest.map(line).filter(|(line, _)| is_noise(line)) {
        rest = after;
    }
    let Some(text) = rest else { return Ok((request, None)) };
    let length = body_length(&request, text);
    let (body, rest) = text.split_at(length);
    if !body.trim_ascii().is_empty() {
        request = raw::with_body(request, body);
    }
    Ok((request, Some(rest)))
}

/// The declared length, else up to the next line of curl.
fn body_length(request: &CapturedRequest, text: &[u8]) -> usize {
    let is_log = |text: &[u8]| is_from_curl(line(text).0);
    if let Some(length) =
        raw::declared(request).filter(|length| *length <= text.len() && !is_log(text))
    {
        let after = text[length..].trim_ascii_start();
        if after.is_empty() || is_log(after) {
            return length;
        }
    }
    let mut length = 0;
    let mut rest = Some(text);
    while let Some(text) = rest.filter(|text| !is_log(text)) {
        let (_, after) = line(text);
        length += text.len() - after.map_or(0, <[u8]>::len);
        rest = after;
    }
    length
}
