//! Failures as annotations of a GitHub Actions run.

use crate::output::Output;

use super::Report;

const VARIABLE: &str = "GITHUB_ACTIONS";

impl Report {
    pub fn annotate(&self) {
        if std::env::var(VARIABLE).as_deref() != Ok("true") {
            return;
        }
        for failure in self.failures() {
            let first = failure.first;
            let text =
                format!("{} {}. {}", first.case.sentence(), first.show_got(), first.show_fix());
            let title = format!("vercel-hooks check: {}", failure.names());
            Output::annotate(failure.counts(self.info.is_strict), &title, &text);
        }
    }
}
