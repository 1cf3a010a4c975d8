//! The report for people: a row per case while the run goes on, then the failures.

use crate::error::{Error, Exit, Result};
use crate::http::runtime::Ending;
use crate::output::{Output, ProgressBar, Rows, Tone, counted};
use crate::time::show_duration;

use super::super::advice::ADVICE;
use super::super::case::Case;
use super::super::cases::CONTROL;
use super::super::result::Got;
use super::table::{self, Row};
use super::{CaseOutcome, CaseResult, Report};

const DOUBTED: &str = "inconclusive: genuine events were rejected too";

/// Standard output and error of a run. With `--json`, only the whole report is printed.
pub struct Terminal<'a> {
    output: &'a mut Output,
    rows: Rows,
    bar: ProgressBar,
    /// Cases of one kind that ended alike and are not printed yet.
    pending: Option<Row>,
    /// What the control got, if it failed.
    rejected: Option<Got>,
    /// Whether the run goes on when nothing can be printed any more, for the sake of other reports.
    outlives_output: bool,
    unprinted: Option<Error>,
}

impl<'a> Terminal<'a> {
    pub fn new<R>(
        cases: &[Case<R>],
        outlives_output: bool,
        output: &'a mut Output,
    ) -> Result<Self> {
        let rows = table::columns(cases);
        let bar = output.progress_bar(cases.len() as u64, 1);
        let mut terminal = Self {
            output,
            rows,
            bar,
            pending: None,
            rejected: None,
            outlives_output,
            unprinted: None,
        };
        let printed = terminal.output.titles(&terminal.rows);
        terminal.tolerate(printed)?;
        Ok(terminal)
    }

    pub fn add(&mut self, result: &CaseResult) -> Result<()> {
        self.bar.step();
        let is_left_out = result.outcome == CaseOutcome::NotRun;
        if self.output.is_json() || self.unprinted.is_some() || is_left_out {
            return Ok(());
        }
        let bar = self.bar.clone();
        let printed = bar.aside(|| self.print_row(result));
        self.tolerate(printed)
    }

    /// Prints the rest of the report, with advice if `is_whole`.
    pub fn finish(mut self, report: &Report, is_whole: bool) -> Result<()> {
        self.bar.end();
        if let Some(error) = self.unprinted {
            return Err(error);
        }
        if self.output.is_json() {
            self.output.json(&report.to_json())?;
            return self.output.flush();
        }
        self.print_pending()?;
        let not_run = report.count_outcome(CaseOutcome::NotRun);
        if not_run > 0 {
            self.output.row(&self.rows, &table::not_run(not_run))?;
        }
        // What failed stays on the screen.
        if is_whole && not_run == 0 && !self.output.is_quiet() {
            self.output.line("\nThese can't be tested from outside, so check them yourself:")?;
            for advice in ADVICE {
                self.output.item(advice.about)?;
            }
        }
        report.print_failures(self.output)?;
        self.output.flush()
    }

    fn tolerate(&mut self, printed: Result<()>) -> Result<()> {
        match printed {
            Err(error) if self.outlives_output => self.unprinted = Some(error),
            printed => return printed,
        }
        Ok(())
    }

    /// Prints a case, or keeps it until it is known how many others of its kind ended alike.
    fn print_row(&mut self, result: &CaseResult) -> Result<()> {
        if result.case.id == CONTROL && result.is_failed() {
            self.rejected = result.got;
        }
        let row = Row::new(result, self.rejected);
        if row.kind.is_none() {
            self.print_pending()?;
            return self.print(row);
        }
        let other = match &mut self.pending {
            Some(pending) => pending.merge(row),
            None => Some(row),
        };
        if let Some(other) = other {
            self.print_pending()?;
            self.pending = Some(other);
        }
        Ok(())
    }

    fn print_pending(&mut self) -> Result<()> {
        self.pending.take().map_or(Ok(()), |row| self.print(row))
    }

    fn print(&mut self, row: Row) -> Result<()> {
        self.output.row(&self.rows, &row.cells())?;
        self.output.flush()
    }
}

impl Report {
    fn print_failures(&self, output: &mut Output) -> Result<()> {
        let style = output.style();
        for failure in self.failures() {
            let first = failure.first;
            let mark = match first.outcome {
                CaseOutcome::Failed => style.paint(Tone::Bad, "✗"),
                _ => style.paint(Tone::Doubtful, "?"),
            };
            let names = style.paint(Tone::Strong, &failure.names());
            output.line(format_args!("\n{mark} {names} ({})", failure.levels()))?;
            if let Some(names) = failure.all_names() {
                output.labelled("Cases", &names)?;
            }
            let (shown, more) = failure.shown();
            for (index, result) in shown.iter().enumerate() {
                output.labelled(if index == 0 { "Sent" } else { "" }, &result.case.sentence())?;
            }
            if more > 0 {
                output.labelled("", &format!("And {more} more."))?;
            }
            output.labelled("Got", &first.show_got())?;
            output.quote_labelled(&first.show_response())?;
            output.labelled("Fix", &first.show_fix())?;
            if let Some(commands) = self.reproduce(first) {
                output.below(&format!("Reproduce: {}", self.show_commands(&commands)))?;
            }
        }
        Ok(())
    }

    pub fn print_summary(&self, output: &Output) {
        let summary = self.summary(&counted(self.results.len() as u64, "case"), "");
        let not_run = self.count_outcome(CaseOutcome::NotRun);
        let is_doubted = |result: &CaseResult| result.is_doubted;
        let inconclusive = if self.count(is_doubted) > 0 { DOUBTED } else { "inconclusive" };
        let others =
            [(self.count_outcome(CaseOutcome::Inconclusive), inconclusive), (not_run, "not run")];
        let others = others.into_iter().filter(|(count, _)| *count > 0);
        let others: Vec<String> = others.map(|(count, what)| format!(", {count} {what}")).collect();
        let text = format!("{summary}{} ({})", others.concat(), show_duration(self.time));
        match (self.ending, self.exit()) {
            (Ending::Stopped, _) => output.warn(format_args!("interrupted: {text}")),
            (Ending::Complete, Exit::Success) if self.has_only_passes() => output.good(text),
            (Ending::Complete, Exit::Success) => output.warn(text),
            (Ending::Complete, _) => output.bad(text),
        }
        if not_run == 0 || self.ending == Ending::Stopped {
            return;
        }
        if self.results.last().is_some_and(|last| last.outcome == CaseOutcome::NotRun) {
            output.warn("the endpoint does not respond, so the rest was not run");
        } else {
            output.warn("cases of a kind that got no responses were left out");
        }
    }
}
