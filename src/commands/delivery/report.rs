//! What is printed of deliveries, while they are made and after.

use std::time::Instant;

use crate::delivery::{Progress, Receipt, Retry};
use crate::error::{Exit, Result};
use crate::http::runtime::Ending;
use crate::output::{Cell, Column, MANY, Output, ProgressBar, Rows, Tone, excerpt, short_status};
use crate::receiver::DeliveryLog;
use crate::time::{show_duration, show_rate};

use super::load::Load;

/// What a refusal of a recorded signature means.
const OTHER_SECRET: &str = "the endpoint refused a recorded signature, which verifies with the \
                            secret that made it: --resign signs with yours";

/// How much of an answer is shown unasked.
const SHORT_ANSWER: usize = 1024;

/// The columns are as wide as the id of a usual event, and as most statuses and times.
const ID_WIDTH: usize = 21;
const LONGEST_NAME: usize = 50;

/// Where the terminal is narrow, names and ids give way, ids first.
const NARROW_NAME: usize = 20;
const NARROW_ID: usize = 9;

/// The report of one run.
pub struct DeliveryReport<'a> {
    output: &'a mut Output,
    rows: Rows,
    bar: ProgressBar,
    is_verbose: bool,
    is_tampered: bool,
    repeats_signatures: bool,
    planned: u64,
    sent: u64,
    succeeded: u64,
    exit: Exit,
    /// What to say at the end, each once: whether it is a warning, and what.
    advice: Vec<(bool, String)>,
    started: Instant,
}

impl<'a> DeliveryReport<'a> {
    /// Begins a report with the titles of its columns.
    ///
    /// # Errors
    /// Those of printing.
    pub fn new(load: &dyn Load, is_verbose: bool, output: &'a mut Output) -> Result<Self> {
        let (planned, widest) = (load.len(), load.widest_name());
        let rows = output.begin_rows(vec![
            Column::text("EVENT", widest.min(LONGEST_NAME)).at_least(NARROW_NAME),
            Column::text("ID", ID_WIDTH).at_least(NARROW_ID),
            Column::status("STATUS"),
            Column::duration(),
            Column::number("ATTEMPTS", 0),
            Column::number("BYTES", 0),
        ])?;
        let bar = output.progress_bar(planned, MANY);
        Ok(Self {
            output,
            rows,
            bar,
            is_verbose,
            is_tampered: load.is_tampered(),
            repeats_signatures: load.repeats_signatures(),
            planned,
            sent: 0,
            succeeded: 0,
            exit: Exit::Success,
            advice: Vec::new(),
            started: Instant::now(),
        })
    }

    /// Tells of one step.
    ///
    /// # Errors
    /// Those of printing.
    pub fn progress(&mut self, progress: Progress) -> Result<()> {
        let bar = self.bar.clone();
        match progress {
            Progress::Retrying(retry) => {
                bar.aside(|| self.retrying(&retry));
                Ok(())
            }
            Progress::Ended(receipt) => {
                bar.step();
                bar.aside(|| self.ended(&receipt))
            }
        }
    }

    /// Ends the report, and says how the run ended.
    ///
    /// # Errors
    /// Those of printing.
    pub fn end(self, ending: Ending) -> Result<Exit> {
        self.bar.end();
        self.output.flush()?;
        for (is_warning, advice) in &self.advice {
            if *is_warning { self.output.warn(advice) } else { self.output.hint(advice) }
        }
        if self.planned > 1 || ending == Ending::Stopped {
            self.summarise(ending);
        }
        match ending {
            Ending::Complete => Ok(self.exit),
            Ending::Stopped => Ok(Exit::Interrupted),
        }
    }

    fn retrying(&self, retry: &Retry) {
        let outcome = match retry.outcome {
            Ok(status) => status.to_string(),
            Err(failure) => failure.label().to_owned(),
        };
        self.output.note(format_args!(
            "{}: attempt {} failed ({outcome}), trying again in {}",
            retry.name,
            retry.attempt,
            show_duration(retry.wait)
        ));
    }

    fn ended(&mut self, receipt: &Receipt) -> Result<()> {
        self.sent += 1;
        self.succeeded += u64::from(receipt.ok);
        self.exit = self.exit.worst(receipt.exit());
        if self.output.is_json() {
            self.output.json(receipt)?;
        } else {
            self.output.row(&self.rows, &cells(receipt))?;
            self.answer(receipt)?;
        }
        self.output.flush()?;
        self.advise(receipt);
        Ok(())
    }

    /// Shows what the endpoint said, where that is of interest.
    fn answer(&mut self, receipt: &Receipt) -> Result<()> {
        let Some(body) = receipt.response.as_ref().filter(|body| !body.bytes.is_empty()) else {
            return Ok(());
        };
        if receipt.ok && !self.is_verbose {
            return Ok(());
        }
        let bound = if self.is_verbose { body.bytes.len() } else { SHORT_ANSWER };
        let (text, left_out) = excerpt(&body.bytes, bound);
        self.output.quote(&text)?;
        if left_out > 0 || body.is_cut {
            let more =
                if body.is_cut { "more".to_owned() } else { format!("{left_out} bytes more") };
            self.output.below(&format!("… {more}"))?;
        }
        Ok(())
    }

    /// Keeps each piece of advice once for the end of the run.
    fn advise(&mut self, receipt: &Receipt) {
        let class = receipt.status.map(|status| status / 100);
        let (is_warning, text) = match (class, receipt.status) {
            (Some(2), _) if self.is_tampered => {
                (true, Some("the endpoint accepted a delivery that it must refuse".to_owned()))
            }
            (_, Some(status @ (404 | 405))) if self.is_tampered => (
                true,
                Some(format!("{status} is about the path, and says nothing of the signature")),
            ),
            (Some(4), _) if self.is_tampered && !receipt.ok => (
                false,
                Some("refused, as it should be: --expect 4xx makes that a success".to_owned()),
            ),
            _ if receipt.ok => (false, None),
            (_, Some(401 | 403)) if self.repeats_signatures => {
                (false, Some(OTHER_SECRET.to_owned()))
            }
            _ => (false, receipt.advice()),
        };
        if let Some(text) = text
            && !self.advice.iter().any(|(_, known)| *known == text)
        {
            self.advice.push((is_warning, text));
        }
    }

    fn summarise(&self, ending: Ending) {
        let took = self.started.elapsed();
        let failed = self.sent - self.succeeded;
        let outcome = match failed {
            0 if self.sent == 0 => "none ended".to_owned(),
            0 => "all as expected".to_owned(),
            _ => format!("{} as expected, {failed} not", self.succeeded),
        };
        let (rate, took) = (show_rate(self.sent, took), show_duration(took));
        if ending == Ending::Stopped {
            self.output.warn(format_args!(
                "interrupted: {} of {} deliveries in {took}: {outcome}",
                self.sent, self.planned
            ));
            return;
        }
        let text = format!("{} deliveries in {took} ({rate}): {outcome}", self.sent);
        if failed == 0 { self.output.good(text) } else { self.output.bad(text) }
    }
}

/// Says what the demo's receiver saw.
pub fn say_received(ledger: &DeliveryLog, output: &Output) {
    if ledger.total > ledger.first.len() as u64 {
        let text = format!("{} of {} signatures verified", ledger.verified, ledger.total);
        output.note(format_args!("demo: received {} deliveries, {text}", ledger.total));
    } else {
        for received in &ledger.first {
            let name = received.identity.type_or("a body");
            let refused = if received.verdict.is_valid() { "" } else { ": refused" };
            let text = format!(
                "demo: received {name}, {} bytes: {}{refused}",
                received.bytes, received.verdict
            );
            if received.verdict.is_valid() { output.good(text) } else { output.bad(text) }
        }
    }
    output.hint("your own server: --to localhost --path /api/webhooks, with its secret");
}

fn cells(receipt: &Receipt) -> [Cell; 6] {
    let status = match (receipt.status, receipt.failure) {
        (Some(status), _) => short_status(status),
        (None, Some(failure)) => failure.label().to_owned(),
        (None, None) => String::new(),
    };
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
