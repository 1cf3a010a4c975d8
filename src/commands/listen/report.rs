//! What `listen` prints.

use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::cli::ListenArgs;
use crate::error::{Error, Exit, Result};
use crate::http::preview::shell_quote;
use crate::output::{Cell, Column, Output, Rows, Tone, counted, excerpt, short_status};
use crate::receiver::{ListenerEvent, ReceivedRequest, Rejected, Route};
use crate::recording::{Record, value_bytes};
use crate::settings::secret::Secret;
use crate::signature::Evidence;
use crate::time::show_duration;

use super::super::address::Address;
use super::super::secret_candidates::SecretCandidates;

const EVENT_WIDTH: usize = 28;
const ID_WIDTH: usize = 21;
const NARROW_EVENT: usize = 18;
const NARROW_ID: usize = 9;
const SIGNATURE_WIDTH: usize = 9;

/// The most characters of received text in a cell, and bytes of a body.
const MAX_CELL: usize = 60;
const MAX_BODY: usize = 64 * 1024;

/// Explaining a mismatch takes time: larger bodies are not explained, and others only for a small
/// part of the time.
const MAX_EXPLAINED: usize = 256 * 1024;
const REST: u32 = 10;

pub struct ListenReport<'a> {
    args: &'a ListenArgs,
    secrets: &'a [Secret],
    candidates: SecretCandidates,
    output: &'a mut Output,
    rows: Rows,
    /// When the next mismatch may be explained.
    rested: Instant,
    counted: u64,
    verified: u64,
    invalid: u64,
    duplicates: u64,
    rejected: u64,
    not_forwarded: u64,
    exit: Exit,
}

impl<'a> ListenReport<'a> {
    pub fn new(args: &'a ListenArgs, secrets: &'a [Secret], output: &'a mut Output) -> Self {
        let rows = Output::rows(vec![
            Column::clock(),
            Column::text("EVENT", EVENT_WIDTH).at_least(NARROW_EVENT),
            Column::text("ID", ID_WIDTH).at_least(NARROW_ID),
            Column::text("SIGNATURE", SIGNATURE_WIDTH),
            Column::number("BYTES", 0),
            Column::status("STATUS"),
        ]);
        Self {
            args,
            secrets,
            candidates: SecretCandidates::new(secrets),
            output,
            rows,
            rested: Instant::now(),
            counted: 0,
            verified: 0,
            invalid: 0,
            duplicates: 0,
            rejected: 0,
            not_forwarded: 0,
            exit: Exit::Success,
        }
    }

    pub fn announce(&mut self, address: &Address<'_>) -> Result<()> {
        address.announce("listen", "", self.output)?;
        self.output.titles(&self.rows)
    }

    /// The number of events that `--count` counts.
    pub const fn counted(&self) -> u64 {
        self.counted
    }

    pub fn event(&mut self, event: ListenerEvent) -> Result<()> {
        match event {
            Ok(request) => self.received(&request),
            Err(rejected) => {
                self.rejected(&rejected);
                Ok(())
            }
        }
    }

    pub fn flush(&mut self) -> Result<()> {
        self.output.flush()
    }

    /// Ends the report, with what is missing if too few events were received.
    pub fn end(mut self, shortfall: Option<String>) -> Exit {
        if let Some(shortfall) = shortfall {
            self.exit = self.exit.worst(Exit::No);
            self.output.bad(shortfall);
        }
        let mut parts =
            vec![format!("{} received", self.counted), format!("{} verified", self.verified)];
        for (count, label) in
            [(self.invalid, "invalid"), (self.duplicates, "duplicate"), (self.rejected, "rejected")]
        {
            if count > 0 {
                parts.push(format!("{count} {label}"));
            }
        }
        self.output.note(format_args!("listen: {}", parts.join(", ")));
        if self.not_forwarded > 0 {
            self.hint_replay();
        }
        self.exit
    }

    fn hint_replay(&self) {
        let failed = format!("forwarding failed for {}", counted(self.not_forwarded, "request"));
        let Some(record) = &self.args.record else {
            self.output.hint(format_args!("{failed}; --record FILE keeps requests for replay"));
            return;
        };
        let record = shell_quote(&record.display().to_string());
        self.output.hint(format_args!("{failed}; to send again:"));
        for Route { events, endpoint } in &self.args.forward.forward_to {
            let glob = events.as_ref().map(|glob| shell_quote(glob.as_str()));
            let only = glob.map(|glob| format!(" --type {glob}")).unwrap_or_default();
            let to = shell_quote(&endpoint.to_string());
            self.output.command(&format!("vercel-hooks replay {record} --failed{only} --to {to}"));
        }
    }

    fn received(&mut self, request: &ReceivedRequest) -> Result<()> {
        let record = &request.record;
        let name = record.event_type.as_deref().unwrap_or_default();
        if self.args.stop.events.as_ref().is_some_and(|events| !events.matches(name)) {
            return Ok(());
        }
        if let Some(error) = &request.recording_error {
            self.show(request)?;
            let path = self.args.record.as_deref().unwrap_or(Path::new(""));
            let error = Error::write(path.display(), &io::Error::other(error.clone()));
            self.exit = self.exit.worst(error.exit());
            self.output.error(&error);
            return Ok(());
        }
        self.counted += 1;
        // A server that rejects a forged request is right, and replay leaves it out.
        let is_lost = record.forwarded.as_ref().is_some_and(|forwarded| !forwarded.is_taken())
            && !request.verdict.is_invalid();
        self.not_forwarded += u64::from(is_lost);
        self.verified += u64::from(record.verified);
        self.duplicates += u64::from(record.duplicate);
        self.show(request)?;
        if request.verdict.is_invalid() {
            self.invalid += 1;
            if self.args.stop.expect_valid {
                self.exit = self.exit.worst(Exit::No);
            }
            // On a terminal, the row comes before its explanation.
            self.output.flush()?;
            self.explain(request);
        }
        Ok(())
    }

    fn show(&mut self, request: &ReceivedRequest) -> Result<()> {
        if self.output.is_json() {
            self.output.data(&request.line)?;
            return self.output.data(b"\n");
        }
        self.output.row(&self.rows, &cells(request))?;
        self.details(&request.record)
    }

    fn details(&mut self, record: &Record) -> Result<()> {
        if record.duplicate {
            self.output.below("duplicate: this id was received before")?;
        }
        if let Some(forwarded) = &record.forwarded {
            let time = show_duration(Duration::from_secs_f64(forwarded.time_ms / 1e3));
            let outcome = match (forwarded.status, forwarded.failure) {
                (Some(status), _) => status.to_string(),
                (None, Some(failure)) => failure.label().to_owned(),
                (None, None) => String::new(),
            };
            self.output.below(&format!("forwarded: {outcome} in {time}"))?;
        }
        if !self.args.verbose {
            return Ok(());
        }
        for (name, value) in &record.headers {
            let (value, _) = excerpt(&value_bytes(value), MAX_BODY);
            self.output.quote(&format!("{name}: {value}"))?;
        }
        let body = &record.body.0;
        let indented = (body.len() <= MAX_BODY).then(|| indented(body)).flatten();
        let (text, omitted) = excerpt(indented.as_deref().unwrap_or(body), MAX_BODY);
        self.output.quote(&text)?;
        if omitted > 0 {
            self.output.below(&format!("… {omitted} bytes more"))?;
        }
        Ok(())
    }

    /// Says what is wrong with a signature, and the cause if it is found.
    fn explain(&mut self, request: &ReceivedRequest) {
        let record = &request.record;
        let number = record.number;
        self.output.bad(format_args!("request {number}: {}", request.verdict));
        let started = Instant::now();
        let signature = record.header(crate::signature::HEADER);
        let Some(signature) = signature.filter(|_| started >= self.rested) else { return };
        let body = &record.body.0;
        if body.len() > MAX_EXPLAINED || self.secrets.is_empty() {
            return;
        }
        let evidence = Evidence {
            body,
            signature,
            content_type: record.header("content-type"),
            content_encoding: record.header("content-encoding"),
            ..Evidence::default()
        };
        let finding = self.candidates.explain(self.secrets, &evidence);
        if finding.is_proven {
            self.output.hint(finding);
        }
        self.rested = Instant::now() + started.elapsed() * REST;
    }

    fn rejected(&mut self, rejected: &Rejected) {
        self.rejected += 1;
        let (path, _) = excerpt(rejected.path.as_bytes(), MAX_CELL);
        let Rejected { method, status, reason, .. } = rejected;
        self.output.note(format_args!("{method} {path}: {}, {reason}", status.as_u16()));
    }
}

fn indented(body: &[u8]) -> Option<Vec<u8>> {
    let value: serde_json::Value = serde_json::from_slice(body).ok()?;
    serde_json::to_vec_pretty(&value).ok()
}

fn cells(request: &ReceivedRequest) -> [Cell; 6] {
    let record = &request.record;
    let short = |text: Option<&str>| excerpt(text.unwrap_or("-").as_bytes(), MAX_CELL).0;
    let time = record.time.map(|time| time.to_string()).unwrap_or_default();
    let tone = |is_good| if is_good { Tone::Good } else { Tone::Bad };
    let signature = match request.verdict.is_invalid() {
        false if !record.verified => Tone::Doubtful,
        is_invalid => tone(!is_invalid),
    };
    [
        time.get(11..19).unwrap_or_default().into(),
        short(record.event_type.as_deref()).into(),
        short(record.id.as_deref()).into(),
        Cell::toned(signature, request.verdict.label()),
        record.body.0.len().to_string().into(),
        Cell::toned(tone(record.status / 100 == 2), short_status(record.status)),
    ]
}
