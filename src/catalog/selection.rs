//! From what the user typed (names, globs, `all`) to event types.

use glob::Pattern;

use super::event_type::EventType;
use super::standing::Standing;
use super::table::EVENT_TYPES;
use crate::error::{Error, Result};
use crate::nearest::nearest;

/// An event type under the spelling that was asked for, which is the one that is emitted.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// The event type.
    pub event_type: &'static EventType,
    /// Its documented or its API spelling.
    pub name: &'static str,
}

/// The event type of exactly this name, in either spelling.
///
/// # Errors
/// [`Error::UnknownEvent`] with the nearest known name.
pub fn find(name: &str) -> Result<Named> {
    spellings().find(|named| named.name == name).ok_or_else(|| Error::UnknownEvent {
        name: name.to_owned(),
        nearest: nearest(name, spellings().map(|named| named.name)).map(str::to_owned),
    })
}

/// The event types that `words` name, in the order typed.
///
/// `all` is every documented type, current and legacy. A glob takes every type with a known
/// payload that it matches; only where it matches none of those, the types whose payload nobody
/// knows. Flat bodies are taken by globs that name them (`spend:*`).
///
/// # Errors
/// [`Error::UnknownEvent`] and [`Error::NoEventMatches`].
pub fn select(words: &[String]) -> Result<Vec<Named>> {
    let mut selected = Vec::new();
    for word in words {
        if word == "all" {
            selected.extend(EVENT_TYPES.iter().filter(|it| is_documented(it)).map(documented_name));
        } else if word.contains(['*', '?', '[']) {
            selected.extend(expand(word)?);
        } else {
            selected.push(find(word)?);
        }
    }
    Ok(selected)
}

/// Reads a glob over event names: `*`, `?` and `[…]`, where `*` also crosses dots.
///
/// # Errors
/// [`Error::BadGlob`].
pub fn parse_glob(text: &str) -> Result<Pattern> {
    Pattern::new(text)
        .map_err(|source| Error::BadGlob { pattern: text.to_owned(), why: source.msg.to_owned() })
}

fn expand(word: &str) -> Result<Vec<Named>> {
    let pattern = parse_glob(word)?;
    let matching: Vec<Named> = EVENT_TYPES
        .iter()
        .filter(|it| it.standing != Standing::Flat || word.contains(':'))
        .filter_map(|it| spelled(it, |name| pattern.matches(name)))
        .collect();
    if matching.is_empty() {
        return Err(Error::NoEventMatches { pattern: word.to_owned() });
    }
    let known: Vec<Named> =
        matching.iter().copied().filter(|named| named.event_type.files.is_some()).collect();
    Ok(if known.is_empty() { matching } else { known })
}

fn is_documented(event_type: &EventType) -> bool {
    matches!(event_type.standing, Standing::Current | Standing::Legacy)
}

const fn documented_name(event_type: &'static EventType) -> Named {
    Named { event_type, name: event_type.name }
}

/// The first spelling that `wanted` accepts, the documented one first.
fn spelled(event_type: &'static EventType, wanted: impl Fn(&str) -> bool) -> Option<Named> {
    std::iter::once(event_type.name)
        .chain(event_type.api_name)
        .find(|name| wanted(name))
        .map(|name| Named { event_type, name })
}

fn spellings() -> impl Iterator<Item = Named> {
    EVENT_TYPES.iter().flat_map(|event_type| {
        std::iter::once(event_type.name)
            .chain(event_type.api_name)
            .map(move |name| Named { event_type, name })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(words: &[&str]) -> Vec<&'static str> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        select(&words).unwrap().iter().map(|named| named.name).collect()
    }

    #[test]
    fn all_is_every_documented_type() {
        let is_documented =
            |it: &&EventType| matches!(it.standing, Standing::Current | Standing::Legacy);
        let documented = EVENT_TYPES.iter().filter(is_documented).map(|it| it.name);
        assert_eq!(names(&["all"]), documented.collect::<Vec<_>>());
    }

    #[test]
    fn the_spelling_typed_is_the_spelling_kept() {
        assert_eq!(names(&["domain.certificate.add"]), ["domain.certificate.add"]);
        assert_eq!(names(&["domain.certificate-add"]), ["domain.certificate-add"]);
        assert_eq!(
            names(&["domain.certificate.*"]),
            [
                "domain.certificate.add",
                "domain.certificate.add.failed",
                "domain.certificate.deleted",
                "domain.certificate.renew",
                "domain.certificate.renew.failed"
            ]
        );
    }

    #[test]
    fn a_glob_prefers_types_with_a_known_payload() {
        assert!(!names(&["deployment.*"]).contains(&"deployment.blocked"));
        assert!(names(&["deployment.*"]).contains(&"deployment.checkrun.start"));
        assert_eq!(names(&["thread.*"]), ["thread.resolved", "thread.unresolved"]);
        assert_eq!(names(&["spend:*"]), ["spend:threshold", "spend:cycle-end"]);
        assert!(!names(&["*"]).iter().any(|name| name.starts_with("spend")));
    }

    #[test]
    fn every_name_the_api_accepts_is_known() {
        let api_names = EVENT_TYPES
            .iter()
            .filter(|it| it.standing != Standing::Flat)
            .map(|it| it.api_name.unwrap_or(it.name));
        assert_eq!(api_names.count(), 112);
    }
}
