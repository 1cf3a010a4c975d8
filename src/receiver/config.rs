//! How a listener responds.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

use crate::signature::SigningKey;

#[derive(Clone)]
pub struct ListenerConfig {
    /// The secrets that a signature may be made with. Without any, signatures are not checked.
    pub keys: Vec<SigningKey>,
    /// The only path for webhooks, rather than any.
    pub path: Option<String>,
    pub status: StatusCode,
    pub body: Bytes,
    /// The least time that a response takes.
    pub delay: Duration,
    /// The first requests that are answered with 500.
    pub fail_first: u64,
    /// Whether requests with an invalid signature are answered with 403.
    pub rejects_invalid: bool,
    /// In bytes.
    pub max_body: usize,
    /// The memory for large bodies together, in bytes. Recording them takes some more.
    pub memory: usize,
    /// How long a body may take.
    pub body_timeout: Duration,
    /// How long a request waits while too many others are in progress.
    pub queue_timeout: Duration,
}

impl Default for ListenerConfig {
    fn default() -> Self {
        Self {
            keys: Vec::new(),
            path: None,
            status: StatusCode::OK,
            body: Bytes::new(),
            delay: Duration::ZERO,
            fail_first: 0,
            rejects_invalid: false,
            max_body: 10 * 1024 * 1024,
            memory: 96 * 1024 * 1024,
            body_timeout: Duration::from_secs(30),
            queue_timeout: Duration::from_secs(5),
        }
    }
}
