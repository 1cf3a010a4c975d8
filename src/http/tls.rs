//! HTTP through proxies, DNS and TLS.

use http::{HeaderMap, Method, Response};
use reqwest::redirect::Policy;
use reqwest::tls;
use url::Url;

use crate::error::{Error, Result};
use crate::http::endpoint::Endpoint;

use super::ClientOptions;
use super::body::RequestBody;
use super::proxy::Proxy;
use super::transport_error::TransportError;

#[derive(Clone, Debug)]
pub struct TlsClient(reqwest::Client);

impl TlsClient {
    pub fn new(endpoint: &Endpoint, options: ClientOptions) -> Result<Self> {
        Proxy::refuse_unusable(endpoint)?;
        // Fails if it is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .redirect(Policy::none())
            // Retries are up to the sender, which reports and counts them.
            .retry(reqwest::retry::never())
            .http1_only()
            .referer(false)
            .min_tls_version(tls::Version::TLS_1_2);
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
        if !endpoint.is_tls() && !has_tls_proxy() {
            // Reading the system's certificates takes milliseconds.
            builder = builder.tls_certs_only([]);
        }
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
