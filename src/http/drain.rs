//! Drains a request body after an early response.

use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http::HeaderMap;
use http_body_util::BodyExt;
use hyper::body::Body as _;
use tokio::time::timeout;

/// A client that sends more after its response, or for longer, is disconnected.
const MAX_BYTES: usize = 64 * 1024 * 1024;
const TIMEOUT: Duration = Duration::from_secs(5);

/// Reads and discards the rest of a body while the response is sent. A connection that is closed
/// before everything was read is reset, and the client may never see the response.
pub fn drain_body(headers: &HeaderMap, mut body: Body) {
    // The client waits for permission to send the body, and does not get it.
    if body.is_end_stream() || headers.contains_key("expect") {
        return;
    }
    let read = async move {
        let mut left = MAX_BYTES;
        while let Some(Ok(frame)) = body.frame().await {
            let Some(rest) = left.checked_sub(frame.data_ref().map_or(0, Bytes::len)) else {
                break;
            };
            left = rest;
        }
    };
    tokio::spawn(timeout(TIMEOUT, read));
}
