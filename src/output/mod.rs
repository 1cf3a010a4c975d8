//! Everything that is printed: data on standard output, everything else on standard error.

mod counted;
mod progress;
mod rows;
mod sanitize;
mod status;
mod style;
mod table;

use std::fmt;
use std::io::{self, BufWriter, IsTerminal, StderrLock, Stdout, Write};

use serde::Serialize;
use serde_json::Serializer;
use terminal_size::{Width, terminal_size_of};

use crate::error::{Error, Result};

use sanitize::{Harmless, uncommanding};

pub use counted::counted;
pub use progress::{MANY, ProgressBar};
pub use rows::{Column, Rows};
pub use sanitize::{excerpt, visible, visible_line};
pub use status::{full_status, short_status};
pub use style::{ColorChoice, Style, Tone};
pub use table::{Cell, Table};

/// A value as JSON on one line, as it is printed, for files and answers.
///
/// # Panics
/// Never: what is written here can be written as JSON.
#[must_use]
pub fn json_bytes(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    value
        .serialize(&mut Serializer::with_formatter(&mut bytes, Harmless))
        .expect("it can be written as JSON");
    bytes
}

/// The room for what a text below a row is.
const LABEL: usize = 8;

/// What the user asked of the output of every command.
#[derive(Clone, Copy, Debug, Default)]
pub struct Preferences {
    /// JSON instead of text for people.
    pub json: bool,
    /// No messages but errors.
    pub quiet: bool,
    /// When to use colour.
    pub color: ColorChoice,
}

/// The two streams of the program.
pub struct Output {
    stdout: BufWriter<Stdout>,
    preferences: Preferences,
    data_style: Style,
    message_style: Style,
    stdout_is_terminal: bool,
    stderr_is_terminal: bool,
    /// Whether the reader of standard output has gone, which is no error: what a command does
    /// besides printing goes on, and its exit code still counts.
    is_gone: bool,
}

impl Output {
    /// Opens both streams.
    #[must_use]
    pub fn new(preferences: Preferences) -> Self {
        // What is coloured is decided by stream; the library only ever asks standard output.
        colored::control::set_override(true);
        let stdout_is_terminal = io::stdout().is_terminal();
        let stderr_is_terminal = io::stderr().is_terminal();
        Self {
            stdout: BufWriter::with_capacity(64 * 1024, io::stdout()),
            preferences,
            data_style: Style::of_stream(preferences.color, stdout_is_terminal),
            message_style: Style::of_stream(preferences.color, stderr_is_terminal),
            stdout_is_terminal,
            stderr_is_terminal,
            is_gone: false,
        }
    }

    /// Whether nobody reads standard output any more.
    #[must_use]
    pub const fn is_gone(&self) -> bool {
        self.is_gone
    }

    /// The width of the terminal that data goes to.
    #[must_use]
    pub fn data_width(&self) -> Option<usize> {
        terminal_size_of(io::stdout()).map(|(Width(width), _)| width.into())
    }

    /// Whether data is JSON.
    #[must_use]
    pub const fn is_json(&self) -> bool {
        self.preferences.json
    }

    /// Whether data goes to a person.
    #[must_use]
    pub const fn data_is_for_a_terminal(&self) -> bool {
        self.stdout_is_terminal
    }

    /// Whether nothing but data and errors is wanted.
    #[must_use]
    pub const fn is_quiet(&self) -> bool {
        self.preferences.quiet
    }

    /// The bar for so many steps, which is seen from `least` steps on, where somebody looks.
    #[must_use]
    pub fn progress_bar(&self, steps: u64, least: u64) -> ProgressBar {
        let is_shown = steps >= least && self.stderr_is_terminal && !self.preferences.quiet;
        ProgressBar::new(steps, is_shown)
    }

    /// The style of data.
    #[must_use]
    pub const fn style(&self) -> Style {
        self.data_style
    }

    /// Writes bytes to standard output as they are.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn data(&mut self, bytes: &[u8]) -> Result<()> {
        self.write(|stdout| stdout.write_all(bytes))
    }

    /// Writes a line of text to standard output.
    ///
    /// # Errors
    /// Those of [`Output::data`].
    pub fn line(&mut self, text: impl fmt::Display) -> Result<()> {
        self.write(|stdout| writeln!(stdout, "{text}"))
    }

    /// Writes a paragraph to standard output, broken to fit a terminal.
    ///
    /// # Errors
    /// Those of [`Output::data`].
    pub fn prose(&mut self, text: &str) -> Result<()> {
        match self.data_width() {
            Some(width) => self.line(textwrap::fill(text, width)),
            None => self.line(text),
        }
    }

    /// Writes lines of text below a row, to which they belong.
    ///
    /// # Errors
    /// Those of [`Output::data`].
    pub fn below(&mut self, text: &str) -> Result<()> {
        text.lines().try_for_each(|line| self.line(format_args!("  {line}")))
    }

    /// Writes a text below a row, after what it is, broken to fit a terminal.
    ///
    /// # Errors
    /// Those of [`Output::data`].
    pub fn labelled(&mut self, label: &str, text: &str) -> Result<()> {
        let indent = format!("  {label:LABEL$}");
        self.hanging(&indent, text)
    }

    /// Writes an item of a list, broken to fit a terminal.
    ///
    /// # Errors
    /// Those of [`Output::data`].
    pub fn item(&mut self, text: &str) -> Result<()> {
        self.hanging("  - ", text)
    }

    fn hanging(&mut self, indent: &str, text: &str) -> Result<()> {
        let Some(width) = self.data_width() else {
            return self.line(format_args!("{indent}{text}"));
        };
        let below = " ".repeat(indent.len());
        let options =
            textwrap::Options::new(width).initial_indent(indent).subsequent_indent(&below);
        self.line(textwrap::fill(text, options))
    }

    /// Writes foreign text below a row, marked as such line by line: a program that reads the
    /// output for commands, as CI systems do, finds none at the beginning of a line.
    ///
    /// # Errors
    /// Those of [`Output::data`].
    pub fn quote(&mut self, text: &str) -> Result<()> {
        self.quote_after("  ", text)
    }

    /// The same below a text that stands after what it is.
    ///
    /// # Errors
    /// Those of [`Output::data`].
    pub fn quote_labelled(&mut self, text: &str) -> Result<()> {
        self.quote_after(&format!("  {:LABEL$}", ""), text)
    }

    fn quote_after(&mut self, margin: &str, text: &str) -> Result<()> {
        text.lines().try_for_each(|line| self.line(format_args!("{margin}| {line}")))
    }

    /// Lets a library print to standard output.
    ///
    /// # Errors
    /// Those of [`Output::data`].
    pub fn printed_by(&mut self, print: impl FnOnce() -> io::Result<()>) -> Result<()> {
        self.write(|stdout| {
            stdout.flush()?;
            print()?;
            io::stdout().flush()
        })
    }

    /// Writes a value to standard output as one line of JSON, in which foreign text is harmless.
    ///
    /// # Errors
    /// Those of [`Output::data`].
    pub fn json(&mut self, value: &impl Serialize) -> Result<()> {
        self.write(|stdout| {
            value.serialize(&mut Serializer::with_formatter(&mut *stdout, Harmless))?;
            stdout.write_all(b"\n")
        })
    }

    /// Writes a table to standard output.
    ///
    /// # Errors
    /// Those of [`Output::data`].
    pub fn table(&mut self, table: &Table) -> Result<()> {
        let text = table.render(self.data_style, self.data_width());
        self.line(text)
    }

    /// Begins rows that fit a terminal with the titles of their columns; in JSON there are none.
    ///
    /// # Errors
    /// Those of [`Output::data`].
    pub fn begin_rows(&mut self, columns: Vec<Column>) -> Result<Rows> {
        let rows = self.rows(columns);
        self.titles(&rows)?;
        Ok(rows)
    }

    /// Rows of these columns, of which nothing is written yet.
    #[must_use]
    pub fn rows(&self, columns: Vec<Column>) -> Rows {
        Rows::new(columns).fitted(self.data_width())
    }

    /// Writes the titles of the columns, unless it is JSON.
    ///
    /// # Errors
    /// Those of [`Output::data`].
    pub fn titles(&mut self, rows: &Rows) -> Result<()> {
        if self.is_json() {
            return Ok(());
        }
        self.line(rows.header(self.data_style))?;
        self.flush()
    }

    /// Writes a row.
    ///
    /// # Errors
    /// Those of [`Output::data`].
    pub fn row(&mut self, rows: &Rows, cells: &[Cell]) -> Result<()> {
        let row = rows.row(cells, self.data_style);
        self.line(row)
    }

    /// Hands on what has been written so far.
    ///
    /// # Errors
    /// Those of [`Output::data`].
    pub fn flush(&mut self) -> Result<()> {
        self.write(Write::flush)
    }

    fn write(
        &mut self,
        write: impl FnOnce(&mut BufWriter<Stdout>) -> io::Result<()>,
    ) -> Result<()> {
        if self.is_gone {
            return Ok(());
        }
        match write(&mut self.stdout) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_gone = true;
                Ok(())
            }
            result => result.map_err(|source| Error::write("standard output", &source)),
        }
    }

    /// Says something in passing.
    pub fn note(&self, text: impl fmt::Display) {
        self.message(None, &text);
    }

    /// Says that something went well.
    pub fn good(&self, text: impl fmt::Display) {
        self.message(Some((Tone::Good, "✓")), &text);
    }

    /// Says that something did not.
    pub fn bad(&self, text: impl fmt::Display) {
        self.message(Some((Tone::Bad, "✗")), &text);
    }

    /// Says something that may be a mistake.
    pub fn warn(&self, text: impl fmt::Display) {
        self.message(Some((Tone::Doubtful, "warning:")), &text);
    }

    /// Says what to do next.
    pub fn hint(&self, text: impl fmt::Display) {
        self.message(Some((Tone::Faint, "hint:")), &text);
    }

    /// Shows a command to copy, on a line of its own that is not broken.
    pub fn command(&self, command: &str) {
        if !self.preferences.quiet {
            let _ = writeln!(io::stderr().lock(), "  {}", visible_line(command));
        }
    }

    /// Tells GitHub Actions of a failure, or of something less, for its own list of them; even when
    /// quiet. The form is GitHub's:
    /// <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.
    pub fn annotate(&self, is_error: bool, title: &str, text: &str) {
        let kind = if is_error { "error" } else { "warning" };
        let escaped =
            |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
        let title = escaped(title).replace(':', "%3A").replace(',', "%2C");
        let _ = writeln!(io::stderr().lock(), "::{kind} title={title}::{}", escaped(text));
    }

    /// Says what stopped the command, even when quiet.
    pub fn error(&self, error: &Error) {
        let mut stderr = io::stderr().lock();
        self.write_message(&mut stderr, Some((Tone::Bad, "error:")), error);
        if let Some(hint) = error.hint() {
            self.write_message(&mut stderr, Some((Tone::Faint, "hint:")), &hint);
        }
    }

    fn message(&self, mark: Option<(Tone, &str)>, text: &dyn fmt::Display) {
        if !self.preferences.quiet {
            self.write_message(&mut io::stderr().lock(), mark, text);
        }
    }

    /// A standard error that cannot be written has nobody to tell.
    fn write_message(
        &self,
        stderr: &mut StderrLock<'_>,
        mark: Option<(Tone, &str)>,
        text: &dyn fmt::Display,
    ) {
        let text = text.to_string();
        let text = visible_line(&text);
        let label = mark.map(|(_, mark)| format!("{mark} ")).unwrap_or_default();
        let mut text = uncommanding(&format!("{label}{text}")).into_owned();
        if let Some((Width(width), _)) = terminal_size_of(io::stderr()) {
            text = textwrap::fill(&text, usize::from(width));
        }
        if let Some((tone, mark)) = mark {
            text.replace_range(..mark.len(), &self.message_style.paint(tone, mark));
        }
        let _ = writeln!(stderr, "{text}");
    }
}
