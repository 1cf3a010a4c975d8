//! The report as `JUnit` XML, which CI systems read.

use quick_junit::{NonSuccessKind, Report as JunitReport, TestCase, TestCaseStatus, TestSuite};

use crate::error::{Error, Result};

use super::{CaseOutcome, CaseResult, Report, Suite};

impl Report {
    /// A failure that does not count is skipped, so that the file and the exit code agree.
    pub fn to_junit(&self) -> Result<String> {
        let mut report = JunitReport::new("vercel-hooks check");
        report.set_time(self.time);
        for suite in Suite::ALL.map(Suite::label) {
            let is_of_suite = |result: &&CaseResult| result.case.suite() == suite;
            let mut results = self.results.iter().filter(is_of_suite).peekable();
            if results.peek().is_none() {
                continue;
            }
            let mut tests = TestSuite::new(suite);
            tests.add_property(("endpoint", self.info.endpoint.url().as_str()));
            tests.add_property(("seed", &*self.info.seed.to_string()));
            tests.add_property(("now", &*self.info.now.to_string()));
            tests.add_test_cases(results.map(|result| self.test_case(result)));
            report.add_test_suite(tests);
        }
        report.to_string().map_err(Error::start)
    }

    fn test_case(&self, result: &CaseResult) -> TestCase {
        let got = result.show_got();
        let status = match result.outcome {
            CaseOutcome::Passed => TestCaseStatus::success(),
            CaseOutcome::Failed | CaseOutcome::Inconclusive
                if result.counts(self.info.is_strict) && !result.is_doubted =>
            {
                let kind = match (result.outcome, result.failure()) {
                    (CaseOutcome::Failed, None) => NonSuccessKind::Failure,
                    _ => NonSuccessKind::Error,
                };
                let mut status = TestCaseStatus::non_success(kind);
                status.set_message(got);
                status.set_type(result.expected.clone());
                status.set_description(self.description(result));
                status
            }
            CaseOutcome::Inconclusive if result.is_doubted => {
                skipped("genuine events were rejected too")
            }
            CaseOutcome::Failed | CaseOutcome::Inconclusive => skipped(&format!("should: {got}")),
            CaseOutcome::NotRun => skipped("not run"),
        };
        let mut test = TestCase::new(result.case.id, status);
        test.set_classname(result.case.suite());
        test.set_time(result.time.unwrap_or_default());
        test
    }

    fn description(&self, result: &CaseResult) -> String {
        let sent = format!("Sent: {}", result.case.sentence());
        let mut lines = vec![sent, format!("Got: {}", result.show_got())];
        lines.extend(Some(result.show_response()).filter(|response| !response.is_empty()));
        lines.push(format!("Fix: {}", result.show_fix()));
        lines.extend(
            self.reproduce(result)
                .map(|commands| format!("Reproduce: {}", self.show_commands(&commands))),
        );
        lines.join("\n")
    }
}

fn skipped(why: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(why);
    status
}
