//! What `emulate` prints and records.

use crate::error::{Exit, Result};
use crate::fs::append_log::AppendLog;
use crate::http::TransportError;
use crate::marketplace::{EVENTS_PATH, FollowedUp, LoggedRequest, ReadBack};
use crate::output::{Cell, Column, Output, Rows, Tone, counted, excerpt, json_bytes, short_status};

use super::super::address::Address;

const TYPE_WIDTH: usize = 20;
const ID_WIDTH: usize = 29;
const MIN_ID_WIDTH: usize = 12;

/// Maximum length of text from a client or a server, in a cell and below a row.
const MAX_CELL: usize = 60;
const MAX_REASON: usize = 2000;

pub struct EmulateReport<'a> {
    output: &'a mut Output,
    rows: Rows,
    log: Option<AppendLog>,
    accepted: u64,
    /// How many of them are notifications.
    notifications: u64,
    rejected: u64,
    /// Resources that were read back with problems.
    invalid: u64,
    /// Webhooks that were not accepted.
    refused: u64,
    exit: Exit,
}

impl<'a> EmulateReport<'a> {
    pub fn new(log: Option<AppendLog>, output: &'a mut Output) -> Self {
        let rows = Output::rows(vec![
            Column::clock(),
            Column::text("NOTIFICATION", TYPE_WIDTH),
            Column::text("INSTALLATION", ID_WIDTH).at_least(MIN_ID_WIDTH),
            Column::text("RESOURCE", MIN_ID_WIDTH),
            Column::status("STATUS"),
        ]);
        let (accepted, notifications, rejected, invalid, refused) = (0, 0, 0, 0, 0);
        Self {
            output,
            rows,
            log,
            accepted,
            notifications,
            rejected,
            invalid,
            refused,
            exit: Exit::Success,
        }
    }

    pub fn announce(&mut self, address: &Address<'_>) -> Result<()> {
        let more = format_args!(", logged requests are at {EVENTS_PATH}");
        address.announce("emulate", more, self.output)?;
        self.output.titles(&self.rows)
    }

    pub const fn notifications(&self) -> u64 {
        self.notifications
    }

    pub fn request(&mut self, request: &LoggedRequest) -> Result<()> {
        self.accepted += u64::from(request.is_accepted());
        self.notifications += u64::from(request.is_notification());
        self.rejected += u64::from(request.is_rejected());
        if let Some(log) = &mut self.log {
            log.append(&json_bytes(request))?;
        }
        if self.output.is_json() {
            self.output.json(request)?;
        } else {
            self.output.row(&self.rows, &cells(request))?;
            if let Some(user_agent) =
                request.user_agent.as_deref().filter(|_| request.is_for_issuer())
            {
                self.quote(&format!("by {user_agent}"))?;
            }
            if let Some(error) = &request.error {
                self.quote(&error.reason())?;
            }
        }
        self.output.flush()
    }

    /// `changed` names what was known otherwise.
    pub fn followed_up(&mut self, done: &FollowedUp, changed: &[String]) -> Result<()> {
        if !done.is_ok() {
            self.exit = Exit::No;
        }
        match done {
            _ if self.output.is_json() => self.output.json(done)?,
            FollowedUp::ReadBack(ReadBack { url, resource_status, .. }) if done.is_ok() => {
                let status = resource_status.iter().map(|status| format!(", status {status}"));
                let changed =
                    (!changed.is_empty()).then(|| format!(", new {}", changed.join(", ")));
                let more: String = status.chain(changed).collect();
                self.output.below(&format!("read back {url}: valid{more}"))?;
            }
            FollowedUp::ReadBack(ReadBack { url, problems, .. }) => {
                self.quote(&format!("read back {url}: {}", problems.join("; ")))?;
            }
            FollowedUp::Webhook(webhook) => {
                let result = match (webhook.status, webhook.failure) {
                    (Some(status), _) => short_status(status),
                    (None, failure) => {
                        let label = failure.map_or("", TransportError::label);
                        format!("no response: {label}")
                    }
                };
                let text = format!("sent {} to {}: {result}", webhook.event_type, webhook.url);
                if webhook.ok { self.output.below(&text)? } else { self.quote(&text)? }
            }
        }
        match done {
            FollowedUp::ReadBack(_) => self.invalid += u64::from(!done.is_ok()),
            FollowedUp::Webhook(_) => self.refused += u64::from(!done.is_ok()),
        }
        self.output.flush()
    }

    /// Fails the run if `--timeout` came before `--count`.
    pub fn timed_out(&mut self, shortfall: Option<String>) {
        if let Some(shortfall) = shortfall {
            self.exit = self.exit.worst(Exit::No);
            self.output.bad(shortfall);
        }
    }

    /// Prints the summary. Requests that were not followed up fail the run.
    pub fn end(mut self, not_followed_up: usize) -> Result<Exit> {
        if let Some(log) = self.log {
            log.close()?;
        }
        if not_followed_up > 0 {
            self.exit = Exit::No;
            let requests = counted(not_followed_up as u64, "request");
            self.output.bad(format_args!("{requests} not followed up in time"));
        }
        if self.invalid > 0 {
            let read_backs = counted(self.invalid, "read-back");
            self.output.bad(format_args!("{read_backs} with problems"));
        }
        if self.refused > 0 {
            let webhooks = counted(self.refused, "webhook");
            self.output.bad(format_args!("{webhooks} not accepted"));
        }
        let (accepted, rejected) = (self.accepted, self.rejected);
        self.output.note(format_args!("emulate: {accepted} accepted, {rejected} rejected"));
        Ok(self.exit)
    }

    /// Prints text that may come from a client or a server below a row.
    fn quote(&mut self, text: &str) -> Result<()> {
        let (text, _) = excerpt(text.as_bytes(), MAX_REASON);
        self.output.quote(&text)
    }
}

fn cells(request: &LoggedRequest) -> [Cell; 5] {
    let short = |text: Option<&str>| excerpt(text.unwrap_or("-").as_bytes(), MAX_CELL).0;
    let time = request.time.to_string();
    let tone = if request.is_rejected() { Tone::Bad } else { Tone::Good };
    [
        time.get(11..19).unwrap_or_default().into(),
        short(request.event_text("type").or(request.purpose())).into(),
        short(request.installation_id.as_deref()).into(),
        short(request.resource()).into(),
        Cell::toned(tone, short_status(request.status)),
    ]
}
