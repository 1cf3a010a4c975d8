//! The one place that builds an HTTP client, and the only one that knows which.

mod content;
mod failure;

use std::net::{Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, Method};
use reqwest::redirect::Policy;
use reqwest::tls;
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::endpoint::Endpoint;
use crate::error::{Error, Result};

pub use content::Content;
pub use failure::Failure;

/// How the program names itself. What Vercel's own deliveries say here is not known.
pub const USER_AGENT: &str = concat!("vercel-hooks/", env!("CARGO_PKG_VERSION"));

/// No more of an answer's body is read, unless more is asked for.
const ANSWER_BOUND: usize = 64 * 1024;

/// What a server sees of a client, besides its requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Habits {
    /// Whether further requests come over the connections there are, or each over its own.
    pub keeps_connections: bool,
    /// Whether the names of headers are written `Like-This`, or in lower case.
    pub capitalises_names: bool,
}

impl Default for Habits {
    fn default() -> Self {
        Self { keeps_connections: true, capitalises_names: false }
    }
}

/// A client of one endpoint that follows no redirect.
#[derive(Clone, Debug)]
pub struct Client {
    inner: reqwest::Client,
    timeout: Duration,
    /// How long a body may take after its head.
    body_time: Duration,
    answer_bound: usize,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, or its beginning.
    pub body: AnswerBody,
}

/// The body of an answer, up to a bound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerBody {
    /// As it came.
    pub bytes: Bytes,
    /// Whether more was to follow.
    pub is_cut: bool,
}

impl Client {
    /// A client of `endpoint` that gives up on an answer after `timeout`.
    ///
    /// # Errors
    /// [`Error::Start`] where TLS or a proxy cannot be set up.
    pub fn new(endpoint: &Endpoint, timeout: Duration) -> Result<Self> {
        Self::with_habits(endpoint, timeout, Habits::default())
    }

    /// The same with habits of its own.
    ///
    /// # Errors
    /// Those of [`Client::new`].
    pub fn with_habits(endpoint: &Endpoint, timeout: Duration, habits: Habits) -> Result<Self> {
        // A second call finds the provider installed, which is as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .redirect(Policy::none())
            // An attempt is one request: who tries again says so and counts it.
            .retry(reqwest::retry::never())
            .http1_only()
            .referer(false)
            .min_tls_version(tls::Version::TLS_1_2);
        if !habits.keeps_connections {
            builder = builder.pool_max_idle_per_host(0);
        }
        if habits.capitalises_names {
            builder = builder.http1_title_case_headers();
        }
        if endpoint.is_loopback() {
            // Proxies are for other machines.
            builder = builder.no_proxy();
        }
        let host = endpoint.url().host_str().unwrap_or_default();
        if host == "localhost" || host.ends_with(".localhost") {
            // These names are this machine whatever a resolver says (RFC 6761), and one that is
            // not asked lets requests that are made at once connect at once.
            let loopback = [(Ipv6Addr::LOCALHOST, 0).into(), (Ipv4Addr::LOCALHOST, 0).into()];
            builder = builder.resolve_to_addrs(host, &loopback);
        }
        if !endpoint.is_tls() {
            // Reading the system's certificates takes milliseconds.
            builder = builder.tls_certs_only([]);
        }
        let inner = builder.build().map_err(|error| Error::Start { why: error.to_string() })?;
        Ok(Self { inner, timeout, body_time: timeout, answer_bound: ANSWER_BOUND })
    }

    /// Reads this many bytes of an answer's body at most.
    #[must_use]
    pub fn with_answer_bound(self, answer_bound: usize) -> Self {
        Self { answer_bound, ..self }
    }

    /// Leaves an answer's body where it does not end so long after its head.
    #[must_use]
    pub fn with_body_time(self, body_time: Duration) -> Self {
        Self { body_time, ..self }
    }

    /// Posts exactly these bytes with these headers.
    ///
    /// # Errors
    /// The [`Failure`] that kept an answer from coming.
    pub async fn post(
        &self,
        url: &Url,
        headers: HeaderMap,
        body: Bytes,
    ) -> Result<Answer, Failure> {
        self.request(Method::POST, url, headers, Content::Whole(body)).await
    }

    /// Gets what is there, asking with these headers.
    ///
    /// # Errors
    /// The [`Failure`] that kept an answer from coming.
    pub async fn get(&self, url: &Url, headers: HeaderMap) -> Result<Answer, Failure> {
        self.request(Method::GET, url, headers, Content::Nothing).await
    }

    /// Sends a request of any kind.
    ///
    /// # Errors
    /// The [`Failure`] that kept an answer from coming.
    pub async fn request(
        &self,
        method: Method,
        url: &Url,
        headers: HeaderMap,
        content: Content,
    ) -> Result<Answer, Failure> {
        let mut request = reqwest::Request::new(method, url.clone());
        *request.headers_mut() = headers;
        if content.is_empty_body() {
            // The client leaves it out, and some servers insist on it.
            request.headers_mut().insert("content-length", HeaderValue::from_static("0"));
        }
        *request.body_mut() = content.into_body();
        // One deadline for the answer's head and body.
        let deadline = Instant::now() + self.timeout;
        let mut response = timeout_at(deadline, self.inner.execute(request))
            .await
            .map_err(|_| Failure::TimedOut)?
            .map_err(|error| Failure::of(&error))?;
        let deadline = deadline.min(Instant::now() + self.body_time);
        Ok(Answer {
            status: response.status().as_u16(),
            headers: std::mem::take(response.headers_mut()),
            body: read_body(response, self.answer_bound, deadline).await,
        })
    }
}

/// Reads no further than the bound: the status has decided, and some bodies never end.
async fn read_body(mut response: reqwest::Response, bound: usize, deadline: Instant) -> AnswerBody {
    let mut bytes = BytesMut::new();
    while bytes.len() <= bound {
        match timeout_at(deadline, response.chunk()).await {
            Ok(Ok(Some(chunk))) => bytes.extend_from_slice(&chunk),
            Ok(Ok(None)) => return AnswerBody { bytes: bytes.freeze(), is_cut: false },
            Ok(Err(_)) | Err(_) => return AnswerBody { bytes: bytes.freeze(), is_cut: true },
        }
    }
    bytes.truncate(bound);
    AnswerBody { bytes: bytes.freeze(), is_cut: true }
}
