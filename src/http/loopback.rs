//! Plain HTTP to this machine, with nothing in between: deliveries to a local server are made by
//! the ten thousand, and what proxies, TLS and redirects need would cost more than the rest.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::header::{ACCEPT, HOST};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Method, Request, Response, Uri};
use hyper::body::Incoming;
use hyper::client::conn::http1::{Builder, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::{Position, Url};

use crate::http::endpoint::Endpoint;

use super::ClientOptions;
use super::content::{Body, Content, no_body};
use super::early_response::IgnoreWriteErrors;
use super::transport_error::TransportError;

/// How long a connection has to become free again after an answer.
const REUSE_PATIENCE: Duration = Duration::from_millis(10);

/// Connections to one server on this machine; clones share them.
#[derive(Clone, Debug)]
pub struct LoopbackClient {
    addresses: Vec<SocketAddr>,
    host: HeaderValue,
    options: ClientOptions,
    /// Those that wait for their next request.
    idle: Arc<Mutex<Vec<SendRequest<Body>>>>,
}

/// An answer, and the connection that it came over.
pub struct Answering {
    /// The answer, whose body is still to be read.
    pub response: Response<Incoming>,
    connection: SendRequest<Body>,
}

impl LoopbackClient {
    /// To this endpoint, if it can be reached so.
    pub fn new(endpoint: &Endpoint, options: ClientOptions) -> Option<Self> {
        if endpoint.is_tls() || !endpoint.is_loopback() {
            return None;
        }
        let url = endpoint.url();
        let host = url.host_str()?;
        let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        Some(Self {
            addresses: endpoint.loopback_addresses(),
            host: host.parse().ok()?,
            options,
            idle: Arc::default(),
        })
    }

    /// Sends a request over a connection that is free, or over a new one.
    ///
    /// # Errors
    /// The [`TransportError`] that kept an answer from coming.
    pub async fn send(
        &self,
        method: Method,
        url: &Url,
        headers: HeaderMap,
        content: Content,
    ) -> Result<Answering, TransportError> {
        let mut request = self.request(method, url, headers, content)?;
        while let Some(mut connection) = self.free().await {
            match connection.try_send_request(request).await {
                Ok(response) => return Ok(Answering { response, connection }),
                // The server closed it before anything was sent.
                Err(mut error) => match error.take_message() {
                    Some(unsent) => request = unsent,
                    None => return Err(TransportError::of(error.error())),
                },
            }
        }
        let mut connection = self.connect().await?;
        let response = connection.send_request(request).await;
        let response = response.map_err(|error| TransportError::of(&error))?;
        Ok(Answering { response, connection })
    }

    fn request(
        &self,
        method: Method,
        url: &Url,
        headers: HeaderMap,
        content: Content,
    ) -> Result<Request<Body>, TransportError> {
        let mut request = Request::new(content.into_body().unwrap_or_else(no_body));
        *request.method_mut() = method;
        *request.uri_mut() = target(url)?;
        *request.headers_mut() = headers;
        let headers = request.headers_mut();
        headers.entry(ACCEPT).or_insert(HeaderValue::from_static("*/*"));
        headers.entry(HOST).or_insert_with(|| self.host.clone());
        Ok(request)
    }

    /// Keeps the connection of an answer that was read to its end.
    pub fn keep(&self, connection: SendRequest<Body>) {
        if self.options.keeps_connections {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }

    /// A connection that can be used again: where an answer came before its request was sent to
    /// the end, the rest may never be.
    async fn free(&self) -> Option<SendRequest<Body>> {
        while let Some(mut connection) = self.take_idle() {
            if let Ok(Ok(())) = timeout(REUSE_PATIENCE, connection.ready()).await {
                return Some(connection);
            }
        }
        None
    }

    fn take_idle(&self) -> Option<SendRequest<Body>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    async fn connect(&self) -> Result<SendRequest<Body>, TransportError> {
        let stream = TcpStream::connect(&*self.addresses).await;
        let stream = stream.map_err(|error| TransportError::of(&error))?;
        // Requests are whole when they are written.
        let _ = stream.set_nodelay(true);
        let (connection, work) = Builder::new()
            .title_case_headers(self.options.capitalises_names)
            .handshake(TokioIo::new(IgnoreWriteErrors::new(stream)))
            .await
            .map_err(|error| TransportError::of(&error))?;
        tokio::spawn(async move {
            // Its errors are those of its requests.
            let _: Result<(), _> = work.await;
        });
        Ok(connection)
    }
}

impl Answering {
    /// The answer and its connection.
    pub fn into_parts(self) -> (Response<Incoming>, SendRequest<Body>) {
        (self.response, self.connection)
    }
}

/// The path and the query, as a request line has them.
fn target(url: &Url) -> Result<Uri, TransportError> {
    let target = PathAndQuery::try_from(&url[Position::BeforePath..Position::AfterQuery]);
    target.map(Uri::from).map_err(|_| TransportError::Unreachable)
}
