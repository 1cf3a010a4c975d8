//! Selects event types by names, globs or `all`.

use glob::Pattern;

use super::description::unverified_note;
use super::event_type::EventType;
use super::table::EVENT_TYPES;
use crate::error::{Error, Result, nearest};

/// An event type under the spelling that was asked for, which is the one that is emitted.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    pub event_type: &'static EventType,
    pub name: &'static str,
}

/// The event type with exactly this name, in either spelling.
pub fn find(name: &str) -> Result<Named> {
    all_spellings().find(|named| named.name == name).ok_or_else(|| {
        let nearest = nearest(name, all_spellings().map(|named| named.name));
        Error::unknown("event", name, nearest, hint_for(name))
    })
}

const LIST_HINT: &str = "`vercel-hooks events list` shows them all";

fn hint_for(word: &str) -> &'static str {
    let is_endpoint = word.starts_with(':')
        || word.contains("://")
        || word.split(':').next() == Some("localhost");
    if word.contains(',') {
        "separate events with spaces"
    } else if is_endpoint {
        "use --to for an endpoint"
    } else {
        LIST_HINT
    }
}

pub fn unknown_payload(name: &str) -> Error {
    let note = unverified_note(name)
        .map(|note| format!(" ({})", note.trim_end_matches('.')))
        .unwrap_or_default();
    Error::usage(format!("the payload of `{name}` is not documented, so there is no sample{note}"))
        .with_hint("provide the payload with --payload FILE")
}

pub fn no_match(pattern: &str) -> Error {
    let hint = match nearest_glob(pattern) {
        Some(glob) => format!("did you mean '{glob}'?"),
        None if pattern.contains('*') => LIST_HINT.to_owned(),
        None => format!("`*` matches any text: '*{pattern}*'"),
    };
    Error::usage(format!("no event matches `{pattern}`")).with_hint(hint)
}

/// Corrects the text before the first wildcard: `deployment.*` for `deploymnt.*`.
fn nearest_glob(pattern: &str) -> Option<String> {
    let (prefix, wildcards) = pattern.split_at(pattern.find(['*', '?', '['])?);
    let parts = prefix.split('.').filter(|part| !part.is_empty()).count();
    let end = if prefix.ends_with('.') { "." } else { "" };
    let known: Vec<String> = all_spellings()
        .map(|named| named.name.split('.').take(parts).collect::<Vec<_>>().join(".") + end)
        .collect();
    let glob = nearest(prefix, known.iter().map(String::as_str))?.to_owned() + wildcards;
    let matches =
        Pattern::new(&glob).is_ok_and(|glob| all_spellings().any(|named| glob.matches(named.name)));
    (matches && glob != pattern).then_some(glob)
}

/// The event types that `words` name, in the order typed.
///
/// `all` is every documented type, current and legacy. A glob selects the documented types that it
/// matches; if there are none, others with a known payload (`spend:*`), and finally those without.
pub fn select(words: &[String]) -> Result<Vec<Named>> {
    let mut selected = Vec::new();
    for word in words {
        if word == "all" {
            let documented = EVENT_TYPES.iter().filter(|event_type| event_type.is_documented());
            selected
                .extend(documented.map(|event_type| Named { event_type, name: event_type.name }));
        } else if word.contains(['*', '?', '[']) {
            selected.extend(expand(word)?);
        } else {
            selected.push(find(word).map_err(|error| suggest_family(word).unwrap_or(error))?);
        }
    }
    Ok(selected)
}

/// Parses a glob over event names: `*`, `?` and `[…]`, where `*` also matches dots.
pub fn parse_glob(text: &str) -> Result<Pattern> {
    Pattern::new(text).map_err(|error| {
        Error::usage(format!("invalid glob `{text}`: {}", error.msg))
            .with_hint("`*` matches any text, `?` one character")
    })
}

/// Suggests `deployment.*` for `deployment`.
fn suggest_family(word: &str) -> Option<Error> {
    let is_member = |event_type: &&EventType| {
        event_type.name.strip_prefix(word).is_some_and(|rest| rest.starts_with('.'))
    };
    (EVENT_TYPES.iter().filter(is_member).count() > 1)
        .then(|| Error::unknown("event", word, Some(&format!("{word}.*")), LIST_HINT))
}

fn expand(word: &str) -> Result<Vec<Named>> {
    let pattern = parse_glob(word)?;
    let matching = || {
        EVENT_TYPES.iter().filter_map(|event_type| {
            let name = event_type.spellings().find(|name| pattern.matches(name))?;
            Some(Named { event_type, name })
        })
    };
    let preferences: [fn(&EventType) -> bool; 3] =
        [EventType::is_documented, |event_type| event_type.files.is_some(), |_| true];
    preferences
        .iter()
        .map(|is_preferred| {
            matching().filter(|named| is_preferred(named.event_type)).collect::<Vec<_>>()
        })
        .find(|found| !found.is_empty())
        .ok_or_else(|| no_match(word))
}

fn all_spellings() -> impl Iterator<Item = Named> {
    EVENT_TYPES
        .iter()
        .flat_map(|event_type| event_type.spellings().map(move |name| Named { event_type, name }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(words: &[&str]) -> Vec<&'static str> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        select(&words).unwrap().iter().map(|named| named.name).collect()
    }

    #[test]
    fn all_selects_every_documented_type() {
        let documented = EVENT_TYPES.iter().filter(|event_type| event_type.is_documented());
        let documented: Vec<&str> = documented.map(|event_type| event_type.name).collect();
        assert_eq!(names(&["all"]), documented);
    }

    #[test]
    fn keeps_the_spelling_that_was_typed() {
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
    fn globs_prefer_documented_types_then_known_payloads() {
        assert_eq!(names(&["*"]), names(&["all"]));
        assert!(!names(&["deployment.*"]).contains(&"deployment.checkrun.start"));
        assert_eq!(names(&["deployment.checkrun.*"]), ["deployment.checkrun.start"]);
        assert_eq!(names(&["thread.*"]), ["thread.resolved", "thread.unresolved"]);
        for glob in ["spend:*", "spend*"] {
            assert_eq!(names(&[glob]), ["spend:threshold", "spend:cycle-end"]);
        }
    }

    #[test]
    fn no_spelling_is_ambiguous() {
        let mut spellings: Vec<&str> = all_spellings().map(|named| named.name).collect();
        let count = spellings.len();
        spellings.sort_unstable();
        spellings.dedup();
        assert_eq!(spellings.len(), count);
    }
}
