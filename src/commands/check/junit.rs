//! A report in the XML of `JUnit`, which CI systems read.

use std::time::Duration;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::check::{Outcome, Suite};
use crate::error::{Error, Result};

use super::report::{Entry, Results};

/// The report. What failed without counting is skipped, so that the file and the exit code agree.
///
/// # Errors
/// [`Error::Start`] where it cannot be written down.
pub fn of(results: &Results<'_>) -> Result<String> {
    let mut report = Report::new("vercel-hooks check");
    report.set_time(Duration::from_secs_f64(results.summary.time_ms / 1000.0));
    for suite in Suite::ALL {
        let mut cases = results.cases.iter().filter(|it| it.finding.suite == suite).peekable();
        if cases.peek().is_none() {
            continue;
        }
        let mut tests = TestSuite::new(suite.word());
        tests.add_property(("endpoint", results.endpoint.url().as_str()));
        tests.add_property(("seed", &*results.seed.to_string()));
        tests.add_property(("now", &*results.now.to_string()));
        tests.add_test_cases(cases.map(|entry| test_case(entry, results.is_strict)));
        report.add_test_suite(tests);
    }
    report.to_string().map_err(|error| Error::Start { why: error.to_string() })
}

fn test_case(entry: &Entry<'_>, is_strict: bool) -> TestCase {
    let finding = &entry.finding;
    let status = match finding.outcome {
        Outcome::Passed => TestCaseStatus::success(),
        Outcome::Failed if finding.counts(is_strict) => {
            let kind = match finding.failure {
                Some(_) => NonSuccessKind::Error,
                None => NonSuccessKind::Failure,
            };
            let mut status = TestCaseStatus::non_success(kind);
            status.set_message(entry.came());
            status.set_type(finding.expected.clone());
            status.set_description(entry.explained());
            status
        }
        Outcome::Failed => skipped(&format!("should: {}", entry.came())),
        Outcome::Inconclusive => skipped("genuine events are refused too"),
        Outcome::NotRun => skipped("not run"),
    };
    let mut test = TestCase::new(finding.id, status);
    test.set_classname(finding.suite.word());
    test.set_time(finding.time.unwrap_or_default());
    test
}

fn skipped(why: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(why);
    status
}
