//! What `listen` prints.

use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use glob::Pattern;

use crate::error::{Error, Exit, Result};
use crate::http::preview::quoted;
use crate::output::{Cell, Column, Output, Rows, Tone, excerpt, short_status};
use crate::receiver::{ListenerEvent, ReceivedRequest, Rejected};
use crate::recording::Record;
use crate::settings::secret::Secret;
use crate::signature::{Evidence, Finding};
use crate::time::show_duration;

use super::super::secret_candidates::SecretCandidates;

const EVENT_WIDTH: usize = 28;
const ID_WIDTH: usize = 21;
const NARROW_EVENT: usize = 18;
const NARROW_ID: usize = 9;
const SIGNATURE_WIDTH: usize = 9;

/// No more of a foreign text is shown in a cell, and of a body.
const LONGEST: usize = 60;
const LONGEST_BODY: usize = 64 * 1024;

/// Looking for the cause of a mismatch takes time: not for larger bodies, and for a small part of
/// the time only.
const LARGEST_EXPLAINED: usize = 256 * 1024;
const REST: u32 = 10;

/// The report of one run.
pub struct ListenReport<'a> {
    output: &'a mut Output,
    rows: Rows,
    is_verbose: bool,
    expects_valid: bool,
    events: Option<Pattern>,
    secrets: &'a [Secret],
    suspects: SecretCandidates,
    recording: Option<&'a Path>,
    /// The server that requests are passed on to.
    beyond: Option<String>,
    /// When a cause may be looked for again.
    rested: Instant,
    counted: u64,
    verified: u64,
    invalid: u64,
    duplicates: u64,
    turned: u64,
    not_passed_on: u64,
    exit: Exit,
}

impl<'a> ListenReport<'a> {
    /// Begins a report with the titles of its columns.
    ///
    /// # Errors
    /// Those of printing.
    pub fn new(
        is_verbose: bool,
        expects_valid: bool,
        events: Option<Pattern>,
        secrets: &'a [Secret],
        recording: Option<&'a Path>,
        beyond: Option<String>,
        output: &'a mut Output,
    ) -> Result<Self> {
        let rows = output.begin_rows(vec![
            Column::clock(),
            Column::text("EVENT", EVENT_WIDTH).at_least(NARROW_EVENT),
            Column::text("ID", ID_WIDTH).at_least(NARROW_ID),
            Column::text("SIGNATURE", SIGNATURE_WIDTH),
            Column::number("BYTES", 0),
            Column::status("STATUS"),
        ])?;
        Ok(Self {
            output,
            rows,
            is_verbose,
            expects_valid,
            events,
            secrets,
            suspects: SecretCandidates::new(secrets),
            recording,
            beyond,
            rested: Instant::now(),
            not_passed_on: 0,
            counted: 0,
            verified: 0,
            invalid: 0,
            duplicates: 0,
            turned: 0,
            exit: Exit::Success,
        })
    }

    /// Says where the listener listens.
    pub fn announce(&self, url: &str) {
        self.output.note(format_args!("listen: listening at {url}"));
    }

    /// How many events came that are to be counted.
    pub const fn counted(&self) -> u64 {
        self.counted
    }

    /// Tells of one request.
    ///
    /// # Errors
    /// Those of printing.
    pub fn told(&mut self, told: ListenerEvent) -> Result<()> {
        match told {
            Ok(arrival) => self.arrived(&arrival),
            Err(turned) => {
                self.turned(&turned);
                Ok(())
            }
        }
    }

    /// Hands on what was printed.
    ///
    /// # Errors
    /// Those of printing.
    pub fn flush(&mut self) -> Result<()> {
        self.output.flush()
    }

    /// Says what was waited for and did not come; then the run has failed.
    pub fn say_short(&mut self, shortfall: Option<String>) {
        if let Some(shortfall) = shortfall {
            self.exit = self.exit.worst(Exit::No);
            self.output.bad(shortfall);
        }
    }

    /// Ends the report, and says how the run ended.
    pub fn end(self) -> Exit {
        let Self { counted, verified, invalid, duplicates, turned, .. } = self;
        let mut parts = vec![format!("{counted} received"), format!("{verified} verified")];
        for (count, what) in [(invalid, "not"), (duplicates, "duplicate"), (turned, "turned away")]
        {
            if count > 0 {
                parts.push(format!("{count} {what}"));
            }
        }
        self.output.note(format_args!("listen: {}", parts.join(", ")));
        if self.not_passed_on > 0 {
            let count = self.not_passed_on;
            match self.recording {
                Some(path) => {
                    let path = quoted(&path.display().to_string());
                    self.output.hint(format_args!("{count} failed when passed on, to try again:"));
                    let to = quoted(self.beyond.as_deref().unwrap_or_default());
                    self.output.command(&format!("vercel-hooks replay {path} --failed --to {to}"));
                }
                None => self.output.hint(format_args!(
                    "{count} failed when passed on: --record FILE keeps them for replay"
                )),
            }
        }
        self.exit
    }

    fn arrived(&mut self, arrival: &ReceivedRequest) -> Result<()> {
        let record = &arrival.record;
        let name = record.event_type.as_deref().unwrap_or_default();
        if self.events.as_ref().is_some_and(|events| !events.matches(name)) {
            return Ok(());
        }
        if let Some(why) = &arrival.not_recorded {
            self.show(arrival)?;
            let what = self.recording.map(|path| path.display().to_string()).unwrap_or_default();
            let error = Error::write(what, &io::Error::other(why.clone()));
            self.exit = self.exit.worst(error.exit());
            self.output.error(&error);
            return Ok(());
        }
        self.counted += 1;
        let is_lost = record.forwarded.as_ref().is_some_and(|it| !it.is_taken());
        self.not_passed_on += u64::from(is_lost);
        self.verified += u64::from(record.verified);
        self.duplicates += u64::from(record.duplicate);
        if arrival.verdict.is_invalid() {
            self.invalid += 1;
            if self.expects_valid {
                self.exit = self.exit.worst(Exit::No);
            }
        }
        self.show(arrival)?;
        if arrival.verdict.is_invalid() {
            // Its row comes first where both streams are one terminal.
            self.output.flush()?;
            self.explain(arrival);
        }
        Ok(())
    }

    fn show(&mut self, arrival: &ReceivedRequest) -> Result<()> {
        if self.output.is_json() {
            self.output.data(&arrival.line)?;
            return self.output.data(b"\n");
        }
        self.output.row(&self.rows, &cells(arrival))?;
        self.details(&arrival.record)
    }

    /// What stands below a row.
    fn details(&mut self, record: &Record) -> Result<()> {
        if record.duplicate {
            self.output.below("duplicate: this id came before")?;
        }
        if let Some(forwarded) = &record.forwarded {
            let took = show_duration(Duration::from_secs_f64(forwarded.time_ms / 1e3));
            let outcome = match (forwarded.status, forwarded.failure) {
                (Some(status), _) => status.to_string(),
                (None, Some(failure)) => failure.label().to_owned(),
                (None, None) => String::new(),
            };
            self.output.below(&format!("passed on: {outcome} in {took}"))?;
        }
        if !self.is_verbose {
            return Ok(());
        }
        for (name, value) in &record.headers {
            let (value, _) = excerpt(value.as_bytes(), LONGEST_BODY);
            self.output.quote(&format!("{name}: {value}"))?;
        }
        let body = &record.body.0;
        let indented = (body.len() <= LONGEST_BODY).then(|| indented(body)).flatten();
        let (text, left_out) = excerpt(indented.as_deref().unwrap_or(body), LONGEST_BODY);
        self.output.quote(&text)?;
        if left_out > 0 {
            self.output.below(&format!("… {left_out} bytes more"))?;
        }
        Ok(())
    }

    /// Says what is wrong with a signature, and why where that can be found.
    fn explain(&mut self, arrival: &ReceivedRequest) {
        let record = &arrival.record;
        let number = record.number;
        self.output.bad(format_args!("request {number}: {}", arrival.verdict.words()));
        let started = Instant::now();
        let signature = record.header(crate::signature::HEADER);
        let Some(signature) = signature.filter(|_| started >= self.rested) else { return };
        let body = &record.body.0;
        if body.len() > LARGEST_EXPLAINED || self.secrets.is_empty() {
            return;
        }
        let evidence = Evidence {
            body,
            signature,
            content_type: record.header("content-type"),
            content_encoding: record.header("content-encoding"),
            ..Evidence::default()
        };
        if let Finding::Proven(explanation) = self.suspects.explain(self.secrets, &evidence) {
            self.output.hint(explanation);
        }
        self.rested = Instant::now() + started.elapsed() * REST;
    }

    fn turned(&mut self, turned: &Rejected) {
        self.turned += 1;
        let (path, _) = excerpt(turned.path.as_bytes(), LONGEST);
        let (method, status, why) = (&turned.method, turned.status.as_u16(), turned.why);
        self.output.note(format_args!("{method} {path}: {status}, {why}"));
    }
}

fn indented(body: &[u8]) -> Option<Vec<u8>> {
    let value: serde_json::Value = serde_json::from_slice(body).ok()?;
    serde_json::to_vec_pretty(&value).ok()
}

fn cells(arrival: &ReceivedRequest) -> [Cell; 6] {
    let record = &arrival.record;
    let short = |text: Option<&str>| excerpt(text.unwrap_or("-").as_bytes(), LONGEST).0;
    let time = record.time.map(|time| time.to_string()).unwrap_or_default();
    let tone = |is_good| if is_good { Tone::Good } else { Tone::Bad };
    let signature = match arrival.verdict.is_invalid() {
        false if !record.verified => Tone::Doubtful,
        is_invalid => tone(!is_invalid),
    };
    [
        time.get(11..19).unwrap_or_default().into(),
        short(record.event_type.as_deref()).into(),
        short(record.id.as_deref()).into(),
        Cell::toned(signature, arrival.verdict.label()),
        record.body.0.len().to_string().into(),
        Cell::toned(tone(record.status / 100 == 2), short_status(record.status)),
    ]
}
