//! A file of saved events, one per line.

use bytes::Bytes;

use crate::error::{Error, Result};
use crate::fs::bom::without_mark;

use super::line::lines;
use super::saved::SavedEvent;

#[derive(Clone, Debug, Default)]
pub struct SavedEvents {
    pub events: Vec<SavedEvent>,
    /// The number of a last line that is incomplete.
    pub cut_line: Option<usize>,
}

/// Reads a file, called `name` in errors. The events share its bytes, which stay in memory.
pub fn read(name: &str, bytes: &Bytes) -> Result<SavedEvents> {
    let mut saved = SavedEvents::default();
    for line in lines(without_mark(bytes)) {
        let number = line.number;
        match SavedEvent::parse(&format!("{name}:{number}"), bytes.slice_ref(line.text)) {
            Ok(event) => saved.events.push(event),
            Err(bad) if line.is_cut(&bad) => saved.cut_line = Some(number),
            Err(bad) => {
                let message = format!("{name}, line {number}: {}", bad.why);
                return Err(Error::usage(message).with_hint(
                    "a line is a recorded request, or one event as JSON (`generate --compact`)",
                ));
            }
        }
    }
    Ok(saved)
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
