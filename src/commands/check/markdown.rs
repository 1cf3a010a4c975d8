//! A report in Markdown, for the summary of a CI run.

use std::fmt::Write as _;

use crate::check::{CaseOutcome, Level, Suite};

use super::results::{Entry, Group, Results};

/// The report.
pub fn of(results: &Results<'_>) -> String {
    let mut page = String::from("## vercel-hooks check\n\n");
    let tally = results.summary.tally;
    let mark = if results.ok { "✅" } else { "❌" };
    let of_level = |count: usize, level: Level| match count {
        0 => String::new(),
        count => format!(", {count} failed that {} pass", level.label()),
    };
    let _ = writeln!(
        page,
        "{mark} {} of {} cases passed at {}{}{}\n\n| suite | passed | failed | inconclusive | not run |\n\
         |---|---:|---:|---:|---:|",
        tally.passed,
        tally.cases,
        code(&results.endpoint.to_string()),
        of_level(tally.failed_must, Level::Must),
        of_level(tally.failed_should, Level::Should)
    );
    for suite in Suite::ALL {
        let count = |outcome| {
            let is_one = |entry: &&Entry<'_>| {
                entry.finding.suite == suite && entry.finding.outcome == outcome
            };
            results.cases.iter().filter(is_one).count()
        };
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} |",
            suite.label(),
            count(CaseOutcome::Passed),
            count(CaseOutcome::Failed),
            count(CaseOutcome::Inconclusive),
            count(CaseOutcome::NotRun)
        );
    }
    for group in results.groups() {
        failure(&mut page, &group);
    }
    page.push_str("\n### For you to check\n\nNo answer shows these.\n\n");
    for advice in results.advice {
        let _ = writeln!(page, "- {}", advice.about);
    }
    let _ = writeln!(page, "\nSeed {}, time of the events {}.", results.seed, results.now);
    page
}

fn failure(page: &mut String, group: &Group<'_>) {
    let first = group.first;
    let levels = group.levels();
    let _ = writeln!(page, "\n### ❌ {} ({levels})\n", code(&group.names()));
    let (told, more) = group.told();
    for entry in told {
        let _ = writeln!(page, "- **Sent** ({}): {}", code(entry.finding.id), entry.sent());
    }
    if more > 0 {
        let _ = writeln!(page, "- and {more} more");
    }
    let _ = writeln!(page, "- **Came**: {}", first.came());
    if let Some(change) = first.change() {
        let _ = writeln!(page, "- **Change**: {change}");
    }
    let answer = first.answer();
    if !answer.is_empty() {
        let _ = write!(page, "\nThe answer:\n\n{}", block("", &answer));
    }
    if let Some(again) = &first.reproduce {
        let commands = again.curl.as_deref().map(|curl| format!("\n{curl}")).unwrap_or_default();
        let commands = format!("{}{commands}", again.command);
        let _ = write!(page, "\nAgain:\n\n{}", block("sh", &commands));
    }
}

/// Text that nothing in it can end.
fn block(language: &str, text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("{fence}{language}\n{text}\n{fence}\n")
}

fn code(text: &str) -> String {
    let fence = "`".repeat(longest_run(text) + 1);
    format!("{fence}{text}{fence}")
}

fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or_default()
}
