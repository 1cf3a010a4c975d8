//! A received request, with its response.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::http::TransportError;
use crate::time::Moment;

/// One line of a recording. Only the body is required: recordings of other versions and tools may
/// lack the rest.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    #[serde(default)]
    pub number: u64,
    #[serde(default)]
    pub time: Option<Moment>,
    #[serde(default = "post")]
    pub method: String,
    /// With the query.
    #[serde(default = "root")]
    pub path: String,
    /// In their order, the names in lower case.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    #[serde(flatten)]
    pub body: Body,
    #[serde(rename = "type", default)]
    pub event_type: Option<String>,
    #[serde(default)]
    pub id: Option<String>,
    #[serde(default)]
    pub verified: bool,
    /// Why the signature was invalid, as a code.
    #[serde(default)]
    pub reason: Option<String>,
    /// Whether the same id was received earlier in that run.
    #[serde(default)]
    pub duplicate: bool,
    /// Of the response.
    #[serde(default)]
    pub status: u16,
    #[serde(default)]
    pub forwarded: Option<Forwarded>,
    /// From the end of its head to the response.
    #[serde(default)]
    pub time_ms: f64,
}

/// The response of the server that a request was forwarded to.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Forwarded {
    pub status: Option<u16>,
    pub failure: Option<TransportError>,
    pub time_ms: f64,
}

/// The exact bytes of a body: `body` if they are UTF-8, else `bodyBase64`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body(pub Bytes);

impl Forwarded {
    pub fn is_taken(&self) -> bool {
        self.status.is_some_and(|status| status / 100 == 2)
    }
}

impl Record {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether the final response was a 2xx, if there was one.
    pub fn was_accepted(&self) -> Option<bool> {
        match &self.forwarded {
            Some(forwarded) => Some(forwarded.is_taken()),
            None => (self.status > 0).then_some(self.status / 100 == 2),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct BodyFields<T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body_base64: Option<String>,
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = match std::str::from_utf8(&self.0) {
            Ok(text) => BodyFields { body: Some(text), body_base64: None },
            Err(_) => BodyFields { body: None, body_base64: Some(BASE64.encode(&self.0)) },
        };
        fields.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = BodyFields::<String>::deserialize(deserializer)?;
        match (fields.body, fields.body_base64) {
            (Some(text), None) => Ok(Self(text.into())),
            (None, Some(text)) => BASE64
                .decode(text)
                .map(|bytes| Self(bytes.into()))
                .map_err(serde::de::Error::custom),
            _ => Err(serde::de::Error::custom("a record has either `body` or `bodyBase64`")),
        }
    }
}

fn post() -> String {
    "POST".to_owned()
}

fn root() -> String {
    "/".to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::output::json_bytes;

    proptest! {
        #[test]
        fn every_body_survives_a_round_trip(bytes: Vec<u8>, text in "\\PC*\u{9b}?\u{202e}?\0?") {
            for body in [bytes, text.into_bytes()] {
                let body = Body(body.into());
                let mut line = br#"{"x":1,"#.to_vec();
                line.extend_from_slice(&json_bytes(&body)[1..]);
                let record: Record = serde_json::from_slice(&line).unwrap();
                prop_assert_eq!(record.body, body);
            }
        }
    }

    #[test]
    fn a_record_needs_exactly_one_body() {
        assert!(serde_json::from_str::<Record>(r#"{"number":1}"#).is_err());
        assert!(serde_json::from_str::<Record>(r#"{"body":"","bodyBase64":""}"#).is_err());
    }
}
