//! A progress bar on standard error, for people who wait.

use std::fmt::Write;
use std::time::Duration;

use indicatif::ProgressState;

/// From this many steps on, a bar shows how far they are, where each takes no time.
pub const MANY: u64 = 20;

/// A bar that counts steps, or nothing where nobody would see it; clones are the same bar.
#[derive(Clone)]
pub struct ProgressBar(Option<indicatif::ProgressBar>);

impl ProgressBar {
    /// A bar for `total` steps; an invisible one where `is_shown` is false.
    #[must_use]
    pub fn new(total: u64, is_shown: bool) -> Self {
        if !is_shown {
            return Self(None);
        }
        let bar = indicatif::ProgressBar::new(total);
        let style =
            indicatif::ProgressStyle::with_template("{bar:30} {pos}/{len}  {rate}  {eta} left");
        let style = style.unwrap_or_else(|_| indicatif::ProgressStyle::default_bar());
        bar.set_style(style.with_key("rate", |state: &ProgressState, out: &mut dyn Write| {
            // A rate that cannot be written is not shown.
            let _ = write!(out, "{:.0}/s", state.per_sec());
        }));
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(Some(bar))
    }

    /// One step more.
    pub fn step(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }

    /// Does something that prints, with the bar out of the way.
    pub fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
