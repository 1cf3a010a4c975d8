//! Messages on standard error. Errors of writing are ignored: there is nowhere left to report them.

use std::fmt;
use std::io::{self, StderrLock, Write};

use terminal_size::{Width, terminal_size_of};

use crate::error::Error;

use super::Output;
use super::sanitize::{escape_command, visible_line};
use super::style::Tone;

impl Output {
    /// Prints a message, unless quiet; so do the next four.
    pub fn note(&self, text: impl fmt::Display) {
        self.message(None, &text);
    }

    pub fn good(&self, text: impl fmt::Display) {
        self.message(Some((Tone::Good, "✓")), &text);
    }

    pub fn bad(&self, text: impl fmt::Display) {
        self.message(Some((Tone::Bad, "✗")), &text);
    }

    pub fn warn(&self, text: impl fmt::Display) {
        self.message(Some((Tone::Doubtful, "warning:")), &text);
    }

    pub fn hint(&self, text: impl fmt::Display) {
        self.message(Some((Tone::Faint, "hint:")), &text);
    }

    /// Prints a command to copy, on an unbroken line of its own.
    pub fn command(&self, command: &str) {
        if !self.preferences.quiet {
            let _ = writeln!(io::stderr().lock(), "  {}", visible_line(command));
        }
    }

    /// Reports an error or a warning to GitHub Actions, even when quiet
    /// (<https://docs.github.com/actions/reference/workflow-commands-for-github-actions>).
    pub fn annotate(is_error: bool, title: &str, text: &str) {
        let kind = if is_error { "error" } else { "warning" };
        let escaped =
            |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
        let title = escaped(title).replace(':', "%3A").replace(',', "%2C");
        let _ = writeln!(io::stderr().lock(), "::{kind} title={title}::{}", escaped(text));
    }

    /// Prints an error and its hint, even when quiet.
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

    fn write_message(
        &self,
        stderr: &mut StderrLock<'_>,
        mark: Option<(Tone, &str)>,
        text: &dyn fmt::Display,
    ) {
        let text = text.to_string();
        let text = visible_line(&text);
        let label = mark.map(|(_, mark)| format!("{mark} ")).unwrap_or_default();
        let mut text = escape_command(&format!("{label}{text}")).into_owned();
        if let Some((Width(width), _)) = terminal_size_of(io::stderr()) {
            text = textwrap::fill(&text, usize::from(width));
        }
        if let Some((tone, mark)) = mark {
            text.replace_range(..mark.len(), &self.message_style.paint(tone, mark));
        }
        let _ = writeln!(stderr, "{text}");
    }
}
