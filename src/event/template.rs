//! Templates: JSON whose strings may hold placeholders, as a tree that overrides can change.

use serde_json::{Number, Value};

use crate::error::{Error, Result};
use crate::fs::bom::without_mark;

use super::field_path::{FieldPath, Step};
use super::placeholder::{Placeholder, TextPart, parse_text};

/// Indented output grows with the depth.
const MAX_DEPTH: usize = 64;

/// A template, or a part of one.
#[derive(Clone, Debug)]
pub enum Node {
    /// `null`, `true` or `false`.
    Constant(Option<bool>),
    /// A number, with the digits as written.
    Number(Number),
    Text(Vec<TextPart>),
    /// A single placeholder whose value is not a string.
    Bare(Placeholder),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Node {
    /// Parses JSON with placeholders; `source` is named in errors.
    pub fn parse_template(source: &str, text: &[u8]) -> Result<Self> {
        Self::from_json(parse_json(source, text)?, 0, &|text| {
            let parts = parse_text(&text)?;
            Ok(match parts.as_slice() {
                [TextPart::Placeholder(placeholder)] if placeholder.is_number() => {
                    Self::Bare(*placeholder)
                }
                _ => Self::Text(parts),
            })
        })
    }

    /// Parses JSON without placeholders; `source` is named in errors.
    pub fn literal(source: &str, text: &[u8]) -> Result<Self> {
        Self::from_json(parse_json(source, text)?, 0, &|text| Ok(Self::text(text)))
    }

    pub fn text(text: String) -> Self {
        Self::Text(vec![TextPart::Literal(text)])
    }

    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Constant(None) => "null",
            Self::Constant(Some(_)) => "a boolean",
            Self::Number(_) | Self::Bare(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "an array",
            Self::Object(_) => "an object",
        }
    }

    /// The paths below it, breadth first, at most `limit`.
    pub fn paths(&self, limit: usize) -> Vec<FieldPath> {
        let mut found = vec![(FieldPath::default(), self)];
        let mut at = 0;
        while at < found.len() && found.len() <= limit {
            let (parent, node) = (found[at].0.clone(), found[at].1);
            let room = limit + 1 - found.len();
            found
                .extend(node.children().take(room).map(|(step, child)| (parent.join(step), child)));
            at += 1;
        }
        // The first is the event itself.
        found.into_iter().skip(1).map(|(path, _)| path).collect()
    }

    fn children(&self) -> Box<dyn Iterator<Item = (Step, &Self)> + '_> {
        match self {
            Self::Object(members) => {
                Box::new(members.iter().map(|(name, child)| (Step::Member(name.clone()), child)))
            }
            Self::List(items) => {
                Box::new(items.iter().enumerate().map(|(index, child)| (Step::Index(index), child)))
            }
            _ => Box::new(std::iter::empty()),
        }
    }

    pub fn child(&self, step: &Step) -> Option<&Self> {
        match (step, self) {
            (Step::Member(name), Self::Object(members)) => {
                members.iter().find(|(known, _)| known == name).map(|(_, node)| node)
            }
            (Step::Index(index), Self::List(items)) => items.get(*index),
            _ => None,
        }
    }

    pub fn child_mut(&mut self, step: &Step) -> Option<&mut Self> {
        match (step, self) {
            (Step::Member(name), node) => node.member_mut(name),
            (Step::Index(index), Self::List(items)) => items.get_mut(*index),
            _ => None,
        }
    }

    pub fn member_mut(&mut self, name: &str) -> Option<&mut Self> {
        let Self::Object(members) = self else { return None };
        members.iter_mut().find(|(known, _)| known == name).map(|(_, node)| node)
    }

    /// Whether it is an event of this type with the generated id.
    pub fn is_plain_event(&self, event_type: &str) -> bool {
        let Self::Object(members) = self else { return false };
        let text = |name: &str| match members.iter().find(|(known, _)| known == name) {
            Some((_, Self::Text(parts))) => parts.as_slice(),
            _ => &[],
        };
        matches!(text("type"), [TextPart::Literal(literal)] if literal == event_type)
            && matches!(text("id"), [TextPart::Placeholder(Placeholder::EventId)])
    }

    fn from_json(
        value: Value,
        depth: usize,
        parse_string: &dyn Fn(String) -> Result<Self>,
    ) -> Result<Self> {
        Ok(match value {
            Value::Array(_) | Value::Object(_) if depth == MAX_DEPTH => {
                let message = format!("JSON is nested more than {MAX_DEPTH} levels deep");
                return Err(Error::usage(message));
            }
            Value::Null => Self::Constant(None),
            Value::Bool(flag) => Self::Constant(Some(flag)),
            Value::Number(number) => Self::Number(number),
            Value::String(text) => parse_string(text)?,
            Value::Array(items) => Self::List(
                items
                    .into_iter()
                    .map(|item| Self::from_json(item, depth + 1, parse_string))
                    .collect::<Result<_>>()?,
            ),
            Value::Object(members) => Self::Object(
                members
                    .into_iter()
                    .map(|(name, value)| {
                        Ok((name, Self::from_json(value, depth + 1, parse_string)?))
                    })
                    .collect::<Result<_>>()?,
            ),
        })
    }
}

fn parse_json(source: &str, text: &[u8]) -> Result<Value> {
    serde_json::from_slice(without_mark(text))
        .map_err(|error| Error::usage(format!("{source} is not valid JSON: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_the_outermost_paths_first() {
        let json = br#"{"a":[[1],2],"b":{"c":{"d":1}},"e.":null}"#;
        let template = Node::literal("the test", json).unwrap();
        let paths = |limit| {
            let paths = template.paths(limit);
            paths.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let all = ["a", "b", r"e\.", "a[0]", "a[1]", "b.c", "a[0][0]", "b.c.d"];
        assert_eq!(paths(100), all);
        for limit in 0..all.len() {
            assert_eq!(paths(limit), all[..limit]);
        }
    }
}
