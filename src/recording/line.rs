//! The lines of a file with one JSON object per line.

use std::fmt::Display;

use serde::Deserialize;

/// A line without its line break.
#[derive(Clone, Copy, Debug)]
pub(super) struct NumberedLine<'a> {
    /// From 1.
    pub(super) number: usize,
    pub(super) text: &'a [u8],
    has_end: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    pub why: String,
    /// Whether it ends too early.
    pub is_cut: bool,
}

/// All lines but blank ones, which still count.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = NumberedLine<'_>> {
    let lines = text.split_inclusive(|byte| *byte == b'\n').enumerate();
    let lines = lines.map(|(index, line)| {
        let whole = line.strip_suffix(b"\n");
        let text = whole.map_or(line, |line| line.strip_suffix(b"\r").unwrap_or(line));
        NumberedLine { number: index + 1, text, has_end: whole.is_some() }
    });
    lines.filter(|line| !line.text.trim_ascii().is_empty())
}

pub(super) fn parse<'a, T: Deserialize<'a>>(line: &'a [u8]) -> Result<T, BadLine> {
    serde_json::from_slice(line).map_err(|error| {
        // Serde sees this line only, and would call it line 1.
        let text = error.to_string();
        let why = text.replace(" at line 1 column ", ", at column ");
        // Serde calls a number that was cut invalid.
        let ends_in_number = text.starts_with("invalid number") && error.column() >= line.len();
        BadLine { why, is_cut: error.is_eof() || ends_in_number }
    })
}

impl BadLine {
    pub(super) fn new(why: impl Display) -> Self {
        Self { why: why.to_string(), is_cut: false }
    }
}

impl NumberedLine<'_> {
    /// Whether its writer was interrupted, which only the last line can show.
    pub(super) const fn is_cut(&self, bad: &BadLine) -> bool {
        bad.is_cut && !self.has_end
    }
}
