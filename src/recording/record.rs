//! One request, as it was received and answered.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::http::TransportError;
use crate::time::Moment;

/// A request as one line of a recording. What it does not have, older or other recordings may not
/// have either: only the body is needed to deliver it again.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// Its number in the run that recorded it, from 1.
    #[serde(default)]
    pub number: u64,
    /// When it came.
    #[serde(default)]
    pub time: Option<Moment>,
    /// The method.
    #[serde(default = "post")]
    pub method: String,
    /// The path and the query.
    #[serde(default = "root")]
    pub path: String,
    /// The headers in their order, the names in lower case.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// The exact body.
    #[serde(flatten)]
    pub body: Body,
    /// What the event calls itself.
    #[serde(rename = "type", default)]
    pub event_type: Option<String>,
    /// The event's id.
    #[serde(default)]
    pub id: Option<String>,
    /// Whether the signature was that of the body.
    #[serde(default)]
    pub verified: bool,
    /// Why it was not, as a code.
    #[serde(default)]
    pub reason: Option<String>,
    /// Whether the same id had come before in that run.
    #[serde(default)]
    pub duplicate: bool,
    /// The status that it was answered with.
    #[serde(default)]
    pub status: u16,
    /// What the server it was passed on to did.
    #[serde(default)]
    pub forwarded: Option<Forwarded>,
    /// Milliseconds from its head to its answer.
    #[serde(default)]
    pub time_ms: f64,
}

/// What became of a request that was passed on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Forwarded {
    /// The status of the answer.
    pub status: Option<u16>,
    /// Why there was none.
    pub failure: Option<TransportError>,
    /// Milliseconds that it took.
    pub time_ms: f64,
}

/// The exact bytes of a body: text where they are UTF-8 (`body`), else in base64 (`bodyBase64`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body(pub Bytes);

impl Forwarded {
    /// Whether the server took it.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.status.is_some_and(|status| status / 100 == 2)
    }
}

impl Record {
    /// The value of a header, whose name is in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether it was answered with less than success, or the server that it was passed on to did
    /// not take it.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        match &self.forwarded {
            Some(forwarded) => !forwarded.is_taken(),
            None => self.status / 100 != 2,
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written<T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body_base64: Option<String>,
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = match std::str::from_utf8(&self.0) {
            Ok(text) => Written { body: Some(text), body_base64: None },
            Err(_) => Written { body: None, body_base64: Some(BASE64.encode(&self.0)) },
        };
        written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::<String>::deserialize(deserializer)?;
        match (written.body, written.body_base64) {
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
        fn every_body_reads_back_to_the_byte(bytes: Vec<u8>, text in "\\PC*\u{9b}?\u{202e}?\0?") {
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
    fn a_record_without_a_body_is_none() {
        assert!(serde_json::from_str::<Record>(r#"{"number":1}"#).is_err());
        assert!(serde_json::from_str::<Record>(r#"{"body":"","bodyBase64":""}"#).is_err());
    }
}
