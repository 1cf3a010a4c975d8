//! The report as `JUnit` XML, which CI systems read.

use quick_junit::{NonSuccessKind, Report as JunitReport, TestCase, TestCaseStatus, TestSuite};

use crate::error::{Error, Result};

use super::{CaseOutcome, Report, ReportedCase, Suite};

impl Report {
    /// A failure that does not count is skipped, so that the file and the exit code agree.
    ///
    /// # Errors
    /// Text that XML cannot hold.
    pub fn to_junit(&self) -> Result<String> {
        let mut report = JunitReport::new("vercel-hooks check");
        report.set_time(self.time);
        for suite in Suite::ALL {
            let is_of_suite = |case: &&ReportedCase| case.result.case.suite() == suite;
            let mut cases = self.cases.iter().filter(is_of_suite).peekable();
            if cases.peek().is_none() {
                continue;
            }
            let mut tests = TestSuite::new(suite.label());
            tests.add_property(("endpoint", self.endpoint.url().as_str()));
            tests.add_property(("seed", &*self.seed.to_string()));
            tests.add_property(("now", &*self.now.to_string()));
            tests.add_test_cases(cases.map(|case| test_case(case, self.is_strict)));
            report.add_test_suite(tests);
        }
        report.to_string().map_err(Error::start)
    }
}

fn test_case(case: &ReportedCase, is_strict: bool) -> TestCase {
    let result = &case.result;
    let status = match result.outcome {
        CaseOutcome::Passed => TestCaseStatus::success(),
        CaseOutcome::Failed if result.counts(is_strict) => {
            let kind = match result.failure() {
                Some(_) => NonSuccessKind::Error,
                None => NonSuccessKind::Failure,
            };
            let mut status = TestCaseStatus::non_success(kind);
            status.set_message(case.got());
            status.set_type(result.expected.clone());
            status.set_description(description(case));
            status
        }
        CaseOutcome::Failed => skipped(&format!("should: {}", case.got())),
        CaseOutcome::Inconclusive => skipped("genuine events were rejected too"),
        CaseOutcome::NotRun => skipped("not run"),
    };
    let mut test = TestCase::new(result.case.id, status);
    test.set_classname(result.case.suite().label());
    test.set_time(result.time.unwrap_or_default());
    test
}

fn description(case: &ReportedCase) -> String {
    let mut lines = vec![format!("Sent: {}", case.sent()), format!("Got: {}", case.got())];
    lines.extend(Some(case.response()).filter(|response| !response.is_empty()));
    lines.push(format!("Fix: {}", case.fix_sentence()));
    if let Some(reproduce) = &case.reproduce {
        lines.push(format!("Reproduce: {reproduce}"));
    }
    lines.join("\n")
}

fn skipped(why: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(why);
    status
}
