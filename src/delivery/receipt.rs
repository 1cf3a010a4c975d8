//! What came of a delivery.

use std::sync::Arc;
use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::error::Exit;
use crate::http::endpoint::Endpoint;
use crate::http::{Response, ResponseBody, TransportError};
use crate::time::millis_of;

use super::advice::{PROTECTED, advice, is_protection};
use super::request::DeliveryRequest;

/// What came of a delivery.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// What to call the event where its body does not say.
    #[serde(skip)]
    pub fallback_name: Arc<str>,
    /// Whether Vercel's deployment protection answered.
    #[serde(skip)]
    pub is_protected: bool,
    /// The event's type, where the body has one.
    #[serde(rename = "type")]
    pub event_type: Option<String>,
    /// The event's id, where the body has one.
    pub id: Option<String>,
    /// Where it was sent.
    pub endpoint: Endpoint,
    /// Whether the answer was the expected one.
    pub ok: bool,
    /// The status of the last answer.
    pub status: Option<u16>,
    /// Why there was no answer to the last attempt.
    pub failure: Option<TransportError>,
    /// How often it was sent.
    pub attempts: u32,
    /// Milliseconds that the last attempt took.
    #[serde(rename = "timeMs", serialize_with = "as_millis")]
    pub time: Duration,
    /// The size of the body.
    pub bytes: usize,
    /// The value of the signature header, if one was sent.
    pub signature: Option<String>,
    /// Where the last answer pointed, for redirects.
    pub location: Option<String>,
    /// Whether the last answer's body was longer than what is kept of it, or did not end in time.
    #[serde(rename = "responseCut")]
    pub is_response_cut: bool,
    /// What the last answer said, up to a bound.
    #[serde(rename = "responseBody", serialize_with = "as_text")]
    pub response: Option<ResponseBody>,
}

impl Receipt {
    pub(super) fn new(
        request: DeliveryRequest,
        answer: Result<Response, TransportError>,
        ok: bool,
        attempts: u32,
        time: Duration,
    ) -> Self {
        let failure = answer.as_ref().err().copied();
        let answer = answer.ok();
        let location = answer.as_ref().and_then(|answer| answer.header("location"));
        Self {
            fallback_name: request.name,
            is_protected: answer.as_ref().is_some_and(is_protection),
            event_type: request.identity.event_type,
            id: request.identity.id,
            endpoint: request.endpoint,
            ok,
            status: answer.as_ref().map(|answer| answer.status),
            failure,
            attempts,
            time,
            bytes: request.body.len(),
            signature: request.signature,
            location,
            is_response_cut: answer.as_ref().is_some_and(|answer| answer.body.is_cut),
            response: answer.map(|answer| answer.body),
        }
    }

    /// The event's type, or what else to call it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.event_type.as_deref().unwrap_or(&self.fallback_name)
    }

    /// What to do about it, where it is not as expected and that is known.
    #[must_use]
    pub fn advice(&self) -> Option<String> {
        if self.is_protected {
            return Some(PROTECTED.to_owned());
        }
        let outcome = match (self.failure, self.status) {
            (None, Some(status)) => Ok(status),
            (failure, _) => Err(failure?),
        };
        advice(outcome, &self.endpoint, self.location.as_deref())
    }

    /// The exit code it means.
    #[must_use]
    pub const fn exit(&self) -> Exit {
        match (self.ok, self.status) {
            (true, _) => Exit::Success,
            (false, Some(_)) => Exit::No,
            (false, None) => Exit::Unreachable,
        }
    }
}

fn as_millis<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(millis_of(*time))
}

#[expect(clippy::ref_option, reason = "the signature serde asks for")]
fn as_text<S: Serializer>(body: &Option<ResponseBody>, serializer: S) -> Result<S::Ok, S::Error> {
    body.as_ref().map(|body| String::from_utf8_lossy(&body.bytes)).serialize(serializer)
}
