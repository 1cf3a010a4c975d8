//! What is printed of a check, while it runs and after.

use std::time::{Duration, Instant};

use crate::check::{ADVICE, CaseOutcome, CaseResult, Level, Tally, name_common_cause};
use crate::error::{Error, Exit, Result};
use crate::http::endpoint::Endpoint;
use crate::http::runtime::Ending;
use crate::output::{Column, Output, ProgressBar, Rows, Tone, counted};
use crate::time::{millis_of, show_duration};

use super::files::Files;
use super::plan::Plan;
use super::reproduce::{Again, Repeating};
use super::results::{Entry, Results, Summary};
use super::row::Row;
use super::{annotations, junit, markdown};

const RESULT_WIDTH: usize = 12;
const NARROW_NAME: usize = 27;

/// The report of one run.
pub struct CheckReport<'a> {
    output: &'a mut Output,
    rows: Rows,
    bar: ProgressBar,
    repeating: Repeating,
    results: Results<'a>,
    /// Cases of one event each that ended alike and are not shown yet.
    types: Option<Row>,
    /// Whether the user named the cases: what no case shows is of no interest then.
    is_of_chosen_cases: bool,
    files: Files,
    /// Why nothing is printed any more.
    unprinted: Option<Error>,
    started: Instant,
}

impl<'a> CheckReport<'a> {
    /// Begins with the titles of the columns.
    ///
    /// # Errors
    /// Those of printing, where no file waits for the results.
    pub fn new(
        plan: &Plan,
        endpoint: &'a Endpoint,
        repeating: Repeating,
        files: Files,
        output: &'a mut Output,
    ) -> Result<Self> {
        // On a terminal, the long names of failed types lose their middle rather than the columns.
        let is_fitted = output.data_width().is_some();
        let names = plan.cases.iter().filter(|case| is_fitted || !case.is_of_a_type());
        let widest = names.map(|case| case.id.len()).max().unwrap_or_default();
        let rows = output.rows(vec![
            Column::text("CASE", widest.max(NARROW_NAME)).at_least(NARROW_NAME),
            Column::text("LEVEL", Level::Should.label().len()),
            Column::text("RESULT", RESULT_WIDTH),
            Column::status("ANSWER"),
            Column::duration(),
        ]);
        let bar = output.progress_bar(plan.cases.len() as u64, 1);
        let mut report = Self {
            output,
            rows,
            bar,
            repeating,
            results: Results {
                endpoint,
                seed: plan.seed,
                now: plan.now,
                ok: false,
                summary: Summary { tally: Tally::default(), time_ms: 0.0 },
                cases: Vec::with_capacity(plan.cases.len()),
                advice: &ADVICE,
                is_strict: plan.is_strict,
            },
            types: None,
            is_of_chosen_cases: plan.has_chosen_cases,
            files,
            unprinted: None,
            started: Instant::now(),
        };
        let printed = report.output.titles(&report.rows);
        report.put_up_with(printed)?;
        Ok(report)
    }

    /// Takes in what came of one case.
    ///
    /// # Errors
    /// Those of printing, where no file waits for the results.
    pub fn found(&mut self, finding: CaseResult<'a>) -> Result<()> {
        self.results.summary.tally.add(&finding);
        self.bar.step();
        if !self.output.is_json() && self.unprinted.is_none() {
            let bar = self.bar.clone();
            let printed = bar.aside(|| self.row(&finding));
            self.put_up_with(printed)?;
        }
        let reproduce = (finding.outcome != CaseOutcome::Passed)
            .then(|| self.repeating.of(finding.id, finding.request.as_ref()));
        self.results.cases.push(Entry { finding, reproduce });
        Ok(())
    }

    /// Ends the report: writes the files, prints what failed, and says how it ended.
    ///
    /// # Errors
    /// Those of printing and writing.
    pub fn end(mut self, ending: Ending) -> Result<Exit> {
        self.bar.end();
        self.results.summary.time_ms = millis_of(self.started.elapsed());
        self.results.ok = ending == Ending::Complete && self.results.exit() == Exit::Success;
        name_common_cause(self.results.cases.iter_mut().map(|entry| &mut entry.finding));
        // Whatever becomes of the rest, nobody takes the files of an earlier run for this one's.
        let written = self.write();
        self.print()?;
        written?;
        annotations::say(&self.results, self.output);
        self.summarise(ending);
        Ok(match ending {
            Ending::Complete => self.results.exit(),
            Ending::Stopped => Exit::Interrupted,
        })
    }

    fn write(&mut self) -> Result<()> {
        let Files { junit, markdown } = std::mem::take(&mut self.files);
        let junit = junit.map_or(Ok(()), |page| page.write(&junit::of(&self.results)?));
        let markdown = markdown.map_or(Ok(()), |page| page.write(&markdown::of(&self.results)));
        junit.and(markdown)
    }

    fn print(&mut self) -> Result<()> {
        if let Some(error) = self.unprinted.take() {
            return Err(error);
        }
        if self.output.is_json() {
            self.output.json(&self.results)?;
        } else {
            self.types_row()?;
            self.not_run_row()?;
            self.failures()?;
            self.advice()?;
        }
        self.output.flush()
    }

    /// Where a file waits for the results, the run goes on although nothing can be printed any
    /// more; that is told in the end.
    fn put_up_with(&mut self, printed: Result<()>) -> Result<()> {
        match printed {
            Err(error) if self.files.junit.is_some() || self.files.markdown.is_some() => {
                self.unprinted = Some(error);
                Ok(())
            }
            printed => printed,
        }
    }

    /// Shows a case, or keeps it until it is known how many others of its kind ended like it.
    fn row(&mut self, finding: &CaseResult<'_>) -> Result<()> {
        if finding.outcome == CaseOutcome::NotRun {
            // One row says it of all.
            return Ok(());
        }
        let row = Row::of(finding);
        if !finding.is_of_a_type {
            self.types_row()?;
            return self.line(row);
        }
        match &mut self.types {
            Some(types) if types.is_like(&row) => types.add(&row),
            _ => {
                self.types_row()?;
                self.types = Some(row);
            }
        }
        Ok(())
    }

    fn types_row(&mut self) -> Result<()> {
        self.types.take().map_or(Ok(()), |row| self.line(row))
    }

    fn not_run_row(&mut self) -> Result<()> {
        let count = self.results.summary.tally.not_run;
        if count == 0 {
            return Ok(());
        }
        self.line(Row::not_run(count))
    }

    fn line(&mut self, row: Row) -> Result<()> {
        self.output.row(&self.rows, &row.cells())?;
        self.output.flush()
    }

    /// What failed: what was sent, what came back, what to change, and how to do it again.
    fn failures(&mut self) -> Result<()> {
        let style = self.output.style();
        for group in self.results.groups() {
            let first = group.first;
            let mark = style.paint(Tone::Bad, "✗");
            let names = style.paint(Tone::Strong, &group.names());
            self.output.line(format_args!("\n{mark} {names} ({})", group.levels()))?;
            let (told, more) = group.told();
            for (index, entry) in told.iter().enumerate() {
                self.output.labelled(if index == 0 { "Sent" } else { "" }, &entry.sent())?;
            }
            if more > 0 {
                self.output.labelled("", &format!("And {more} more."))?;
            }
            self.output.labelled("Came", &first.came())?;
            self.output.quote_labelled(&first.answer())?;
            if let Some(change) = first.change() {
                self.output.labelled("Change", &change)?;
            }
            if let Some(Again { command, curl }) = &first.reproduce {
                self.output.below(&format!("Again   {command}"))?;
                self.output.below(curl.as_deref().unwrap_or_default())?;
            }
        }
        Ok(())
    }

    fn advice(&mut self) -> Result<()> {
        let is_partial = self.is_of_chosen_cases || self.results.summary.tally.not_run > 0;
        if is_partial || self.output.is_quiet() {
            return Ok(());
        }
        self.output.line("\nNo answer shows these; they are for you to check:")?;
        for advice in self.results.advice {
            self.output.item(advice.about)?;
        }
        Ok(())
    }

    fn summarise(&self, ending: Ending) {
        let Summary { tally, time_ms } = self.results.summary;
        let took = show_duration(Duration::from_secs_f64(time_ms / 1000.0));
        let mut parts =
            vec![format!("{} of {} passed", tally.passed, counted(tally.cases as u64, "case"))];
        let mut add = |count: usize, words: &str| {
            if count > 0 {
                parts.push(format!("{count} {words}"));
            }
        };
        add(tally.failed_must, "failed that must pass");
        add(tally.failed_should, "failed that should pass");
        add(tally.inconclusive, "say nothing, as genuine events are refused too");
        add(tally.not_run, "not run");
        let text = format!("{} ({took})", parts.join(", "));
        if ending == Ending::Stopped {
            self.output.warn(format_args!("interrupted: {text}"));
        } else if self.results.exit() == Exit::Success {
            self.output.good(text);
        } else {
            self.output.bad(text);
        }
        if tally.not_run > 0 && ending == Ending::Complete {
            self.output.warn("the endpoint does not answer, so the rest was not run");
        }
    }
}
