//! The one place that builds an HTTP client, and the only one that knows which.

pub mod backoff;
mod content;
pub mod drain;
mod early_response;
pub mod endpoint;
mod loopback;
pub mod preview;
mod proxy;
pub mod redact;
pub mod runtime;
pub mod server;
mod tls;
mod transport_error;

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, Method};
use http_body_util::BodyExt;
use hyper::body::Body;
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::error::Result;
use crate::http::endpoint::Endpoint;
use crate::http::redact::Redactor;

use loopback::LoopbackClient;
use tls::TlsClient;

pub use content::Content;
pub use proxy::Proxy;
pub use transport_error::TransportError;

/// How the program names itself. What Vercel's own deliveries say here is not known.
pub const USER_AGENT: &str = concat!("vercel-hooks/", env!("CARGO_PKG_VERSION"));

/// No more of an answer's body is read, unless more is asked for.
const ANSWER_BOUND: usize = 64 * 1024;

/// What a server sees of a client, besides its requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientOptions {
    /// Whether further requests come over the connections there are, or each over its own.
    pub keeps_connections: bool,
    /// Whether the names of headers are written `Like-This`, or in lower case.
    pub capitalises_names: bool,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self { keeps_connections: true, capitalises_names: false }
    }
}

/// A client of one endpoint that follows no redirect.
#[derive(Clone, Debug)]
pub struct Client {
    transport: Transport,
    timeout: Duration,
    /// How long a body may take after its head.
    body_time: Duration,
    answer_bound: usize,
}

/// How requests get there.
#[derive(Clone, Debug)]
enum Transport {
    LoopbackClient(LoopbackClient),
    TlsClient(TlsClient),
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, or its beginning.
    pub body: ResponseBody,
}

/// The body of an answer, up to a bound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResponseBody {
    /// As it came.
    pub bytes: Bytes,
    /// Whether more was to follow.
    pub is_cut: bool,
}

impl Response {
    /// It without what no output shows: some servers repeat what they are sent.
    #[must_use]
    pub fn without(mut self, hidden: &Redactor) -> Self {
        if let Some(left) = hidden.redact(&self.body.bytes, self.body.is_cut) {
            self.body.bytes = left.into();
        }
        for value in self.headers.values_mut() {
            if let Some(left) = hidden.redact(value.as_bytes(), false) {
                *value = HeaderValue::try_from(left).unwrap_or(HeaderValue::from_static(""));
            }
        }
        self
    }

    /// It without its words, where nobody is told them.
    #[must_use]
    pub fn wordless(self) -> Self {
        let body = ResponseBody { bytes: Bytes::new(), ..self.body };
        Self { headers: HeaderMap::new(), body, ..self }
    }

    /// The value of a header as text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let value = self.headers.get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    }
}

impl Client {
    /// A client of `endpoint` that gives up on an answer after `timeout`.
    ///
    /// # Errors
    /// [`Error::Start`](crate::error::Error::Start) where TLS or a proxy cannot be set up.
    pub fn new(endpoint: &Endpoint, timeout: Duration) -> Result<Self> {
        Self::with_options(endpoint, timeout, ClientOptions::default())
    }

    /// The same with options of its own.
    ///
    /// # Errors
    /// Those of [`Client::new`].
    pub fn with_options(
        endpoint: &Endpoint,
        timeout: Duration,
        options: ClientOptions,
    ) -> Result<Self> {
        let transport = match LoopbackClient::new(endpoint, options) {
            Some(direct) => Transport::LoopbackClient(direct),
            None => Transport::TlsClient(TlsClient::new(endpoint, options)?),
        };
        Ok(Self { transport, timeout, body_time: timeout, answer_bound: ANSWER_BOUND })
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
    /// The [`TransportError`] that kept an answer from coming.
    pub async fn post(
        &self,
        url: &Url,
        headers: HeaderMap,
        body: Bytes,
    ) -> Result<Response, TransportError> {
        self.request(Method::POST, url, headers, Content::Whole(body)).await
    }

    /// Gets what is there, asking with these headers.
    ///
    /// # Errors
    /// The [`TransportError`] that kept an answer from coming.
    pub async fn get(&self, url: &Url, headers: HeaderMap) -> Result<Response, TransportError> {
        self.request(Method::GET, url, headers, Content::Nothing).await
    }

    /// Sends a request of any kind.
    ///
    /// # Errors
    /// The [`TransportError`] that kept an answer from coming.
    pub async fn request(
        &self,
        method: Method,
        url: &Url,
        headers: HeaderMap,
        content: Content,
    ) -> Result<Response, TransportError> {
        let mut headers = headers;
        if content.is_empty_body() {
            // Clients leave it out, and some servers insist on it.
            headers.insert("content-length", HeaderValue::from_static("0"));
        }
        // One deadline for the answer's head and body.
        let deadline = Instant::now() + self.timeout;
        let late = |_| TransportError::TimedOut;
        match &self.transport {
            Transport::LoopbackClient(direct) => {
                let sent = direct.send(method, url, headers, content);
                let (response, connection) =
                    timeout_at(deadline, sent).await.map_err(late)??.into_parts();
                let (head, body) = response.into_parts();
                let body = self.read(body, deadline).await;
                if !body.is_cut {
                    direct.keep(connection);
                }
                Ok(Response { status: head.status.as_u16(), headers: head.headers, body })
            }
            Transport::TlsClient(layered) => {
                let sent = layered.send(method, url, headers, content);
                let (head, body) = timeout_at(deadline, sent).await.map_err(late)??.into_parts();
                let body = self.read(body, deadline).await;
                Ok(Response { status: head.status.as_u16(), headers: head.headers, body })
            }
        }
    }

    /// Reads no further than the bound: the status has decided, and some bodies never end.
    async fn read(
        &self,
        mut body: impl Body<Data = Bytes> + Unpin,
        deadline: Instant,
    ) -> ResponseBody {
        let deadline = deadline.min(Instant::now() + self.body_time);
        let mut bytes = BytesMut::new();
        while bytes.len() <= self.answer_bound {
            match timeout_at(deadline, body.frame()).await {
                Ok(Some(Ok(frame))) => {
                    bytes.extend_from_slice(&frame.into_data().unwrap_or_default());
                }
                Ok(None) => return ResponseBody { bytes: bytes.freeze(), is_cut: false },
                Ok(Some(Err(_))) | Err(_) => {
                    return ResponseBody { bytes: bytes.freeze(), is_cut: true };
                }
            }
        }
        bytes.truncate(self.answer_bound);
        ResponseBody { bytes: bytes.freeze(), is_cut: true }
    }
}
