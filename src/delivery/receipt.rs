//! The results of deliveries.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde::{Serialize, Serializer};

use crate::error::Exit;
use crate::http::endpoint::Endpoint;
use crate::http::{Response, ResponseBody, TransportError};
use crate::time::millis_of;

use super::advice::{PROTECTED, advice, is_protection};
use super::request::DeliveryRequest;

/// The result of a delivery; its keys are documented.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// The name of the event if its body has no type.
    #[serde(skip)]
    pub fallback_name: Arc<str>,
    /// Whether Vercel's deployment protection responded.
    #[serde(skip)]
    pub is_protected: bool,
    /// Of the response.
    #[serde(skip)]
    pub content_type: Option<String>,
    #[serde(rename = "type")]
    pub event_type: Option<String>,
    pub id: Option<String>,
    pub endpoint: Endpoint,
    /// Whether the last status was an expected one.
    pub ok: bool,
    pub status: Option<u16>,
    pub failure: Option<TransportError>,
    pub attempts: u32,
    #[serde(rename = "timeMs", serialize_with = "as_millis")]
    pub time: Duration,
    pub bytes: usize,
    pub signature: Option<String>,
    pub location: Option<String>,
    /// Whether the response was longer than what is kept of it, or did not end in time.
    #[serde(rename = "responseCut")]
    pub is_response_cut: bool,
    #[serde(rename = "responseBody", serialize_with = "as_text")]
    pub response: Option<ResponseBody>,
}

impl Receipt {
    pub(super) fn new(
        request: DeliveryRequest,
        response: Result<Response, TransportError>,
        ok: bool,
        attempts: u32,
        time: Duration,
    ) -> Self {
        let failure = response.as_ref().err().copied();
        let response = response.ok();
        let header = |name| response.as_ref().and_then(|response| response.header(name));
        let (location, content_type) = (header("location"), header("content-type"));
        Self {
            fallback_name: request.fallback_name,
            is_protected: response.as_ref().is_some_and(is_protection),
            content_type,
            event_type: request.identity.event_type,
            id: request.identity.id,
            endpoint: request.endpoint,
            ok,
            status: response.as_ref().map(|response| response.status),
            failure,
            attempts,
            time,
            bytes: request.body.as_ref().map_or(0, Bytes::len),
            signature: request.signature,
            location,
            is_response_cut: response.as_ref().is_some_and(|response| response.body.is_cut),
            response: response.map(|response| response.body),
        }
    }

    pub fn name(&self) -> &str {
        self.event_type.as_deref().unwrap_or(&self.fallback_name)
    }

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
