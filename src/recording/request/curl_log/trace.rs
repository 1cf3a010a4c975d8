//! The output of `curl --trace` and `--trace-ascii`: dumps of heads and bodies.

use super::super::raw::{self, line};
use super::super::{CapturedRequest, Collector, MAX_REQUESTS, ReadError};
use super::noise;

pub(super) const HEAD: &[u8] = b"=> Send header, ";

const BODY: &[u8] = b"=> Send data, ";

#[derive(Clone, Copy)]
enum Part {
    Head,
    Body,
}

#[derive(Default)]
struct TracedRequest {
    head: Vec<u8>,
    body: Option<Vec<u8>>,
    /// The offset after the last row of the head.
    end: usize,
}

pub(super) fn read(text: &[u8]) -> Result<Vec<CapturedRequest>, ReadError> {
    let mut requests: Vec<TracedRequest> = Vec::new();
    let mut part = None;
    // In ASCII traces, bodies are inexact: a dot can be any byte.
    let mut is_ascii = false;
    let mut rest = Some(text);
    while let Some((row, after)) = rest.map(line) {
        rest = after;
        if let (Some(part), Some((offset, shown)), Some(request)) =
            (part, parse_row(row), requests.last_mut())
        {
            let bytes = hexadecimal(shown).filter(|_| !is_ascii);
            is_ascii = bytes.is_none();
            match (part, bytes, &mut request.body) {
                (Part::Head, Some(bytes), _) => request.head.extend(bytes),
                (Part::Head, None, _) => request.add_text(offset, shown),
                (Part::Body, Some(bytes), Some(body)) => body.extend(bytes),
                (Part::Body, ..) => {}
            }
            continue;
        }
        let row = noise::strip(row);
        part = None;
        if row.starts_with(HEAD) {
            if requests.last().is_none_or(TracedRequest::has_whole_head) {
                if requests.len() == MAX_REQUESTS {
                    return Err(ReadError::TooManyRequests);
                }
                requests.push(TracedRequest::default());
            }
            part = Some(Part::Head);
        } else if row.starts_with(BODY) {
            if let Some(request) = requests.last_mut() {
                request.body.get_or_insert_default();
            }
            part = Some(Part::Body);
        }
    }
    let mut found = Collector::default();
    requests.iter().try_for_each(|request| found.add(request.captured(!is_ascii)?))?;
    Ok(found.requests)
}

impl TracedRequest {
    fn has_whole_head(&self) -> bool {
        self.body.is_some() || self.head.ends_with(b"\r\n\r\n")
    }

    /// Adds a row of an ASCII trace; a gap in the offsets is a line break.
    fn add_text(&mut self, offset: usize, shown: &[u8]) {
        if offset > self.end {
            self.head.extend_from_slice(b"\r\n");
        }
        self.head.extend_from_slice(shown);
        self.end = offset + shown.len();
        if shown.is_empty() {
            self.head.extend_from_slice(b"\r\n");
        }
    }

    fn captured(&self, is_exact: bool) -> Result<CapturedRequest, ReadError> {
        let (request, _) = raw::head(&self.head, true)?;
        Ok(match self.body.as_ref().filter(|_| is_exact) {
            Some(body) => raw::with_body(request, body),
            None => request,
        })
    }
}

/// The offset and contents of a row: `0010: …`.
fn parse_row(row: &[u8]) -> Option<(usize, &[u8])> {
    let colon = row.iter().position(|byte| *byte == b':').filter(|at| *at >= 4)?;
    let (offset, shown) = row.split_at(colon);
    let offset = usize::from_str_radix(std::str::from_utf8(offset).ok()?, 16).ok()?;
    Some((offset, shown[1..].strip_prefix(b" ").unwrap_or(&shown[1..])))
}

/// The up to 16 bytes of a row, whose hexadecimal digits fill 48 columns.
fn hexadecimal(shown: &[u8]) -> Option<Vec<u8>> {
    let columns = shown.get(..48)?;
    let digits: Vec<u8> = columns.iter().copied().filter(|byte| *byte != b' ').collect();
    let is_spaced = columns.chunks(3).all(|column| column[2] == b' ');
    hex::decode(digits).ok().filter(|bytes| is_spaced && !bytes.is_empty())
}
