//! What is still to come of a request that is answered before it has come.

use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http::HeaderMap;
use http_body_util::BodyExt;
use hyper::body::Body as _;
use tokio::time::timeout;

/// A client that sends more than this after its answer, or for longer, is left.
const MOST: usize = 64 * 1024 * 1024;
const TIME: Duration = Duration::from_secs(5);

/// Reads what a client still sends and forgets it, while the answer goes out. Where a connection is
/// closed before everything was read, it is reset, and the client may never see its answer.
pub fn drain_body(headers: &HeaderMap, mut body: Body) {
    // Who asks before it sends a body does not send it now.
    if body.is_end_stream() || headers.contains_key("expect") {
        return;
    }
    let read = async move {
        let mut left = MOST;
        while let Some(Ok(frame)) = body.frame().await {
            let Some(rest) = left.checked_sub(frame.data_ref().map_or(0, Bytes::len)) else {
                break;
            };
            left = rest;
        }
    };
    tokio::spawn(timeout(TIME, read));
}
