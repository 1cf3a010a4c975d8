//! The proxy that requests to other machines go through.

use std::{env, fmt};

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;

use crate::error::{Error, Result};
use crate::http::endpoint::Endpoint;

use super::transport_error::TransportError;

/// The variables that name proxies, the first of each the stronger.
const HTTP: [&str; 2] = ["HTTP_PROXY", "http_proxy"];
const HTTPS: [&str; 2] = ["HTTPS_PROXY", "https_proxy"];
const ALL: [&str; 2] = ["ALL_PROXY", "all_proxy"];

/// Those that name hosts to reach without.
const NONE: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// One that could be used.
const ANY_PROXY: &str = "http://proxy.invalid";

/// A proxy that the environment names; its credentials are no part of this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy(Uri);

impl Proxy {
    /// The one on the way to this endpoint, if there is one. Proxies are for other machines.
    #[must_use]
    pub fn on_the_way_to(endpoint: &Endpoint) -> Option<Self> {
        if endpoint.is_loopback() {
            return None;
        }
        let destination = endpoint.url().as_str().parse().ok()?;
        let found = Matcher::from_env().intercept(&destination)?;
        Some(Self(found.uri().clone()))
    }

    /// Refuses a proxy for this endpoint that cannot be one: it would be passed by without a word,
    /// and the request would go another way than its sender means.
    ///
    /// # Errors
    /// [`Error::BadProxy`].
    pub fn refuse_unusable(endpoint: &Endpoint) -> Result<()> {
        let Ok(destination) = endpoint.url().as_str().parse() else { return Ok(()) };
        let own = if endpoint.is_tls() { HTTPS } else { HTTP };
        let named = set(own).or_else(|| set(ALL)).filter(|_| !endpoint.is_loopback());
        let Some((variable, proxy)) = named else { return Ok(()) };
        let (_, without) = set(NONE).unwrap_or_default();
        let carries = |proxy: String| {
            let matcher = Matcher::builder().all(proxy).no(without.clone()).build();
            matcher.intercept(&destination).is_some()
        };
        let is_unusable = carries(ANY_PROXY.to_owned()) && !carries(proxy);
        if is_unusable {
            Err(Error::usage(format!("{variable} is not a usable proxy")).with_hint(
                "write http://host:port, https://… or socks5h://…, or list the host in NO_PROXY",
            ))
        } else {
            Ok(())
        }
    }

    /// What to look at after this failure on the way to this endpoint, where that leads through a
    /// proxy and the failure may be the proxy's.
    #[must_use]
    pub fn advice(failure: TransportError, endpoint: &Endpoint) -> Option<String> {
        let is_passed_on = matches!(
            failure,
            TransportError::TimedOut
                | TransportError::Tls
                | TransportError::Certificate
                | TransportError::NotHttp
        );
        let proxy = Self::on_the_way_to(endpoint).filter(|_| !is_passed_on)?;
        Some(format!(
            "the environment sends this through the proxy {proxy}: does it run, and lead there? \
             NO_PROXY names hosts to reach without it"
        ))
    }

    /// Whether it is itself spoken to over TLS.
    #[must_use]
    pub fn is_tls(&self) -> bool {
        self.0.scheme_str() == Some("https")
    }

    /// Its host and port, as the system's resolver takes them.
    #[must_use]
    pub fn authority(&self) -> (String, u16) {
        let host = self.0.host().unwrap_or_default();
        let port = match self.0.scheme_str() {
            Some("https") => 443,
            Some("http") | None => 80,
            Some(_) => 1080,
        };
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        (bare.to_owned(), self.0.port_u16().unwrap_or(port))
    }
}

/// The first of these variables that is set, and what it says.
fn set(names: [&'static str; 2]) -> Option<(&'static str, String)> {
    let value = |name| env::var(name).ok().filter(|value| !value.trim().is_empty());
    names.into_iter().find_map(|name| value(name).map(|value| (name, value)))
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.0.scheme_str().unwrap_or("http");
        let (host, port) = (self.0.host().unwrap_or_default(), self.authority().1);
        write!(f, "{scheme}://{host}:{port}")
    }
}
