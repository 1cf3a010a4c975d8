//! The order of the members of JSON objects, which may be changed without reading a value.

use std::borrow::Cow;
use std::fmt;

use super::spacing::{bare_length, text_length};

/// The order in which the sender had the members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyOrder {
    /// By name, at every depth, character by character.
    Sorted,
    /// An event's usual order, of the outermost object alone.
    Envelope(&'static [&'static str]),
}

impl KeyOrder {
    /// Every order, to be taken in turn. The envelopes are those of deliveries that were seen and
    /// of the documentation.
    pub(super) const ALL: [Self; 4] = [
        Self::Envelope(&["id", "payload", "createdAt", "region", "type"]),
        Self::Envelope(&["id", "type", "createdAt", "region", "payload"]),
        Self::Envelope(&[
            "type",
            "id",
            "createdAt",
            "region",
            "clientId",
            "ownerId",
            "teamId",
            "userId",
            "webhookId",
            "payload",
        ]),
        Self::Sorted,
    ];
}

/// The sender's JSON, in words.
impl fmt::Display for KeyOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sorted => f.write_str("with its keys sorted"),
            Self::Envelope(keys) => {
                let common: Vec<&str> = keys.iter().copied().filter(|key| is_common(key)).collect();
                write!(f, "with its keys in the order {}", common.join(", "))
            }
        }
    }
}

/// The text of a name, whose bytes are in the order of its characters.
fn text_of(name: &[u8]) -> Cow<'_, [u8]> {
    if name.contains(&b'\\')
        && let Ok(text) = serde_json::from_slice::<String>(name)
    {
        return text.into_bytes().into();
    }
    let text = name.strip_prefix(b"\"").unwrap_or(name);
    text.strip_suffix(b"\"").unwrap_or(text).into()
}

/// Whether most events have it.
fn is_common(key: &str) -> bool {
    matches!(key, "type" | "id" | "createdAt" | "payload")
}

/// Deeper JSON is left alone.
const DEEPEST: usize = 128;

/// A JSON value as it is written.
pub(super) enum Tree<'a> {
    Scalar(&'a [u8]),
    List(Vec<Self>),
    /// The members, each with its name as it is written.
    Object(Vec<(&'a [u8], Self)>),
}

impl<'a> Tree<'a> {
    /// Reads JSON; nothing where it is none.
    pub(super) fn read(json: &'a [u8]) -> Option<Self> {
        let mut reader = Reader { rest: json };
        let tree = reader.value(0)?;
        reader.peek().is_none().then_some(tree)
    }

    /// Puts the members in this order.
    pub(super) fn arrange(&mut self, order: KeyOrder) {
        match (self, order) {
            (Self::Scalar(_), _) | (Self::List(_), KeyOrder::Envelope(_)) => {}
            (Self::List(items), KeyOrder::Sorted) => {
                for item in items {
                    item.arrange(order);
                }
            }
            (Self::Object(members), KeyOrder::Sorted) => {
                members.sort_by_cached_key(|(name, _)| text_of(name));
                for (_, member) in members {
                    member.arrange(order);
                }
            }
            (Self::Object(members), KeyOrder::Envelope(keys)) => {
                let rank = |name: &[u8]| {
                    let is_it = |key: &&str| name == [b"\"", key.as_bytes(), b"\""].concat();
                    keys.iter().position(is_it).unwrap_or(keys.len())
                };
                members.sort_by_cached_key(|(name, _)| rank(name));
            }
        }
    }

    /// It without white space.
    pub(super) fn compact(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Scalar(text) => out.extend_from_slice(text),
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    out.push(if index == 0 { b'[' } else { b',' });
                    item.write(out);
                }
                out.extend_from_slice(if items.is_empty() { b"[]" } else { b"]" });
            }
            Self::Object(members) => {
                for (index, (name, member)) in members.iter().enumerate() {
                    out.push(if index == 0 { b'{' } else { b',' });
                    out.extend_from_slice(name);
                    out.push(b':');
                    member.write(out);
                }
                out.extend_from_slice(if members.is_empty() { b"{}" } else { b"}" });
            }
        }
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// The first byte of the next token.
    fn peek(&mut self) -> Option<u8> {
        self.rest = self.rest.trim_ascii_start();
        self.rest.first().copied()
    }

    fn take(&mut self, length: usize) -> &'a [u8] {
        let (token, rest) = self.rest.split_at(length);
        self.rest = rest;
        token
    }

    /// Whether the next token is this one, which is then read.
    fn accept(&mut self, token: u8) -> bool {
        let is_it = self.peek() == Some(token);
        if is_it {
            self.take(1);
        }
        is_it
    }

    fn text(&mut self) -> Option<&'a [u8]> {
        (self.peek()? == b'"').then(|| self.take(text_length(self.rest)))
    }

    fn value(&mut self, depth: usize) -> Option<Tree<'a>> {
        if depth > DEEPEST {
            return None;
        }
        match self.peek()? {
            b'{' => self
                .items(b'}', |this| {
                    let name = this.text()?;
                    this.accept(b':').then_some(())?;
                    Some((name, this.value(depth + 1)?))
                })
                .map(Tree::Object),
            b'[' => self.items(b']', |this| this.value(depth + 1)).map(Tree::List),
            b'"' => self.text().map(Tree::Scalar),
            _ => match bare_length(self.rest) {
                0 => None,
                length => Some(Tree::Scalar(self.take(length))),
            },
        }
    }

    fn items<T>(
        &mut self,
        closing: u8,
        mut each: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        self.take(1);
        let mut items = Vec::new();
        if self.accept(closing) {
            return Some(items);
        }
        loop {
            items.push(each(self)?);
            if self.accept(closing) {
                return Some(items);
            }
            self.accept(b',').then_some(())?;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn arranged(json: &str, order: KeyOrder) -> String {
        let mut tree = Tree::read(json.as_bytes()).unwrap();
        tree.arrange(order);
        String::from_utf8(tree.compact()).unwrap()
    }

    #[test]
    fn members_move_and_values_stay_as_written() {
        let json = r#"{"z":1.0,"payload":{"b":[{"y":{},"x":[]}],"a":1e5},"id":"é","a":0,"a":-0}"#;
        assert_eq!(
            arranged(json, KeyOrder::Sorted),
            r#"{"a":0,"a":-0,"id":"é","payload":{"a":1e5,"b":[{"x":[],"y":{}}]},"z":1.0}"#
        );
        assert_eq!(
            arranged(json, KeyOrder::ALL[0]),
            r#"{"id":"é","payload":{"b":[{"y":{},"x":[]}],"a":1e5},"z":1.0,"a":0,"a":-0}"#
        );
    }

    #[test]
    fn names_are_sorted_by_what_they_say() {
        assert_eq!(
            arranged(
                r#"{"a!":1,"b":2,"a b":3,"a":4,"":5,"😀":6,"\u00e9":7,"ﬀ":8,"\t":9}"#,
                KeyOrder::Sorted
            ),
            r#"{"":5,"\t":9,"a":4,"a b":3,"a!":1,"b":2,"\u00e9":7,"ﬀ":8,"😀":6}"#
        );
        // Half a character is no text.
        let half = r#"{"b\ud800":1,"a\ud800":2}"#;
        assert_eq!(arranged(half, KeyOrder::Sorted), r#"{"a\ud800":2,"b\ud800":1}"#);
    }

    #[test]
    fn what_is_no_json_or_too_deep_is_left_alone() {
        let deep = "[".repeat(1_000_000);
        for json in ["", " ", "{", "[1,]", "{\"a\"}", "{1:2}", "[1] 2", ",", "]", &deep] {
            assert!(Tree::read(json.as_bytes()).is_none(), "{}", &json[..json.len().min(9)]);
        }
    }

    proptest! {
        #[test]
        fn nothing_panics_and_nothing_is_lost(bytes: Vec<u8>, seed: Vec<u8>) {
            let _ = Tree::read(&bytes);
            let value = super::super::tests::value(&seed);
            let compact = serde_json::to_vec(&value).unwrap();
            prop_assert_eq!(&Tree::read(&compact).unwrap().compact(), &compact);
            let sorted = arranged(&String::from_utf8(compact).unwrap(), KeyOrder::Sorted);
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&sorted).unwrap(), value);
        }
    }
}
