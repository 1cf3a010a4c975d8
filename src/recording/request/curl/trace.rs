//! What `curl --trace` and `--trace-ascii` show: the head and the body of every request in rows.

use super::super::raw::{self, line};
use super::super::{CapturedRequest, NoRequest};
use super::remark::bare;

/// Begins what is shown of a request's head.
pub(super) const HEAD: &[u8] = b"=> Send header, ";

/// Begins what is shown of a request's body.
const BODY: &[u8] = b"=> Send data, ";

/// Which part of a request the rows are of.
#[derive(Clone, Copy)]
enum Part {
    Head,
    Body,
}

/// What is shown of one request.
#[derive(Default)]
struct Sent {
    head: Vec<u8>,
    /// Nothing where none is shown.
    body: Option<Vec<u8>>,
    /// The place behind the last row of the head.
    end: usize,
}

/// Reads every request that is shown.
pub(super) fn read(text: &[u8]) -> Result<Vec<CapturedRequest>, NoRequest> {
    let mut all: Vec<Sent> = Vec::new();
    let mut part = None;
    // As text, only heads are exact: a dot stands for many a byte.
    let mut is_text = false;
    let mut rest = Some(text);
    while let Some((row, after)) = rest.map(line) {
        rest = after;
        if let (Some(part), Some((place, shown)), Some(sent)) = (part, shown(row), all.last_mut()) {
            let bytes = hexadecimal(shown).filter(|_| !is_text);
            is_text = bytes.is_none();
            match (part, bytes, &mut sent.body) {
                (Part::Head, Some(bytes), _) => sent.head.extend(bytes),
                (Part::Head, None, _) => sent.add_text(place, shown),
                (Part::Body, Some(bytes), Some(body)) => body.extend(bytes),
                (Part::Body, ..) => {}
            }
            continue;
        }
        let row = bare(row);
        part = None;
        if row.starts_with(HEAD) {
            if all.last().is_none_or(Sent::has_whole_head) {
                all.push(Sent::default());
            }
            part = Some(Part::Head);
        } else if row.starts_with(BODY) {
            if let Some(sent) = all.last_mut() {
                sent.body.get_or_insert_default();
            }
            part = Some(Part::Body);
        }
    }
    all.iter().map(|sent| sent.request(!is_text)).collect()
}

impl Sent {
    fn has_whole_head(&self) -> bool {
        self.body.is_some() || self.head.ends_with(b"\r\n\r\n")
    }

    /// Adds a row of text, which a line's end follows where the next place is further on.
    fn add_text(&mut self, place: usize, shown: &[u8]) {
        if place > self.end {
            self.head.extend_from_slice(b"\r\n");
        }
        self.head.extend_from_slice(shown);
        self.end = place + shown.len();
        if shown.is_empty() {
            self.head.extend_from_slice(b"\r\n");
        }
    }

    fn request(&self, is_exact: bool) -> Result<CapturedRequest, NoRequest> {
        let (request, _) = raw::head(&self.head, true)?;
        Ok(match self.body.as_ref().filter(|_| is_exact) {
            Some(body) => raw::with_body(request, body),
            None => request,
        })
    }
}

/// The place of a row, and what it shows there: `0010: …`.
fn shown(row: &[u8]) -> Option<(usize, &[u8])> {
    let colon = row.iter().position(|byte| *byte == b':').filter(|at| *at >= 4)?;
    let (place, shown) = row.split_at(colon);
    let place = usize::from_str_radix(std::str::from_utf8(place).ok()?, 16).ok()?;
    Some((place, shown[1..].strip_prefix(b" ").unwrap_or(&shown[1..])))
}

/// The up to 16 bytes of a row in hexadecimal digits, which fill 48 columns.
fn hexadecimal(shown: &[u8]) -> Option<Vec<u8>> {
    let columns = shown.get(..48)?;
    let digits: Vec<u8> = columns.iter().copied().filter(|byte| *byte != b' ').collect();
    let is_spaced = columns.chunks(3).all(|column| column[2] == b' ');
    hex::decode(digits).ok().filter(|bytes| is_spaced && !bytes.is_empty())
}
