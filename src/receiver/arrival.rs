//! What a listener tells of.

use bytes::Bytes;
use http::StatusCode;

use crate::recording::Record;
use crate::signature::Verdict;

use super::memory_budget::Reservation;

/// A request that was answered.
#[derive(Debug)]
pub struct ReceivedRequest {
    /// The request and what became of it.
    pub record: Record,
    /// The same as it was, or would be, recorded: one line of JSON without its end.
    pub line: Bytes,
    /// What became of the signature.
    pub verdict: Verdict,
    /// Why it could not be recorded, where it should have been.
    pub not_recorded: Option<String>,
    pub(super) _room: Reservation,
}

/// A request that is no delivery.
#[derive(Clone, Debug)]
pub struct Rejected {
    /// The method.
    pub method: String,
    /// The path.
    pub path: String,
    /// The status of the answer.
    pub status: StatusCode,
    /// Why it is none.
    pub why: &'static str,
}
