//! What `notify` prints while and after it tells Vercel.

use std::time::Instant;

use serde::Serialize;

use crate::error::{Exit, Result};
use crate::http::runtime::Ending;
use crate::marketplace::{
    ApiUrl, HOPELESS, Notification, NotifyError, NotifyOutcome, NotifyProgress, Seen, Wait, advice,
};
use crate::output::{Cell, Column, MANY, Output, ProgressBar, Rows, Tone, counted, short_status};
use crate::settings::secret::Secret;
use crate::time::{show_duration, show_rate};

use super::failed_lines::FailedLines;
use super::plan::Plan;

/// The widths of the columns, and how narrow they may become.
const WIDEST_ID: usize = 40;
const NARROW_INSTALLATION: usize = 12;
const NARROW_RESOURCE: usize = 9;

/// The report of one run.
pub struct NotifyReport<'a> {
    plan: &'a Plan,
    api: &'a ApiUrl,
    token: &'a Secret,
    output: &'a mut Output,
    rows: Rows,
    bar: ProgressBar,
    /// What is left of many.
    rest: Option<FailedLines<'a>>,
    ended: usize,
    taken: usize,
    exit: Exit,
    /// What to do next, each once.
    advice: Vec<String>,
    began: Instant,
}

/// A result as JSON: the outcome, and the line that it is about.
#[derive(Serialize)]
struct LineOutcome<'a> {
    line: Option<usize>,
    #[serde(flatten)]
    outcome: &'a NotifyOutcome,
}

impl<'a> NotifyReport<'a> {
    /// Begins a report with the titles of its columns.
    ///
    /// # Errors
    /// Those of printing.
    pub fn new(
        plan: &'a Plan,
        api: &'a ApiUrl,
        token: &'a Secret,
        rest: Option<FailedLines<'a>>,
        output: &'a mut Output,
    ) -> Result<Self> {
        let widest = |text: fn(&Notification) -> &str| {
            let widths = plan.notices.iter().map(|notice| text(notice).chars().count());
            widths.max().unwrap_or_default().min(WIDEST_ID)
        };
        let rows = output.begin_rows(vec![
            Column::text("NOTIFICATION", widest(type_name)),
            Column::text("INSTALLATION", widest(|it| &it.installation_id))
                .at_least(NARROW_INSTALLATION),
            Column::text("RESOURCE", widest(|it| it.notification.resource_id().unwrap_or("-")))
                .at_least(NARROW_RESOURCE),
            Column::status("STATUS"),
            Column::duration(),
            Column::number("ATTEMPTS", 0),
        ])?;
        let bar = output.progress_bar(plan.notices.len() as u64, MANY);
        Ok(Self {
            plan,
            api,
            token,
            output,
            rows,
            bar,
            rest,
            ended: 0,
            taken: 0,
            exit: Exit::Success,
            advice: Vec::new(),
            began: Instant::now(),
        })
    }

    /// Tells of one step.
    ///
    /// # Errors
    /// Those of printing, and of writing down what is under way.
    pub fn progress(&mut self, progress: NotifyProgress) -> Result<()> {
        let bar = self.bar.clone();
        match progress {
            NotifyProgress::Starting(place) => {
                self.rest.as_mut().map_or(Ok(()), |rest| rest.start(place))
            }
            NotifyProgress::Waiting(place, wait) => {
                bar.aside(|| self.waiting(place, &wait));
                Ok(())
            }
            NotifyProgress::Ended(place, outcome) => {
                bar.step();
                bar.aside(|| self.ended(place, &outcome))
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
        for advice in &self.advice {
            self.output.hint(advice);
        }
        match ending {
            Ending::Complete => {
                let exit = self.exit;
                self.summarise();
                Ok(exit)
            }
            Ending::Stopped => {
                self.say_stopped("interrupted");
                Ok(Exit::Interrupted)
            }
        }
    }

    /// Ends a report that cannot go on: says what is known, as nobody else does.
    pub fn abandon(self) {
        self.bar.end();
        self.say_stopped("stopped");
    }

    fn waiting(&self, place: usize, wait: &Wait) {
        let name = self.name(place);
        let (what, attempt) = (wait.error.words(), wait.attempt);
        let length = show_duration(wait.length);
        self.output.note(format_args!(
            "{name}: attempt {attempt} failed ({what}), trying again in {length}"
        ));
    }

    fn ended(&mut self, place: usize, outcome: &NotifyOutcome) -> Result<()> {
        self.ended += 1;
        self.exit = self.exit.worst(outcome.exit());
        if outcome.is_taken() {
            self.taken += 1;
            self.rest.as_mut().map_or(Ok(()), |rest| rest.take(place))?;
        }
        if self.output.is_json() {
            let line = self.plan.lines.as_ref().map(|lines| lines.lines[place].number);
            self.output.json(&LineOutcome { line, outcome })?;
        } else {
            self.output.row(&self.rows, &cells(outcome))?;
        }
        self.output.flush()?;
        self.explain(place, outcome);
        Ok(())
    }

    /// Says why a notification was not taken, and Vercel's name of the request.
    fn explain(&mut self, place: usize, outcome: &NotifyOutcome) {
        let vercel_id = outcome.vercel_id.as_deref();
        let Some(error) = &outcome.error else {
            if let Some(id) = vercel_id.filter(|_| self.plan.lines.is_none()) {
                self.output.note(format_args!("x-vercel-id: {id}"));
            }
            return;
        };
        let reason = match error {
            NotifyError::Refused(refusal) => refusal.reason(),
            // The row says it all.
            NotifyError::Failed(_) => String::new(),
        };
        let id = vercel_id.map(|id| format!("x-vercel-id for Vercel's support: {id}"));
        let parts: Vec<String> =
            [Some(reason), id].into_iter().flatten().filter(|part| !part.is_empty()).collect();
        if !parts.is_empty() {
            self.output.bad(format_args!("{}: {}", self.name(place), parts.join(" · ")));
        }
        for text in advice(outcome, self.api, self.token) {
            if !self.advice.contains(&text) {
                self.advice.push(text);
            }
        }
    }

    /// What to call a notification in messages.
    fn name(&self, place: usize) -> String {
        match &self.plan.lines {
            Some(lines) => format!("line {}", lines.lines[place].number),
            None => type_name(&self.plan.notices[place]).to_owned(),
        }
    }

    /// Says how many of many were taken, and what is left to do.
    fn summarise(self) {
        let Some(rest) = self.rest else { return };
        let (count, took) = (self.ended, self.began.elapsed());
        let (rate, took) = (show_rate(count as u64, took), show_duration(took));
        let text = format!("{} in {took} ({rate})", counted(count as u64, "notification"));
        match count - self.taken {
            0 => self.output.good(format_args!("{text}: Vercel took all")),
            not => self.output.bad(format_args!("{text}: Vercel took {}, not {not}", self.taken)),
        }
        if rest.not_started() > 0 {
            self.output.warn(format_args!(
                "gave up: {HOPELESS} in a row were not taken for reasons not their own"
            ));
        }
        rest.say(self.output);
    }

    fn say_stopped(self, how: &str) {
        let Some(rest) = self.rest else {
            self.output.warn(format_args!("{how}: Vercel may have been told or not"));
            return;
        };
        let (taken, failed) = (self.taken, self.ended - self.taken);
        let under_way = rest.started() - self.ended;
        let count = rest.started() + rest.not_started();
        self.output.warn(format_args!(
            "{how}: Vercel took {taken} of {count}, not {failed}; {under_way} were under way, of \
             which it may have taken some"
        ));
        rest.say(self.output);
    }
}

/// Says what the demo's stand-in saw.
pub fn say_seen(seen: &[Seen], output: &Output) {
    if let [one] = seen {
        let name = one.event_text("type").unwrap_or("a request");
        let text = format!("demo: the stand-in received {name}, and answered {}", one.status);
        if one.is_accepted() { output.good(text) } else { output.bad(text) }
    } else {
        let (accepted, count) = (seen.iter().filter(|it| it.is_accepted()).count(), seen.len());
        output.note(format_args!("demo: the stand-in took {accepted} of {count} requests"));
    }
    output.hint("for your own tests: vercel-hooks emulate; for real: leave out --api-url");
}

fn type_name(notice: &Notification) -> &'static str {
    notice.notification.notification_type().name()
}

fn cells(outcome: &NotifyOutcome) -> [Cell; 6] {
    let status = match (&outcome.error, outcome.status) {
        (Some(NotifyError::Failed(failure)), _) => failure.label().to_owned(),
        (_, Some(status)) => short_status(status),
        (_, None) => String::new(),
    };
    let tone = if outcome.is_taken() { Tone::Good } else { Tone::Bad };
    [
        type_name(&outcome.notice).into(),
        outcome.notice.installation_id.as_str().into(),
        outcome.notice.notification.resource_id().unwrap_or("-").into(),
        Cell::toned(tone, status),
        show_duration(outcome.time).into(),
        outcome.attempts.to_string().into(),
    ]
}
