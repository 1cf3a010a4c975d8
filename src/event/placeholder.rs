//! Placeholders in templates: `{{deployment.id}}`, `{{now-90s}}`.

use std::fmt::Write as _;

use crate::error::{Error, Result, nearest};
use crate::time::{Moment, parse_duration};

use super::sample_data::SampleData;
use super::samples::SAMPLES;

const OPEN: &str = "{{";
const CLOSE: &str = "}}";

/// What one event is filled from.
pub struct Filling<'a> {
    /// The sample world that the event shares with those of its round.
    pub world: &'a SampleData,
    /// The event's own id.
    pub event_id: &'a str,
    /// When the event happened.
    pub moment: Moment,
}

/// One placeholder.
#[derive(Clone, Copy, Debug)]
pub enum Placeholder {
    /// A thing of the sample world, by its place in [`SAMPLES`].
    Sample(usize),
    /// The event's own id: `event.id`.
    EventId,
    /// The event's time moved by `offset` milliseconds: `now-90s`.
    Now {
        /// Milliseconds to add.
        offset: i64,
        /// Whether it is written as ISO 8601 text: `now.iso`.
        iso: bool,
    },
}

/// Part of a text in a template.
#[derive(Clone, Debug)]
pub enum Piece {
    /// As it stands.
    Literal(String),
    /// To be filled.
    Placeholder(Placeholder),
}

/// The placeholders that are no part of the sample world, with what they are.
pub const OWN: [(&str, &str); 3] = [
    ("event.id", "the event's own id: 21 characters, new for every event"),
    ("now", "the event's time in milliseconds, a number when it stands alone; `now-90s`, `now+1d`"),
    ("now.iso", "the event's time as ISO 8601 text; `now.iso-30d`"),
];

impl Placeholder {
    fn parse(name: &str) -> Result<Self> {
        let unknown = || {
            let nearest =
                nearest(name, names()).map(|nearest| format!("did you mean `{nearest}`?"));
            Error::usage(format!("unknown placeholder `{{{{{name}}}}}`")).with_hint(
                nearest.unwrap_or_else(|| {
                    "the documentation lists the placeholders; `\\{{` is a literal `{{`".to_owned()
                }),
            )
        };
        if name == OWN[0].0 {
            return Ok(Self::EventId);
        }
        if let Some(rest) = name.strip_prefix("now") {
            let (iso, rest) = rest.strip_prefix(".iso").map_or((false, rest), |rest| (true, rest));
            let offset = parse_offset(rest).ok_or_else(unknown)?;
            return Ok(Self::Now { offset, iso });
        }
        SAMPLES.iter().position(|sample| sample.name == name).map(Self::Sample).ok_or_else(unknown)
    }

    /// Whether it is a number where it stands alone.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Now { iso: false, .. })
    }

    /// Appends its value, without quotes. No value holds a character that JSON would escape.
    pub fn write(self, filling: &Filling<'_>, out: &mut String) {
        match self {
            Self::Sample(index) => out.push_str(filling.world.value(index)),
            Self::EventId => out.push_str(filling.event_id),
            Self::Now { offset, iso } => {
                let moment = filling.moment.plus_millis(offset);
                // Writing to a string cannot fail.
                let _ =
                    if iso { write!(out, "{moment}") } else { write!(out, "{}", moment.millis()) };
            }
        }
    }
}

/// Splits a template's text into literals and placeholders; `\{{` is a literal `{{`.
///
/// # Errors
/// [`Error::UnknownPlaceholder`] and [`Error::OpenPlaceholder`].
pub fn parse_text(text: &str) -> Result<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(OPEN) {
        let (before, from_open) = rest.split_at(at);
        let after_open = &from_open[OPEN.len()..];
        if let Some(before) = before.strip_suffix('\\') {
            literal.push_str(before);
            literal.push_str(OPEN);
            rest = after_open;
            continue;
        }
        let (name, after) = after_open.split_once(CLOSE).ok_or_else(|| {
            Error::usage(format!("unclosed placeholder in \"{text}\""))
                .with_hint("close it with `}}`, or write `\\{{` for literal braces")
        })?;
        literal.push_str(before);
        if !literal.is_empty() {
            pieces.push(Piece::Literal(std::mem::take(&mut literal)));
        }
        pieces.push(Piece::Placeholder(Placeholder::parse(name.trim())?));
        rest = after;
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        pieces.push(Piece::Literal(literal));
    }
    Ok(pieces)
}

/// `+1d`, `-90s` or nothing, in milliseconds.
fn parse_offset(text: &str) -> Option<i64> {
    if text.is_empty() {
        return Some(0);
    }
    let sign = match text.as_bytes()[0] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let millis = parse_duration(&text[1..]).ok()?.as_millis();
    i64::try_from(millis).ok().map(|millis| sign * millis)
}

fn names() -> impl Iterator<Item = &'static str> {
    SAMPLES.iter().map(|sample| sample.name).chain(OWN.iter().map(|(name, _)| *name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(text: &str) -> String {
        let world = SampleData::new(1, 0);
        let moment = Moment::parse("2026-01-31T12:00:00Z").unwrap();
        let filling = Filling { world: &world, event_id: "the-event", moment };
        let mut out = String::new();
        for piece in parse_text(text).unwrap() {
            match piece {
                Piece::Literal(literal) => out.push_str(&literal),
                Piece::Placeholder(placeholder) => placeholder.write(&filling, &mut out),
            }
        }
        out
    }

    #[test]
    fn fills_ids_and_times_within_text() {
        assert_eq!(fill("<{{event.id}}>"), "<the-event>");
        assert_eq!(fill("{{ now.iso-30d }}"), "2026-01-01T12:00:00.000Z");
        assert_eq!(fill("{{now+1s}}"), "1769860801000");
        assert!(fill("{{project.id}}").starts_with("prj_"));
    }

    #[test]
    fn a_backslash_keeps_braces() {
        assert_eq!(fill(r"\{{now}} and }}"), "{{now}} and }}");
    }

    #[test]
    fn mistakes_are_named() {
        let message = |text: &str| parse_text(text).unwrap_err().to_string();
        assert!(message("{{deployment.ids}}").contains("deployment.ids"));
        assert!(message("{{now").contains("{{now"));
        assert!(parse_text("{{now*2}}").is_err());
        assert!(parse_text("{{}}").is_err());
    }
}
