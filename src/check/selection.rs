//! Which of the cases are run.

use glob::Pattern;

use crate::catalog::parse_glob;
use crate::error::{Error, Result, nearest};

use super::case::{CONTROL, Case, Suite};

/// Which of the cases are run.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Cases of these suites; of all where none is named.
    pub suites: Vec<Suite>,
    /// Names and globs of the only cases that are run; all where there are none.
    pub only: Vec<String>,
    /// Names and globs of cases that are not.
    pub skip: Vec<String>,
}

impl Selection {
    /// Keeps the cases that were asked for, and the control where others need it: whether it was
    /// added is said with them.
    ///
    /// # Errors
    /// [`Error::UnknownCase`] where a name or a glob stands for none of the cases,
    /// [`Error::BadGlob`], and [`Error::NoCase`] where nothing is left.
    pub fn of(&self, cases: Vec<Case>) -> Result<(Vec<Case>, bool)> {
        let only = patterns(&self.only, &cases)?;
        let skip = patterns(&self.skip, &cases)?;
        let is_wanted = |case: &Case| {
            (self.suites.is_empty() || self.suites.contains(&case.suite))
                && (only.is_empty() || only.iter().any(|pattern| pattern.matches(&case.id)))
        };
        let is_skipped = |case: &Case| skip.iter().any(|pattern| pattern.matches(&case.id));
        let chosen =
            cases.iter().filter(|case| is_wanted(case) && !is_skipped(case)).map(|case| case.suite);
        let suites: Vec<Suite> = chosen.collect();
        if suites.is_empty() {
            return Err(Error::usage("no case is left to run").with_hint("--suite, --only and --skip exclude them all; `vercel-hooks check --list` shows every case"));
        }
        let needs_control = suites.iter().any(|suite| *suite != Suite::Genuine);
        let is_added = |case: &Case| needs_control && case.id == CONTROL && !is_wanted(case);
        let kept: Vec<Case> = cases
            .into_iter()
            .filter(|case| (is_wanted(case) || is_added(case)) && !is_skipped(case))
            .collect();
        let was_added = kept.iter().any(is_added);
        Ok((kept, was_added))
    }
}

fn patterns(texts: &[String], cases: &[Case]) -> Result<Vec<Pattern>> {
    let read = |text: &String| {
        let pattern = parse_glob(text)?;
        if cases.iter().any(|case| pattern.matches(&case.id)) {
            return Ok(pattern);
        }
        let nearest = match Suite::ALL.iter().find(|suite| suite.label() == text) {
            Some(_) => Some(format!("{text}.*")),
            None => nearest(text, cases.iter().map(|case| &*case.id)).map(str::to_owned),
        };
        Err(Error::unknown(
            "case",
            text,
            nearest.as_deref(),
            "`vercel-hooks check --list` shows them all",
        ))
    };
    texts.iter().map(read).collect()
}
