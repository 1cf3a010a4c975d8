//! Forwards requests to another server.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::HeaderMap;

use crate::error::Result;
use crate::http::endpoint::Endpoint;
use crate::http::{Client, ClientOptions, Response, Trust};
use crate::recording::{Forwarded, strip_hop_by_hop};
use crate::time::millis_of;

/// Vercel gives up after 30 seconds, too.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Longer responses are not returned.
const MAX_RESPONSE: usize = 10 * 1024 * 1024;

pub struct Forwarder {
    client: Client,
    endpoint: Endpoint,
}

impl Forwarder {
    /// Forwards to the path of each request, unless the endpoint has one.
    pub fn new(endpoint: Endpoint, trust: &Trust) -> Result<Self> {
        // The server may close a kept connection just when it is used again, and the sender would
        // hear of a failure that it is not.
        let options = ClientOptions { reuses_connections: false, ..ClientOptions::default() };
        let client = Client::with_options(&endpoint, trust, TIMEOUT, options)?;
        Ok(Self { client: client.with_response_limit(MAX_RESPONSE), endpoint })
    }

    /// Forwards exactly these bytes.
    pub async fn forward(
        &self,
        path: &str,
        headers: &HeaderMap,
        body: Bytes,
    ) -> (Forwarded, Option<Response>) {
        let endpoint = if self.endpoint.has_path() {
            self.endpoint.clone()
        } else {
            self.endpoint.with_path(path)
        };
        let started = Instant::now();
        let response = self.client.post(endpoint.url(), strip_hop_by_hop(headers), body).await;
        let forwarded = Forwarded {
            status: response.as_ref().ok().map(|response| response.status),
            failure: response.as_ref().err().copied(),
            time_ms: millis_of(started.elapsed()),
        };
        (forwarded, response.ok())
    }
}
