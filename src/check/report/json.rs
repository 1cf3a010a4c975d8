//! The report as JSON.

use serde_json::{Value, json};

use crate::error::Exit;
use crate::time::millis_of;

use super::super::advice::ADVICE;
use super::{CaseOutcome, CaseResult, Level, Report};

impl Report {
    pub fn to_json(&self) -> Value {
        json!({
            "endpoint": self.info.endpoint,
            "seed": self.info.seed,
            "now": self.info.now,
            "ok": self.exit() == Exit::Success,
            "summary": {
                "cases": self.results.len(),
                "passed": self.count_outcome(CaseOutcome::Passed),
                "failed": self.count_outcome(CaseOutcome::Failed),
                "failedMust": self.count_failed(Level::Must),
                "failedShould": self.count_failed(Level::Should),
                "inconclusive": self.count_outcome(CaseOutcome::Inconclusive),
                "notRun": self.count_outcome(CaseOutcome::NotRun),
                "requests": self.results.iter().map(|result| result.requests).sum::<usize>(),
                "timeMs": millis_of(self.time),
            },
            "cases": self.results.iter().map(|result| self.case(result)).collect::<Vec<_>>(),
            "advice": ADVICE,
        })
    }

    fn case(&self, result: &CaseResult) -> Value {
        let body = result.response.as_ref().map(|response| &response.body.bytes);
        json!({
            "id": result.case.id,
            "suite": result.case.suite(),
            "level": result.case.level.label(),
            "sends": result.case.sends,
            "matters": result.case.matters,
            "expected": result.expected,
            "outcome": result.outcome,
            "requests": result.requests,
            "status": result.status(),
            "failure": result.failure(),
            "timeMs": result.time.map(millis_of),
            "responseBody": body.map(|bytes| String::from_utf8_lossy(bytes)),
            "remedy": result.fix,
            "reproduce": self.reproduce(result),
        })
    }
}
