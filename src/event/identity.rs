//! What an event calls itself, read from its body.

use serde::Deserialize;
use serde_json::Value;

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
    #[serde(rename = "type")]
    event_type: Option<Value>,
    id: Option<Value>,
}

impl Identity {
    /// Reads a body; whatever is not as expected counts as absent.
    #[must_use]
    pub fn of(body: &[u8]) -> Self {
        let text = |value: Option<Value>| value.and_then(|value| value.as_str().map(str::to_owned));
        serde_json::from_slice::<Peek>(body)
            .map(|peek| Self { event_type: text(peek.event_type), id: text(peek.id) })
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
