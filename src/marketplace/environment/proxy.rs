//! A proxy that takes Vercel's hosts for its own, and passes connections to all others through.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::uri::Authority as Address;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use hyper::upgrade::Upgraded;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::Matcher;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncWriteExt, copy_bidirectional};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tower_service::Service;

use crate::error::Result;
use crate::http::endpoint::Endpoint;
use crate::http::server;

use super::{Authority, is_emulated};

/// The most connections at once. Further ones are refused.
const MAX_CONNECTIONS: usize = 500;

/// How long connecting and handshakes may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);

/// The port of HTTPS.
const HTTPS: u16 = 443;

pub struct Proxy {
    tls: TlsAcceptor,
    slots: Arc<Semaphore>,
}

impl Proxy {
    pub fn new(authority: &Authority) -> Result<Self> {
        let tls = TlsAcceptor::from(Arc::new(authority.server_config()?));
        Ok(Self { tls, slots: Arc::new(Semaphore::new(MAX_CONNECTIONS)) })
    }

    /// Responds to CONNECT. `router` serves Vercel's hosts.
    pub async fn connect(&self, mut request: Request, router: Router) -> Response {
        let Some(address) = request.uri().authority().cloned() else {
            return refusal(StatusCode::BAD_REQUEST, "CONNECT needs a host and a port");
        };
        let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() else {
            return refusal(StatusCode::SERVICE_UNAVAILABLE, "too many connections");
        };
        let is_https = address.port_u16().is_none_or(|port| port == HTTPS);
        let server = if is_https && is_emulated(address.host()) {
            None
        } else {
            match timeout(CONNECT_TIMEOUT, connect(&address)).await {
                Ok(Ok(server)) => Some(server),
                Ok(Err(error)) => {
                    return refusal(StatusCode::BAD_GATEWAY, &format!("{address}: {error}"));
                }
                Err(_) => return refusal(StatusCode::GATEWAY_TIMEOUT, "connecting timed out"),
            }
        };
        let upgrade = hyper::upgrade::on(&mut request);
        let tls = self.tls.clone();
        tokio::spawn(async move {
            // A broken connection concerns its client alone.
            let Ok(client) = upgrade.await else { return };
            let _ = match server {
                Some(server) => tunnel(client, server).await,
                None => serve(client, &tls, router).await,
            };
            drop(slot);
        });
        StatusCode::OK.into_response()
    }
}

fn refusal(status: StatusCode, why: &str) -> Response {
    (status, format!("vercel-hooks emulate: {why}\n")).into_response()
}

/// Connects to a server, through the proxy of this process where it has one.
async fn connect(address: &Address) -> io::Result<TcpStream> {
    let url = format!("https://{address}");
    let uri: Uri = url.parse().map_err(io::Error::other)?;
    let is_loopback = Endpoint::parse(&url).is_ok_and(|endpoint| endpoint.is_loopback());
    let proxy = Matcher::from_env().intercept(&uri).filter(|_| !is_loopback);
    let Some(proxy) = proxy else {
        let host = address.host().trim_start_matches('[').trim_end_matches(']');
        let port = address.port_u16().unwrap_or(HTTPS);
        let server = TcpStream::connect((host, port)).await?;
        server.set_nodelay(true)?;
        return Ok(server);
    };
    if proxy.uri().scheme_str() != Some("http") {
        return Err(io::Error::other("only an http:// proxy can be used"));
    }
    let mut tunnel = Tunnel::new(proxy.uri().clone(), HttpConnector::new());
    if let Some(credentials) = proxy.basic_auth() {
        tunnel = tunnel.with_auth(credentials.clone());
    }
    tunnel.call(uri).await.map(TokioIo::into_inner).map_err(io::Error::other)
}

async fn tunnel(client: Upgraded, mut server: TcpStream) -> io::Result<()> {
    let (mut client, begun) = server::into_stream(client)?;
    server.write_all(&begun).await?;
    copy_bidirectional(&mut client, &mut server).await.map(drop)
}

async fn serve(client: Upgraded, tls: &TlsAcceptor, router: Router) -> io::Result<()> {
    let client = timeout(CONNECT_TIMEOUT, tls.accept(TokioIo::new(client))).await??;
    server::serve_connection(client, router).await.map_err(io::Error::other)
}
