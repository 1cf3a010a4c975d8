//! A template: JSON whose texts may hold placeholders, as a tree that overrides can change.

use serde_json::{Number, Value};

use crate::error::{Error, Result};
use crate::fs::bom::without_mark;

use super::placeholder::{Piece, Placeholder, parse_text};

/// A template, or a part of one.
#[derive(Clone, Debug)]
pub enum Node {
    /// `null`, true or false.
    Constant(Option<bool>),
    /// A number, with the digits that were written.
    Number(Number),
    /// A text, with its placeholders.
    Text(Vec<Piece>),
    /// A text that is a single placeholder of another type than text.
    Bare(Placeholder),
    /// An array.
    List(Vec<Self>),
    /// An object, its members in order.
    Object(Vec<(String, Self)>),
}

impl Node {
    /// Reads a template: JSON with placeholders.
    ///
    /// # Errors
    /// [`Error::Json`], naming `what` was read, [`Error::UnknownPlaceholder`] and
    /// [`Error::OpenPlaceholder`].
    pub fn template(what: &str, text: &[u8]) -> Result<Self> {
        Self::from_json(parse_json(what, text)?, &|text| {
            let pieces = parse_text(&text)?;
            Ok(match pieces.as_slice() {
                [Piece::Placeholder(placeholder)] if placeholder.is_number() => {
                    Self::Bare(*placeholder)
                }
                _ => Self::Text(pieces),
            })
        })
    }

    /// Reads JSON in which braces mean nothing.
    ///
    /// # Errors
    /// [`Error::Json`], naming `what` was read.
    pub fn data(what: &str, text: &[u8]) -> Result<Self> {
        Self::from_json(parse_json(what, text)?, &|text| Ok(Self::text(text)))
    }

    /// A literal text.
    #[must_use]
    pub fn text(text: String) -> Self {
        Self::Text(vec![Piece::Literal(text)])
    }

    /// Its type, for people.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Constant(None) => "null",
            Self::Constant(Some(_)) => "a boolean",
            Self::Number(_) | Self::Bare(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// The member of this name, of an object.
    pub fn member_mut(&mut self, name: &str) -> Option<&mut Self> {
        match self {
            Self::Object(members) => {
                members.iter_mut().find(|(known, _)| known == name).map(|(_, node)| node)
            }
            _ => None,
        }
    }

    /// Whether it is an event of this type whose id is the one made for it.
    #[must_use]
    pub fn is_plain_event(&self, event_type: &str) -> bool {
        let Self::Object(members) = self else { return false };
        let text = |name: &str| match members.iter().find(|(known, _)| known == name) {
            Some((_, Self::Text(pieces))) => pieces.as_slice(),
            _ => &[],
        };
        matches!(text("type"), [Piece::Literal(literal)] if literal == event_type)
            && matches!(text("id"), [Piece::Placeholder(Placeholder::EventId)])
    }

    fn from_json(value: Value, on_text: &dyn Fn(String) -> Result<Self>) -> Result<Self> {
        Ok(match value {
            Value::Null => Self::Constant(None),
            Value::Bool(flag) => Self::Constant(Some(flag)),
            Value::Number(number) => Self::Number(number),
            Value::String(text) => on_text(text)?,
            Value::Array(items) => Self::List(
                items
                    .into_iter()
                    .map(|item| Self::from_json(item, on_text))
                    .collect::<Result<_>>()?,
            ),
            Value::Object(members) => Self::Object(
                members
                    .into_iter()
                    .map(|(name, value)| Ok((name, Self::from_json(value, on_text)?)))
                    .collect::<Result<_>>()?,
            ),
        })
    }
}

fn parse_json(what: &str, text: &[u8]) -> Result<Value> {
    serde_json::from_slice(without_mark(text))
        .map_err(|error| Error::usage(format!("{what} is not valid JSON: {error}")))
}
