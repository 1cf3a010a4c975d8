//! What an event calls itself, read from its body.

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// The type and the id in a body, where it is a JSON object that has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Its `type`.
    pub event_type: Option<String>,
    /// Its `id`.
    pub id: Option<String>,
}

#[derive(Deserialize)]
struct Peek {
    #[serde(rename = "type", default)]
    event_type: Text,
    #[serde(default)]
    id: Text,
}

/// A text, or nothing where something else stands, however large that is.
#[derive(Default)]
struct Text(Option<String>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        Ok(Self(serde_json::from_str(raw.get()).ok()))
    }
}

impl Identity {
    /// Reads a body; whatever is not as expected counts as absent.
    #[must_use]
    pub fn of(body: &[u8]) -> Self {
        serde_json::from_slice::<Peek>(body)
            .map(|peek| Self { event_type: peek.event_type.0, id: peek.id.0 })
            .unwrap_or_default()
    }

    /// The type, or what else to call the event.
    #[must_use]
    pub fn type_or<'a>(&'a self, otherwise: &'a str) -> &'a str {
        self.event_type.as_deref().unwrap_or(otherwise)
    }
}

#[cfg(test)]
mod tests {
    use super::Identity;

    #[test]
    fn reads_what_is_there_and_nothing_else() {
        let identity = Identity::of(br#"{"id":"e","payload":{"type":"no"},"type":"a.b"}"#);
        assert_eq!(identity.event_type.as_deref(), Some("a.b"));
        assert_eq!(identity.id.as_deref(), Some("e"));
        for body in ["", "[]", "{", r#"{"id":1,"type":null}"#, "\u{0}"] {
            assert_eq!(Identity::of(body.as_bytes()), Identity::default(), "{body}");
        }
    }
}
