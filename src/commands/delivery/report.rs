//! The report of deliveries, during and after the run.

use std::time::{Duration, Instant};

use crate::delivery::{Job, Progress, Receipt};
use crate::error::{Exit, Result};
use crate::http::TransportError;
use crate::http::runtime::Ending;
use crate::output::{Cell, Column, MANY, Output, ProgressBar, Rows, Tone, excerpt, short_status};
use crate::receiver::DeliveryLog;
use crate::time::{show_duration, show_rate};

const OTHER_SECRET: &str = "the endpoint rejected a recorded signature, which only verifies with \
                            the secret that made it: --resign signs with yours";

/// The bytes of a response that are shown without `--verbose`.
const EXCERPT: usize = 1024;

const ID_WIDTH: usize = 21;
const LONGEST_NAME: usize = 50;

/// On narrow terminals, ids and then names are shortened.
const NARROW_NAME: usize = 20;
const NARROW_ID: usize = 9;

pub struct DeliveryReport<'a> {
    job: &'a Job,
    output: &'a mut Output,
    rows: Rows,
    bar: ProgressBar,
    is_verbose: bool,
    tally: Tally,
}

impl<'a> DeliveryReport<'a> {
    pub fn new(job: &'a Job, is_verbose: bool, output: &'a mut Output) -> Result<Self> {
        let rows = output.begin_rows(vec![
            Column::text("EVENT", job.widest_name.min(LONGEST_NAME)).at_least(NARROW_NAME),
            Column::text("ID", ID_WIDTH).at_least(NARROW_ID),
            Column::status("STATUS"),
            Column::duration(),
            Column::number("ATTEMPTS", 0),
            Column::number("BYTES", 0),
        ])?;
        let bar = output.progress_bar(job.total, MANY);
        Ok(Self { job, output, rows, bar, is_verbose, tally: Tally::new("deliveries", job.total) })
    }

    pub fn progress(&mut self, progress: Progress) -> Result<()> {
        let bar = self.bar.clone();
        match progress {
            Progress::Retrying { name, attempt, outcome, wait } => {
                bar.aside(|| note_retry(&name, attempt, outcome, wait, self.output));
                Ok(())
            }
            Progress::Finished(receipt) => {
                bar.step();
                bar.aside(|| self.finished(&receipt))
            }
        }
    }

    pub fn end(self, ending: Ending) -> Result<Exit> {
        self.bar.end();
        self.output.flush()?;
        Ok(self.tally.end(ending, self.output))
    }

    fn finished(&mut self, receipt: &Receipt) -> Result<()> {
        self.tally.add(receipt.exit());
        if self.output.is_json() {
            self.output.json(receipt)?;
        } else {
            self.output.row(&self.rows, &cells(receipt))?;
            self.print_response(receipt)?;
        }
        self.output.flush()?;
        self.advise(receipt);
        Ok(())
    }

    fn print_response(&mut self, receipt: &Receipt) -> Result<()> {
        let Some(body) = receipt.response.as_ref().filter(|body| !body.bytes.is_empty()) else {
            return Ok(());
        };
        if receipt.ok && !self.is_verbose {
            return Ok(());
        }
        let limit = if self.is_verbose { body.bytes.len() } else { EXCERPT };
        let (text, left_out) = excerpt(&body.bytes, limit);
        self.output.quote(&text)?;
        if left_out > 0 || body.is_cut {
            let more = if body.is_cut { String::new() } else { format!("{left_out} bytes ") };
            self.output.below(&format!("… {more}more"))?;
        }
        Ok(())
    }

    fn advise(&mut self, receipt: &Receipt) {
        let is_tampered = self.job.tamper.is_some();
        let warning = |text: String| Some((true, text));
        let hint = |text: &str| Some((false, text.to_owned()));
        let advice = match receipt.status {
            Some(200..=299) if is_tampered => {
                warning("the endpoint accepted a delivery that it must reject".to_owned())
            }
            Some(status @ (404 | 405)) if is_tampered => {
                warning(format!("{status} is about the path and says nothing about the signature"))
            }
            _ if receipt.ok => None,
            Some(400..=499) if is_tampered => {
                hint("rejected, as it should be: --expect 4xx makes that a success")
            }
            Some(401 | 403) if self.job.keeps_signatures => hint(OTHER_SECRET),
            _ => receipt.advice().map(|text| (false, text)),
        };
        if let Some(advice) = advice {
            self.tally.advise(advice);
        }
    }
}

pub fn note_retry(
    name: &str,
    attempt: u32,
    outcome: Result<u16, TransportError>,
    wait: Duration,
    output: &Output,
) {
    let outcome =
        outcome.map_or_else(|error| error.label().to_owned(), |status| status.to_string());
    let wait = show_duration(wait);
    output.note(format_args!("{name}: attempt {attempt} failed ({outcome}), retrying in {wait}"));
}

/// The outcomes of a run of several `what`.
pub struct Tally {
    what: &'static str,
    pub total: u64,
    sent: u64,
    succeeded: u64,
    exit: Exit,
    /// Printed once at the end; whether it is a warning, and the text.
    advice: Vec<(bool, String)>,
    started: Instant,
}

impl Tally {
    pub fn new(what: &'static str, total: u64) -> Self {
        let (sent, succeeded, exit, advice) = (0, 0, Exit::Success, Vec::new());
        Self { what, total, sent, succeeded, exit, advice, started: Instant::now() }
    }

    pub fn add(&mut self, exit: Exit) {
        self.sent += 1;
        self.succeeded += u64::from(exit == Exit::Success);
        self.exit = self.exit.worst(exit);
    }

    pub fn advise(&mut self, advice: (bool, String)) {
        if !self.advice.contains(&advice) {
            self.advice.push(advice);
        }
    }

    /// Prints the advice and the summary.
    pub fn end(self, ending: Ending, output: &Output) -> Exit {
        for (is_warning, advice) in &self.advice {
            if *is_warning { output.warn(advice) } else { output.hint(advice) }
        }
        self.summarize(ending, output);
        match ending {
            Ending::Complete => self.exit,
            Ending::Stopped => Exit::Interrupted,
        }
    }

    /// A single request needs no summary, unless it was interrupted.
    fn summarize(&self, ending: Ending, output: &Output) {
        let Self { what, total, sent, succeeded, .. } = *self;
        if total == 1 && ending == Ending::Complete {
            return;
        }
        let took = self.started.elapsed();
        let failed = sent - succeeded;
        let outcome = match failed {
            0 if sent == 0 => "none finished".to_owned(),
            0 => "all as expected".to_owned(),
            _ => format!("{succeeded} as expected, {failed} not"),
        };
        let (rate, took) = (show_rate(sent, took), show_duration(took));
        if ending == Ending::Stopped {
            output.warn(format_args!("interrupted: {sent} of {total} {what} in {took}: {outcome}"));
            return;
        }
        let text = format!("{sent} {what} in {took} ({rate}): {outcome}");
        if failed == 0 { output.good(text) } else { output.bad(text) }
    }
}

pub fn print_received(log: &DeliveryLog, output: &Output) {
    if log.total > log.first.len() as u64 {
        let text = format!("{} of {} signatures verified", log.verified, log.total);
        output.note(format_args!("demo: received {} deliveries, {text}", log.total));
    } else {
        for received in &log.first {
            let (bytes, verdict) = (received.bytes, &received.verdict);
            let name = received.identity.type_or("a body");
            let text = format!("demo: received {name}, {bytes} bytes: {verdict}");
            if verdict.is_valid() {
                output.good(text);
            } else {
                output.bad(format_args!("{text}: rejected"));
            }
        }
    }
    output.hint("your own server: --to localhost --path /api/webhooks, with its secret");
}

fn cells(receipt: &Receipt) -> [Cell; 6] {
    let failure = || receipt.failure.map(TransportError::label).unwrap_or_default().to_owned();
    let status = receipt.status.map_or_else(failure, short_status);
    let tone = if receipt.ok { Tone::Good } else { Tone::Bad };
    [
        receipt.name().into(),
        receipt.id.as_deref().unwrap_or("-").into(),
        Cell::toned(tone, status),
        show_duration(receipt.time).into(),
        receipt.attempts.to_string().into(),
        receipt.bytes.to_string().into(),
    ]
}
