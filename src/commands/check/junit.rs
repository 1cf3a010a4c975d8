//! A report in the XML of `JUnit`, which CI systems read.

use std::time::Duration;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::check::{CaseOutcome, Suite};
use crate::error::{Error, Result};

use super::results::{Entry, Results};

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
        let mut tests = TestSuite::new(suite.label());
        tests.add_property(("endpoint", results.endpoint.url().as_str()));
        tests.add_property(("seed", &*results.seed.to_string()));
        tests.add_property(("now", &*results.now.to_string()));
        tests.add_test_cases(cases.map(|entry| test_case(entry, results.is_strict)));
        report.add_test_suite(tests);
    }
    report.to_string().map_err(Error::start)
}

fn test_case(entry: &Entry<'_>, is_strict: bool) -> TestCase {
    let finding = &entry.finding;
    let status = match finding.outcome {
        CaseOutcome::Passed => TestCaseStatus::success(),
        CaseOutcome::Failed if finding.counts(is_strict) => {
            let kind = match finding.failure {
                Some(_) => NonSuccessKind::Error,
                None => NonSuccessKind::Failure,
            };
            let mut status = TestCaseStatus::non_success(kind);
            status.set_message(entry.came());
            status.set_type(finding.expected.clone());
            status.set_description(explained(entry));
            status
        }
        CaseOutcome::Failed => skipped(&format!("should: {}", entry.came())),
        CaseOutcome::Inconclusive => skipped("genuine events are refused too"),
        CaseOutcome::NotRun => skipped("not run"),
    };
    let mut test = TestCase::new(finding.id, status);
    test.set_classname(finding.suite.label());
    test.set_time(finding.time.unwrap_or_default());
    test
}

/// All that is known of a failure, as text.
fn explained(entry: &Entry<'_>) -> String {
    let change = entry.change().map(|change| format!("Change: {change}"));
    let again = entry.reproduce.as_ref().map(|again| format!("Again: {}", again.command));
    let curl = entry.reproduce.as_ref().and_then(|again| again.curl.clone());
    let answer = Some(entry.answer()).filter(|answer| !answer.is_empty());
    let lines = [format!("Sent: {}", entry.sent()), format!("Came: {}", entry.came())];
    let more = [answer, change, again, curl];
    lines.into_iter().chain(more.into_iter().flatten()).collect::<Vec<_>>().join("\n")
}

fn skipped(why: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(why);
    status
}
