//! The lines of `--from` that Vercel has not accepted: kept in the file of `--failed`, and named
//! with the commands that send them again.

use std::collections::BTreeMap;
use std::path::Path;

use crate::error::Result;
use crate::fs::append_log::{AppendLog, Entry, JSON_LINES};
use crate::http::preview::shell_quote;
use crate::marketplace::Line;
use crate::output::Output;

use super::super::input;
use super::rerun;

/// The most lines that are listed by number.
const MAX_NUMBERS: usize = 20;

pub struct FailedLines<'a> {
    from: &'a Path,
    failed: Option<&'a Path>,
    log: Option<AppendLog>,
    entries: BTreeMap<usize, Entry>,
}

impl<'a> FailedLines<'a> {
    pub fn open(from: &'a Path, failed: Option<&'a Path>, output: &Output) -> Result<Self> {
        let opened = failed.map(|path| AppendLog::open(&JSON_LINES, path)).transpose()?;
        let log = opened.map(|(log, repair)| {
            input::warn_of_repair(repair, "the file of failed lines", "sent", output);
            log
        });
        Ok(Self { from, failed, log, entries: BTreeMap::new() })
    }

    /// Writes a line before its notification is sent, so that it is never lost.
    pub fn start(&mut self, line: &Line) -> Result<()> {
        if let Some(log) = &mut self.log {
            self.entries.insert(line.number, log.append(&line.text)?);
        }
        Ok(())
    }

    pub fn accept(&mut self, line: &Line) -> Result<()> {
        match (&mut self.log, self.entries.remove(&line.number)) {
            (Some(log), Some(entry)) => log.erase(entry),
            _ => Ok(()),
        }
    }

    /// Closes the file, and prints how to send what failed, and what follows from `next_line` on.
    pub fn close(self, has_failed: bool, next_line: Option<&Line>, output: &Output) {
        let is_kept = self.log.as_ref().is_none_or(AppendLog::is_in_place);
        if let Some(Err(error)) = self.log.map(AppendLog::close) {
            // A file that is still in place is complete, but with blank lines.
            output.warn(error);
        }
        let mut failed = self.failed.map(|path| path.display().to_string());
        match &failed {
            _ if !has_failed => {}
            Some(_) if !is_kept => {
                let numbers = self.entries.keys().take(MAX_NUMBERS).map(usize::to_string);
                let mut numbers = numbers.collect::<Vec<_>>().join(", ");
                if self.entries.len() > MAX_NUMBERS {
                    numbers.push_str(", …");
                }
                let from = input::name(self.from);
                output.hint(format_args!("not accepted, or not known: line {numbers} of {from}"));
            }
            Some(path) => {
                output.hint(format_args!(
                    "the failed lines are in {}, retry with:",
                    shell_quote(path)
                ));
                output.command(&rerun::with_files(path, Some(&format!("{path}.again"))));
            }
            None => output.hint("use --failed FILE to keep the failed lines for another --from"),
        }
        let Some(Line { number, .. }) = next_line else { return };
        if !is_kept {
            failed = failed.map(|path| format!("{path}.again"));
        }
        if input::is_dash(self.from) {
            output.hint(format_args!("nothing was sent from line {number} on"));
            return;
        }
        let from = shell_quote(&self.from.display().to_string());
        let command = rerun::with_files("-", failed.as_deref());
        output.hint(format_args!("nothing was sent from line {number} on, continue with:"));
        output.command(&format!("tail -n +{number} {from} | {command}"));
    }
}
