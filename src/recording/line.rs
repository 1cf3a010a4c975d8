//! The lines of a file with one JSON object per line.

use std::fmt::Display;
use std::io::{self, BufRead as _, BufReader, Read};

use serde::Deserialize;

use crate::fs::bom::BYTE_ORDER_MARK;

/// The longest line of a file that is read line by line, in MiB.
const MAX_LINE_MIB: u64 = 64;

/// A line without its line break.
#[derive(Clone, Copy, Debug)]
pub struct NumberedLine<'a> {
    /// From 1.
    pub number: usize,
    pub text: &'a [u8],
    has_end: bool,
}

/// Reads a file line by line, however large it is.
pub struct LineReader<R> {
    file: BufReader<R>,
    number: usize,
    /// Where the last line that was read starts and ends in the file.
    start: u64,
    end: u64,
    line: Vec<u8>,
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
    let lines = lines.map(|(index, line)| NumberedLine::new(index + 1, line));
    lines.filter(|line| !line.text.trim_ascii().is_empty())
}

impl<R: Read> LineReader<R> {
    pub fn new(file: R) -> Self {
        let file = BufReader::with_capacity(64 * 1024, file);
        Self { file, number: 0, start: 0, end: 0, line: Vec::new() }
    }

    /// The next line that is not blank.
    pub fn read_next(&mut self) -> io::Result<Option<NumberedLine<'_>>> {
        loop {
            self.line.clear();
            let limit = MAX_LINE_MIB * 1024 * 1024;
            let length = (&mut self.file).take(limit).read_until(b'\n', &mut self.line)? as u64;
            self.number += 1;
            self.start = self.end;
            self.end += length;
            if length == 0 {
                return Ok(None);
            }
            if length == limit {
                let number = self.number;
                let why = format!("line {number} is longer than {MAX_LINE_MIB} MiB");
                return Err(io::Error::other(why));
            }
            if self.number == 1 && self.line.starts_with(BYTE_ORDER_MARK) {
                self.line.drain(..BYTE_ORDER_MARK.len());
                self.start += BYTE_ORDER_MARK.len() as u64;
            }
            if !self.line.trim_ascii().is_empty() {
                break;
            }
        }
        Ok(Some(NumberedLine::new(self.number, &self.line)))
    }

    /// Where the last line that was read starts in the file.
    pub const fn start(&self) -> u64 {
        self.start
    }
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

impl<'a> NumberedLine<'a> {
    fn new(number: usize, line: &'a [u8]) -> Self {
        let whole = line.strip_suffix(b"\n");
        let text = whole.map_or(line, |line| line.strip_suffix(b"\r").unwrap_or(line));
        Self { number, text, has_end: whole.is_some() }
    }

    pub fn starts_object(&self) -> bool {
        self.text.trim_ascii_start().starts_with(b"{")
    }

    /// Whether its writer was interrupted, which only the last line can show.
    pub const fn is_cut(&self, bad: &BadLine) -> bool {
        bad.is_cut && !self.has_end
    }
}
