//! Placeholders in templates: `{{deployment.id}}`, `{{now-90s}}`.

use std::fmt::Write as _;

use crate::error::{Error, Result, nearest};
use crate::time::{Moment, parse_duration};

use super::sample_data::{SAMPLES, SampleData};

const OPEN: &str = "{{";
const CLOSE: &str = "}}";

/// The values for the placeholders of one event.
#[derive(Clone, Copy)]
pub struct EventContext<'a> {
    /// Shared by the events of a round.
    pub data: &'a SampleData,
    pub event_id: &'a str,
    pub time: Moment,
}

#[derive(Clone, Copy, Debug)]
pub enum Placeholder {
    /// An index of [`SAMPLES`].
    Sample(usize),
    EventId,
    /// The event's time, moved: `now-90s`, or `now.iso` for an ISO 8601 string.
    Now {
        offset_millis: i64,
        iso: bool,
    },
}

#[derive(Clone, Debug)]
pub enum TextPart {
    Literal(String),
    Placeholder(Placeholder),
}

/// The placeholders that belong to the event rather than to the sample data.
pub const EVENT_PLACEHOLDERS: [(&str, &str); 3] = [
    ("event.id", "the event's own id: 21 characters, new for every event"),
    ("now", "the event's time in milliseconds, a number when it stands alone; `now-90s`, `now+1d`"),
    ("now.iso", "the event's time as an ISO 8601 string; `now.iso-30d`"),
];

impl Placeholder {
    fn parse(name: &str) -> Result<Self> {
        let unknown = || {
            let hint = match nearest(name, names()) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => {
                    "the documentation lists the placeholders; `\\{{` is a literal `{{`".to_owned()
                }
            };
            Error::usage(format!("unknown placeholder `{{{{{name}}}}}`")).with_hint(hint)
        };
        if name == "event.id" {
            return Ok(Self::EventId);
        }
        if let Some(rest) = name.strip_prefix("now") {
            let (iso, rest) = rest.strip_prefix(".iso").map_or((false, rest), |rest| (true, rest));
            let offset_millis = parse_offset(rest).ok_or_else(unknown)?;
            return Ok(Self::Now { offset_millis, iso });
        }
        SAMPLES.iter().position(|sample| sample.name == name).map(Self::Sample).ok_or_else(unknown)
    }

    /// Whether it is a number when it stands alone.
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Now { iso: false, .. })
    }

    /// Appends its value without quotes. No value needs escaping in JSON.
    pub fn write(self, context: &EventContext<'_>, out: &mut String) {
        match self {
            Self::Sample(index) => out.push_str(context.data.value(index)),
            Self::EventId => out.push_str(context.event_id),
            Self::Now { offset_millis, iso } => {
                let time = context.time.plus_millis(offset_millis);
                // Writing to a string cannot fail.
                let _ = if iso { write!(out, "{time}") } else { write!(out, "{}", time.millis()) };
            }
        }
    }
}

/// Splits a template's string into literals and placeholders; `\{{` is a literal `{{`.
pub fn parse_text(text: &str) -> Result<Vec<TextPart>> {
    let mut parts = Vec::new();
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
            parts.push(TextPart::Literal(std::mem::take(&mut literal)));
        }
        parts.push(TextPart::Placeholder(Placeholder::parse(name.trim())?));
        rest = after;
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        parts.push(TextPart::Literal(literal));
    }
    Ok(parts)
}

/// Replaces the placeholders of a text.
pub fn fill_text(text: &str, context: &EventContext<'_>) -> Result<String> {
    let mut filled = String::new();
    for part in parse_text(text)? {
        match part {
            TextPart::Literal(literal) => filled.push_str(&literal),
            TextPart::Placeholder(placeholder) => placeholder.write(context, &mut filled),
        }
    }
    Ok(filled)
}

/// `+1d`, `-90s` or nothing, in milliseconds.
fn parse_offset(text: &str) -> Option<i64> {
    if text.is_empty() {
        return Some(0);
    }
    let (sign, duration) = match text.split_at_checked(1)? {
        ("+", duration) => (1, duration),
        ("-", duration) => (-1, duration),
        _ => return None,
    };
    let millis = i64::try_from(parse_duration(duration).ok()?.as_millis()).ok()?;
    Some(sign * millis)
}

fn names() -> impl Iterator<Item = &'static str> {
    SAMPLES.iter().map(|sample| sample.name).chain(EVENT_PLACEHOLDERS.map(|(name, _)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(text: &str) -> String {
        let data = SampleData::new(1, 0);
        let time = Moment::parse("2026-01-31T12:00:00Z").unwrap();
        let context = EventContext { data: &data, event_id: "the-event", time };
        fill_text(text, &context).unwrap()
    }

    #[test]
    fn fills_ids_and_times_within_strings() {
        assert_eq!(fill("<{{event.id}}>"), "<the-event>");
        assert_eq!(fill("{{ now.iso-30d }}"), "2026-01-01T12:00:00.000Z");
        assert_eq!(fill("{{now+1s}}"), "1769860801000");
        assert!(fill("{{project.id}}").starts_with("prj_"));
    }

    #[test]
    fn keeps_escaped_braces() {
        assert_eq!(fill(r"\{{now}} and }}"), "{{now}} and }}");
    }

    #[test]
    fn errors_quote_the_placeholder() {
        let message = |text: &str| parse_text(text).unwrap_err().to_string();
        assert!(message("{{deployment.ids}}").contains("deployment.ids"));
        assert!(message("{{now").contains("{{now"));
        assert!(parse_text("{{now*2}}").is_err());
        assert!(parse_text("{{}}").is_err());
    }
}
