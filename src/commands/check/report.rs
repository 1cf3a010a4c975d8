//! What is printed of a check, while it runs and after.

use std::time::{Duration, Instant};

use serde::Serialize;

use crate::check::{ADVICE, Advice, Finding, Level, Outcome, Prepared, TYPE_PREFIX, Tally};
use crate::cli::CheckArgs;
use crate::endpoint::Endpoint;
use crate::error::Result;
use crate::exit::Exit;
use crate::output::{Cell, Column, Output, ProgressBar, Rows, Tone, excerpt, show_status};
use crate::runtime::Ending;
use crate::time::{Moment, millis_of, show_duration};

use super::again::{Again, Repeating};
use super::files::Files;
use super::plan::Plan;
use super::{annotations, junit, markdown};

/// How much of an answer is shown.
const SHORT_ANSWER: usize = 512;

const RESULT_WIDTH: usize = 12;
const ANSWER_WIDTH: usize = 13;
const TIME_WIDTH: usize = 7;
const NARROW_NAME: usize = 27;

/// A finding, and how to run its case again where it did not pass.
#[derive(Debug, Serialize)]
pub struct Entry<'a> {
    /// What came of the case.
    #[serde(flatten)]
    pub finding: Finding<'a>,
    /// How to run it again.
    pub reproduce: Option<Again>,
}

/// A whole run, for every form of report.
#[derive(Serialize)]
pub struct Results<'a> {
    /// Where the requests went.
    pub endpoint: &'a Endpoint,
    /// The seed of ids and choices.
    pub seed: u64,
    /// The time of the events.
    pub now: Moment,
    /// How many cases ended how.
    pub summary: Summary,
    /// What came of each case, in their order.
    pub cases: Vec<Entry<'a>>,
    /// What cannot be judged.
    pub advice: [Advice; 4],
    /// Whether failures of level `should` count.
    #[serde(skip)]
    pub is_strict: bool,
}

/// How many cases ended how, in what time.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// How many.
    #[serde(flatten)]
    pub tally: Tally,
    /// Milliseconds that all took together.
    pub time_ms: f64,
}

/// The report of one run.
pub struct Report<'a> {
    output: &'a mut Output,
    rows: Rows,
    bar: ProgressBar,
    repeating: Repeating,
    results: Results<'a>,
    /// Cases of one event each that passed and are not shown yet, and the time of the slowest.
    passed_types: (usize, Duration),
    started: Instant,
}

impl<'a> Report<'a> {
    /// Says how many requests there will be, and begins with the titles of the columns.
    ///
    /// # Errors
    /// Those of printing.
    pub fn new(
        plan: &Plan,
        endpoint: &'a Endpoint,
        cases: &[Prepared<'_>],
        args: &CheckArgs,
        output: &'a mut Output,
    ) -> Result<Self> {
        if plan.has_added_control {
            output.note("genuine.valid is sent too: without it, a refusal proves nothing");
        }
        let requests: usize = cases.iter().map(|prepared| prepared.requests.len()).sum();
        output.note(format_args!(
            "{} cases, {requests} requests to {endpoint}, seed {}",
            cases.len(),
            plan.seed
        ));
        let names = plan.cases.iter().filter(|case| !case.is_of_a_type());
        let widest = names.map(|case| case.id.len()).max().unwrap_or_default();
        let rows = Rows::new(vec![
            Column::text("CASE", widest.max(NARROW_NAME)).at_least(NARROW_NAME),
            Column::text("LEVEL", Level::Should.word().len()),
            Column::text("RESULT", RESULT_WIDTH),
            Column::text("ANSWER", ANSWER_WIDTH),
            Column::number("TIME", TIME_WIDTH),
        ])
        .fitted(output.data_width());
        if !output.is_json() {
            output.line(rows.header(output.style()))?;
            output.flush()?;
        }
        let bar = ProgressBar::new(cases.len() as u64, output.can_animate());
        Ok(Self {
            output,
            rows,
            bar,
            repeating: Repeating::new(plan, endpoint, args),
            results: Results {
                endpoint,
                seed: plan.seed,
                now: plan.now,
                summary: Summary { tally: Tally::default(), time_ms: 0.0 },
                cases: Vec::with_capacity(cases.len()),
                advice: ADVICE,
                is_strict: args.strict,
            },
            passed_types: (0, Duration::ZERO),
            started: Instant::now(),
        })
    }

    /// Takes in what came of one case.
    ///
    /// # Errors
    /// Those of printing.
    pub fn found(&mut self, finding: Finding<'a>) -> Result<()> {
        self.results.summary.tally.add(&finding);
        self.bar.step();
        if !self.output.is_json() {
            let bar = self.bar.clone();
            bar.aside(|| self.row(&finding))?;
        }
        let reproduce = (finding.outcome != Outcome::Passed)
            .then(|| self.repeating.of(finding.id, finding.request.as_ref()));
        self.results.cases.push(Entry { finding, reproduce });
        Ok(())
    }

    /// Ends the report with what failed, writes the files, and says how it ended.
    ///
    /// # Errors
    /// Those of printing and writing.
    pub fn end(mut self, ending: Ending, files: Files) -> Result<Exit> {
        self.bar.end();
        self.results.summary.time_ms = millis_of(self.started.elapsed());
        if self.output.is_json() {
            self.output.json(&self.results)?;
        } else {
            self.types_row()?;
            self.failures()?;
            self.advice()?;
        }
        self.output.flush()?;
        if let Some(page) = files.junit {
            page.write(&junit::of(&self.results)?)?;
        }
        if let Some(page) = files.markdown {
            page.write(&markdown::of(&self.results))?;
        }
        annotations::say(&self.results, self.output);
        self.summarise(ending);
        Ok(match ending {
            Ending::Complete => self.results.exit(),
            Ending::Stopped => Exit::Interrupted,
        })
    }

    fn row(&mut self, finding: &Finding<'_>) -> Result<()> {
        // There are many of them, and nothing to say of each.
        if finding.is_of_a_type && finding.outcome == Outcome::Passed {
            self.passed_types.0 += 1;
            self.passed_types.1 = self.passed_types.1.max(finding.time.unwrap_or_default());
            return Ok(());
        }
        if !finding.is_of_a_type {
            self.types_row()?;
        }
        let answer = match (finding.status, finding.failure) {
            (Some(status), _) => show_status(status, ANSWER_WIDTH),
            (None, Some(failure)) => failure.word().to_owned(),
            (None, None) => "-".to_owned(),
        };
        let time = finding.time.map_or_else(|| "-".to_owned(), show_duration);
        self.line(finding.id, finding.level.word(), finding.outcome, answer, time)
    }

    /// One row for all that passed so far.
    fn types_row(&mut self) -> Result<()> {
        let (count, slowest) = std::mem::take(&mut self.passed_types);
        if count == 0 {
            return Ok(());
        }
        let name = format!("{TYPE_PREFIX}* ({count})");
        self.line(&name, "", Outcome::Passed, "2xx".to_owned(), show_duration(slowest))
    }

    fn line(
        &mut self,
        name: &str,
        level: &str,
        outcome: Outcome,
        answer: String,
        time: String,
    ) -> Result<()> {
        let tone = match outcome {
            Outcome::Passed => Tone::Good,
            Outcome::Failed => Tone::Bad,
            Outcome::Inconclusive | Outcome::NotRun => Tone::Doubtful,
        };
        let cells = [
            name.into(),
            level.into(),
            Cell::toned(tone, outcome.word()),
            answer.into(),
            time.into(),
        ];
        let row = self.rows.row(&cells, self.output.style());
        self.output.line(row)?;
        self.output.flush()
    }

    /// What failed: what was sent, what came back, what to change, and how to do it again.
    fn failures(&mut self) -> Result<()> {
        for entry in self.results.cases.iter().filter(|entry| entry.is_failed()) {
            let Entry { finding, reproduce } = entry;
            let style = self.output.style();
            let mark = style.paint(Tone::Bad, "✗");
            let id = style.paint(Tone::Strong, finding.id);
            self.output.line(format_args!("\n{mark} {id} ({})", finding.level.word()))?;
            self.output.labelled("Sent", &entry.sent())?;
            self.output.labelled("Came", &entry.came())?;
            self.output.quote(&entry.answer())?;
            if let Some(remedy) = &finding.remedy {
                self.output.labelled("Change", &format!("{remedy}."))?;
            }
            if let Some(Again { command, curl }) = reproduce {
                self.output.below(&format!("Again   {command}"))?;
                if let Some(curl) = curl {
                    self.output.below(curl)?;
                }
            }
        }
        Ok(())
    }

    fn advice(&mut self) -> Result<()> {
        self.output.line("\nNo answer shows these; they are for you to check:")?;
        for advice in self.results.advice {
            self.output.item(advice.about)?;
        }
        Ok(())
    }

    fn summarise(&self, ending: Ending) {
        let Summary { tally, time_ms } = self.results.summary;
        let took = show_duration(Duration::from_secs_f64(time_ms / 1000.0));
        let failed = |level| {
            let is_failed = |entry: &&Entry<'_>| entry.is_failed() && entry.finding.level == level;
            self.results.cases.iter().filter(is_failed).count()
        };
        let mut parts = vec![format!("{} of {} cases passed", tally.passed, tally.cases)];
        let mut add = |count: usize, words: &str| {
            if count > 0 {
                parts.push(format!("{count} {words}"));
            }
        };
        add(failed(Level::Must), "failed that must pass");
        add(failed(Level::Should), "failed that should pass");
        add(tally.inconclusive, "say nothing, as genuine events are refused too");
        add(tally.not_run, "were not run");
        let text = format!("{} ({took})", parts.join(", "));
        if ending == Ending::Stopped {
            self.output.warn(format_args!("interrupted: {text}"));
        } else if self.results.exit() == Exit::Success {
            self.output.good(text);
        } else {
            self.output.bad(text);
        }
        if tally.not_run > 0 && ending == Ending::Complete {
            self.output.warn("the endpoint stopped answering, so the rest was not sent");
        }
    }
}

impl Entry<'_> {
    /// Whether the case failed.
    pub fn is_failed(&self) -> bool {
        self.finding.outcome == Outcome::Failed
    }

    /// What was sent, and why.
    pub fn sent(&self) -> String {
        format!("{}: {}.", self.finding.sends, self.finding.matters)
    }

    /// What came back, and what was expected.
    pub fn came(&self) -> String {
        let came = match (self.finding.status, self.finding.failure) {
            (Some(status), _) => show_status(status, usize::MAX),
            (None, Some(failure)) => format!("no answer: {}", failure.word()),
            (None, None) => "nothing".to_owned(),
        };
        let more = match self.finding.requests {
            0 | 1 => String::new(),
            count => format!(" (one of {count} requests)"),
        };
        format!("{came}{more}; expected: {}", self.finding.expected)
    }

    /// All of it, as text.
    pub fn explained(&self) -> String {
        let Self { finding, reproduce } = self;
        let change = finding.remedy.as_ref().map(|remedy| format!("Change: {remedy}."));
        let again = reproduce.as_ref().map(|again| format!("Again: {}", again.command));
        let curl = reproduce.as_ref().and_then(|again| again.curl.clone());
        let answer = Some(self.answer()).filter(|answer| !answer.is_empty());
        let lines = [format!("Sent: {}", self.sent()), format!("Came: {}", self.came())];
        let lines: Vec<String> =
            lines.into_iter().chain([answer, change, again, curl].into_iter().flatten()).collect();
        lines.join("\n")
    }

    /// What the answer said, or its beginning.
    pub fn answer(&self) -> String {
        let Some(body) = &self.finding.response else { return String::new() };
        let (text, left_out) = excerpt(&body.bytes, SHORT_ANSWER);
        let is_cut = left_out > 0 || body.is_cut;
        format!("{}{}", text.trim_end(), if is_cut { " …" } else { "" })
    }
}

impl Results<'_> {
    /// The exit code it all means.
    pub fn exit(&self) -> Exit {
        let counted = self.cases.iter().filter(|entry| entry.finding.counts(self.is_strict));
        counted.fold(Exit::Success, |exit, entry| exit.worst(entry.finding.exit()))
    }
}
