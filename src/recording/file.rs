//! A file of saved events, one a line.

use bytes::Bytes;

use crate::error::{Error, Result};
use crate::fs::bom::without_mark;

use super::line::lines;
use super::saved::Saved;

/// What a file holds.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// The events in their order.
    pub events: Vec<Saved>,
    /// The number of the last line, where whoever wrote it did not come to its end.
    pub cut_line: Option<usize>,
}

/// Reads a file, which is called `name` in errors; blank lines count but hold nothing.
///
/// The events share the bytes of the file, which is in memory as a whole.
///
/// # Errors
/// [`Error::BadSavedEvent`].
pub fn read(name: &str, bytes: &Bytes) -> Result<Contents> {
    let text = without_mark(bytes);
    let mut contents = Contents::default();
    for line in lines(text) {
        let number = line.number;
        match Saved::of_line(&format!("{name}:{number}"), bytes.slice_ref(line.text)) {
            Ok(saved) => contents.events.push(saved),
            Err(bad) if line.is_torn(&bad) => contents.cut_line = Some(number),
            Err(bad) => {
                let what = name.to_owned();
                return Err(Error::usage(format!("{what}, line {number}: {}", bad.why)).with_hint(
                    "a line is a recorded request, or one event as JSON (`generate --compact`)",
                ));
            }
        }
    }
    Ok(contents)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contents(text: &str) -> Result<Contents> {
        read("f", &Bytes::copy_from_slice(text.as_bytes()))
    }

    #[test]
    fn lines_end_in_either_way_and_blank_ones_hold_nothing() {
        let contents = contents("\u{feff}{\"a\":1}\r\n\r\n \n {\"a\":2} \n{\"a\":3}").unwrap();
        let bodies: Vec<&[u8]> = contents.events.iter().map(|it| &it.event.body[..]).collect();
        assert_eq!(bodies, [&br#"{"a":1}"#[..], br#" {"a":2} "#, br#"{"a":3}"#]);
        assert_eq!(&*contents.events[2].event.name, "f:5");
        assert_eq!(contents.cut_line, None);
    }

    #[test]
    fn only_a_last_line_without_an_end_may_be_cut() {
        assert_eq!(contents("{}\n{\"a\":").unwrap().cut_line, Some(2));
        for text in ["{}\n{\"a\":\n", "{\"a\":\n{}", "{}\n{\"a\"}", "{}\nx"] {
            assert!(contents(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_file_of_nothing_holds_nothing() {
        for text in ["", "\n", "\u{feff}", " \r\n"] {
            assert!(contents(text).unwrap().events.is_empty());
        }
    }
}
