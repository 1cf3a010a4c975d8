//! Which of the cases run.

use glob::Pattern;

use crate::error::{Error, Result, nearest};

use super::case::Case;

/// The cases of some suites (of all if none is named) whose ids match `only` (all if empty) and not
/// `skip`, and whether the `control` was added because cases of other suites need it.
pub fn select<R>(
    cases: Vec<Case<R>>,
    control: &str,
    suites: &[&str],
    only: &[Pattern],
    skip: &[Pattern],
) -> Result<(Vec<Case<R>>, bool)> {
    for pattern in only.iter().chain(skip) {
        if !cases.iter().any(|case| pattern.matches(case.id)) {
            return Err(unknown(pattern.as_str(), &cases));
        }
    }
    let matches = |patterns: &[Pattern], case: &Case<R>| {
        patterns.iter().any(|pattern| pattern.matches(case.id))
    };
    let is_wanted = |case: &Case<R>| {
        (suites.is_empty() || suites.contains(&case.suite()))
            && (only.is_empty() || matches(only, case))
    };
    let (selected, mut others): (Vec<_>, Vec<_>) =
        cases.into_iter().filter(|case| !matches(skip, case)).partition(is_wanted);
    if selected.is_empty() {
        return Err(Error::usage("no case is left to run").with_hint(
            "--suite, --only and --skip exclude them all; `vercel-hooks check --list` shows every \
             case",
        ));
    }
    others.retain(|case| case.id == control);
    let control =
        others.pop().filter(|control| selected.iter().any(|case| case.suite() != control.suite()));
    let has_added_control = control.is_some();
    Ok((control.into_iter().chain(selected).collect(), has_added_control))
}

fn unknown<R>(pattern: &str, cases: &[Case<R>]) -> Error {
    let nearest = if cases.iter().any(|case| case.suite() == pattern) {
        Some(format!("{pattern}.*"))
    } else {
        nearest(pattern, cases.iter().map(|case| case.id)).map(str::to_owned)
    };
    Error::unknown(
        "case",
        pattern,
        nearest.as_deref(),
        "`vercel-hooks check --list` shows them all",
    )
}
