//! Plain HTTP to this machine, on hyper alone.
//!
//! reqwest could carry these requests too, but was measured to take 1.5 times the processor time per
//! delivery, and to lose some responses that come before the whole body was sent (413).

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::header::{ACCEPT, HOST};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Method, Request, Response, Uri};
use http_body_util::{Either, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{Builder, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::{Position, Url};

use crate::http::endpoint::Endpoint;

use super::ClientOptions;
use super::body::{HyperBody, RequestBody};
use super::early_response::IgnoreWriteErrors;
use super::transport_error::TransportError;

/// How long a connection may take to become free after a response.
const REUSE_TIMEOUT: Duration = Duration::from_millis(10);

type Connection = SendRequest<HyperBody>;

/// A pool of connections to one server; clones share it.
#[derive(Clone, Debug)]
pub struct LoopbackClient {
    addresses: Vec<SocketAddr>,
    host: HeaderValue,
    options: ClientOptions,
    idle: Arc<Mutex<Vec<Connection>>>,
}

impl LoopbackClient {
    /// `None` if the endpoint is on another machine or uses TLS.
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

    /// Returns the response, whose body is still to be read, and its connection.
    pub async fn send(
        &self,
        method: Method,
        url: &Url,
        headers: HeaderMap,
        body: RequestBody,
    ) -> Result<(Response<Incoming>, Connection), TransportError> {
        let mut request = self.request(method, url, headers, body)?;
        while let Some(mut connection) = self.reuse().await {
            match connection.try_send_request(request).await {
                Ok(response) => return Ok((response, connection)),
                // The server closed it before anything was sent.
                Err(mut error) => match error.take_message() {
                    Some(unsent) => request = unsent,
                    None => return Err(TransportError::from_error(error.error())),
                },
            }
        }
        let mut connection = self.connect().await?;
        let response = connection.send_request(request).await;
        let response = response.map_err(|error| TransportError::from_error(&error))?;
        Ok((response, connection))
    }

    fn request(
        &self,
        method: Method,
        url: &Url,
        headers: HeaderMap,
        body: RequestBody,
    ) -> Result<Request<HyperBody>, TransportError> {
        let body = body.into_hyper().unwrap_or_else(|| Either::Left(Full::default()));
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = path_and_query(url)?;
        *request.headers_mut() = headers;
        let headers = request.headers_mut();
        headers.entry(ACCEPT).or_insert(HeaderValue::from_static("*/*"));
        headers.entry(HOST).or_insert_with(|| self.host.clone());
        Ok(request)
    }

    /// Returns a connection to the pool after its response was read to the end.
    pub fn release(&self, connection: Connection) {
        if self.options.reuses_connections {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }

    /// An idle connection. After an early response, the rest of its request may never be sent, and
    /// the connection never become free.
    async fn reuse(&self) -> Option<Connection> {
        while let Some(mut connection) = self.take_idle() {
            if let Ok(Ok(())) = timeout(REUSE_TIMEOUT, connection.ready()).await {
                return Some(connection);
            }
        }
        None
    }

    fn take_idle(&self) -> Option<Connection> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    async fn connect(&self) -> Result<Connection, TransportError> {
        let stream = TcpStream::connect(&*self.addresses).await;
        let stream = stream.map_err(|error| TransportError::from_error(&error))?;
        // Requests are written whole.
        let _ = stream.set_nodelay(true);
        let (connection, work) = Builder::new()
            .title_case_headers(self.options.title_case_headers)
            .handshake(TokioIo::new(IgnoreWriteErrors::new(stream)))
            .await
            .map_err(|error| TransportError::from_error(&error))?;
        tokio::spawn(async move {
            // Its errors are also those of its requests.
            let _: Result<(), _> = work.await;
        });
        Ok(connection)
    }
}

fn path_and_query(url: &Url) -> Result<Uri, TransportError> {
    let target = PathAndQuery::try_from(&url[Position::BeforePath..Position::AfterQuery]);
    target.map(Uri::from).map_err(|_| TransportError::Unreachable)
}
