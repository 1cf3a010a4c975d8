//! How a listener answers.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

use crate::signature::SigningKey;

/// How a listener answers, and what it takes.
#[derive(Clone)]
pub struct ListenerConfig {
    /// The secrets that a signature may be made with; none are tried where there are none.
    pub keys: Vec<SigningKey>,
    /// The one path that takes events; every path does where there is none.
    pub path: Option<String>,
    /// The status of a request that is taken.
    pub status: StatusCode,
    /// The body of that answer.
    pub body: Bytes,
    /// How long every answer takes at least.
    pub delay: Duration,
    /// How many requests fail with 500 before the first is taken.
    pub fail_first: u64,
    /// Whether a request whose signature is not right is answered with 403.
    pub rejects_invalid: bool,
    /// The largest body that is taken, in bytes.
    pub largest_body: usize,
}
