//! The lines of a file with one JSON object per line.

use std::fmt::Display;

use serde::Deserialize;

/// A line without its line break.
#[derive(Clone, Copy, Debug)]
pub struct NumberedLine<'a> {
    /// From 1.
    pub number: usize,
    pub text: &'a [u8],
    has_end: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    pub why: String,
    /// Whether it ends too early.
    pub is_cut: bool,
}

impl From<&str> for BadLine {
    fn from(why: &str) -> Self {
        Self { why: why.to_owned(), is_cut: false }
    }
}

/// All lines but blank ones, which still count.
pub fn lines(text: &[u8]) -> impl Iterator<Item = NumberedLine<'_>> {
    let lines = text.split_inclusive(|byte| *byte == b'\n').enumerate();
    let lines = lines.map(|(index, line)| {
        let whole = line.strip_suffix(b"\n");
        let text = whole.map_or(line, |line| line.strip_suffix(b"\r").unwrap_or(line));
        NumberedLine { number: index + 1, text, has_end: whole.is_some() }
    });
    lines.filter(|line| !line.text.trim_ascii().is_empty())
}

pub fn parse<'a, T: Deserialize<'a>>(line: &'a [u8]) -> Result<T, BadLine> {
    // Serde sees this line only, and would call it line 1.
    parse_with(line, |error| error.to_string().replace(" at line 1 column ", ", at column "))
}

pub fn parse_with<'a, T: Deserialize<'a>>(
    line: &'a [u8],
    describe: impl Fn(&serde_json::Error) -> String,
) -> Result<T, BadLine> {
    serde_json::from_slice(line).map_err(|error| {
        // Serde calls a number that was cut invalid.
        let ends_in_number = error.to_string().starts_with("invalid number");
        let is_cut = error.is_eof() || (ends_in_number && error.column() >= line.len());
        BadLine { why: describe(&error), is_cut }
    })
}

impl BadLine {
    pub(super) fn new(why: impl Display) -> Self {
        Self { why: why.to_string(), is_cut: false }
    }
}

impl NumberedLine<'_> {
    /// Whether its writer was interrupted, which only the last line can show.
    pub const fn is_cut(&self, bad: &BadLine) -> bool {
        bad.is_cut && !self.has_end
    }
}
