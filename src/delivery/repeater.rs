//! Requests that are made again, as they were recorded.

use http::HeaderMap;
use http::header::HeaderValue;

use crate::event::Event;
use crate::http::endpoint::Endpoint;
use crate::signature::{HEADER, SigningKey};

use super::request::{CONFIDENTIAL, DeliveryRequest, Header, default_headers};

/// Makes requests from recorded ones.
pub struct Repeater {
    /// Where they go.
    pub endpoint: Endpoint,
    /// Whether they go to the path that they came to.
    pub keeps_path: bool,
    /// Whether headers that let somebody in go with them.
    pub keeps_credentials: bool,
    /// What signs them afresh; else they keep the signature that they came with.
    pub key: Option<SigningKey>,
    /// Headers that the user adds.
    pub extra: Vec<Header>,
}

impl Repeater {
    /// The request that delivers an event again. One without headers gets those of any other.
    #[must_use]
    pub fn compose(
        &self,
        event: Event,
        path: &str,
        recorded: Option<HeaderMap>,
    ) -> DeliveryRequest {
        let Event { name, identity, body } = event;
        let mut headers = recorded.unwrap_or_else(default_headers);
        if !self.keeps_credentials {
            for name in CONFIDENTIAL {
                headers.remove(name);
            }
        }
        let fresh = self.key.as_ref().map(|key| key.sign(&body).to_string());
        if let Some(value) = fresh.as_ref().and_then(|it| HeaderValue::from_str(it).ok()) {
            headers.insert(HEADER, value);
        }
        Header::add(&self.extra, &mut headers);
        let signature =
            headers.get(HEADER).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let endpoint =
            if self.keeps_path { self.endpoint.with_path(path) } else { self.endpoint.clone() };
        DeliveryRequest { name, identity, endpoint, headers, signature, body }
    }
}
