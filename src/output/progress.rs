//! A progress bar on standard error.

use std::fmt::Write;
use std::io;
use std::time::Duration;

use console::Term;
use indicatif::{ProgressDrawTarget, ProgressState, TermLike};

/// From this many quick steps on, a bar is shown.
pub const MANY: u64 = 20;

const FRAMES_PER_SECOND: u8 = 20;

/// A bar, or nothing if it is hidden; clones are the same bar.
#[derive(Clone)]
pub struct ProgressBar(Option<indicatif::ProgressBar>);

impl ProgressBar {
    pub fn new(total: u64, is_shown: bool) -> Self {
        if !is_shown {
            return Self(None);
        }
        let terminal = Box::new(Unpadded(Term::buffered_stderr()));
        let target = ProgressDrawTarget::term_like_with_hz(terminal, FRAMES_PER_SECOND);
        let bar = indicatif::ProgressBar::with_draw_target(Some(total), target);
        let style =
            indicatif::ProgressStyle::with_template("{bar:30} {pos}/{len}  {rate}  {eta} left");
        let style = style.unwrap_or_else(|_| indicatif::ProgressStyle::default_bar());
        bar.set_style(style.with_key("rate", |state: &ProgressState, out: &mut dyn Write| {
            let _ = write!(out, "{:.0}/s", state.per_sec());
        }));
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(Some(bar))
    }

    pub fn step(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }

    pub fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    pub fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

/// Leaves out the spaces with which a bar is filled up to the edge of the terminal: after them, the
/// `^C` of an interrupt goes to the next line, and the bar above it is never cleared.
#[derive(Debug)]
struct Unpadded<T>(T);

impl<T: TermLike> TermLike for Unpadded<T> {
    fn width(&self) -> u16 {
        self.0.width()
    }

    fn height(&self) -> u16 {
        self.0.height()
    }

    fn move_cursor_up(&self, lines: usize) -> io::Result<()> {
        self.0.move_cursor_up(lines)
    }

    fn move_cursor_down(&self, lines: usize) -> io::Result<()> {
        self.0.move_cursor_down(lines)
    }

    fn move_cursor_right(&self, columns: usize) -> io::Result<()> {
        self.0.move_cursor_right(columns)
    }

    fn move_cursor_left(&self, columns: usize) -> io::Result<()> {
        self.0.move_cursor_left(columns)
    }

    fn write_line(&self, text: &str) -> io::Result<()> {
        self.0.write_line(text)
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        self.0.write_str(text.trim_end_matches(' '))
    }

    fn clear_line(&self) -> io::Result<()> {
        self.0.clear_line()
    }

    fn flush(&self) -> io::Result<()> {
        self.0.flush()
    }
}
