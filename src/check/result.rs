//! The result of one case.

use std::time::Duration;

use serde::Serialize;

use crate::delivery::StatusPattern;
use crate::error::Exit;
use crate::http::{Response, TransportError};

use super::cases::{Case, CaseRequest, Level};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseOutcome {
    Passed,
    Failed,
    /// The responses were as expected, but the endpoint rejects genuine events, too.
    Inconclusive,
    NotRun,
}

/// A request that was sent, and what came back.
pub(super) struct Exchange {
    pub request: CaseRequest,
    pub response: Result<Response, TransportError>,
    pub time: Duration,
}

/// The result of one case; of its exchanges, the first unexpected one decides, else the last.
pub struct CaseResult {
    pub case: Case,
    /// The expected response, in words.
    pub expected: String,
    pub outcome: CaseOutcome,
    /// How many requests were sent.
    pub requests: usize,
    /// The status of the decisive response, or why there was none.
    pub got: Option<Result<u16, TransportError>>,
    pub time: Option<Duration>,
    /// The decisive request.
    pub request: Option<CaseRequest>,
    /// The decisive response of a failed case, redacted.
    pub response: Option<Response>,
    /// What to change if it failed, known when all cases have run.
    pub fix: Option<String>,
}

impl CaseOutcome {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Inconclusive => "inconclusive",
            Self::NotRun => "not run",
        }
    }
}

impl Exchange {
    fn got(&self) -> Result<u16, TransportError> {
        self.response.as_ref().map(|response| response.status).map_err(|failure| *failure)
    }
}

impl CaseResult {
    pub(super) fn new(case: Case, exchanges: Vec<Exchange>, rejections: &[StatusPattern]) -> Self {
        let requests = exchanges.len();
        let is_unexpected = |exchange: &Exchange| {
            !exchange.got().is_ok_and(|status| case.suite().accepts(status, rejections))
        };
        let unexpected = exchanges.iter().position(is_unexpected);
        let decisive = unexpected.unwrap_or(requests.saturating_sub(1));
        let mut result = Self { requests, ..Self::not_run(case, rejections) };
        result.outcome =
            if unexpected.is_some() { CaseOutcome::Failed } else { CaseOutcome::Passed };
        if let Some(exchange) = exchanges.into_iter().nth(decisive) {
            result.got = Some(exchange.got());
            result.time = Some(exchange.time);
            if let (Some(_), Ok(response)) = (unexpected, exchange.response) {
                result.response = Some(response.redacted(&exchange.request.redactor));
            }
            result.request = Some(exchange.request);
        }
        result
    }

    pub(super) fn not_run(case: Case, rejections: &[StatusPattern]) -> Self {
        Self {
            case,
            expected: case.suite().expected(rejections),
            outcome: CaseOutcome::NotRun,
            requests: 0,
            got: None,
            time: None,
            request: None,
            response: None,
            fix: None,
        }
    }
    pub fn status(&self) -> Option<u16> {
        self.got?.ok()
    }
    pub fn failure(&self) -> Option<TransportError> {
        self.got?.err()
    }
    pub fn is_failed(&self) -> bool {
        self.outcome == CaseOutcome::Failed
    }

    /// Whether the endpoint responded 2xx.
    pub(super) fn is_accepted(&self) -> bool {
        self.status().is_some_and(|status| StatusPattern::SUCCESS.matches(status))
    }

    /// Whether its failure counts for the exit code.
    pub fn counts(&self, is_strict: bool) -> bool {
        is_strict || self.case.level == Level::Must
    }

    /// The exit code that it means if it counts.
    pub fn exit(&self) -> Exit {
        match self.outcome {
            CaseOutcome::Passed => Exit::Success,
            CaseOutcome::NotRun => Exit::Unreachable,
            CaseOutcome::Failed if self.failure().is_some() => Exit::Unreachable,
            CaseOutcome::Failed | CaseOutcome::Inconclusive => Exit::No,
        }
    }
}
