//! What `notify` prints while and after it tells Vercel.

use std::collections::HashMap;
use std::time::Instant;

use serde::Serialize;

use crate::error::Result;
use crate::exit::Exit;
use crate::journal::{Entry, Journal};
use crate::output::{Cell, Column, Output, ProgressBar, Rows, Tone, show_status};
use crate::paper::quoted;
use crate::runtime::Ending;
use crate::secret::Secret;
use crate::time::show_duration;
use crate::vercel::{ApiUrl, HOPELESS, Notice, Outcome, Progress, Seen, Setback, Wait, advice};

use super::super::input;
use super::plan::{Lines, Plan};

/// From this many notifications on, a bar shows how far they are.
const MANY: usize = 20;

/// The widths of the columns, and how narrow they may become.
const WIDEST_ID: usize = 40;
const NARROW_INSTALLATION: usize = 12;
const NARROW_RESOURCE: usize = 9;
const STATUS_WIDTH: usize = 13;
const TIME_WIDTH: usize = 7;

/// The report of one run.
pub struct Report<'a> {
    plan: &'a Plan,
    api: &'a ApiUrl,
    token: &'a Secret,
    output: &'a mut Output,
    rows: Rows,
    bar: ProgressBar,
    /// What was not taken, and which of its lines is whose.
    journal: Option<Journal>,
    entries: HashMap<usize, Entry>,
    started: usize,
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
    outcome: &'a Outcome,
}

impl<'a> Report<'a> {
    /// Begins a report with the titles of its columns.
    ///
    /// # Errors
    /// Those of printing.
    pub fn new(
        plan: &'a Plan,
        api: &'a ApiUrl,
        token: &'a Secret,
        journal: Option<Journal>,
        output: &'a mut Output,
    ) -> Result<Self> {
        let widest = |text: fn(&Notice) -> &str| {
            let widths = plan.notices.iter().map(|notice| text(notice).chars().count());
            widths.max().unwrap_or_default().min(WIDEST_ID)
        };
        let rows = Rows::new(vec![
            Column::text("NOTIFICATION", widest(type_name)),
            Column::text("INSTALLATION", widest(|it| &it.installation_id))
                .at_least(NARROW_INSTALLATION),
            Column::text("RESOURCE", widest(|it| it.notification.resource_id().unwrap_or("-")))
                .at_least(NARROW_RESOURCE),
            Column::text("STATUS", STATUS_WIDTH),
            Column::number("TIME", TIME_WIDTH),
            Column::number("ATTEMPTS", 0),
        ])
        .fitted(output.data_width());
        if !output.is_json() {
            output.line(rows.header(output.style()))?;
            output.flush()?;
        }
        let count = plan.notices.len();
        let bar = ProgressBar::new(count as u64, count >= MANY && output.can_animate());
        Ok(Self {
            plan,
            api,
            token,
            output,
            rows,
            bar,
            journal,
            entries: HashMap::new(),
            started: 0,
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
    pub fn progress(&mut self, progress: Progress) -> Result<()> {
        let bar = self.bar.clone();
        match progress {
            Progress::Starting(place) => self.starting(place),
            Progress::Waiting(place, wait) => {
                bar.aside(|| self.waiting(place, &wait));
                Ok(())
            }
            Progress::Ended(place, outcome) => {
                bar.step();
                bar.aside(|| self.ended(place, &outcome))
            }
        }
    }

    /// Ends the report, and says how the run ended.
    ///
    /// # Errors
    /// Those of printing, and of writing down what was not taken.
    pub fn end(mut self, ending: Ending) -> Result<Exit> {
        self.bar.end();
        self.output.flush()?;
        if let Some(journal) = self.journal.take() {
            journal.close()?;
        }
        for advice in &self.advice {
            self.output.hint(advice);
        }
        if ending == Ending::Stopped {
            self.say_interrupted();
            return Ok(Exit::Interrupted);
        }
        if let Some(lines) = &self.plan.lines {
            self.summarise();
            if self.started < lines.lines.len() {
                self.output.warn(format_args!(
                    "gave up: {HOPELESS} in a row were not taken for reasons not their own"
                ));
            }
            self.say_where_the_rest_is();
            self.say_what_was_not_started(lines);
        }
        Ok(self.exit)
    }

    /// Writes a notification down before it is sent, so that it is not lost if nothing follows.
    fn starting(&mut self, place: usize) -> Result<()> {
        self.started += 1;
        if let (Some(journal), Some(lines)) = (&mut self.journal, &self.plan.lines) {
            let (_, line) = &lines.lines[place];
            self.entries.insert(place, journal.append(line)?);
        }
        Ok(())
    }

    fn waiting(&self, place: usize, wait: &Wait) {
        let name = self.name(place);
        let (what, attempt) = (wait.setback.words(), wait.attempt);
        let length = show_duration(wait.length);
        self.output.note(format_args!(
            "{name}: attempt {attempt} failed ({what}), trying again in {length}"
        ));
    }

    fn ended(&mut self, place: usize, outcome: &Outcome) -> Result<()> {
        self.ended += 1;
        self.exit = self.exit.worst(outcome.exit());
        if outcome.is_taken() {
            self.taken += 1;
            if let (Some(journal), Some(entry)) = (&mut self.journal, self.entries.remove(&place)) {
                journal.erase(entry)?;
            }
        }
        if self.output.is_json() {
            let line = self.plan.lines.as_ref().map(|lines| lines.lines[place].0);
            self.output.json(&LineOutcome { line, outcome })?;
        } else {
            let row = self.rows.row(&cells(outcome), self.output.style());
            self.output.line(row)?;
        }
        self.output.flush()?;
        self.explain(place, outcome);
        Ok(())
    }

    /// Says why a notification was not taken, and Vercel's name of the request.
    fn explain(&mut self, place: usize, outcome: &Outcome) {
        let vercel_id = outcome.vercel_id.as_deref();
        let Some(setback) = &outcome.setback else {
            if let Some(id) = vercel_id.filter(|_| self.plan.lines.is_none()) {
                self.output.note(format_args!("x-vercel-id: {id}"));
            }
            return;
        };
        let reason = match setback {
            Setback::Refused(refusal) => refusal.reason(),
            // The row says it all.
            Setback::Failed(_) => String::new(),
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
            Some(lines) => format!("line {}", lines.lines[place].0),
            None => type_name(&self.plan.notices[place]).to_owned(),
        }
    }

    fn summarise(&self) {
        let (count, took) = (self.ended, self.began.elapsed());
        #[expect(clippy::cast_precision_loss, reason = "a rate needs no more digits")]
        let rate = count as f64 / took.as_secs_f64().max(1e-6);
        let took = show_duration(took);
        let notifications = if count == 1 { "notification" } else { "notifications" };
        let text = format!("{count} {notifications} in {took} ({rate:.0} per second)");
        match count - self.taken {
            0 => self.output.good(format_args!("{text}: Vercel took all")),
            not => self.output.bad(format_args!("{text}: Vercel took {}, not {not}", self.taken)),
        }
    }

    fn say_interrupted(&self) {
        let under_way = self.started - self.ended;
        let Some(lines) = &self.plan.lines else {
            self.output.warn("interrupted: Vercel may have been told or not");
            return;
        };
        let (taken, failed) = (self.taken, self.ended - self.taken);
        self.output.warn(format_args!(
            "interrupted: Vercel took {taken} of {}, not {failed}; {under_way} were under way, of \
             which it may have taken some",
            lines.lines.len()
        ));
        self.say_where_the_rest_is();
        self.say_what_was_not_started(lines);
    }

    /// Says which lines were never sent.
    fn say_what_was_not_started(&self, lines: &Lines) {
        let Some((first, _)) = lines.lines.get(self.started) else { return };
        if input::is_standard_input(&lines.path) {
            self.output.hint(format_args!("from line {first} on, nothing was sent"));
            return;
        }
        let from = quoted(&lines.path.display().to_string());
        self.output.hint(format_args!("nothing was sent from line {first} on, which is:"));
        self.output.command(&format!("tail -n +{first} {from} | vercel-hooks notify --from -"));
    }

    /// Says where those are that Vercel did not take.
    fn say_where_the_rest_is(&self) {
        if self.taken == self.started {
            return;
        }
        match &self.plan.failed {
            Some(path) => {
                let path = quoted(&path.display().to_string());
                self.output.hint(format_args!("what Vercel did not take is in {path}:"));
                self.output.command(&format!("vercel-hooks notify --from {path}"));
            }
            None => self.output.hint("--failed FILE keeps what Vercel did not take, for --from"),
        }
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

fn type_name(notice: &Notice) -> &'static str {
    notice.notification.notification_type().name()
}

fn cells(outcome: &Outcome) -> [Cell; 6] {
    let status = match (&outcome.setback, outcome.status) {
        (Some(Setback::Failed(failure)), _) => failure.word().to_owned(),
        (_, Some(status)) => show_status(status, STATUS_WIDTH),
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
