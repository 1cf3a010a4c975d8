//! What came of a whole run, for every form of report.

use serde::Serialize;

use crate::check::{Advice, CONTROL, CaseOutcome, CaseResult, Level, Tally};
use crate::error::Exit;
use crate::http::TransportError;
use crate::http::endpoint::Endpoint;
use crate::output::{excerpt, full_status, visible_line};
use crate::time::Moment;

use super::reproduce::Again;

/// How much of an answer is shown.
const SHORT_ANSWER: usize = 512;

/// Of so many cases that failed alike it is told what they sent.
const TOLD: usize = 6;

/// So many of the cases that failed alike are named.
const NAMED: usize = 3;

/// A finding, and how to run its case again where it did not pass.
#[derive(Debug, Serialize)]
pub struct Entry<'a> {
    /// What came of the case.
    #[serde(flatten)]
    pub finding: CaseResult<'a>,
    /// How to run it again.
    pub reproduce: Option<Again>,
}

/// A whole run.
#[derive(Serialize)]
pub struct Results<'a> {
    /// Where the requests went.
    pub endpoint: &'a Endpoint,
    /// The seed of ids and choices.
    pub seed: u64,
    /// The time of the events.
    pub now: Moment,
    /// Whether the endpoint treats webhooks as it must, with --strict as it should.
    pub ok: bool,
    /// How many cases ended how.
    pub summary: Summary,
    /// What came of each case, in their order.
    pub cases: Vec<Entry<'a>>,
    /// What cannot be judged.
    pub advice: &'static [Advice],
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

/// Cases that failed alike: the same answer to each, and the same to change.
pub struct Group<'r> {
    /// The first of them.
    pub first: &'r Entry<'r>,
    /// All of them.
    pub all: Vec<&'r Entry<'r>>,
}

impl Results<'_> {
    /// The exit code it all means. Where nothing answers, or no more, no level excuses it.
    pub fn exit(&self) -> Exit {
        let is_silent = self.cases.iter().all(|entry| entry.finding.status.is_none());
        let last = self.cases.last().and_then(|entry| entry.finding.failure);
        let is_gone = last == Some(TransportError::Refused);
        if is_silent || is_gone || self.summary.tally.not_run > 0 {
            return Exit::Unreachable;
        }
        let counted = self.cases.iter().filter(|entry| entry.finding.counts(self.is_strict));
        counted.fold(Exit::Success, |exit, entry| exit.worst(entry.finding.exit()))
    }

    /// What failed, with what failed alike together, in the order of the first of each.
    pub fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        for entry in self.cases.iter().filter(|entry| entry.is_failed()) {
            match groups.iter_mut().find(|group| group.first.is_like(entry)) {
                Some(group) => group.all.push(entry),
                None => groups.push(Group { first: entry, all: vec![entry] }),
            }
        }
        groups
    }
}

impl Entry<'_> {
    /// Whether the case failed.
    pub fn is_failed(&self) -> bool {
        self.finding.outcome == CaseOutcome::Failed
    }

    fn is_like(&self, other: &Self) -> bool {
        let key = |entry: &Self| {
            let finding = &entry.finding;
            (finding.suite, finding.status, finding.failure)
        };
        key(self) == key(other)
            && self.finding.remedy == other.finding.remedy
            && self.finding.response == other.finding.response
    }

    /// What was sent, and why.
    pub fn sent(&self) -> String {
        self.finding.sentence()
    }

    /// What came back, and what was expected.
    pub fn came(&self) -> String {
        let came = match (self.finding.status, self.finding.failure) {
            (Some(status), _) => full_status(status),
            (None, Some(failure)) => format!("no answer: {}", failure.label()),
            (None, None) => "nothing".to_owned(),
        };
        format!("{came}; expected: {}", self.finding.expected)
    }

    /// What to change.
    pub fn change(&self) -> Option<String> {
        let remedy = visible_line(self.finding.remedy.as_ref()?);
        Some(if remedy.ends_with('?') { remedy.into_owned() } else { format!("{remedy}.") })
    }

    /// What the answer said, or its beginning.
    pub fn answer(&self) -> String {
        let Some(body) = &self.finding.response else { return String::new() };
        let (text, left_out) = excerpt(&body.bytes, SHORT_ANSWER);
        let is_cut = left_out > 0 || body.is_cut;
        format!("{}{}", text.trim_end(), if is_cut { " …" } else { "" })
    }
}

impl<'r> Group<'r> {
    /// Whether any of them counts.
    pub fn counts(&self, is_strict: bool) -> bool {
        self.all.iter().any(|entry| entry.finding.counts(is_strict))
    }

    /// Their level, or how many are of which.
    pub fn levels(&self) -> String {
        let of = |level: Level| self.all.iter().filter(|it| it.finding.level == level).count();
        match (of(Level::Must), of(Level::Should)) {
            (_, 0) => Level::Must.label().to_owned(),
            (0, _) => Level::Should.label().to_owned(),
            (must, should) => {
                format!("{must} {}, {should} {}", Level::Must.label(), Level::Should.label())
            }
        }
    }

    /// The first few, which say what was sent, and how many more there are. Where genuine events
    /// are refused as such, one says it.
    pub fn told(&self) -> (&[&'r Entry<'r>], usize) {
        let few = if self.first.finding.id == CONTROL { 1 } else { TOLD };
        let (told, more) = self.all.split_at(few.min(self.all.len()));
        (told, more.len())
    }

    /// The names of the cases, or of the first few.
    pub fn names(&self) -> String {
        let names: Vec<&str> = self.all.iter().map(|entry| entry.finding.id).take(NAMED).collect();
        let names = names.join(", ");
        match self.all.len().saturating_sub(NAMED) {
            0 => names,
            more => format!("{names} and {more} more"),
        }
    }
}
