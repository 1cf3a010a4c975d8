//! Everything that is printed: data on standard output, everything else on standard error.

mod messages;
mod progress;
mod rows;
mod sanitize;
mod style;
mod table;
mod text;

use std::fmt;
use std::io::{self, BufWriter, IsTerminal, Write};

use serde::Serialize;
use serde_json::Serializer;
use terminal_size::{Width, terminal_size_of};

use crate::error::{Error, Result};

use sanitize::{SafeJson, escape_json};

pub use progress::{MANY, ProgressBar};
pub use rows::{Column, Rows};
pub use sanitize::{excerpt, visible, visible_line};
pub use style::{ColorChoice, Style, Tone};
pub use table::{Cell, Table};
pub use text::{counted, full_status, short_status};

/// A value as one line of JSON, as it is printed, without the line break.
pub fn json_bytes(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut bytes, SafeJson);
    value.serialize(&mut serializer).expect("writing to memory cannot fail");
    bytes
}

const LABEL_WIDTH: usize = 8;

const BUFFER: usize = 64 * 1024;

#[derive(Clone, Copy, Debug, Default)]
pub struct Preferences {
    pub json: bool,
    pub quiet: bool,
    pub color: ColorChoice,
}

pub struct Output {
    stdout: BufWriter<Box<dyn Write + Send>>,
    preferences: Preferences,
    data_style: Style,
    message_style: Style,
    stdout_is_terminal: bool,
    stderr_is_terminal: bool,
    /// Whether the reader of standard output has gone. This is not an error: the command goes on,
    /// and its exit code still counts.
    is_gone: bool,
}

impl Output {
    pub fn new(preferences: Preferences) -> Self {
        // Color is decided per stream; `colored` would only look at standard output.
        colored::control::set_override(true);
        let stdout_is_terminal = io::stdout().is_terminal();
        let stderr_is_terminal = io::stderr().is_terminal();
        Self {
            stdout: BufWriter::with_capacity(BUFFER, Box::new(io::stdout())),
            preferences,
            data_style: Style::of_stream(preferences.color, stdout_is_terminal),
            message_style: Style::of_stream(preferences.color, stderr_is_terminal),
            stdout_is_terminal,
            stderr_is_terminal,
            is_gone: false,
        }
    }

    /// Leaves standard output to another command: data goes to standard error, or nowhere if quiet.
    pub fn leave_stdout(&mut self) {
        let writer: Box<dyn Write + Send> =
            if self.is_quiet() { Box::new(io::sink()) } else { Box::new(io::stderr()) };
        self.stdout = BufWriter::with_capacity(BUFFER, writer);
        self.data_style = self.message_style;
        self.stdout_is_terminal = self.stderr_is_terminal;
    }

    pub const fn is_gone(&self) -> bool {
        self.is_gone
    }

    pub fn data_width() -> Option<usize> {
        terminal_size_of(io::stdout()).map(|(Width(width), _)| width.into())
    }

    pub const fn is_json(&self) -> bool {
        self.preferences.json
    }

    pub const fn data_is_for_a_terminal(&self) -> bool {
        self.stdout_is_terminal
    }

    pub const fn is_quiet(&self) -> bool {
        self.preferences.quiet
    }

    /// A bar for so many steps; hidden if there are fewer than `min_steps`, or no terminal.
    pub fn progress_bar(&self, steps: u64, min_steps: u64) -> ProgressBar {
        let is_shown = steps >= min_steps && self.stderr_is_terminal && !self.preferences.quiet;
        ProgressBar::new(steps, is_shown)
    }

    pub const fn style(&self) -> Style {
        self.data_style
    }

    pub fn data(&mut self, bytes: &[u8]) -> Result<()> {
        self.write(|stdout| stdout.write_all(bytes))
    }

    /// Writes JSON: its exact bytes, but on a terminal unsafe characters as escapes of JSON.
    pub fn json_text(&mut self, json: &[u8]) -> Result<()> {
        if self.stdout_is_terminal {
            self.data(&escape_json(&String::from_utf8_lossy(json)))
        } else {
            self.data(json)
        }
    }

    pub fn line(&mut self, text: impl fmt::Display) -> Result<()> {
        self.write(|stdout| writeln!(stdout, "{text}"))
    }

    /// Writes a paragraph, wrapped to the terminal.
    pub fn prose(&mut self, text: &str) -> Result<()> {
        self.wrapped("", text)
    }

    pub fn below(&mut self, text: &str) -> Result<()> {
        text.lines().try_for_each(|line| self.line(format_args!("  {line}")))
    }

    pub fn labelled(&mut self, label: &str, text: &str) -> Result<()> {
        self.wrapped(&format!("  {label:LABEL_WIDTH$}"), text)
    }

    pub fn item(&mut self, text: &str) -> Result<()> {
        self.wrapped("  - ", text)
    }

    fn wrapped(&mut self, prefix: &str, text: &str) -> Result<()> {
        let Some(width) = Self::data_width() else {
            return self.line(format_args!("{prefix}{text}"));
        };
        let indent = " ".repeat(prefix.len());
        let options =
            textwrap::Options::new(width).initial_indent(prefix).subsequent_indent(&indent);
        self.line(textwrap::fill(text, options))
    }

    /// Writes foreign text below a row. The mark before each line keeps CI systems from finding
    /// commands at the start of one.
    pub fn quote(&mut self, text: &str) -> Result<()> {
        text.lines().try_for_each(|line| self.line(format_args!("  | {line}")))
    }

    /// Quotes foreign text in the column of labelled text.
    pub fn quote_labelled(&mut self, text: &str) -> Result<()> {
        text.lines().try_for_each(|line| self.line(format_args!("  {:LABEL_WIDTH$}| {line}", "")))
    }

    /// Lets a library print to standard output.
    pub fn printed_by(&mut self, print: impl FnOnce() -> io::Result<()>) -> Result<()> {
        self.write(|stdout| {
            stdout.flush()?;
            print()?;
            io::stdout().flush()
        })
    }

    pub fn json(&mut self, value: &impl Serialize) -> Result<()> {
        self.write(|stdout| {
            value.serialize(&mut Serializer::with_formatter(&mut *stdout, SafeJson))?;
            stdout.write_all(b"\n")
        })
    }

    pub fn table(&mut self, table: &Table) -> Result<()> {
        let text = table.render(self.data_style, Self::data_width());
        self.line(text)
    }

    pub fn begin_rows(&mut self, columns: Vec<Column>) -> Result<Rows> {
        let rows = Self::rows(columns);
        self.titles(&rows)?;
        Ok(rows)
    }

    /// Rows that fit the terminal, without writing anything.
    pub fn rows(columns: Vec<Column>) -> Rows {
        Rows::fit(columns, Self::data_width())
    }

    /// Writes the titles of the columns, except in JSON.
    pub fn titles(&mut self, rows: &Rows) -> Result<()> {
        if self.is_json() {
            return Ok(());
        }
        self.line(rows.header(self.data_style))?;
        self.flush()
    }

    pub fn row(&mut self, rows: &Rows, cells: &[Cell]) -> Result<()> {
        let row = rows.row(cells, self.data_style);
        self.line(row)
    }

    pub fn flush(&mut self) -> Result<()> {
        self.write(Write::flush)
    }

    fn write(
        &mut self,
        write: impl FnOnce(&mut BufWriter<Box<dyn Write + Send>>) -> io::Result<()>,
    ) -> Result<()> {
        if self.is_gone {
            return Ok(());
        }
        match write(&mut self.stdout) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_gone = true;
                Ok(())
            }
            result => result.map_err(|error| Error::write("standard output", &error)),
        }
    }
}
