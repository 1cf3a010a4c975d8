//! Passing requests on to another server.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::HeaderMap;

use crate::error::Result;
use crate::http::endpoint::Endpoint;
use crate::http::{Client, ClientOptions, Response};
use crate::recording::{Forwarded, strip_hop_by_hop};
use crate::time::millis_of;

/// Vercel gives up after 30 seconds; so does whoever is in between.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Longer answers are not given back.
const LARGEST: usize = 10 * 1024 * 1024;

/// Passes requests on to one server.
pub struct Forwarder {
    client: Client,
    endpoint: Endpoint,
}

impl Forwarder {
    /// Where to.
    #[must_use]
    pub const fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Passes on to `endpoint`, at the path of each request unless the endpoint has one.
    ///
    /// # Errors
    /// Those of [`Client::new`].
    pub fn new(endpoint: Endpoint) -> Result<Self> {
        // A connection may be closed just when it is used again, and who sent the request would be
        // told of a failure that it is not.
        let options = ClientOptions { reuses_connections: false, ..ClientOptions::default() };
        let client =
            Client::with_options(&endpoint, TIMEOUT, options)?.with_response_limit(LARGEST);
        Ok(Self { client, endpoint })
    }

    /// Passes on exactly these bytes, and returns what came of it.
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
        let answer = self.client.post(endpoint.url(), strip_hop_by_hop(headers), body).await;
        let forwarded = Forwarded {
            status: answer.as_ref().ok().map(|answer| answer.status),
            failure: answer.as_ref().err().copied(),
            time_ms: millis_of(started.elapsed()),
        };
        (forwarded, answer.ok())
    }
}
