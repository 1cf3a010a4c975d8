//! A request in the text of HTTP.

use bytes::Bytes;

use super::{CapturedRequest, NoRequest};

/// Reads a request, its headers at least, and what else follows in this form; nothing where it does
/// not begin as one.
pub(super) fn read(text: &[u8]) -> Option<Result<CapturedRequest, NoRequest>> {
    let first = line(text).0;
    let has_start = is_start(first);
    if !has_start && header(first).is_none() {
        return None;
    }
    let requests = requests(text, has_start);
    if has_start {
        return Some(requests.and_then(CapturedRequest::only));
    }
    // Text of any kind may have a colon in its first line.
    requests.and_then(CapturedRequest::only).ok().filter(CapturedRequest::is_signed).map(Ok)
}

fn requests(text: &[u8], has_start: bool) -> Result<Vec<CapturedRequest>, NoRequest> {
    let mut requests = Vec::new();
    let (mut rest, mut has_start) = (Some(text), has_start);
    while let Some(text) = rest {
        let request;
        (request, rest) = self::request(text, has_start)?;
        requests.push(request);
        has_start = true;
    }
    Ok(requests)
}

/// One request, and where the next one begins.
fn request(text: &[u8], has_start: bool) -> Result<(CapturedRequest, Option<&[u8]>), NoRequest> {
    let (request, rest) = head(text, has_start)?;
    let Some(rest) = rest else { return Ok((request, None)) };
    let (rest, next) = parted(&request, rest);
    Ok((with_body(request, rest), next))
}

/// A request without its body, and what follows the blank line; nothing where there is none.
pub(super) fn head(
    text: &[u8],
    has_start: bool,
) -> Result<(CapturedRequest, Option<&[u8]>), NoRequest> {
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
    Ok((CapturedRequest::new(headers, None), rest))
}

/// What follows a head, up to another request or an answer behind the declared length.
fn parted<'a>(request: &CapturedRequest, rest: &'a [u8]) -> (&'a [u8], Option<&'a [u8]>) {
    if let Some((body, after)) = declared(request).and_then(|length| rest.split_at_checked(length))
    {
        let after = after.trim_ascii_start();
        if is_start(line(after).0) {
            return (body, Some(after));
        }
    }
    (rest, None)
}

/// Gives a request the body within what follows the head.
pub(super) fn with_body(mut request: CapturedRequest, rest: &[u8]) -> CapturedRequest {
    if is_chunked(&request) {
        // Many who write requests down have put the chunks together.
        let body = unchunked(rest).map_or_else(|| Bytes::copy_from_slice(rest), Bytes::from);
        request.body = Some(body);
        return request;
    }
    // No server takes more than was declared.
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
