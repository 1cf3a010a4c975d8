//! From what the user typed (names, globs, `all`) to event types.

use glob::Pattern;

use super::description::unverified_note;
use super::event_type::EventType;
use super::status::Status;
use super::table::EVENT_TYPES;
use crate::error::{Error, Result, nearest};

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
    spellings().find(|named| named.name == name).ok_or_else(|| {
        let nearest = nearest(name, spellings().map(|named| named.name));
        Error::unknown("event", name, nearest, otherwise(name))
    })
}

const LIST: &str = "`vercel-hooks events list` shows them all";

/// The hint where no known name is like the word.
fn otherwise(word: &str) -> &'static str {
    let is_endpoint = word.starts_with(':')
        || word.contains("://")
        || word.split(':').next() == Some("localhost");
    if word.contains(',') {
        "separate events with spaces"
    } else if is_endpoint {
        "an endpoint is given with --to"
    } else {
        LIST
    }
}

pub fn unknown_payload(name: &str) -> Error {
    let note = unverified_note(name)
        .map(|note| format!(" ({})", note.trim_end_matches('.')))
        .unwrap_or_default();
    Error::usage(format!("the payload of `{name}` is not documented, so there is no sample{note}"))
        .with_hint("provide the payload with --payload FILE")
}

/// A glob that matches nothing.
pub fn no_match(pattern: &str) -> Error {
    Error::usage(format!("no event matches `{pattern}`")).with_hint(if pattern.contains('*') {
        LIST.to_owned()
    } else {
        format!("`*` matches any text: '*{pattern}*'")
    })
}

/// The event types that `words` name, in the order typed.
///
/// `all` is every documented type, current and legacy. A glob takes those of them that it matches;
/// where it matches none, all others with a known payload (`spend:*`), and where there are none of
/// these either, the types whose payload nobody knows.
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
            selected.push(find(word).map_err(|error| family(word).unwrap_or(error))?);
        }
    }
    Ok(selected)
}

/// Reads a glob over event names: `*`, `?` and `[…]`, where `*` also crosses dots.
///
/// # Errors
/// [`Error::BadGlob`].
pub fn parse_glob(text: &str) -> Result<Pattern> {
    Pattern::new(text).map_err(|source| {
        Error::usage(format!("invalid glob `{text}`: {}", source.msg))
            .with_hint("`*` matches any text, `?` one character")
    })
}

/// What is wrong with a word that several event types begin with.
fn family(word: &str) -> Option<Error> {
    let is_within =
        |it: &&EventType| it.name.strip_prefix(word).is_some_and(|rest| rest.starts_with('.'));
    (EVENT_TYPES.iter().filter(is_within).count() > 1)
        .then(|| Error::unknown("event", word, Some(&format!("{word}.*")), LIST))
}

fn expand(word: &str) -> Result<Vec<Named>> {
    let pattern = parse_glob(word)?;
    let matching = || EVENT_TYPES.iter().filter_map(|it| spelled(it, |name| pattern.matches(name)));
    let preferences = [is_documented, |it: &EventType| it.files.is_some(), |_: &EventType| true];
    preferences
        .iter()
        .map(|wanted| matching().filter(|it| wanted(it.event_type)).collect::<Vec<_>>())
        .find(|found| !found.is_empty())
        .ok_or_else(|| no_match(word))
}

fn is_documented(event_type: &EventType) -> bool {
    matches!(event_type.status, Status::Current | Status::Legacy)
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
        let is_documented = |it: &&EventType| matches!(it.status, Status::Current | Status::Legacy);
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
    fn a_glob_prefers_what_is_documented_and_then_what_has_a_known_payload() {
        assert_eq!(names(&["*"]), names(&["all"]));
        assert!(!names(&["deployment.*"]).contains(&"deployment.checkrun.start"));
        assert_eq!(names(&["deployment.checkrun.*"]), ["deployment.checkrun.start"]);
        assert_eq!(names(&["thread.*"]), ["thread.resolved", "thread.unresolved"]);
        for glob in ["spend:*", "spend*"] {
            assert_eq!(names(&[glob]), ["spend:threshold", "spend:cycle-end"]);
        }
    }

    #[test]
    fn every_name_the_api_accepts_is_known() {
        let api_names = EVENT_TYPES
            .iter()
            .filter(|it| it.status != Status::Flat)
            .map(|it| it.api_name.unwrap_or(it.name));
        assert_eq!(api_names.count(), 112);
    }
}
