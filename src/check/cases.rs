//! All cases.

use crate::catalog::Named;

use super::case::{Case, Definition, Suite};
use super::{forged, genuine, robustness};

/// Every case, in the order in which they run, with one for each of these types.
#[must_use]
pub fn all(types: &[Named]) -> Vec<Case> {
    let of = |suite, definitions: &'static [Definition]| {
        definitions.iter().map(move |definition| Case::defined(suite, definition))
    };
    let mut genuine = of(Suite::Genuine, genuine::CASES);
    // The control leads.
    let control = genuine.next();
    control
        .into_iter()
        .chain(types.iter().copied().map(Case::of_type))
        .chain(genuine)
        .chain(of(Suite::Forged, forged::CASES))
        .chain(of(Suite::Robustness, robustness::CASES))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::case::CONTROL;
    use super::*;
    use crate::catalog::select;

    #[test]
    fn the_control_leads_and_every_name_is_used_once() {
        let cases = all(&select(&["all".to_owned()]).unwrap());
        assert_eq!(cases[0].id, CONTROL);
        let names: BTreeSet<&str> = cases.iter().map(|case| &*case.id).collect();
        assert_eq!(names.len(), cases.len());
    }

    #[test]
    fn every_case_says_what_why_and_what_to_change() {
        for case in all(&select(&["all".to_owned()]).unwrap()) {
            let id = &case.id;
            assert!(case.sends.starts_with(|it: char| !it.is_lowercase()), "{id}: {}", case.sends);
            assert!(!case.matters.ends_with('.'), "{id}: {}", case.matters);
            assert!(!case.remedy.is_empty() && !case.remedy.ends_with('.'), "{id}");
        }
    }
}
