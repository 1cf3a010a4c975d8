//! The report of calls, during and after the run.

use std::sync::Arc;

use http::HeaderValue;
use http::header::AUTHORIZATION;
use serde_json::{Value, json};

use crate::cli::partner::CallArgs;
use crate::delivery::{Progress, Receipt};
use crate::error::{Exit, Result};
use crate::http::TransportError;
use crate::http::redact::Redactor;
use crate::http::runtime::Ending;
use crate::marketplace::partner::{CallResult, Calls, Expectation, redact_response};
use crate::marketplace::partner_api::Judgement;
use crate::output::{
    Cell, Column, MANY, Output, ProgressBar, Rows, Tone, counted, excerpt, short_status,
    visible_line,
};
use crate::time::{millis_of, show_duration};

use super::super::super::delivery::{Tally, note_retry};
use super::advice::{advice, is_genuine_rejected};
use super::preflight;

/// The bytes of a response that are shown without `--verbose`.
const EXCERPT: usize = 4096;

/// The width of most results.
const RESULT_WIDTH: usize = 12;

pub struct CallReport<'a> {
    calls: Arc<Calls>,
    integration: String,
    expectation: Expectation,
    args: &'a CallArgs,
    output: &'a mut Output,
    /// Redacts what was sent, with every token so far.
    redactor: Redactor,
    tokens: Vec<HeaderValue>,
    is_genuine_rejected: bool,
    rows: Rows,
    bar: ProgressBar,
    tally: Tally,
}

impl<'a> CallReport<'a> {
    pub fn new(
        calls: Arc<Calls>,
        integration: String,
        expectation: Expectation,
        args: &'a CallArgs,
        output: &'a mut Output,
    ) -> Result<Self> {
        let rows = output.begin_rows(vec![
            Column::text("CALL", args.endpoint.name.len()),
            Column::text("TOKEN", "system".len()),
            Column::status("STATUS"),
            Column::duration(),
            Column::number("ATTEMPTS", 0),
            Column::text("RESULT", RESULT_WIDTH),
        ])?;
        let bar = output.progress_bar(args.repeat, MANY);
        Ok(Self {
            calls,
            integration,
            expectation,
            args,
            output,
            redactor: Redactor::default(),
            tokens: Vec::new(),
            is_genuine_rejected: false,
            rows,
            bar,
            tally: Tally::new("calls", args.repeat),
        })
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
                bar.aside(|| self.finished(receipt))
            }
        }
    }

    pub fn end(mut self, ending: Ending) -> Result<Exit> {
        self.bar.end();
        self.output.flush()?;
        if self.is_genuine_rejected {
            self.tally.advise((false, preflight::explain(&self.integration)));
        }
        Ok(self.tally.end(ending, self.output))
    }

    fn finished(&mut self, mut receipt: Receipt) -> Result<()> {
        self.update_redactor();
        for header in [&mut receipt.location, &mut receipt.content_type].into_iter().flatten() {
            *header = self.redactor.redact_text(header);
        }
        let receipt = &receipt;
        let (result, mut judgement) = self.expectation.judge(self.calls.endpoint(), receipt);
        for text in judgement.texts_mut() {
            *text = self.redactor.redact_text(text);
        }
        self.tally.add(match result {
            CallResult::NoResponse => Exit::Unreachable,
            result if result.is_ok() => Exit::Success,
            _ => Exit::No,
        });
        if self.output.is_json() {
            let value = self.as_json(receipt, result, &judgement);
            self.output.json(&value)?;
        } else {
            let cells = self.cells(receipt, result, &judgement);
            self.output.row(&self.rows, &cells)?;
            for violation in &judgement.violations {
                let text = format!("{} {}", violation.path, violation.message);
                self.output.labelled("Wrong", &visible_line(&text))?;
            }
            if self.tally.total == 1 || self.args.request.verbose {
                for note in &judgement.notes {
                    let text = format!("{}: {}", note.path, note.message);
                    self.output.labelled("Note", &visible_line(&text))?;
                }
            }
            self.print_body(receipt, result)?;
        }
        self.output.flush()?;
        self.is_genuine_rejected |=
            result != CallResult::Ok && is_genuine_rejected(&self.calls, self.args, receipt);
        let advice = advice(&self.calls, self.args, result, receipt);
        if let Some(advice) = advice {
            self.tally.advise(advice);
        }
        Ok(())
    }

    fn print_body(&mut self, receipt: &Receipt, result: CallResult) -> Result<()> {
        let is_shown =
            self.tally.total == 1 || self.args.request.verbose || result != CallResult::Ok;
        let Some(body) = self.body(receipt).filter(|body| is_shown && !body.is_empty()) else {
            return Ok(());
        };
        let limit = if self.args.request.verbose { body.len() } else { EXCERPT };
        let (text, left_out) = excerpt(&body, limit);
        self.output.quote(&text)?;
        if left_out > 0 || receipt.is_response_cut {
            let more = match left_out {
                0 => String::new(),
                _ => format!("{} ", counted(left_out as u64, "byte")),
            };
            self.output.below(&format!("… {more}more"))?;
        }
        Ok(())
    }

    /// The body of a response as it may be shown.
    fn body(&self, receipt: &Receipt) -> Option<Vec<u8>> {
        let body = receipt.response.as_ref()?;
        let shown =
            if self.args.show_secrets { body.bytes.to_vec() } else { redact_response(&body.bytes) };
        Some(self.redactor.redact(&shown, body.is_cut).unwrap_or(shown))
    }

    /// Adds the current token, which changes in long runs.
    fn update_redactor(&mut self) {
        let request = self.calls.request();
        let token = request.headers.get(AUTHORIZATION);
        let token = token.cloned().unwrap_or(HeaderValue::from_static(""));
        if self.tokens.contains(&token) {
            return;
        }
        self.tokens.push(token);
        let sent = request.body.as_ref().and_then(|body| serde_json::from_slice(body).ok());
        let sent: Value = sent.unwrap_or_default();
        let access_token = sent["credentials"]["access_token"].as_str();
        let secrets = access_token.filter(|_| !self.args.show_secrets).map(str::as_bytes);
        let added = self.args.request.header.iter().map(|(name, value)| (name, value));
        let tokens = self.tokens.iter().map(|token| (&AUTHORIZATION, token));
        self.redactor = Redactor::new(secrets, added.chain(tokens));
    }

    fn as_json(&self, receipt: &Receipt, result: CallResult, judgement: &Judgement) -> Value {
        let body = self.body(receipt);
        json!({
            "call": self.calls.endpoint().name,
            "method": self.calls.endpoint().method.as_str(),
            "url": self.calls.url(),
            "auth": self.calls.kind().name(),
            "tamper": self.args.token.tamper.map(|tamper| tamper.name),
            "ok": result.is_ok(),
            "result": label(result),
            "status": receipt.status,
            "failure": receipt.failure,
            "attempts": receipt.attempts,
            "timeMs": millis_of(receipt.time),
            "violations": judgement.violations,
            "notes": judgement.notes,
            "location": receipt.location,
            "responseCut": receipt.is_response_cut,
            "responseBody": body.map(|body| String::from_utf8_lossy(&body).into_owned()),
        })
    }

    fn cells(&self, receipt: &Receipt, result: CallResult, judgement: &Judgement) -> [Cell; 6] {
        let failure = || receipt.failure.map(TransportError::label).unwrap_or_default().to_owned();
        let status = receipt.status.map_or_else(failure, short_status);
        let tone = match result {
            CallResult::Ok => Tone::Good,
            CallResult::OtherRejection => Tone::Doubtful,
            _ => Tone::Bad,
        };
        let label = match result {
            CallResult::Invalid => counted(judgement.violations.len() as u64, "violation"),
            result => label(result).to_owned(),
        };
        [
            self.calls.endpoint().name.into(),
            self.calls.kind().name().into(),
            Cell::toned(tone, status),
            show_duration(receipt.time).into(),
            receipt.attempts.to_string().into(),
            Cell::toned(tone, label),
        ]
    }
}

const fn label(result: CallResult) -> &'static str {
    match result {
        CallResult::Ok => "ok",
        CallResult::Invalid => "invalid",
        CallResult::OtherStatus => "unexpected",
        CallResult::Accepted => "accepted",
        CallResult::OtherRejection => "rejected",
        CallResult::NoResponse => "no response",
    }
}
