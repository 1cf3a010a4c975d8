//! The HTTP client and server of the program.

pub mod backoff;
mod body;
pub mod decode;
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
mod trust;

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, Method};
use http_body_util::BodyExt;
use hyper::body::Body;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};
use url::{Position, Url};

use crate::error::Result;
use crate::http::endpoint::Endpoint;
use crate::http::redact::Redactor;

use loopback::LoopbackClient;
use tls::TlsClient;

pub use body::RequestBody;
pub use proxy::Proxy;
pub use transport_error::TransportError;
pub use trust::Trust;

/// What Vercel's own deliveries send here is not known.
pub const USER_AGENT: &str = concat!("vercel-hooks/", env!("CARGO_PKG_VERSION"));

/// In bytes; longer response bodies may have to wait.
const SHORT_RESPONSE: usize = 16 * 1024;

/// The bytes of a response body that are read by default.
pub const RESPONSE_LIMIT: usize = 64 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientOptions {
    pub reuses_connections: bool,
    /// Whether requests without `accept` get one, as from most clients. TLS always does.
    pub adds_accept: bool,
    /// Whether header names are written `Like-This` instead of in lower case.
    pub title_case_headers: bool,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self { reuses_connections: true, adds_accept: true, title_case_headers: false }
    }
}

/// A client of one endpoint. It follows no redirects and never retries.
#[derive(Clone, Debug)]
pub struct Client {
    transport: Transport,
    timeout: Duration,
    body_timeout: Duration,
    response_limit: usize,
    long_responses: Option<Arc<Semaphore>>,
}

#[derive(Clone, Debug)]
enum Transport {
    Loopback(LoopbackClient),
    Tls(TlsClient),
}

#[derive(Clone, Debug)]
pub struct Response {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: ResponseBody,
}

/// The bytes of a body, with the place that they take if it is long.
struct HeldBytes {
    bytes: BytesMut,
    _place: Option<OwnedSemaphorePermit>,
}

impl AsRef<[u8]> for HeldBytes {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResponseBody {
    pub bytes: Bytes,
    /// Whether it was longer, broke off or did not end in time.
    pub is_cut: bool,
}

impl Response {
    /// Removes secrets, since some servers echo what they are sent.
    pub fn redacted(mut self, redactor: &Redactor) -> Self {
        if let Some(left) = redactor.redact(&self.body.bytes, self.body.is_cut) {
            self.body.bytes = left.into();
        }
        for value in self.headers.values_mut() {
            if let Some(left) = redactor.redact(value.as_bytes(), false) {
                *value = HeaderValue::try_from(left).unwrap_or(HeaderValue::from_static(""));
            }
        }
        self
    }

    pub fn status_only(self) -> Self {
        let body = ResponseBody { bytes: Bytes::new(), ..self.body };
        Self { headers: HeaderMap::new(), body, ..self }
    }

    pub fn header(&self, name: &str) -> Option<String> {
        let value = self.headers.get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    }
}

impl Client {
    /// `timeout` covers a whole request, to the end of the response.
    pub fn new(endpoint: &Endpoint, trust: &Trust, timeout: Duration) -> Result<Self> {
        Self::with_options(endpoint, trust, timeout, ClientOptions::default())
    }

    pub fn with_options(
        endpoint: &Endpoint,
        trust: &Trust,
        timeout: Duration,
        options: ClientOptions,
    ) -> Result<Self> {
        let transport = match LoopbackClient::new(endpoint, options) {
            Some(client) => Transport::Loopback(client),
            None => Transport::Tls(TlsClient::new(endpoint, trust, options)?),
        };
        Ok(Self {
            transport,
            timeout,
            body_timeout: timeout,
            response_limit: RESPONSE_LIMIT,
            long_responses: None,
        })
    }

    pub fn with_response_limit(self, response_limit: usize) -> Self {
        Self { response_limit, ..self }
    }

    /// Holds as many long response bodies at once. Further ones wait until an earlier one is
    /// dropped.
    pub fn with_long_responses(self, long_responses: Arc<Semaphore>) -> Self {
        Self { long_responses: Some(long_responses), ..self }
    }

    /// Cuts a response body that does not end this long after its headers.
    pub fn with_body_timeout(self, body_timeout: Duration) -> Self {
        Self { body_timeout, ..self }
    }

    pub async fn post(
        &self,
        url: &Url,
        headers: HeaderMap,
        body: Bytes,
    ) -> Result<Response, TransportError> {
        self.request(Method::POST, url, headers, RequestBody::Whole(body)).await
    }

    pub async fn get(&self, url: &Url, headers: HeaderMap) -> Result<Response, TransportError> {
        self.request(Method::GET, url, headers, RequestBody::None).await
    }

    /// Posts to exactly this path and query, or those of the endpoint. Over TLS, the path is
    /// normalized: reqwest takes a [`Url`] only, which resolves `.` and `..`, also as `%2e`.
    pub async fn forward(
        &self,
        endpoint: &Endpoint,
        path: Option<&str>,
        headers: HeaderMap,
        body: Bytes,
    ) -> Result<Response, TransportError> {
        let to = path.map_or_else(|| endpoint.clone(), |path| endpoint.with_path(path));
        self.send(Method::POST, to.url(), path, headers, RequestBody::Whole(body)).await
    }

    pub async fn request(
        &self,
        method: Method,
        url: &Url,
        headers: HeaderMap,
        body: RequestBody,
    ) -> Result<Response, TransportError> {
        self.send(method, url, None, headers, body).await
    }

    async fn send(
        &self,
        method: Method,
        url: &Url,
        exact_path: Option<&str>,
        mut headers: HeaderMap,
        body: RequestBody,
    ) -> Result<Response, TransportError> {
        if body.is_empty() {
            // HTTP clients leave it out, and some servers insist on it.
            headers.insert("content-length", HeaderValue::from_static("0"));
        }
        let deadline = Instant::now() + self.timeout;
        let timed_out = |_| TransportError::TimedOut;
        let (head, body) = match &self.transport {
            Transport::Loopback(client) => {
                let path = exact_path.unwrap_or(&url[Position::BeforePath..Position::AfterQuery]);
                let sent = client.send(method, path, headers, body);
                let (response, connection) =
                    timeout_at(deadline, sent).await.map_err(timed_out)??;
                let (head, body) = response.into_parts();
                let body = self.read(body, deadline).await;
                if !body.is_cut {
                    client.release(connection);
                }
                (head, body)
            }
            Transport::Tls(client) => {
                let sent = client.send(method, url, headers, body);
                let response = timeout_at(deadline, sent).await.map_err(timed_out)??;
                let (head, body) = response.into_parts();
                (head, self.read(body, deadline).await)
            }
        };
        Ok(Response { status: head.status.as_u16(), headers: head.headers, body })
    }

    /// Reads no further than the limit: the status is what counts, and some bodies never end.
    async fn read(
        &self,
        mut body: impl Body<Data = Bytes> + Unpin,
        deadline: Instant,
    ) -> ResponseBody {
        let deadline = deadline.min(Instant::now() + self.body_timeout);
        let mut bytes = BytesMut::new();
        let mut place = None;
        while bytes.len() <= self.response_limit {
            if let Some(places) = &self.long_responses
                && place.is_none()
                && bytes.len() > SHORT_RESPONSE
            {
                let free = timeout_at(deadline, Arc::clone(places).acquire_owned()).await;
                let Ok(Ok(free)) = free else { break };
                place = Some(free);
            }
            match timeout_at(deadline, body.frame()).await {
                Ok(Some(Ok(frame))) => {
                    bytes.extend_from_slice(&frame.into_data().unwrap_or_default());
                }
                Ok(None) => {
                    let bytes = match place {
                        place @ Some(_) => Bytes::from_owner(HeldBytes { bytes, _place: place }),
                        None => bytes.freeze(),
                    };
                    return ResponseBody { bytes, is_cut: false };
                }
                Ok(Some(Err(_))) | Err(_) => break,
            }
        }
        bytes.truncate(self.response_limit);
        ResponseBody { bytes: bytes.freeze(), is_cut: true }
    }
}
