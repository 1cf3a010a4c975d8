//! The type and id of an event, read from its body.

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    pub event_type: Option<String>,
    pub id: Option<String>,
}

#[derive(Deserialize)]
struct TypeAndId {
    #[serde(rename = "type", default)]
    event_type: LenientString,
    #[serde(default)]
    id: LenientString,
}

/// A string, or nothing for any other value, however large.
#[derive(Default)]
struct LenientString(Option<String>);

impl<'de> Deserialize<'de> for LenientString {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        Ok(Self(serde_json::from_str(raw.get()).ok()))
    }
}

impl Identity {
    /// Anything but a string counts as absent.
    pub fn from_body(body: &[u8]) -> Self {
        serde_json::from_slice::<TypeAndId>(body)
            .map(|body| Self { event_type: body.event_type.0, id: body.id.0 })
            .unwrap_or_default()
    }

    pub fn type_or<'a>(&'a self, default: &'a str) -> &'a str {
        self.event_type.as_deref().unwrap_or(default)
    }
}

#[cfg(test)]
mod tests {
    use super::Identity;

    #[test]
    fn ignores_missing_fields_and_other_types() {
        let identity = Identity::from_body(br#"{"id":"e","payload":{"type":"no"},"type":"a.b"}"#);
        assert_eq!(identity.event_type.as_deref(), Some("a.b"));
        assert_eq!(identity.id.as_deref(), Some("e"));
        for body in ["", "[]", "{", r#"{"id":1,"type":null}"#, "\u{0}"] {
            assert_eq!(Identity::from_body(body.as_bytes()), Identity::default(), "{body}");
        }
    }
}
