//! Forwards requests to another server.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use glob::Pattern;
use http::HeaderMap;
use tokio::sync::Semaphore;

use crate::delivery::{Header, add_headers};
use crate::error::Result;
use crate::http::endpoint::Endpoint;
use crate::http::{Client, ClientOptions, Response, Trust};
use crate::recording::{Forwarded, strip_connection_headers};
use crate::time::millis_of;

/// Vercel gives up after 30 seconds, too.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Longer responses are not returned.
const MAX_RESPONSE: usize = 10 * 1024 * 1024;

/// How many long responses are held at once, until they are sent. Further ones wait.
const LONG_RESPONSES: usize = 6;

/// Where requests are forwarded to.
#[derive(Clone, Debug)]
pub struct Route {
    /// Only events of these types, rather than all requests.
    pub events: Option<Pattern>,
    pub endpoint: Endpoint,
}

pub struct Forwarder {
    routes: Vec<(Route, Client)>,
    headers: Vec<Header>,
}

impl Forwarder {
    /// Each request goes to the first route for it, with these headers added.
    pub fn new(routes: &[(Route, Trust)], headers: &[Header]) -> Result<Self> {
        // The server may close a kept connection just when it is used again, and the sender would
        // hear of a failure that it is not.
        let options = ClientOptions {
            reuses_connections: false,
            adds_accept: false,
            ..ClientOptions::default()
        };
        let long_responses = Arc::new(Semaphore::new(LONG_RESPONSES));
        let routes = routes.iter().map(|(route, trust)| {
            let client = Client::with_options(&route.endpoint, trust, TIMEOUT, options)?;
            let client = client.with_response_limit(MAX_RESPONSE);
            Ok((route.clone(), client.with_long_responses(Arc::clone(&long_responses))))
        });
        Ok(Self { routes: routes.collect::<Result<_>>()?, headers: headers.to_owned() })
    }

    /// The route for events of this type.
    pub fn route(&self, event_type: Option<&str>) -> Option<&(Route, Client)> {
        let name = event_type.unwrap_or_default();
        let is_for = |route: &Route| route.events.as_ref().is_none_or(|glob| glob.matches(name));
        self.routes.iter().find(|(route, _)| is_for(route))
    }

    /// Forwards exactly these bytes, to the path of the request unless the endpoint has one.
    pub async fn forward(
        &self,
        (route, client): &(Route, Client),
        path: &str,
        headers: &HeaderMap,
        body: Bytes,
    ) -> (Forwarded, Option<Response>) {
        let started = Instant::now();
        let mut headers = strip_connection_headers(headers);
        add_headers(&mut headers, &self.headers);
        let path = Some(path).filter(|_| !route.endpoint.has_path());
        let response = client.forward(&route.endpoint, path, headers, body).await;
        let forwarded = Forwarded {
            status: response.as_ref().ok().map(|response| response.status),
            failure: response.as_ref().err().copied(),
            time_ms: millis_of(started.elapsed()),
        };
        (forwarded, response.ok())
    }
}
