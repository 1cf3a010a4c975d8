//! What Vercel has not taken: written down while it is under way, and named in the end.

use std::collections::HashMap;

use crate::error::Result;
use crate::fs::append_log::{AppendLog, Entry};
use crate::http::preview::shell_quote;
use crate::output::Output;

use super::super::input;
use super::plan::{Lines, Plan};
use super::rerun;

/// The notifications of a file that Vercel has not taken.
pub struct FailedLines<'a> {
    plan: &'a Plan,
    lines: &'a Lines,
    /// Those that were started and not taken, and which of its lines is whose.
    journal: Option<AppendLog>,
    entries: HashMap<usize, Entry>,
    started: usize,
    taken: usize,
}

impl<'a> FailedLines<'a> {
    /// All of them.
    ///
    /// # Errors
    /// Those of [`AppendLog::open`].
    pub fn new(plan: &'a Plan, lines: &'a Lines) -> Result<Self> {
        let journal = plan.failed.as_deref().map(AppendLog::open).transpose()?;
        Ok(Self { plan, lines, journal, entries: HashMap::new(), started: 0, taken: 0 })
    }

    /// Writes a notification down before it is sent, so that it is not lost if nothing follows.
    ///
    /// # Errors
    /// Those of [`AppendLog::append`].
    pub fn start(&mut self, place: usize) -> Result<()> {
        if let Some(journal) = &mut self.journal {
            self.entries.insert(place, journal.append(&self.lines.lines[place].text)?);
        }
        self.started += 1;
        Ok(())
    }

    /// Vercel has taken it.
    ///
    /// # Errors
    /// Those of [`AppendLog::erase`].
    pub fn take(&mut self, place: usize) -> Result<()> {
        self.taken += 1;
        match (&mut self.journal, self.entries.remove(&place)) {
            (Some(journal), Some(entry)) => journal.erase(entry),
            _ => Ok(()),
        }
    }

    /// How many were started.
    pub const fn started(&self) -> usize {
        self.started
    }

    /// How many were not.
    pub fn not_started(&self) -> usize {
        self.lines.lines.len() - self.started
    }

    /// Says where those are that were not taken, and which were never sent.
    pub fn say(self, output: &Output) {
        if let Some(Err(error)) = self.journal.map(AppendLog::close) {
            // It holds what it should, if with gaps.
            output.warn(error);
        }
        let failed = self.plan.failed.as_ref().map(|path| path.display().to_string());
        if self.taken < self.started {
            match &failed {
                Some(path) => {
                    output.hint(format_args!(
                        "what Vercel did not take is in {}:",
                        shell_quote(path)
                    ));
                    output.command(&rerun::with_files(path, Some(&format!("{path}.again"))));
                }
                None => output.hint("--failed FILE keeps what Vercel did not take, for --from"),
            }
        }
        let Some(first) = self.lines.lines.get(self.started).map(|line| line.number) else {
            return;
        };
        if input::is_dash(&self.lines.path) {
            output.hint(format_args!("from line {first} on, nothing was sent"));
            return;
        }
        let from = shell_quote(&self.lines.path.display().to_string());
        let again = rerun::with_files("-", failed.as_deref());
        output.hint(format_args!("nothing was sent from line {first} on, which is:"));
        output.command(&format!("tail -n +{first} {from} | {again}"));
    }
}
