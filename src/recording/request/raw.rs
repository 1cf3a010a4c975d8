//! Raw HTTP/1.

use bytes::Bytes;

use super::super::headers::value_text;
use super::{CapturedRequest, Collector, Found, MAX_HEADERS, ReadError, http_file};

/// Reads requests and responses, or the headers of a request alone.
pub(super) fn read(text: &[u8]) -> Found {
    if http_file::has_separators(text) {
        return None;
    }
    let first = line(text).0;
    if is_start(first) {
        return Some(messages(text, true));
    }
    // Any text can have a colon in its first line.
    let is_signed =
        |messages: &Vec<CapturedRequest>| messages.iter().any(CapturedRequest::is_signed);
    header(first)?;
    match messages(text, false) {
        Err(error) if error.is_limit() => Some(Err(error)),
        messages => messages.ok().filter(is_signed).map(Ok),
    }
}

fn messages(text: &[u8], mut has_start: bool) -> Result<Vec<CapturedRequest>, ReadError> {
    let mut found = Collector::default();
    let mut rest = Some(text);
    while let Some(text) = rest {
        let (mut message, after) = head(text, has_start)?;
        rest = None;
        if let Some(after) = after {
            let body;
            (body, rest) = split_message(&message, after);
            message = with_body(message, body);
        }
        found.add(message)?;
        has_start = true;
    }
    Ok(found.requests)
}

/// A request without its body, and what follows the blank line, if there is one.
pub(super) fn head(
    text: &[u8],
    has_start: bool,
) -> Result<(CapturedRequest, Option<&[u8]>), ReadError> {
    let mut headers: Vec<(String, String)> = Vec::new();
    let mut start: &[u8] = b"";
    let mut rest = Some(text);
    let mut number = 0;
    while let Some(text) = rest {
        if headers.len() > MAX_HEADERS {
            return Err(ReadError::TooManyHeaders);
        }
        let (line, after) = line(text);
        rest = after;
        number += 1;
        if line.is_empty() {
            // A head without a blank line has no body, not even an empty one.
            break;
        }
        if number == 1 && has_start {
            start = line;
            continue;
        }
        match (header(line), headers.last_mut()) {
            (_, Some((_, value))) if line.starts_with(b" ") || line.starts_with(b"\t") => {
                value.push(' ');
                value.push_str(&value_text(line.trim_ascii()));
            }
            (Some(header), _) => headers.push(header),
            (None, _) => return Err(ReadError::BadHeader { line: number }),
        }
    }
    Ok((with_start(CapturedRequest::new(headers, None), start), rest))
}

/// Adds the method and the target of a request line.
pub(super) fn with_start(request: CapturedRequest, line: &[u8]) -> CapturedRequest {
    let line = String::from_utf8_lossy(line);
    let mut words = line.split_ascii_whitespace().map(str::to_owned);
    request.with_target(words.next(), words.next())
}

/// Splits before another message that follows the declared length.
fn split_message<'a>(request: &CapturedRequest, rest: &'a [u8]) -> (&'a [u8], Option<&'a [u8]>) {
    if let Some((body, after)) = declared(request).and_then(|length| rest.split_at_checked(length))
    {
        let after = after.trim_ascii_start();
        if is_start(line(after).0) {
            return (body, Some(after));
        }
    }
    (rest, None)
}

/// Adds the body, whose end is determined as a server would.
pub(super) fn with_body(mut request: CapturedRequest, rest: &[u8]) -> CapturedRequest {
    if is_chunked(&request) {
        // Many tools save chunked bodies already joined.
        request.body = Some(dechunk(rest).unwrap_or_else(|| rest.to_vec()).into());
        return request;
    }
    let declared = declared(&request).unwrap_or(rest.len()).min(rest.len());
    let (body, surplus) = rest.split_at(declared);
    request.body = Some(Bytes::copy_from_slice(body));
    request.surplus = Bytes::copy_from_slice(surplus);
    request
}

pub(super) fn declared(request: &CapturedRequest) -> Option<usize> {
    request.declared_length().and_then(|length| usize::try_from(length).ok())
}

pub(super) fn is_chunked(request: &CapturedRequest) -> bool {
    request
        .headers("transfer-encoding")
        .any(|value| value.split(',').any(|coding| coding.trim().eq_ignore_ascii_case("chunked")))
}

/// Joins chunks, the last of which may be incomplete.
fn dechunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    while !rest.is_empty() {
        let (size, after) = line(rest);
        let size = std::str::from_utf8(size).ok()?.split(';').next()?.trim();
        if !size.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let size = usize::from_str_radix(size, 16).ok()?;
        if size == 0 {
            break;
        }
        let after = after.unwrap_or_default();
        let (chunk, after) = after.split_at(size.min(after.len()));
        body.extend_from_slice(chunk);
        let next = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n"));
        rest = match next {
            Some(rest) => rest,
            None if after.is_empty() => after,
            None => return None,
        };
    }
    Some(body)
}

/// Whether this is a request line or a status line.
pub(super) fn is_start(line: &[u8]) -> bool {
    let Ok(line) = std::str::from_utf8(line) else { return false };
    let mut words = line.split_ascii_whitespace();
    match (words.next(), words.next(), words.next(), words.next()) {
        (Some(version), Some(_), ..) if version.starts_with("HTTP/") => true,
        (Some(method), Some(_), Some(version), None) => {
            method.bytes().all(|byte| byte.is_ascii_uppercase()) && version.starts_with("HTTP/")
        }
        _ => false,
    }
}

pub(super) fn header(line: &[u8]) -> Option<(String, String)> {
    // Pseudo-headers of HTTP/2, such as `:path`.
    let is_pseudo = line.starts_with(b":");
    let colon = line.iter().skip(usize::from(is_pseudo)).position(|byte| *byte == b':')?;
    let (name, value) = line.split_at(colon + usize::from(is_pseudo));
    let is_token = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~:".contains(byte);
    if name.is_empty() || !name.iter().all(is_token) {
        return None;
    }
    Some((value_text(name), value_text(value[1..].trim_ascii())))
}

/// The first line without its line break, and the rest.
pub(super) fn line(text: &[u8]) -> (&[u8], Option<&[u8]>) {
    let (line, rest) = match text.iter().position(|byte| *byte == b'\n') {
        Some(end) => (&text[..end], Some(&text[end + 1..])),
        None => (text, None),
    };
    (line.strip_suffix(b"\r").unwrap_or(line), rest)
}
