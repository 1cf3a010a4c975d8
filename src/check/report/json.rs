//! The report as JSON.

use serde_json::{Value, json};

use crate::error::Exit;
use crate::time::millis_of;

use super::super::advice::ADVICE;
use super::{CaseOutcome, Level, Report, ReportedCase};

impl Report {
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "endpoint": self.endpoint,
            "seed": self.seed,
            "now": self.now,
            "ok": self.exit() == Exit::Success,
            "summary": {
                "cases": self.cases.len(),
                "passed": self.count_outcome(CaseOutcome::Passed),
                "failed": self.count_outcome(CaseOutcome::Failed),
                "failedMust": self.count_failed(Level::Must),
                "failedShould": self.count_failed(Level::Should),
                "inconclusive": self.count_outcome(CaseOutcome::Inconclusive),
                "notRun": self.count_outcome(CaseOutcome::NotRun),
                "requests": self.cases.iter().map(|case| case.result.requests).sum::<usize>(),
                "timeMs": millis_of(self.time),
            },
            "cases": self.cases.iter().map(ReportedCase::to_json).collect::<Vec<_>>(),
            "advice": ADVICE,
        })
    }
}

impl ReportedCase {
    fn to_json(&self) -> Value {
        let result = &self.result;
        let body = result.response.as_ref().map(|response| &response.body.bytes);
        json!({
            "id": result.case.id,
            "suite": result.case.suite(),
            "level": result.case.level,
            "sends": result.case.sends,
            "matters": result.case.matters,
            "expected": result.expected,
            "outcome": result.outcome,
            "requests": result.requests,
            "status": result.status(),
            "failure": result.failure(),
            "timeMs": result.time.map(millis_of),
            "responseBody": body.map(|bytes| String::from_utf8_lossy(bytes)),
            "remedy": self.fix,
            "reproduce": self.reproduce,
        })
    }
}
