//! The nearest known name to one that was mistyped.

/// Below this likeness a suggestion would only puzzle.
const LIKE_ENOUGH: f64 = 0.7;

/// The candidate most like `word`, if any is like enough; of several, the first.
///
/// What separates the parts of a name does not matter (`deployment_ready`), and a candidate that
/// ends with `word` (`invoice.paid` for `marketplace.invoice.paid`) counts as near.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = plain(word);
    let likeness = |candidate: &str| {
        let candidate = plain(candidate);
        let before = candidate.strip_suffix(&word);
        let least = if before.is_some_and(|before| before.ends_with('.')) { 0.9 } else { 0.0 };
        // Measuring takes long; a length is counted at once.
        if most_likeness(&word, &candidate) < LIKE_ENOUGH {
            return least;
        }
        strsim::normalized_damerau_levenshtein(&word, &candidate).max(least)
    };
    candidates
        .into_iter()
        .map(|candidate| (likeness(candidate), candidate))
        .filter(|(score, _)| *score >= LIKE_ENOUGH)
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, candidate)| candidate)
}

/// How like each other texts of these lengths are at most.
fn most_likeness(one: &str, other: &str) -> f64 {
    let length = |text: &str| f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
    let (one, other) = (length(one), length(other));
    // As it is computed from the changes that are needed, which are that many at least.
    1.0 - (one - other).abs() / one.max(other).max(1.0)
}

/// A name in lower case, with a dot wherever two parts meet.
fn plain(name: &str) -> String {
    name.to_lowercase().replace(['-', '_', ':', ' '], ".")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn finds_typos_and_bare_last_parts_and_nothing_far_away() {
        let names = ["deployment.ready", "deployment.error", "flag.created"];
        assert_eq!(nearest("deployment.redy", names), Some("deployment.ready"));
        assert_eq!(nearest("error", names), Some("deployment.error"));
        assert_eq!(nearest("Flag.Create", names), Some("flag.created"));
        assert_eq!(nearest("push", names), None);
    }

    #[test]
    fn separators_do_not_matter_and_the_first_of_equals_is_taken() {
        let names = ["deployment.ready", "deployment-ready", "marketplace.invoice.paid"];
        for word in ["deployment_ready", "deployment:ready", "Deployment Ready"] {
            assert_eq!(nearest(word, names), Some("deployment.ready"));
        }
        assert_eq!(nearest("invoice-paid", names), Some("marketplace.invoice.paid"));
        assert_eq!(nearest("aid", names), None);
    }

    proptest! {
        #[test]
        fn a_length_rules_nothing_out_that_is_like_enough(one in "[aé.]{0,12}", other in "[aé.]{0,12}") {
            let likeness = strsim::normalized_damerau_levenshtein(&one, &other);
            prop_assert!(most_likeness(&one, &other) >= likeness, "{one} {other}");
        }
    }
}
