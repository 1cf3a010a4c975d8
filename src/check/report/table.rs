//! A row of the results: a case, or several of one kind that ended alike.

use std::time::Duration;

use crate::output::{Cell, Column, Output, Rows, Tone, short_status};
use crate::time::show_duration;

use super::super::case::{Case, Level};
use super::super::cases::CONTROL;
use super::super::result::Got;
use super::{CaseOutcome, CaseResult};

const RESULT_WIDTH: usize = "inconclusive".len();

/// On a terminal, long names lose their middle down to this width before columns are lost.
const MIN_NAME_WIDTH: usize = 27;

pub fn columns<R>(cases: &[Case<R>]) -> Rows {
    let widest = cases.iter().map(|case| case.id.len()).fold(MIN_NAME_WIDTH, usize::max);
    Output::rows(vec![
        Column::text("CASE", widest).at_least(MIN_NAME_WIDTH),
        Column::text("LEVEL", Level::Should.label().len()),
        Column::text("RESULT", RESULT_WIDTH),
        Column::status("RESPONSE"),
        Column::duration(),
    ])
}

pub struct Row {
    name: String,
    /// The suite or the family of cases that share a row if they end alike.
    pub kind: Option<&'static str>,
    mixes_levels: bool,
    level: &'static str,
    outcome: CaseOutcome,
    response: String,
    time: Option<Duration>,
    count: usize,
}

impl Row {
    /// Of a case after the control, which failed if it got `rejected`.
    pub fn new(result: &CaseResult, rejected: Option<Got>) -> Self {
        let is_control = result.case.id == CONTROL;
        let is_like_control = rejected.is_some() && result.got == rejected && !is_control;
        let mixes_levels = result.is_doubted || is_like_control;
        let kind = if mixes_levels { Some(result.case.suite()) } else { result.case.family() };
        Self {
            name: result.case.id.to_owned(),
            kind,
            mixes_levels,
            level: result.case.level.label(),
            outcome: result.outcome,
            response: match result.got {
                Some(Ok(status)) => short_status(status),
                Some(Err(failure)) => failure.label().to_owned(),
                None => "-".to_owned(),
            },
            time: result.time,
            count: 1,
        }
    }

    /// Merges a row that ended alike into this one, and returns any other.
    pub fn merge(&mut self, other: Self) -> Option<Self> {
        let is_alike = (self.kind, self.outcome, &self.response)
            == (other.kind, other.outcome, &other.response);
        let is_of_level = self.level == other.level || self.mixes_levels;
        if !is_alike || !is_of_level {
            return Some(other);
        }
        if self.level != other.level {
            self.level = "both";
        }
        self.count += 1;
        self.time = self.time.max(other.time);
        None
    }

    pub fn cells(self) -> [Cell; 5] {
        let name = match self.count {
            1 => self.name,
            count => format!("{}.* ({count})", self.kind.unwrap_or_default()),
        };
        [
            name.into(),
            self.level.into(),
            outcome_cell(self.outcome),
            self.response.into(),
            self.time.map_or_else(|| "-".to_owned(), show_duration).into(),
        ]
    }
}

pub fn not_run(count: usize) -> [Cell; 5] {
    let name = format!("{count} more").into();
    [name, "".into(), outcome_cell(CaseOutcome::NotRun), "-".into(), "-".into()]
}

fn outcome_cell(outcome: CaseOutcome) -> Cell {
    let tone = match outcome {
        CaseOutcome::Passed => Tone::Good,
        CaseOutcome::Failed => Tone::Bad,
        CaseOutcome::Inconclusive | CaseOutcome::NotRun => Tone::Doubtful,
    };
    Cell::toned(tone, outcome.label())
}
