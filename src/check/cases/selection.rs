//! Which of the cases run.

use glob::Pattern;

use crate::error::{Error, Result, nearest};

use super::{CONTROL, Case, Suite};

/// The cases of some suites (of all if none is named) whose ids match `only` (all if empty) and not
/// `skip`, and whether the control was added because others need it.
pub fn select(
    cases: Vec<Case>,
    suites: &[Suite],
    only: &[Pattern],
    skip: &[Pattern],
) -> Result<(Vec<Case>, bool)> {
    for pattern in only.iter().chain(skip) {
        if !cases.iter().any(|case| pattern.matches(case.id)) {
            return Err(unknown(pattern.as_str(), &cases));
        }
    }
    let matches =
        |patterns: &[Pattern], case: &Case| patterns.iter().any(|pattern| pattern.matches(case.id));
    let is_wanted = |case: &Case| {
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
    others.retain(|case| case.id == CONTROL);
    let needs_control = selected.iter().any(|case| case.suite() != Suite::Genuine);
    let control = others.pop().filter(|_| needs_control);
    Ok((control.into_iter().chain(selected).collect(), control.is_some()))
}

fn unknown(pattern: &str, cases: &[Case]) -> Error {
    let suite = Suite::ALL.into_iter().find(|suite| suite.label() == pattern);
    let nearest = match suite {
        Some(suite) => Some(format!("{}.*", suite.label())),
        None => nearest(pattern, cases.iter().map(|case| case.id)).map(str::to_owned),
    };
    Error::unknown(
        "case",
        pattern,
        nearest.as_deref(),
        "`vercel-hooks check --list` shows them all",
    )
}
