//! Failures as annotations of a GitHub Actions run.

use crate::output::Output;

use super::Report;

/// Set by GitHub Actions for every job.
const VARIABLE: &str = "GITHUB_ACTIONS";

impl Report {
    /// Annotates the run if GitHub Actions runs it.
    pub fn annotate(&self, output: &Output) {
        if std::env::var(VARIABLE).as_deref() != Ok("true") {
            return;
        }
        for failure in self.failures() {
            let first = failure.first;
            let text = format!("{} {}. {}", first.sent(), first.got(), first.fix_sentence());
            let title = format!("vercel-hooks check: {}", failure.names());
            output.annotate(failure.counts(self.is_strict), &title, &text);
        }
    }
}
