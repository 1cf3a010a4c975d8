//! The requests that the emulator received.

use std::collections::VecDeque;
use std::ops::Range;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::output::json_bytes;
use crate::time::Moment;

use super::super::api_error::ApiError;
use super::api::{CREATE_EVENT, FollowUp};
use super::{TOKEN_PATH, oidc};

/// Beyond this, the oldest requests are dropped.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The estimated size of a line besides its text.
const LINE_BYTES: usize = 64;

#[derive(Clone, Debug, Serialize, Deserialize)]
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
    pub token_fingerprint: Option<String>,
    pub user_agent: Option<String>,
    /// Of the response.
    pub status: u16,
    pub error: Option<ApiError>,
    /// The name of the endpoint.
    #[serde(skip)]
    pub endpoint: Option<&'static str>,
    /// The resource in the path.
    #[serde(skip)]
    pub resource: Option<String>,
    /// What Vercel does next.
    #[serde(skip)]
    pub next: Vec<FollowUp>,
}

impl LoggedRequest {
    /// Whether it is a notification that was accepted.
    pub fn is_notification(&self) -> bool {
        self.status == 201 && self.path.ends_with("/events")
    }

    /// Whether it is a request to the API that was accepted.
    pub fn is_accepted(&self) -> bool {
        !self.is_rejected() && (self.endpoint.is_some() || self.is_notification())
    }

    pub const fn is_rejected(&self) -> bool {
        self.status >= 400
    }

    /// What is asked for, if it is not a notification.
    pub fn purpose(&self) -> Option<&'static str> {
        match self.path.strip_prefix("/api").unwrap_or(&self.path) {
            oidc::DISCOVERY_PATH => Some("(discovery)"),
            TOKEN_PATH => Some("(SSO token)"),
            path if oidc::JWKS_PATHS.contains(&path) => Some("(keys)"),
            _ => self.endpoint.filter(|name| *name != CREATE_EVENT),
        }
    }

    /// Whether a server asks who the issuer is: who that server is matters then.
    pub fn is_for_issuer(&self) -> bool {
        self.path.starts_with("/.well-known/")
    }

    pub fn resource(&self) -> Option<&str> {
        self.event_text("resourceId").or(self.resource.as_deref())
    }

    pub fn event_text(&self, name: &str) -> Option<&str> {
        self.event.as_ref()?.get(name)?.as_str()
    }
}

/// The requests as lines of JSON, which take less memory than their values.
#[derive(Debug, Default)]
pub(super) struct RequestLog {
    lines: VecDeque<Bytes>,
    bytes: usize,
    /// How many were dropped.
    start: u64,
}

impl RequestLog {
    pub fn push(&mut self, request: &impl Serialize) {
        let line = Bytes::from(json_bytes(request));
        self.bytes += line.len() + LINE_BYTES;
        self.lines.push_back(line);
        while self.bytes > MAX_BYTES {
            let Some(oldest) = self.lines.pop_front() else { break };
            self.bytes -= oldest.len() + LINE_BYTES;
            self.start += 1;
        }
    }

    pub fn lines(&self) -> impl Iterator<Item = &Bytes> {
        self.lines.iter()
    }

    /// The positions of all lines, which stay the same while older ones are dropped.
    pub fn positions(&self) -> Range<u64> {
        self.start..self.start + self.lines.len() as u64
    }

    pub fn line_at(&self, position: u64) -> Option<Bytes> {
        let index = usize::try_from(position.checked_sub(self.start)?).ok()?;
        self.lines.get(index).cloned()
    }

    pub fn clear(&mut self) {
        *self = Self { start: self.positions().end, ..Self::default() };
    }
}
