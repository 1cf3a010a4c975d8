//! The report in Markdown, for the summary of a CI run.

use std::fmt::Write as _;

use crate::error::Exit;

use super::super::advice::ADVICE;
use super::{CaseOutcome, Failure, Report, Suite};

impl Report {
    pub fn to_markdown(&self) -> String {
        let mark = match self.exit() {
            Exit::Success if self.has_only_passes() => "✅",
            Exit::Success => "⚠️",
            _ => "❌",
        };
        let place = format!(" at {}", code(&self.info.endpoint.to_string()));
        let summary = self.summary(&format!("{} cases", self.results.len()), &place);
        let mut page = format!(
            "## vercel-hooks check\n\n{mark} {summary}\n\n\
             | suite | passed | failed | inconclusive | not run |\n|---|---:|---:|---:|---:|\n"
        );
        for suite in Suite::ALL.map(Suite::label) {
            let count = |outcome| {
                self.count(|result| result.case.suite() == suite && result.outcome == outcome)
            };
            let _ = writeln!(
                page,
                "| {suite} | {} | {} | {} | {} |",
                count(CaseOutcome::Passed),
                count(CaseOutcome::Failed),
                count(CaseOutcome::Inconclusive),
                count(CaseOutcome::NotRun)
            );
        }
        for failure in self.failures() {
            self.write_failure(&mut page, &failure);
        }
        page.push_str("\n### Check these yourself\n\nThey can't be tested from outside.\n\n");
        for advice in ADVICE {
            let _ = writeln!(page, "- {}", advice.about);
        }
        let _ = writeln!(page, "\nSeed {}, time of the events {}.", self.info.seed, self.info.now);
        page
    }

    fn write_failure(&self, page: &mut String, failure: &Failure<'_>) {
        let first = failure.first;
        let mark = if first.outcome == CaseOutcome::Failed { "❌" } else { "❔" };
        let _ = writeln!(page, "\n### {mark} {} ({})\n", code(&failure.names()), failure.levels());
        if let Some(names) = failure.all_names() {
            let _ = writeln!(page, "- **Cases**: {}", code(&names));
        }
        let (shown, more) = failure.shown();
        for result in shown {
            let (id, sentence) = (code(result.case.id), result.case.sentence());
            let _ = writeln!(page, "- **Sent** ({id}): {sentence}");
        }
        if more > 0 {
            let _ = writeln!(page, "- and {more} more");
        }
        let _ = writeln!(page, "- **Got**: {}\n- **Fix**: {}", first.show_got(), first.show_fix());
        let response = first.show_response();
        if !response.is_empty() {
            let _ = write!(page, "\nResponse:\n\n{}", code_block("", &response));
        }
        if let Some(commands) = self.reproduce(first) {
            let _ = write!(
                page,
                "\nReproduce:\n\n{}",
                code_block("sh", &self.show_commands(&commands))
            );
        }
    }
}

/// A fence longer than any in the text, so that nothing in it ends the block.
fn code_block(language: &str, text: &str) -> String {
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
