//! The colored output of `http --verbose`: a request and its response, with formatted bodies.

use bytes::Bytes;

use super::raw::{self, line};
use super::{CapturedRequest, Found, ReadError};

const ESCAPE: u8 = b'\x1b';

pub(super) fn read(text: &[u8]) -> Found {
    let is_colored = text.contains(&ESCAPE);
    let text = strip_colors(text);
    let text = text.trim_ascii_start();
    (is_colored && raw::is_start(line(text).0)).then(|| Ok(vec![request(text)?]))
}

fn request(text: &[u8]) -> Result<CapturedRequest, ReadError> {
    let (mut request, rest) = raw::head(text, true)?;
    let Some(rest) = rest else { return Ok(request) };
    let response = rest.windows(6).position(|part| part == b"\nHTTP/").unwrap_or(rest.len());
    let (body, surplus) = rest.split_at(rest[..response].trim_ascii_end().len());
    request.body = Some(Bytes::copy_from_slice(body));
    request.surplus = Bytes::copy_from_slice(&surplus[..response - body.len()]);
    Ok(request)
}

/// Removes `ESC [ … m`.
fn strip_colors(text: &[u8]) -> Vec<u8> {
    let mut stripped = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| *byte == ESCAPE) {
        stripped.extend_from_slice(&rest[..at]);
        let sequence = &rest[at + 1..];
        let end = sequence
            .iter()
            .position(|byte| !(byte.is_ascii_digit() || matches!(byte, b'[' | b';')))
            .unwrap_or(sequence.len());
        rest = sequence[end..].strip_prefix(b"m").unwrap_or(&sequence[end..]);
    }
    stripped.extend_from_slice(rest);
    stripped
}
