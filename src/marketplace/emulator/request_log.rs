//! The requests that the emulator received.

use std::collections::VecDeque;

use serde::Serialize;
use serde_json::Value;

use crate::time::Moment;

use super::super::api_error::ApiError;

/// Beyond this, the oldest requests are dropped.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The estimated size of a request without its body.
const BYTES_PER_REQUEST: usize = 512;

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoggedRequest {
    /// From 1.
    pub number: u64,
    pub time: Moment,
    pub method: String,
    pub path: String,
    pub installation_id: Option<String>,
    /// The event in the body, which is known to be valid only where the status is 201.
    pub event: Option<Value>,
    #[serde(skip)]
    pub(super) body_bytes: usize,
    pub token_fingerprint: Option<String>,
    /// Of the response.
    pub status: u16,
    pub error: Option<ApiError>,
}

impl LoggedRequest {
    const fn bytes(&self) -> usize {
        BYTES_PER_REQUEST + self.body_bytes
    }

    pub const fn is_accepted(&self) -> bool {
        self.status == 201
    }

    /// The resource that Vercel reads after this request.
    pub fn resource_to_read(&self) -> Option<&str> {
        self.event_text("resourceId").filter(|_| self.is_accepted())
    }

    pub fn event_text(&self, name: &str) -> Option<&str> {
        self.event.as_ref()?.get(name)?.as_str()
    }
}

#[derive(Debug, Default)]
pub(super) struct RequestLog {
    requests: VecDeque<LoggedRequest>,
    bytes: usize,
}

impl RequestLog {
    pub fn push(&mut self, request: LoggedRequest) {
        self.bytes += request.bytes();
        self.requests.push_back(request);
        while self.bytes > MAX_BYTES {
            let Some(oldest) = self.requests.pop_front() else { break };
            self.bytes -= oldest.bytes();
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &LoggedRequest> {
        self.requests.iter()
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }
}
