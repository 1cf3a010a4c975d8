//! Reads the bodies of requests, within limits of size, time and memory.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout, timeout_at};

use super::config::ListenerConfig;

/// Bodies up to this size are always admitted. Larger ones share a limited memory.
pub const SMALL_BODY: usize = 64 * 1024;

/// A body, and the memory that it takes if it is large.
pub type Received = (Bytes, Option<OwnedSemaphorePermit>);

/// Why a request is not a webhook.
pub type Reason = (StatusCode, &'static str);

const TOO_MANY_LARGE: Reason = (StatusCode::SERVICE_UNAVAILABLE, "too many large bodies at once");
const TOO_LARGE: Reason = (StatusCode::PAYLOAD_TOO_LARGE, "the body is larger than --max-body");
const TOO_SLOW: Reason = (StatusCode::REQUEST_TIMEOUT, "the body took too long");
pub const INCOMPLETE: Reason = (StatusCode::BAD_REQUEST, "the body is incomplete");

pub struct Intake {
    max_body: usize,
    body_timeout: Duration,
    queue_timeout: Duration,
    total_memory: usize,
    /// The memory for large bodies, in units of [`SMALL_BODY`].
    memory: Arc<Semaphore>,
}

impl Intake {
    pub fn new(config: &ListenerConfig) -> Self {
        Self {
            max_body: config.max_body,
            body_timeout: config.body_timeout,
            queue_timeout: config.queue_timeout,
            total_memory: config.memory,
            memory: Arc::new(Semaphore::new(config.memory.div_ceil(SMALL_BODY))),
        }
    }

    pub async fn read(&self, declared: Option<usize>, body: &mut Body) -> Result<Received, Reason> {
        if declared.is_some_and(|declared| declared > self.max_body) {
            return Err(TOO_LARGE);
        }
        let deadline = Instant::now() + self.body_timeout;
        let mut reserved = pin!(self.reserve(declared.unwrap_or(self.max_body)));
        let mut bytes = BytesMut::new();
        let mut memory = None;
        loop {
            let is_small = bytes.len() <= SMALL_BODY;
            let is_declared_small = declared.is_none_or(|declared| declared <= SMALL_BODY);
            let frame = tokio::select! {
                biased;
                reserved = &mut reserved, if memory.is_none() && !(is_small && is_declared_small) => {
                    memory = Some(reserved?);
                    continue;
                }
                // The first part is read while waiting, which shows whether the client is gone. More
                // would take memory that is not reserved: a client that leaves after sending more
                // is only noticed once the wait is over.
                frame = timeout_at(deadline, body.frame()), if memory.is_some() || is_small => {
                    frame.map_err(|_| TOO_SLOW)?
                }
            };
            let Some(frame) = frame else { return Ok((bytes.freeze(), memory)) };
            let Ok(part) = frame.map_err(|_| INCOMPLETE)?.into_data() else { continue };
            if bytes.len() + part.len() > self.max_body {
                return Err(TOO_LARGE);
            }
            bytes.extend_from_slice(&part);
        }
    }

    /// Waits for the memory of a large body.
    async fn reserve(&self, size: usize) -> Result<OwnedSemaphorePermit, Reason> {
        let units = size.min(self.total_memory).div_ceil(SMALL_BODY);
        let units = u32::try_from(units).unwrap_or(u32::MAX);
        let reserved = Arc::clone(&self.memory).acquire_many_owned(units);
        match timeout(self.queue_timeout, reserved).await {
            Ok(Ok(memory)) => Ok(memory),
            _ => Err(TOO_MANY_LARGE),
        }
    }
}
