//! HTTP through everything that may lie between: proxies, resolvers, TLS.

use http::{HeaderMap, Method, Response};
use reqwest::redirect::Policy;
use reqwest::tls;
use url::Url;

use crate::error::{Error, Result};
use crate::http::endpoint::Endpoint;

use super::ClientOptions;
use super::content::Content;
use super::proxy::Proxy;
use super::transport_error::TransportError;

/// A client of one server, wherever it is.
#[derive(Clone, Debug)]
pub struct TlsClient(reqwest::Client);

impl TlsClient {
    /// To this endpoint.
    ///
    /// # Errors
    /// [`Error::BadProxy`], and [`Error::Start`] where TLS or a proxy cannot be set up.
    pub fn new(endpoint: &Endpoint, options: ClientOptions) -> Result<Self> {
        Proxy::refuse_unusable(endpoint)?;
        // A second call finds the provider installed, which is as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .redirect(Policy::none())
            // An attempt is one request: who tries again says so and counts it.
            .retry(reqwest::retry::never())
            .http1_only()
            .referer(false)
            .min_tls_version(tls::Version::TLS_1_2);
        if !options.keeps_connections {
            builder = builder.pool_max_idle_per_host(0);
        }
        if options.capitalises_names {
            builder = builder.http1_title_case_headers();
        }
        if endpoint.is_loopback() {
            // Proxies are for other machines.
            builder = builder.no_proxy();
            let host = endpoint.url().host_str().unwrap_or_default();
            builder = builder.resolve_to_addrs(host, &endpoint.loopback_addresses());
        }
        let has_tls_proxy = || Proxy::on_the_way_to(endpoint).is_some_and(|proxy| proxy.is_tls());
        if !endpoint.is_tls() && !has_tls_proxy() {
            // Reading the system's certificates takes milliseconds.
            builder = builder.tls_certs_only([]);
        }
        builder.build().map(Self).map_err(Error::start)
    }

    /// Sends a request.
    ///
    /// # Errors
    /// The [`TransportError`] that kept an answer from coming.
    pub async fn send(
        &self,
        method: Method,
        url: &Url,
        headers: HeaderMap,
        content: Content,
    ) -> Result<Response<reqwest::Body>, TransportError> {
        let mut request = reqwest::Request::new(method, url.clone());
        *request.headers_mut() = headers;
        *request.body_mut() = content.into_body().map(reqwest::Body::wrap);
        let response = self.0.execute(request).await.map_err(|error| TransportError::of(&error))?;
        Ok(response.into())
    }
}
