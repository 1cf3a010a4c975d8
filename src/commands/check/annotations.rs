//! Failures as annotations, which GitHub shows beside the run.

use crate::output::Output;

use super::results::Results;

/// What GitHub Actions sets for every job.
const VARIABLE: &str = "GITHUB_ACTIONS";

/// Says them where GitHub listens.
pub fn say(results: &Results<'_>, output: &Output) {
    if std::env::var(VARIABLE).as_deref() != Ok("true") {
        return;
    }
    for group in results.groups() {
        let first = group.first;
        let change = first.change().unwrap_or_default();
        let text = format!("{} {}. {change}", first.sent(), first.came());
        let title = format!("vercel-hooks check: {}", group.names());
        output.annotate(group.counts(results.is_strict), &title, &text);
    }
}
