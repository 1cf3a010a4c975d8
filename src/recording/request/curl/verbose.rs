//! What `curl --verbose` says: a mark before each line of a head, and no body.

use super::super::CapturedRequest;
use super::super::raw::{self, line};
use super::remark::{bare, is_of_curl, is_remark};

/// Reads every request that is shown.
pub(super) fn read(text: &[u8]) -> Vec<CapturedRequest> {
    let mut requests = Vec::new();
    let mut rest = Some(text);
    while let Some(text) = rest {
        let (first, after) = line(text);
        rest = after;
        if bare(first).strip_prefix(b"> ").is_some_and(raw::is_start) {
            let request;
            (request, rest) = one(after);
            requests.push(request);
        }
    }
    requests
}

/// One request, and what follows it.
fn one(mut rest: Option<&[u8]>) -> (CapturedRequest, Option<&[u8]>) {
    let mut headers = Vec::new();
    while let Some((line, after)) = rest.map(line) {
        let Some(header) = bare(line).strip_prefix(b">") else { break };
        rest = after;
        match raw::header(header.trim_ascii_start()) {
            Some(header) => headers.push(header),
            None => break,
        }
    }
    let mut request = CapturedRequest::new(headers, None);
    // curl itself does not show the body, but who keeps its output may add it here.
    while let Some((_, after)) = rest.map(line).filter(|(line, _)| is_remark(line)) {
        rest = after;
    }
    let Some(text) = rest else { return (request, None) };
    let length = body_length(&request, text);
    let (body, rest) = text.split_at(length);
    if !body.trim_ascii().is_empty() {
        request = raw::with_body(request, body);
    }
    (request, Some(rest))
}

/// How far a body goes: as far as was declared, else until curl speaks again.
fn body_length(request: &CapturedRequest, text: &[u8]) -> usize {
    let speaks = |text: &[u8]| is_of_curl(line(text).0);
    if let Some(length) =
        raw::declared(request).filter(|length| *length <= text.len() && !speaks(text))
    {
        let after = text[length..].trim_ascii_start();
        if after.is_empty() || speaks(after) {
            return length;
        }
    }
    let mut length = 0;
    let mut rest = Some(text);
    while let Some(text) = rest.filter(|text| !speaks(text)) {
        let (_, after) = line(text);
        length += text.len() - after.map_or(0, <[u8]>::len);
        rest = after;
    }
    length
}
