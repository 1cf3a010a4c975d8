//! What curl says of a request with `--verbose`, `--trace` or `--trace-ascii`.

use bytes::Bytes;

use super::raw::{self, line};
use super::{NoRequest, Request};

/// Begins what a trace shows of a request's head and body.
const SENT: [&[u8]; 2] = [b"=> Send header, ", b"=> Send data, "];

/// Reads the one request that is shown; nothing where none is.
pub(super) fn read(text: &[u8]) -> Option<Result<Request, NoRequest>> {
    if text.starts_with(b"== Info: ") || text.starts_with(SENT[0]) {
        return traced(text);
    }
    let mut requests = Vec::new();
    let mut rest = Some(text);
    while let Some(text) = rest {
        let (first, after) = line(text);
        rest = after;
        if first.strip_prefix(b"> ").is_some_and(raw::is_start) {
            let request;
            (request, rest) = verbose(after);
            requests.push(request);
        }
    }
    (!requests.is_empty()).then(|| Request::only(requests))
}

/// One request of verbose output, and what follows it.
fn verbose(mut rest: Option<&[u8]>) -> (Request, Option<&[u8]>) {
    let mut headers = Vec::new();
    while let Some((line, after)) = rest.map(line) {
        let Some(header) = line.strip_prefix(b">") else { break };
        rest = after;
        match raw::header(header.trim_ascii_start()) {
            Some(header) => headers.push(header),
            None => break,
        }
    }
    let mut request = Request::new(headers, None);
    // curl itself does not show the body, but who keeps its output may add it here.
    while let Some((line, after)) = rest.map(line) {
        let is_remark =
            line.starts_with(b"* ") || (line.starts_with(b"} [") && line.ends_with(b"bytes data]"));
        if !is_remark {
            break;
        }
        rest = after;
    }
    let Some(text) = rest else { return (request, None) };
    let length = body_length(&request, text);
    let (body, rest) = text.split_at(length);
    if !body.trim_ascii().is_empty() {
        request.body = Some(raw::body(&request, body));
    }
    (request, Some(rest))
}

/// How far a body goes: as far as was declared, else until curl speaks again.
fn body_length(request: &Request, text: &[u8]) -> usize {
    let speaks = |line: &[u8]| [b"< ", b"* ", b"> "].iter().any(|mark| line.starts_with(*mark));
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

/// The first request of a trace.
fn traced(text: &[u8]) -> Option<Result<Request, NoRequest>> {
    let mut sent = Vec::new();
    let mut sees_body = false;
    let mut is_exact = true;
    let mut part = None;
    for row in text.split(|byte| *byte == b'\n') {
        let row = row.strip_suffix(b"\r").unwrap_or(row);
        if let Some(index) = SENT.iter().position(|mark| row.starts_with(mark)) {
            if index == 0 && sees_body {
                break;
            }
            sees_body |= index == 1;
            part = Some(index);
        } else if let (Some(index), Some(shown)) = (part, shown(row)) {
            match hexadecimal(shown) {
                Some(bytes) if is_exact => sent.extend(bytes),
                // As text it is not exact but for the head: a dot stands for many a byte.
                _ if index == 0 => {
                    is_exact = false;
                    sent.extend_from_slice(shown);
                    sent.extend_from_slice(b"\r\n");
                }
                _ => {}
            }
        } else {
            part = None;
        }
    }
    let is_shown = is_exact && sees_body;
    let body_shown = |body: Option<Bytes>| body.filter(|_| is_shown);
    Some(raw::read(&sent)?.map(|it| Request { body: body_shown(it.body), headers: it.headers }))
}

/// What a row shows behind its place: `0010: …`.
fn shown(row: &[u8]) -> Option<&[u8]> {
    let colon = row.iter().position(|byte| *byte == b':').filter(|at| *at >= 4)?;
    let (place, shown) = row.split_at(colon);
    let is_place = place.iter().all(u8::is_ascii_hexdigit);
    is_place.then(|| shown[1..].strip_prefix(b" ").unwrap_or(&shown[1..]))
}

/// The up to 16 bytes of a row in hexadecimal digits, which fill 48 columns.
fn hexadecimal(shown: &[u8]) -> Option<Vec<u8>> {
    let columns = shown.get(..48)?;
    let digits: Vec<u8> = columns.iter().copied().filter(|byte| *byte != b' ').collect();
    let is_spaced = columns.chunks(3).all(|column| column[2] == b' ');
    hex::decode(digits).ok().filter(|bytes| is_spaced && !bytes.is_empty())
}
