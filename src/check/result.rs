//! What came of a case.

use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::delivery::{StatusPattern, is_protection};
use crate::error::Exit;
use crate::http::{Response, ResponseBody, TransportError};
use crate::time::millis_of;

use super::case::{Case, Level, Suite, sentence};
use super::exchange::CaseRequest;

/// What became of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseOutcome {
    /// Every answer was as expected.
    Passed,
    /// One was not, or did not come.
    Failed,
    /// The answers were as expected, but the endpoint refuses genuine events just the same.
    Inconclusive,
    /// It was not begun, or given up before its end.
    NotRun,
}

/// What came back to one request, after what time.
#[derive(Debug)]
pub(super) struct Reply<'a> {
    pub request: &'a CaseRequest,
    pub answer: Result<Response, TransportError>,
    pub time: Duration,
}

/// What came of a case.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CaseResult<'a> {
    /// The case's name.
    pub id: &'a str,
    /// What it is about.
    pub suite: Suite,
    /// How much a failure weighs.
    pub level: Level,
    /// What was to be sent.
    pub sends: &'a str,
    /// Why that matters.
    pub matters: &'static str,
    /// Which answer was expected.
    pub expected: String,
    /// What became of it.
    pub outcome: CaseOutcome,
    /// How many requests were answered or given up.
    pub requests: usize,
    /// The status of the answer that decided.
    pub status: Option<u16>,
    /// Why there was no answer.
    pub failure: Option<TransportError>,
    /// Milliseconds that the deciding answer took.
    #[serde(rename = "timeMs", serialize_with = "as_millis")]
    pub time: Option<Duration>,
    /// What the deciding answer said, up to a bound, where the case failed.
    #[serde(rename = "responseBody", serialize_with = "as_text")]
    pub response: Option<ResponseBody>,
    /// What to change, where it failed.
    pub remedy: Option<String>,
    /// Whether Vercel's deployment protection gave the deciding answer, where the case failed.
    #[serde(skip)]
    pub(super) is_protected: bool,
    /// Where the deciding answer pointed, where the case failed.
    #[serde(skip)]
    pub(super) location: Option<String>,
    /// The request that decided.
    #[serde(skip)]
    pub request: Option<CaseRequest>,
    /// Whether it is one of those that send one event of each type.
    #[serde(skip)]
    pub is_of_a_type: bool,
}

/// How many cases ended how.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tally {
    /// All of them.
    pub cases: usize,
    /// As expected.
    pub passed: usize,
    /// Not as expected.
    pub failed: usize,
    /// Those of them that must pass.
    pub failed_must: usize,
    /// Those of them that should.
    pub failed_should: usize,
    /// Without any meaning.
    pub inconclusive: usize,
    /// Not run.
    pub not_run: usize,
    /// The requests that were answered or given up.
    pub requests: usize,
}

impl CaseOutcome {
    /// In a word, for a table.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Inconclusive => "inconclusive",
            Self::NotRun => "not run",
        }
    }
}

impl<'a> CaseResult<'a> {
    /// What these replies mean; the first that is not as expected decides, else the last.
    pub(super) fn of(
        case: &'a Case,
        replies: Vec<Reply<'_>>,
        rejections: &[StatusPattern],
    ) -> Self {
        let requests = replies.len();
        let is_wrong = |reply: &Reply<'_>| {
            let status = reply.answer.as_ref().map(|answer| answer.status);
            !status.is_ok_and(|status| case.suite.accepts(status, rejections))
        };
        let at = replies.iter().position(is_wrong);
        let outcome = if at.is_some() { CaseOutcome::Failed } else { CaseOutcome::Passed };
        let at = at.unwrap_or(requests.saturating_sub(1));
        let mut finding = Self { outcome, requests, ..Self::not_run(case, rejections) };
        if let Some(reply) = replies.into_iter().nth(at) {
            finding.time = Some(reply.time);
            finding.status = reply.answer.as_ref().ok().map(|answer| answer.status);
            finding.failure = reply.answer.as_ref().err().copied();
            finding.request = Some(reply.request.clone());
            if let (CaseOutcome::Failed, Ok(answer)) = (outcome, reply.answer) {
                let answer = answer.redacted(&reply.request.hidden);
                finding.is_protected = is_protection(&answer);
                finding.location = answer.header("location");
                finding.response = Some(answer.body);
            }
        }
        finding
    }

    /// A case that was not run.
    pub(super) fn not_run(case: &'a Case, rejections: &[StatusPattern]) -> Self {
        Self {
            id: &case.id,
            suite: case.suite,
            level: case.level,
            sends: &case.sends,
            matters: case.matters,
            expected: case.suite.expected(rejections),
            outcome: CaseOutcome::NotRun,
            requests: 0,
            status: None,
            failure: None,
            time: None,
            response: None,
            remedy: None,
            is_protected: false,
            location: None,
            request: None,
            is_of_a_type: case.is_of_a_type(),
        }
    }

    /// What was sent and why it matters, in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        sentence(self.sends, self.matters)
    }

    /// What came back in the end.
    pub(super) fn answer(&self) -> Option<Result<u16, TransportError>> {
        self.failure.map(Err).or(self.status.map(Ok))
    }

    /// Whether the endpoint took what was sent.
    pub(super) fn is_taken(&self) -> bool {
        self.status.is_some_and(|status| StatusPattern::SUCCESS.matches(status))
    }

    /// Whether the endpoint said that it does not take what was sent.
    pub(super) fn is_refused(&self) -> bool {
        self.status.is_some_and(|status| matches!(status, 400..=499))
    }

    /// Whether it weighs on the exit code.
    #[must_use]
    pub fn counts(&self, is_strict: bool) -> bool {
        is_strict || self.level == Level::Must
    }

    /// The exit code it means, where it counts.
    #[must_use]
    pub const fn exit(&self) -> Exit {
        match (self.outcome, self.failure) {
            (CaseOutcome::Passed, _) => Exit::Success,
            (CaseOutcome::Failed, Some(_)) | (CaseOutcome::NotRun, _) => Exit::Unreachable,
            (CaseOutcome::Failed | CaseOutcome::Inconclusive, _) => Exit::No,
        }
    }
}

impl Tally {
    /// Counts a finding.
    pub fn add(&mut self, finding: &CaseResult<'_>) {
        self.cases += 1;
        self.requests += finding.requests;
        match (finding.outcome, finding.level) {
            (CaseOutcome::Failed, Level::Must) => self.failed_must += 1,
            (CaseOutcome::Failed, Level::Should) => self.failed_should += 1,
            _ => {}
        }
        *match finding.outcome {
            CaseOutcome::Passed => &mut self.passed,
            CaseOutcome::Failed => &mut self.failed,
            CaseOutcome::Inconclusive => &mut self.inconclusive,
            CaseOutcome::NotRun => &mut self.not_run,
        } += 1;
    }
}

#[expect(clippy::ref_option, reason = "the signature serde asks for")]
fn as_millis<S: Serializer>(time: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    time.map(millis_of).serialize(serializer)
}

#[expect(clippy::ref_option, reason = "the signature serde asks for")]
fn as_text<S: Serializer>(body: &Option<ResponseBody>, serializer: S) -> Result<S::Ok, S::Error> {
    body.as_ref().map(|body| String::from_utf8_lossy(&body.bytes)).serialize(serializer)
}
