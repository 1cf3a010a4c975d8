//! Failures as annotations, which GitHub shows beside the run.

use crate::output::Output;

use super::report::Results;

/// What GitHub Actions sets for every job.
const VARIABLE: &str = "GITHUB_ACTIONS";

/// Says them where GitHub listens.
pub fn say(results: &Results<'_>, output: &Output) {
    if std::env::var(VARIABLE).as_deref() != Ok("true") {
        return;
    }
    for entry in results.cases.iter().filter(|entry| entry.is_failed()) {
        let remedy = entry.finding.remedy.as_deref().unwrap_or_default();
        let text = format!("{} {}. {remedy}.", entry.sent(), entry.came());
        let title = format!("vercel-hooks check: {}", entry.finding.id);
        output.annotate(entry.finding.counts(results.is_strict), &title, &text);
    }
}
