//! The result of one case.

use std::time::Duration;

use serde::Serialize;
use tokio::time::Instant;

use crate::delivery::StatusPattern;
use crate::error::Exit;
use crate::http::{Client, Response, TransportError};

use super::case::{Case, Level};
use super::request::CaseRequest;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseOutcome {
    Passed,
    Failed,
    /// The endpoint did not judge the request, or rejects genuine events, too.
    Inconclusive,
    NotRun,
}

/// The status of a response, or why there was none.
pub type Got = Result<u16, TransportError>;

pub struct Exchange {
    pub request: CaseRequest,
    pub response: Result<Response, TransportError>,
    pub time: Duration,
}

/// The result of one case; of its exchanges, the first unexpected one decides, else the last.
pub struct CaseResult {
    pub case: Case,
    pub expected: String,
    pub outcome: CaseOutcome,
    pub requests: usize,
    /// The status of the decisive response, or why there was none.
    pub got: Option<Got>,
    pub time: Option<Duration>,
    pub request: Option<CaseRequest>,
    /// The decisive response of a failed case, redacted.
    pub response: Option<Response>,
    /// What to change, known when all cases have run; nothing if it passed, or is inconclusive
    /// because genuine events were rejected.
    pub fix: Option<String>,
    /// The case after which the repeated control was not accepted.
    pub failed_after: Option<&'static str>,
    /// Whether it is inconclusive because genuine events were rejected.
    pub is_doubted: bool,
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
    pub async fn new(request: &CaseRequest, client: &Client) -> Self {
        let started = Instant::now();
        let response = request.send(client).await;
        Self { request: request.clone(), response, time: started.elapsed() }
    }

    pub fn got(&self) -> Got {
        self.response.as_ref().map(|response| response.status).map_err(|failure| *failure)
    }

    pub fn is_accepted(&self) -> bool {
        self.got().is_ok_and(|status| StatusPattern::SUCCESS.matches(status))
    }
}

impl CaseResult {
    pub fn new(
        case: Case,
        expected: String,
        exchanges: Vec<Exchange>,
        judge: impl Fn(&Exchange) -> CaseOutcome,
    ) -> Self {
        let requests = exchanges.len();
        let find = |outcome| exchanges.iter().position(|exchange| judge(exchange) == outcome);
        let unexpected = find(CaseOutcome::Failed).or_else(|| find(CaseOutcome::Inconclusive));
        let decisive = unexpected.unwrap_or(requests.saturating_sub(1));
        let mut result = Self { requests, ..Self::not_run(case, expected) };
        if let Some(exchange) = exchanges.into_iter().nth(decisive) {
            result.outcome = judge(&exchange);
            result.got = Some(exchange.got());
            result.time = Some(exchange.time);
            if let (Some(_), Ok(response)) = (unexpected, exchange.response) {
                result.response = Some(response.redacted(&exchange.request.redactor));
            }
            result.request = Some(exchange.request);
        }
        result
    }

    pub const fn not_run(case: Case, expected: String) -> Self {
        Self {
            case,
            expected,
            outcome: CaseOutcome::NotRun,
            requests: 0,
            got: None,
            time: None,
            request: None,
            response: None,
            fix: None,
            failed_after: None,
            is_doubted: false,
        }
    }

    /// Notes that the control, which this is the result of, was sent again after another case.
    pub fn repeated(&mut self, repetition: Self, after: &'static str) {
        self.requests += 1;
        if repetition.is_failed() && !self.is_failed() {
            *self = Self { requests: self.requests, failed_after: Some(after), ..repetition };
        }
    }

    /// Makes this inconclusive, because the control was rejected.
    pub const fn doubt(&mut self) {
        self.outcome = CaseOutcome::Inconclusive;
        self.is_doubted = true;
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

    pub fn says(&self, words: &str) -> bool {
        let body = self.response.as_ref().map(|response| &response.body.bytes);
        body.is_some_and(|body| String::from_utf8_lossy(body).contains(words))
    }

    pub fn is_refused(&self) -> bool {
        self.failure() == Some(TransportError::Refused)
    }

    /// Whether it failed, or is inconclusive because of its own response.
    pub fn needs_diagnosis(&self) -> bool {
        self.is_failed() || self.outcome == CaseOutcome::Inconclusive && !self.is_doubted
    }

    pub fn is_accepted(&self) -> bool {
        self.status().is_some_and(|status| StatusPattern::SUCCESS.matches(status))
    }

    pub fn counts(&self, is_strict: bool) -> bool {
        is_strict || self.case.level == Level::Must
    }

    /// The exit code that it means if it counts.
    pub fn exit(&self) -> Exit {
        match self.outcome {
            CaseOutcome::Passed => Exit::Success,
            CaseOutcome::NotRun => Exit::Unreachable,
            CaseOutcome::Failed | CaseOutcome::Inconclusive if self.failure().is_some() => {
                Exit::Unreachable
            }
            CaseOutcome::Failed | CaseOutcome::Inconclusive => Exit::No,
        }
    }
}
