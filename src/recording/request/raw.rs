//! A request in the text of HTTP.

use bytes::Bytes;

use super::{NoRequest, Request};
use crate::signature::HEADER;

/// Reads a request, its headers at least; nothing where it does not begin as one.
pub(super) fn read(text: &[u8]) -> Option<Result<Request, NoRequest>> {
    let first = line(text).0;
    let has_start = is_start(first);
    if !has_start && header(first).is_none() {
        return None;
    }
    let request = request(text, has_start);
    if has_start {
        return Some(request);
    }
    // Text of any kind may have a colon in its first line.
    request.ok().filter(|request| request.header(HEADER).is_some()).map(Ok)
}

fn request(text: &[u8], has_start: bool) -> Result<Request, NoRequest> {
    let mut headers: Vec<(String, String)> = Vec::new();
    let mut rest = Some(text);
    let mut number = 0;
    while let Some(text) = rest {
        let (line, after) = line(text);
        rest = after;
        number += 1;
        if line.is_empty() {
            // A head that just ends has no body, not even an empty one.
            break;
        }
        if number == 1 && has_start {
            continue;
        }
        match (header(line), headers.last_mut()) {
            (_, Some((_, value))) if line.starts_with(b" ") || line.starts_with(b"\t") => {
                value.push(' ');
                value.push_str(String::from_utf8_lossy(line).trim());
            }
            (Some(header), _) => headers.push(header),
            (None, _) => return Err(NoRequest::BadHeader { line: number }),
        }
    }
    let mut request = Request::new(headers, None);
    request.body = rest.map(|rest| body(&request, rest));
    Ok(request)
}

/// The body within what follows the head.
pub(super) fn body(request: &Request, rest: &[u8]) -> Bytes {
    if is_chunked(request) {
        // Many who write requests down have put the chunks together.
        return unchunked(rest).map_or_else(|| Bytes::copy_from_slice(rest), Bytes::from);
    }
    let declared = request.declared_length().and_then(|length| usize::try_from(length).ok());
    match declared.and_then(|length| rest.split_at_checked(length)) {
        // Editors end the last line.
        Some((body, b"\n" | b"\r\n")) => Bytes::copy_from_slice(body),
        _ => Bytes::copy_from_slice(rest),
    }
}

pub(super) fn is_chunked(request: &Request) -> bool {
    request
        .headers("transfer-encoding")
        .any(|value| value.split(',').any(|coding| coding.trim().eq_ignore_ascii_case("chunked")))
}

/// Chunks put together, the last of which may be cut short; nothing where there are none.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
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
        whole.extend_from_slice(chunk);
        let ended = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n"));
        rest = match ended {
            Some(rest) => rest,
            None if after.is_empty() => after,
            None => return None,
        };
    }
    Some(whole)
}

/// Whether this is the first line of a request, or that of an answer.
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

/// A header; its name is a token.
pub(super) fn header(line: &[u8]) -> Option<(String, String)> {
    // The names of HTTP/2 such as `:path` begin with the colon.
    let is_pseudo = line.starts_with(b":");
    let colon = line.iter().skip(usize::from(is_pseudo)).position(|byte| *byte == b':')?;
    let (name, value) = line.split_at(colon + usize::from(is_pseudo));
    let is_token = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~:".contains(byte);
    if name.is_empty() || !name.iter().all(is_token) {
        return None;
    }
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes.trim_ascii()).into_owned();
    Some((text(name), text(&value[1..])))
}

/// The first line without its end, and what follows it.
pub(super) fn line(text: &[u8]) -> (&[u8], Option<&[u8]>) {
    let (line, rest) = match text.iter().position(|byte| *byte == b'\n') {
        Some(end) => (&text[..end], Some(&text[end + 1..])),
        None => (text, None),
    };
    (line.strip_suffix(b"\r").unwrap_or(line), rest)
}
