//! A file of saved events, one per line.

use bytes::Bytes;

use crate::error::{Error, Result};
use crate::fs::bom::without_mark;

use super::line::{BadLine, lines};
use super::request::{self, CapturedRequest, MAX_REQUESTS, ReadError, has_object_per_line};
use super::saved::SavedEvent;

#[derive(Clone, Debug, Default)]
pub struct SavedEvents {
    pub events: Vec<SavedEvent>,
    /// The number of a last line that is incomplete.
    pub cut_line: Option<usize>,
}

/// Reads a file, called `name` in errors: one object per line, or requests that another tool
/// captured. The events share its bytes, which stay in memory.
pub fn read(name: &str, bytes: &Bytes) -> Result<SavedEvents> {
    let text = without_mark(bytes);
    if let Some(captured) = read_captured(text.trim_ascii_start()) {
        let events = captured
            .and_then(|captured| SavedEvent::from_captured(name, captured))
            .map_err(|bad| bad_input(format!("{name}: {}", bad.why)))?;
        return Ok(SavedEvents { events, cut_line: None });
    }
    let mut saved = SavedEvents::default();
    for line in lines(text) {
        let number = line.number;
        match SavedEvent::parse(&format!("{name}:{number}"), bytes.slice_ref(line.text)) {
            Ok(events) => saved.events.extend(events),
            Err(bad) if line.is_cut(&bad) => saved.cut_line = Some(number),
            Err(bad) => return Err(bad_input(format!("{name}, line {number}: {}", bad.why))),
        }
        if saved.events.len() > MAX_REQUESTS {
            return Err(Error::usage(format!("{name} has more than {MAX_REQUESTS} events")));
        }
    }
    Ok(saved)
}

/// The requests of a file that is not one JSON object per line.
fn read_captured(text: &[u8]) -> Option<Result<Vec<CapturedRequest>, BadLine>> {
    let is_object = text.starts_with(b"{");
    if is_object && (lines(text).nth(1).is_none() || has_object_per_line(text)) {
        return None;
    }
    match request::read_all(text) {
        Err(ReadError::Unknown) if is_object => Some(Err(BadLine::new(
            "it is one JSON object on several lines, which `send --file` sends as it is",
        ))),
        Err(ReadError::Unknown | ReadError::Empty) => None,
        captured => Some(captured.map_err(BadLine::new)),
    }
}

fn bad_input(message: String) -> Error {
    Error::usage(message)
        .with_hint("a line is a recorded request, or one event as JSON (`generate --compact`)")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contents(text: &str) -> Result<SavedEvents> {
        read("f", &Bytes::copy_from_slice(text.as_bytes()))
    }

    #[test]
    fn accepts_either_line_break_and_skips_blank_lines() {
        let contents = contents("\u{feff}{\"a\":1}\r\n\r\n \n {\"a\":2} \n{\"a\":3}").unwrap();
        let bodies: Vec<&[u8]> =
            contents.events.iter().map(|saved| &saved.event.body[..]).collect();
        assert_eq!(bodies, [&br#"{"a":1}"#[..], br#" {"a":2} "#, br#"{"a":3}"#]);
        assert_eq!(&*contents.events[2].event.name, "f:5");
        assert_eq!(contents.cut_line, None);
    }

    #[test]
    fn only_a_last_line_without_a_line_break_can_be_cut() {
        assert_eq!(contents("{}\n{\"a\":").unwrap().cut_line, Some(2));
        for text in ["{}\n{\"a\":\n", "{\"a\":\n{}", "{}\n{\"a\"}", "{}\nx"] {
            assert!(contents(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_blank_file_has_no_events() {
        for text in ["", "\n", "\u{feff}", " \r\n"] {
            assert!(contents(text).unwrap().events.is_empty());
        }
    }
}
