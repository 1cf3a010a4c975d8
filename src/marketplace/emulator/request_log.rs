//! What the stand-in has seen.

use std::collections::VecDeque;

use serde::Serialize;
use serde_json::Value;

use crate::time::Moment;

use super::super::api_error::ApiError;

/// One request to the API, as the stand-in saw and answered it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Seen {
    /// Its number, from 1.
    pub number: u64,
    /// When it came.
    pub time: Moment,
    /// The method.
    pub method: String,
    /// The path.
    pub path: String,
    /// The installation, where the path names one.
    pub installation_id: Option<String>,
    /// The event in the body, where it has one; it is as the schema says where the status is 201.
    pub event: Option<Value>,
    /// The size of the body.
    #[serde(skip)]
    pub(super) body_bytes: usize,
    /// The fingerprint of the token, where there was one.
    pub token_fingerprint: Option<String>,
    /// The status of the answer.
    pub status: u16,
    /// Why it was refused.
    pub error: Option<ApiError>,
}

impl Seen {
    const fn bytes(&self) -> usize {
        BYTES_OF_ONE + self.body_bytes
    }

    /// Whether it was a notification as it should be.
    #[must_use]
    pub const fn is_accepted(&self) -> bool {
        self.status == 201
    }

    /// The resource that Vercel reads back after this.
    #[must_use]
    pub fn resource_to_read(&self) -> Option<&str> {
        self.event_text("resourceId").filter(|_| self.is_accepted())
    }

    /// A text of the event: its type, or the id of its resource.
    #[must_use]
    pub fn event_text(&self, name: &str) -> Option<&str> {
        self.event.as_ref()?.get(name)?.as_str()
    }
}

/// More than this is not kept: the oldest requests go.
const KEPT_BYTES: usize = 16 * 1024 * 1024;

/// What a request without a body is counted as.
const BYTES_OF_ONE: usize = 512;

/// What was seen lately.
#[derive(Debug, Default)]
pub(super) struct RequestLog {
    seen: VecDeque<Seen>,
    bytes: usize,
}

impl RequestLog {
    pub fn enter(&mut self, seen: Seen) {
        self.bytes += seen.bytes();
        self.seen.push_back(seen);
        while self.bytes > KEPT_BYTES {
            let Some(oldest) = self.seen.pop_front() else { break };
            self.bytes -= oldest.bytes();
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Seen> {
        self.seen.iter()
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }
}
