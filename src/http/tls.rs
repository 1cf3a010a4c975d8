//! HTTP through proxies, DNS and TLS.

use http::{HeaderMap, Method, Response};
use reqwest::redirect::Policy;
use url::Url;

use crate::error::{Error, Result};
use crate::http::endpoint::Endpoint;

use super::ClientOptions;
use super::body::RequestBody;
use super::proxy::Proxy;
use super::transport_error::TransportError;
use super::trust::Trust;

#[derive(Clone, Debug)]
pub struct TlsClient(reqwest::Client);

impl TlsClient {
    pub fn new(endpoint: &Endpoint, trust: &Trust, options: ClientOptions) -> Result<Self> {
        Proxy::refuse_unusable(endpoint)?;
        // Fails if it is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .redirect(Policy::none())
            // Retries are up to the sender, which reports and counts them.
            .retry(reqwest::retry::never())
            .http1_only()
            .referer(false);
        if !options.reuses_connections {
            builder = builder.pool_max_idle_per_host(0);
        }
        if options.title_case_headers {
            builder = builder.http1_title_case_headers();
        }
        if endpoint.is_loopback() {
            let host = endpoint.url().host_str().unwrap_or_default();
            builder = builder.no_proxy().resolve_to_addrs(host, &endpoint.loopback_addresses());
        }
        let has_tls_proxy = || Proxy::for_endpoint(endpoint).is_some_and(|proxy| proxy.is_tls());
        builder = if !endpoint.is_tls() && !has_tls_proxy() {
            // Reading the system's certificates takes milliseconds.
            builder.tls_certs_only([])
        } else if trust.accepts_any {
            builder.tls_danger_accept_invalid_certs(true)
        } else {
            builder.tls_backend_preconfigured(trust.verified()?)
        };
        builder.build().map(Self).map_err(Error::start)
    }

    pub async fn send(
        &self,
        method: Method,
        url: &Url,
        headers: HeaderMap,
        body: RequestBody,
    ) -> Result<Response<reqwest::Body>, TransportError> {
        let mut request = reqwest::Request::new(method, url.clone());
        *request.headers_mut() = headers;
        *request.body_mut() = body.into_hyper().map(reqwest::Body::wrap);
        let response = self.0.execute(request).await;
        response.map(Into::into).map_err(|error| TransportError::from_error(&error))
    }
}
