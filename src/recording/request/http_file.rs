//! `.http` files of editors: requests between lines of `###`, whose first line needs no version.

use bytes::Bytes;

use super::raw::{self, line};
use super::{CapturedRequest, Collector, Found, MAX_REQUESTS, ReadError};

const SEPARATOR: &[u8] = b"###";

/// How lines start that follow a body: scripts and saved responses.
const AFTER_BODY: [&[u8]; 2] = [b"> ", b"<> "];

pub(super) fn read(text: &[u8]) -> Found {
    let requests = requests(text)?;
    (!requests.is_empty()).then(|| {
        let mut found = Collector::default();
        requests.into_iter().try_for_each(|text| found.add(captured(text)?))?;
        Ok(found.requests)
    })
}

/// Whether a text has separators, and each part between them is a request or empty.
pub(super) fn has_separators(text: &[u8]) -> bool {
    text.split(|byte| *byte == b'\n').any(|line| line.starts_with(SEPARATOR))
        && requests(text).is_some_and(|requests| !requests.is_empty())
}

/// Each request from its first line, up to one more than allowed; nothing if anything else is among
/// them.
fn requests(text: &[u8]) -> Option<Vec<&[u8]>> {
    let mut requests = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive(|byte| *byte == b'\n').chain([SEPARATOR]) {
        if line.starts_with(SEPARATOR) {
            let block = skip_comments(&text[start..at]);
            if !block.is_empty() {
                requests.push(Some(block).filter(|block| is_request_line(raw::line(block).0))?);
            }
            if requests.len() > MAX_REQUESTS {
                break;
            }
            start = at + line.len();
        }
        at += line.len();
    }
    Some(requests)
}

/// Skips comments, variables and blank lines.
fn skip_comments(mut block: &[u8]) -> &[u8] {
    loop {
        block = block.trim_ascii_start();
        if !["#", "//", "@"].iter().any(|start| block.starts_with(start.as_bytes())) {
            return block;
        }
        block = line(block).1.unwrap_or_default();
    }
}

fn is_request_line(line: &[u8]) -> bool {
    let Ok(line) = std::str::from_utf8(line) else { return false };
    let words: Vec<&str> = line.split_ascii_whitespace().take(4).collect();
    let is_target =
        |word: &str| word.starts_with('/') || word.starts_with("{{") || word.contains("://");
    match words[..] {
        [method, target] | [method, target, _] => {
            method.bytes().all(|byte| byte.is_ascii_uppercase())
                && is_target(target)
                && words.get(2).is_none_or(|version| version.starts_with("HTTP/"))
        }
        _ => false,
    }
}

fn captured(text: &[u8]) -> Result<CapturedRequest, ReadError> {
    let (start, mut rest) = line(text);
    // A query may go on in indented lines.
    let is_indented = |line: &[u8]| line.starts_with(b" ") || line.starts_with(b"\t");
    while let Some((_, after)) = rest.map(line).filter(|(line, _)| is_indented(line)) {
        rest = after;
    }
    let (request, rest) = raw::head(rest.unwrap_or_default(), false)?;
    let request = raw::with_start(request, start);
    let Some(rest) = rest else { return Ok(request) };
    let mut end = 0;
    for line in rest.split_inclusive(|byte| *byte == b'\n') {
        if AFTER_BODY.iter().any(|start| line.starts_with(start)) {
            break;
        }
        end += line.len();
    }
    let body = &rest[..end];
    let is_elsewhere = body.starts_with(b"< ") || body.windows(2).any(|pair| pair == b"{{");
    Ok(match body {
        _ if is_elsewhere => request,
        body if raw::declared(&request).is_some() => raw::with_body(request, body),
        body => {
            // Editors do not send the blank lines before the next request.
            let (body, surplus) = body.split_at(body.trim_ascii_end().len());
            let mut request = raw::with_body(request, body);
            request.surplus = Bytes::copy_from_slice(surplus);
            request
        }
    })
}
