//! What `notify` prints.

use std::time::Instant;

use serde_json::{Value, json};

use crate::error::{Exit, Result};
use crate::http::runtime::Ending;
use crate::marketplace::{
    LoggedRequest, MAX_FAILURES_IN_A_ROW, Notification, NotifyError, NotifyOutcome, NotifyProgress,
    PendingNotification, VercelClient,
};
use crate::output::{Cell, Column, MANY, Output, ProgressBar, Rows, Tone, counted, short_status};
use crate::time::{millis_of, show_duration, show_rate};

use super::failed_lines::FailedLines;

const MAX_ID_WIDTH: usize = 40;
const MIN_INSTALLATION_WIDTH: usize = 12;
const MIN_RESOURCE_WIDTH: usize = 9;

pub struct NotifyReport<'a> {
    client: &'a VercelClient,
    notifications: &'a [PendingNotification],
    /// For notifications from a file.
    failed_lines: Option<FailedLines<'a>>,
    output: &'a mut Output,
    rows: Rows,
    bar: ProgressBar,
    began: Instant,
    started: usize,
    finished: usize,
    accepted: usize,
    exit: Exit,
    /// Each is printed once, at the end.
    hints: Vec<String>,
}

impl<'a> NotifyReport<'a> {
    pub fn new(
        client: &'a VercelClient,
        notifications: &'a [PendingNotification],
        failed_lines: Option<FailedLines<'a>>,
        output: &'a mut Output,
    ) -> Result<Self> {
        let width = |text: fn(&Notification) -> &str| {
            let texts = notifications.iter().map(|pending| text(&pending.notification));
            texts.map(|text| text.chars().count()).max().unwrap_or_default().min(MAX_ID_WIDTH)
        };
        let rows = output.begin_rows(vec![
            Column::text("NOTIFICATION", width(type_name)),
            Column::text("INSTALLATION", width(|notification| &notification.installation_id))
                .at_least(MIN_INSTALLATION_WIDTH),
            Column::text("RESOURCE", width(resource_id)).at_least(MIN_RESOURCE_WIDTH),
            Column::status("STATUS"),
            Column::duration(),
            Column::number("ATTEMPTS", 0),
        ])?;
        let bar = output.progress_bar(notifications.len() as u64, MANY);
        Ok(Self {
            client,
            notifications,
            failed_lines,
            output,
            rows,
            bar,
            began: Instant::now(),
            started: 0,
            finished: 0,
            accepted: 0,
            exit: Exit::Success,
            hints: Vec::new(),
        })
    }

    pub fn progress(
        &mut self,
        pending: &PendingNotification,
        progress: NotifyProgress,
    ) -> Result<()> {
        let bar = self.bar.clone();
        match progress {
            NotifyProgress::Started => {
                if let (Some(failed_lines), Some(line)) = (&mut self.failed_lines, &pending.line) {
                    failed_lines.start(line)?;
                }
                self.started += 1;
                Ok(())
            }
            NotifyProgress::Retrying { failed_attempt, error, wait } => {
                let (name, wait) = (name(pending), show_duration(wait));
                bar.aside(|| {
                    self.output.note(format_args!(
                        "{name}: attempt {failed_attempt} failed ({error}), retrying in {wait}"
                    ));
                });
                Ok(())
            }
            NotifyProgress::Finished(outcome) => {
                bar.step();
                bar.aside(|| self.outcome(pending, &outcome))
            }
        }
    }

    pub fn end(self, ending: Ending) -> Result<Exit> {
        self.bar.end();
        self.output.flush()?;
        for hint in &self.hints {
            self.output.hint(hint);
        }
        let (exit, stopped) = match ending {
            Ending::Complete => (self.exit, None),
            Ending::Stopped => (Exit::Interrupted, Some("interrupted")),
        };
        self.print_summary(stopped);
        Ok(exit)
    }

    pub fn abort(self) {
        self.bar.end();
        self.print_summary(Some("stopped"));
    }

    fn outcome(&mut self, pending: &PendingNotification, outcome: &NotifyOutcome) -> Result<()> {
        self.finished += 1;
        self.exit = self.exit.worst(outcome.exit());
        if outcome.is_accepted() {
            self.accepted += 1;
            if let (Some(failed_lines), Some(line)) = (&mut self.failed_lines, &pending.line) {
                failed_lines.accept(line)?;
            }
        }
        if self.output.is_json() {
            self.output.json(&outcome_json(pending, outcome))?;
        } else {
            self.output.row(&self.rows, &cells(&pending.notification, outcome))?;
        }
        self.output.flush()?;
        self.explain(pending, outcome);
        Ok(())
    }

    fn explain(&mut self, pending: &PendingNotification, outcome: &NotifyOutcome) {
        let vercel_id = outcome.vercel_id.as_deref();
        let Some(error) = &outcome.error else {
            if let Some(id) = vercel_id.filter(|_| self.failed_lines.is_none()) {
                self.output.note(format_args!("x-vercel-id: {id}"));
            }
            return;
        };
        let reason = match error {
            NotifyError::Rejected(error) => {
                Some(error.reason()).filter(|reason| !reason.is_empty())
            }
            // The row already says it all.
            NotifyError::NoResponse(_) => None,
        };
        let id = vercel_id.map(|id| format!("x-vercel-id for Vercel support: {id}"));
        let details: Vec<String> = reason.into_iter().chain(id).collect();
        if !details.is_empty() {
            self.output.bad(format_args!("{}: {}", name(pending), details.join(" · ")));
        }
        for hint in self.client.hints(error) {
            if !self.hints.contains(&hint) {
                self.hints.push(hint);
            }
        }
    }

    /// `stopped` says why the run ended early.
    fn print_summary(self, stopped: Option<&str>) {
        let Self { started, finished, accepted, output, .. } = self;
        let Some(failed_lines) = self.failed_lines else {
            if let Some(why) = stopped {
                output.warn(format_args!(
                    "{why}: Vercel may or may not have received the notification"
                ));
            }
            return;
        };
        let (failed, unfinished) = (finished - accepted, started - finished);
        let count = self.notifications.len();
        if let Some(why) = stopped {
            output.warn(format_args!(
                "{why}: {accepted} of {count} accepted, {failed} failed, {unfinished} unfinished, \
                 which Vercel may have accepted"
            ));
        } else {
            let took = self.began.elapsed();
            let rate = show_rate(finished as u64, took);
            let notifications = counted(finished as u64, "notification");
            let summary = format!("{notifications} in {} ({rate})", show_duration(took));
            if failed == 0 {
                output.good(format_args!("{summary}: all accepted"));
            } else {
                output.bad(format_args!("{summary}: {accepted} accepted, {failed} failed"));
            }
            if started < count {
                output.warn(format_args!(
                    "gave up after {MAX_FAILURES_IN_A_ROW} failures in a row that would affect \
                     every notification"
                ));
            }
        }
        let next_line = self.notifications.get(started).and_then(|next| next.line.as_ref());
        failed_lines.close(accepted < started, next_line, output);
    }
}

fn outcome_json(pending: &PendingNotification, outcome: &NotifyOutcome) -> Value {
    let (error, failure) = match &outcome.error {
        None => (None, None),
        Some(NotifyError::Rejected(error)) => (Some(error), None),
        Some(NotifyError::NoResponse(failure)) => (None, Some(failure)),
    };
    json!({
        "line": pending.line.as_ref().map(|line| line.number),
        "installationId": pending.notification.installation_id,
        "event": pending.notification.update,
        "ok": outcome.is_accepted(),
        "status": outcome.status(),
        "failure": failure,
        "error": error,
        "attempts": outcome.attempts,
        "timeMs": millis_of(outcome.time),
        "waitedMs": millis_of(outcome.waited),
        "vercelId": outcome.vercel_id,
    })
}

/// Prints what the emulator of `--api-url demo` received.
pub fn print_demo(requests: &[LoggedRequest], output: &Output) {
    if let [request] = requests {
        let event = request.event_text("type").unwrap_or("a request");
        let status = request.status;
        let text = format!("demo: the emulator received {event} and responded with {status}");
        if request.is_accepted() { output.good(text) } else { output.bad(text) }
    } else {
        let accepted = requests.iter().filter(|request| request.is_accepted()).count();
        let count = requests.len();
        output.note(format_args!("demo: the emulator accepted {accepted} of {count} requests"));
    }
    output.hint("omit --api-url to notify Vercel; `vercel-hooks emulate` is for your own tests");
}

/// What to call a notification in messages.
fn name(pending: &PendingNotification) -> String {
    match &pending.line {
        Some(line) => format!("line {}", line.number),
        None => type_name(&pending.notification).to_owned(),
    }
}

fn type_name(notification: &Notification) -> &'static str {
    notification.update.type_name()
}

fn resource_id(notification: &Notification) -> &str {
    notification.update.resource_id().unwrap_or("-")
}

fn cells(notification: &Notification, outcome: &NotifyOutcome) -> [Cell; 6] {
    let status = match (outcome.status(), &outcome.error) {
        (Some(status), _) => short_status(status),
        (None, error) => error.as_ref().map(ToString::to_string).unwrap_or_default(),
    };
    let tone = if outcome.is_accepted() { Tone::Good } else { Tone::Bad };
    [
        type_name(notification).into(),
        notification.installation_id.as_str().into(),
        resource_id(notification).into(),
        Cell::toned(tone, status),
        show_duration(outcome.time).into(),
        outcome.attempts.to_string().into(),
    ]
}
