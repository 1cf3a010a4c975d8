//! What a run of all cases showed, and the forms in which it is reported.

mod annotations;
mod html;
mod json;
mod junit;
mod list;
mod markdown;
mod reproduce;
mod table;
mod terminal;

use std::time::Duration;

use crate::error::Exit;
use crate::http::TransportError;
use crate::http::Trust;
use crate::http::endpoint::Endpoint;
use crate::http::runtime::Ending;
use crate::output::{excerpt, full_status, visible_line};
use crate::time::Moment;

use super::case::Level;
use super::cases::{CONTROL, Suite};
use super::result::{CaseOutcome, CaseResult};

pub use list::print_list;
pub use terminal::Terminal;

const MAX_RESPONSE: usize = 512;

/// Of cases that failed alike, this many say what they sent.
const MAX_SENT: usize = 6;

/// Of cases that failed alike, this many are named.
const MAX_NAMED: usize = 3;

/// What reports say about a run besides its results.
pub struct RunInfo {
    pub endpoint: Endpoint,
    pub trust: Trust,
    pub seed: u64,
    /// The time of the events.
    pub now: Moment,
    /// Whether failures of level `should` count.
    pub is_strict: bool,
    /// Whether reports for people include curl commands.
    pub is_verbose: bool,
    /// The arguments that run one case again, without its id: the endpoint as it is typed, and
    /// flags.
    pub reproduce: (String, Vec<String>),
}

pub struct Report {
    pub(super) info: RunInfo,
    pub(super) results: Vec<CaseResult>,
    pub(super) ending: Ending,
    pub(super) time: Duration,
}

/// Cases that failed alike: with the same response and the same fix.
struct Failure<'r> {
    first: &'r CaseResult,
    cases: Vec<&'r CaseResult>,
}

impl Report {
    /// An endpoint that is gone is unreachable whatever the level of the cases that show it.
    pub fn exit(&self) -> Exit {
        if self.ending == Ending::Stopped {
            return Exit::Interrupted;
        }
        let is_silent = self.results.iter().all(|result| result.status().is_none());
        let last = self.results.last().and_then(CaseResult::failure);
        let is_gone = last == Some(TransportError::Refused);
        if is_silent || is_gone || self.count_outcome(CaseOutcome::NotRun) > 0 {
            return Exit::Unreachable;
        }
        let counted = self.results.iter().filter(|result| result.counts(self.info.is_strict));
        counted.fold(Exit::Success, |exit, result| exit.worst(result.exit()))
    }

    fn count(&self, is_counted: impl Fn(&CaseResult) -> bool) -> usize {
        self.results.iter().filter(|result| is_counted(result)).count()
    }

    fn count_outcome(&self, outcome: CaseOutcome) -> usize {
        self.count(|result| result.outcome == outcome)
    }

    fn count_failed(&self, level: Level) -> usize {
        self.count(|result| result.is_failed() && result.case.level == level)
    }

    fn has_only_passes(&self) -> bool {
        self.results.iter().all(|result| result.outcome == CaseOutcome::Passed)
    }

    /// `3 of 5 cases passed` and where, and how many of each level failed.
    fn summary(&self, cases: &str, place: &str) -> String {
        let failed = [Level::Must, Level::Should].map(|level| match self.count_failed(level) {
            0 => String::new(),
            count => format!(", {count} `{}` failed", level.label()),
        });
        let passed = self.count_outcome(CaseOutcome::Passed);
        format!("{passed} of {cases} passed{place}{}", failed.concat())
    }

    /// Those with a `must` first, each in the order of its first case.
    fn failures(&self) -> Vec<Failure<'_>> {
        let mut failures: Vec<Failure<'_>> = Vec::new();
        for result in self.results.iter().filter(|result| result.fix.is_some()) {
            match failures.iter_mut().find(|failure| failure.first.failed_like(result)) {
                Some(failure) => failure.cases.push(result),
                None => failures.push(Failure { first: result, cases: vec![result] }),
            }
        }
        failures.sort_by_key(|failure| !failure.has_must());
        failures
    }
}

impl CaseResult {
    /// Responses to the same mistake may differ, as by the type that they name.
    fn failed_like(&self, other: &Self) -> bool {
        (self.case.suite(), self.outcome, self.got)
            == (other.case.suite(), other.outcome, other.got)
            && self.fix == other.fix
    }

    fn show_got(&self) -> String {
        let got = match self.got {
            Some(Ok(status)) => full_status(status),
            Some(Err(failure)) => format!("no response: {}", failure.label()),
            None => "nothing".to_owned(),
        };
        format!("{got}; expected {}", self.expected)
    }

    fn show_fix(&self) -> String {
        let fix = visible_line(self.fix.as_deref().unwrap_or_default());
        if fix.ends_with('?') { fix.into_owned() } else { format!("{fix}.") }
    }

    fn show_response(&self) -> String {
        let Some(response) = &self.response else { return String::new() };
        let page = html::text(response);
        let bytes = page.as_ref().map_or(&*response.body.bytes, String::as_bytes);
        let (text, left_out) = excerpt(bytes, MAX_RESPONSE);
        let is_cut = left_out > 0 || response.body.is_cut;
        format!("{}{}", text.trim_end(), if is_cut { " …" } else { "" })
    }
}

impl<'r> Failure<'r> {
    fn has_must(&self) -> bool {
        self.cases.iter().any(|result| result.case.level == Level::Must)
    }

    fn counts(&self, is_strict: bool) -> bool {
        self.cases.iter().any(|result| result.counts(is_strict))
    }

    /// `must`, `should`, or how many are which.
    fn levels(&self) -> String {
        let count = |level| self.cases.iter().filter(|result| result.case.level == level).count();
        match (count(Level::Must), count(Level::Should)) {
            (_, 0) => Level::Must.label().to_owned(),
            (0, _) => Level::Should.label().to_owned(),
            (must, should) => {
                format!("{must} {}, {should} {}", Level::Must.label(), Level::Should.label())
            }
        }
    }

    /// The cases that say what they sent, and how many more there are. If genuine events are
    /// rejected as such, one says it.
    fn shown(&self) -> (&[&'r CaseResult], usize) {
        let most = if self.first.case.id == CONTROL { 1 } else { MAX_SENT };
        let (shown, more) = self.cases.split_at(most.min(self.cases.len()));
        (shown, more.len())
    }

    /// All of its cases, unless they are named already, or all genuine events are rejected.
    fn all_names(&self) -> Option<String> {
        let names: Vec<&str> = self.cases.iter().map(|result| result.case.id).collect();
        (names.len() > MAX_NAMED && names[0] != CONTROL).then(|| names.join(", "))
    }

    fn names(&self) -> String {
        let names: Vec<&str> =
            self.cases.iter().map(|result| result.case.id).take(MAX_NAMED).collect();
        let names = names.join(", ");
        match self.cases.len().saturating_sub(MAX_NAMED) {
            0 => names,
            more => format!("{names} and {more} more"),
        }
    }
}
