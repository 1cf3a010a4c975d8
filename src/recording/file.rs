//! A file of saved events, one per line.

use std::io::{Read, Seek, SeekFrom};

use crate::error::{Error, Result};
use crate::fs::bom::without_mark;

use super::line::{BadLine, LineReader, lines};
use super::request::{self, CapturedRequest, ReadError, has_object_per_line};
use super::saved::SavedEvent;

/// The most events of a file that is read line by line.
const MAX_EVENTS: usize = 500_000;

/// Where an event is in a file.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// From 1.
    line: usize,
    start: u64,
    length: usize,
    /// Which one of the events in this line.
    index: usize,
}

/// Reads a file, called `name` in errors: one object per line, or requests that another tool
/// captured. Those of the latter have no place where they are read again. Returns the number of a
/// last line that is incomplete.
pub fn read(
    name: &str,
    file: &mut (impl Read + Seek),
    mut on_event: impl FnMut(SavedEvent, Option<Place>),
) -> Result<Option<usize>> {
    let failed = |source| Error::read(name, &source);
    let text = request::read_text(file).map_err(failed)?;
    if let Some(captured) =
        text.and_then(|text| read_captured(without_mark(&text).trim_ascii_start()))
    {
        let events = captured
            .and_then(|captured| SavedEvent::from_captured(name, captured))
            .map_err(|bad| bad_input(format!("{name}: {}", bad.why)))?;
        for event in events {
            on_event(event, None);
        }
        return Ok(None);
    }
    file.rewind().map_err(failed)?;
    let mut lines = LineReader::new(file);
    let mut count = 0;
    let mut cut_line = None;
    while let Some(line) = lines.read_next().map_err(failed)? {
        let (number, length) = (line.number, line.text.len());
        let parsed = match SavedEvent::parse(&name_of_line(name, number), line.text) {
            Err(bad) if line.is_cut(&bad) => {
                cut_line = Some(number);
                continue;
            }
            parsed => parsed,
        };
        let events =
            parsed.map_err(|bad| bad_input(format!("{name}, line {number}: {}", bad.why)))?;
        count += events.len();
        if count > MAX_EVENTS {
            return Err(Error::usage(format!("{name} has more than {MAX_EVENTS} events")));
        }
        let start = lines.start();
        for (index, event) in events.into_iter().enumerate() {
            on_event(event, Some(Place { line: number, start, length, index }));
        }
    }
    Ok(cut_line)
}

/// Reads an event again.
pub fn read_at(name: &str, file: &mut (impl Read + Seek), place: Place) -> Result<SavedEvent> {
    let mut line = vec![0; place.length];
    file.seek(SeekFrom::Start(place.start))
        .and_then(|_| file.read_exact(&mut line))
        .map_err(|source| Error::read(name, &source))?;
    let events = SavedEvent::parse(&name_of_line(name, place.line), &line).unwrap_or_default();
    events.into_iter().nth(place.index).ok_or_else(|| {
        Error::usage(format!("line {} of {name} changed while it was replayed", place.line))
    })
}

fn name_of_line(name: &str, number: usize) -> String {
    format!("{name}:{number}")
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
    use std::io::Cursor;

    use super::*;

    /// The events of a text, each read again, and the number of a last line that is incomplete.
    fn contents(text: &str) -> Result<(Vec<SavedEvent>, Option<usize>)> {
        let mut file = Cursor::new(text.to_owned());
        let mut places = Vec::new();
        let cut_line = read("f", &mut file, |event, place| places.push((event, place.unwrap())))?;
        let read_again = |(first, place): (SavedEvent, Place)| {
            let again = read_at("f", &mut file, place).unwrap();
            assert_eq!(again.event.body, first.event.body);
            again
        };
        Ok((places.into_iter().map(read_again).collect(), cut_line))
    }

    #[test]
    fn accepts_either_line_break_and_skips_blank_lines() {
        let text = "\u{feff}{\"a\":1}\r\n\r\n \n {\"a\":2} \n{\"a\":3}";
        let (events, cut_line) = contents(text).unwrap();
        let bodies: Vec<&[u8]> = events.iter().map(|saved| &saved.event.body[..]).collect();
        assert_eq!(bodies, [&br#"{"a":1}"#[..], br#" {"a":2} "#, br#"{"a":3}"#]);
        assert_eq!(&*events[2].event.name, "f:5");
        assert_eq!(cut_line, None);
    }

    #[test]
    fn only_a_last_line_without_a_line_break_can_be_cut() {
        assert_eq!(contents("{}\n{\"a\":").unwrap().1, Some(2));
        for text in ["{}\n{\"a\":\n", "{\"a\":\n{}", "{}\n{\"a\"}", "{}\nx"] {
            assert!(contents(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_blank_file_has_no_events() {
        for text in ["", "\n", "\u{feff}", " \r\n"] {
            assert!(contents(text).unwrap().0.is_empty());
        }
    }

    #[test]
    fn a_line_that_changed_is_not_read_again() {
        let mut file = Cursor::new("{}\n{\"a\":1}\n".to_owned().into_bytes());
        let mut places = Vec::new();
        read("f", &mut file, |_, place| places.extend(place)).unwrap();
        file.get_mut().truncate(8);
        let error = read_at("f", &mut file, places[1]).unwrap_err();
        assert!(error.to_string().starts_with("cannot read f: "), "{error}");
        *file.get_mut() = b"{}\n{\"b\" 1}\n".to_vec();
        let error = read_at("f", &mut file, places[1]).unwrap_err();
        assert_eq!(error.to_string(), "line 2 of f changed while it was replayed");
    }
}
