//! One row of the table: a case, or several that ended alike.

use std::time::Duration;

use crate::check::{CaseOutcome, CaseResult, Level, TYPE_PREFIX};
use crate::output::{Cell, Tone, short_status};
use crate::time::show_duration;

/// One row.
pub struct Row {
    name: String,
    /// How many cases it stands for.
    count: usize,
    level: Option<Level>,
    outcome: CaseOutcome,
    answer: String,
    /// Of the slowest.
    time: Option<Duration>,
}

impl Row {
    /// For one case.
    pub fn of(finding: &CaseResult<'_>) -> Self {
        let answer = match (finding.status, finding.failure) {
            (Some(status), _) => short_status(status),
            (None, Some(failure)) => failure.label().to_owned(),
            (None, None) => "-".to_owned(),
        };
        Self {
            name: finding.id.to_owned(),
            count: 1,
            level: Some(finding.level),
            outcome: finding.outcome,
            answer,
            time: finding.time,
        }
    }

    /// For all those that were not run.
    pub fn not_run(count: usize) -> Self {
        Self {
            name: format!("{count} more"),
            count: 1,
            level: None,
            outcome: CaseOutcome::NotRun,
            answer: "-".to_owned(),
            time: None,
        }
    }

    /// Whether both ended alike.
    pub fn is_like(&self, other: &Self) -> bool {
        (self.level, self.outcome, &self.answer) == (other.level, other.outcome, &other.answer)
    }

    /// Lets it stand for another one, too.
    pub fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.time = self.time.max(other.time);
    }

    /// As it is shown.
    pub fn cells(self) -> [Cell; 5] {
        let tone = match self.outcome {
            CaseOutcome::Passed => Tone::Good,
            CaseOutcome::Failed => Tone::Bad,
            CaseOutcome::Inconclusive | CaseOutcome::NotRun => Tone::Doubtful,
        };
        let name = match self.count {
            1 => self.name,
            count => format!("{TYPE_PREFIX}* ({count})"),
        };
        [
            name.into(),
            self.level.map(Level::label).unwrap_or_default().into(),
            Cell::toned(tone, self.outcome.label()),
            self.answer.into(),
            self.time.map_or_else(|| "-".to_owned(), show_duration).into(),
        ]
    }
}
