//! The requests that Vercel sends to a partner's server.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};
use bytes::Bytes;

use crate::delivery::{DeliveryRequest, Header, add_headers};
use crate::error::{Error, Result};
use crate::event::{EventContext, Identity, SampleData};
use crate::http;
use crate::http::endpoint::Endpoint;
use crate::time::Moment;

use super::super::partner_api::{PartnerEndpoint, TokenKind};

/// How long a token is used: less than it is valid.
const TOKEN_IN_USE: Duration = Duration::from_secs(1800);

/// Calls of one endpoint; each has an idempotency key of its own.
pub struct Calls {
    endpoint: &'static PartnerEndpoint,
    name: Arc<str>,
    kind: TokenKind,
    url: Endpoint,
    body: Option<Bytes>,
    idempotency_key: Option<HeaderValue>,
    /// All but the token and the idempotency key.
    headers: HeaderMap,
    added: Vec<Header>,
    token: CallToken,
}

/// What is the same in all calls.
pub struct CallSpec<'a> {
    pub endpoint: &'static PartnerEndpoint,
    /// The partner's base URL, to which the path of the call is appended.
    pub base: Endpoint,
    /// Its ids fill the path.
    pub data: &'a SampleData,
    /// For the query.
    pub time: Moment,
    pub kind: TokenKind,
    pub body: Option<Bytes>,
    /// In place of a new one for each call.
    pub idempotency_key: Option<HeaderValue>,
    pub headers: Vec<Header>,
}

/// The `authorization` of calls, which is made when it is first used and replaced before its token
/// expires.
pub struct CallToken {
    make: Box<dyn Fn() -> Option<String> + Send + Sync>,
    latest: Mutex<Option<(Instant, Option<HeaderValue>)>>,
}

impl CallToken {
    pub fn new(make: impl Fn() -> Option<String> + Send + Sync + 'static) -> Self {
        Self { make: Box::new(make), latest: Mutex::new(None) }
    }

    fn authorization(&self) -> Option<HeaderValue> {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        match &*latest {
            Some((since, value)) if since.elapsed() < TOKEN_IN_USE => value.clone(),
            _ => {
                let value = (self.make)();
                let value = value.map(|text| HeaderValue::try_from(text).expect("it is ASCII"));
                *latest = Some((Instant::now(), value.clone()));
                value
            }
        }
    }
}

impl Calls {
    pub fn new(spec: CallSpec<'_>, token: CallToken) -> Result<Self> {
        let CallSpec { endpoint, base, data, time, kind, body, idempotency_key, headers: added } =
            spec;
        let mut url = base.below(endpoint.path_segments(data)).ok_or_else(|| {
            Error::usage("an id is empty, `.` or `..`, which a URL cannot express")
        })?;
        let query = endpoint.query_pairs(&EventContext { data, event_id: "", time });
        if !query.is_empty() {
            let query: Vec<_> = query.iter().map(|(name, value)| (*name, &**value)).collect();
            url = url.and_query(&query);
        }
        let mut headers = HeaderMap::with_capacity(8);
        // Keeps its place for the token.
        headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer"));
        headers.insert("x-vercel-auth", HeaderValue::from_static(kind.name()));
        headers.insert(USER_AGENT, HeaderValue::from_static(http::USER_AGENT));
        if body.as_ref().is_some_and(|body| !body.is_empty()) {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        let name = endpoint.name.into();
        Ok(Self { endpoint, name, kind, url, body, idempotency_key, headers, added, token })
    }

    pub const fn endpoint(&self) -> &'static PartnerEndpoint {
        self.endpoint
    }

    pub const fn url(&self) -> &Endpoint {
        &self.url
    }

    pub const fn kind(&self) -> TokenKind {
        self.kind
    }

    /// The next call.
    pub fn request(&self) -> DeliveryRequest {
        let mut headers = self.headers.clone();
        match self.token.authorization() {
            Some(authorization) => headers.insert(AUTHORIZATION, authorization),
            None => headers.remove(AUTHORIZATION),
        };
        if self.endpoint.has_idempotency_key() {
            let key = self.idempotency_key.clone().unwrap_or_else(fresh_key);
            headers.insert("idempotency-key", key);
        }
        add_headers(&mut headers, &self.added);
        DeliveryRequest {
            fallback_name: Arc::clone(&self.name),
            identity: Identity::default(),
            method: self.endpoint.method.clone(),
            endpoint: self.url.clone(),
            headers,
            signature: None,
            body: self.body.clone(),
        }
    }
}

/// A random UUID (version 4).
fn fresh_key() -> HeaderValue {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the system has random numbers");
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = hex::encode(bytes);
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    HeaderValue::try_from(parts.join("-")).expect("a UUID is ASCII")
}
