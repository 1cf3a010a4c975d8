//! A line of a file that holds one JSON object a line.

use serde::Deserialize;

/// A line that is not blank.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// Counted from 1.
    pub(super) number: usize,
    /// Its text, without its end.
    pub(super) text: &'a [u8],
    has_end: bool,
}

/// Why a line is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// What is wrong with it.
    pub why: String,
    /// Whether it is only that more should follow.
    pub is_cut: bool,
}

/// All lines but the blank ones, which count.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = Line<'_>> {
    let lines = text.split_inclusive(|byte| *byte == b'\n').enumerate();
    let lines = lines.map(|(index, line)| {
        let whole = line.strip_suffix(b"\n");
        let text = whole.map_or(line, |line| line.strip_suffix(b"\r").unwrap_or(line));
        Line { number: index + 1, text, has_end: whole.is_some() }
    });
    lines.filter(|line| !line.text.trim_ascii().is_empty())
}

/// Reads what a line holds.
pub(super) fn parse<'a, T: Deserialize<'a>>(line: &'a [u8]) -> Result<T, BadLine> {
    serde_json::from_slice(line).map_err(|error| {
        // The line is known better than serde, which saw but this one.
        let text = error.to_string();
        let place = format!(" at line 1 column {}", error.column());
        let why = match text.strip_suffix(&place) {
            Some(what) => format!("{what}, at column {}", error.column()),
            None => text.clone(),
        };
        // A number that was cut is a bad one to serde.
        let ends_in_number = text.starts_with("invalid number") && error.column() >= line.len();
        BadLine { why, is_cut: error.is_eof() || ends_in_number }
    })
}

impl Line<'_> {
    /// Whether whoever wrote it did not come to its end, which only the last line can lack.
    pub(super) const fn is_torn(&self, bad: &BadLine) -> bool {
        bad.is_cut && !self.has_end
    }
}
