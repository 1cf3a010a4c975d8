//! What the results of all cases show together.

use std::collections::HashSet;

use super::super::cases::{CONTROL, Suite};
use super::super::result::{CaseOutcome, CaseResult};

/// Cases that send the same in other bytes.
pub const OTHER_BYTES: [&str; 5] = [
    "genuine.non-ascii",
    "genuine.escapes",
    "genuine.whitespace",
    "genuine.spaced",
    "genuine.key-order",
];

pub struct Evidence<'a> {
    pub results: &'a [CaseResult],
    pub accepted: HashSet<&'static str>,
    pub failed_control: Option<usize>,
}

impl<'a> Evidence<'a> {
    pub fn new(results: &'a [CaseResult]) -> Self {
        let accepted = results.iter().filter(|result| result.is_accepted());
        let is_failed_control =
            |result: &CaseResult| result.case.id == CONTROL && result.is_failed();
        Self {
            results,
            accepted: accepted.map(|result| result.case.id).collect(),
            failed_control: results.iter().position(is_failed_control),
        }
    }

    fn result(&self, id: &str) -> Option<&CaseResult> {
        self.results.iter().find(|result| result.case.id == id)
    }

    pub fn has_failed(&self, id: &str) -> bool {
        self.result(id).is_some_and(CaseResult::is_failed)
    }

    pub fn has_passed(&self, id: &str) -> bool {
        self.result(id).is_some_and(|result| result.outcome == CaseOutcome::Passed)
    }

    pub fn has_failed_alike(&self, id: &str, result: &CaseResult) -> bool {
        self.result(id).is_some_and(|other| other.is_failed() && other.got == result.got)
    }

    /// Whether this case failed, and all others that send the same in other bytes passed.
    pub fn is_only_failure(&self, result: &CaseResult, id: &str) -> bool {
        let is_other = |other: &&&str| **other != id;
        result.case.id == id
            && OTHER_BYTES.iter().filter(is_other).all(|other| self.has_passed(other))
    }

    /// Whether this case is accepted, and no other genuine one.
    pub fn accepts_instead(&self, id: &str) -> bool {
        let is_other = |other: &&str| *other != id && other.starts_with(Suite::Genuine.label());
        self.accepted.contains(id) && !self.accepted.iter().any(is_other)
    }

    /// Whether a genuine event failed as the control did.
    pub fn is_like_control(&self, result: &CaseResult) -> bool {
        Suite::of(&result.case) == Suite::Genuine
            && self.failed_control.is_some_and(|control| self.results[control].got == result.got)
    }

    pub fn is_rejected(&self, result: &CaseResult) -> bool {
        self.is_like_control(result) && matches!(result.status(), Some(400..=499))
    }

    /// Whether an event that has a signature like any other, but a wrong one, was not judged either.
    pub fn is_unjudged_like_any(&self, result: &CaseResult) -> bool {
        let usual = self.result("forged.other-secret");
        is_unjudged_forgery(result)
            && usual.is_some_and(|other| is_unjudged_forgery(other) && other.got == result.got)
    }
}

/// Whether a forged event was neither accepted nor rejected.
pub fn is_unjudged_forgery(result: &CaseResult) -> bool {
    Suite::of(&result.case) == Suite::Forged && result.outcome == CaseOutcome::Inconclusive
}
