//! The nearest known name to one that was mistyped.

/// Below this likeness a suggestion would only puzzle.
const LIKE_ENOUGH: f64 = 0.7;

/// The candidate most like `word`, if any is like enough.
///
/// A candidate whose last dotted part is `word` (`ready` for `deployment.ready`) counts as near.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let likeness = |candidate: &str| {
        let candidate = candidate.to_lowercase();
        let last_part = candidate.rsplit('.').next().unwrap_or(&candidate);
        let whole = strsim::normalized_damerau_levenshtein(&word, &candidate);
        if last_part == word { whole.max(0.9) } else { whole }
    };
    candidates
        .into_iter()
        .map(|candidate| (likeness(candidate), candidate))
        .filter(|(score, _)| *score >= LIKE_ENOUGH)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_typos_and_bare_last_parts_and_nothing_far_away() {
        let names = ["deployment.ready", "deployment.error", "flag.created"];
        assert_eq!(nearest("deployment.redy", names), Some("deployment.ready"));
        assert_eq!(nearest("error", names), Some("deployment.error"));
        assert_eq!(nearest("Flag.Create", names), Some("flag.created"));
        assert_eq!(nearest("push", names), None);
    }
}
