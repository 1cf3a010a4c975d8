//! A progress bar on standard error.

use std::fmt::Write;
use std::time::Duration;

use indicatif::ProgressState;

/// From this many quick steps on, a bar is shown.
pub const MANY: u64 = 20;

/// A bar, or nothing if it is hidden; clones are the same bar.
#[derive(Clone)]
pub struct ProgressBar(Option<indicatif::ProgressBar>);

impl ProgressBar {
    pub fn new(total: u64, is_shown: bool) -> Self {
        if !is_shown {
            return Self(None);
        }
        let bar = indicatif::ProgressBar::new(total);
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

    /// Hides the bar while something prints.
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
