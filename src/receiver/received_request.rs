//! What a listener reports.

use bytes::Bytes;
use http::StatusCode;
use tokio::sync::OwnedSemaphorePermit;

use crate::recording::Record;
use crate::signature::Verdict;

pub type ListenerEvent = Result<ReceivedRequest, Rejected>;

/// A webhook, and how it was answered.
#[derive(Debug)]
pub struct ReceivedRequest {
    pub record: Record,
    /// The record as JSON, without a newline.
    pub line: Bytes,
    pub verdict: Verdict,
    /// Why it could not be recorded.
    pub recording_error: Option<String>,
    /// The memory of a large body and of its line, until the request is reported.
    pub(super) _memory: (Option<OwnedSemaphorePermit>, Option<OwnedSemaphorePermit>),
}

/// A request that is not a webhook.
#[derive(Clone, Debug)]
pub struct Rejected {
    pub method: String,
    pub path: String,
    pub status: StatusCode,
    pub reason: &'static str,
}
