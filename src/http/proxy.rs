//! Proxies that the environment sets, which only requests to other machines use.

use std::{env, fmt};

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;

use crate::error::{Error, Result};
use crate::http::endpoint::Endpoint;

use super::transport_error::TransportError;

/// Variables that set proxies; the first of each pair wins.
const HTTP: [&str; 2] = ["HTTP_PROXY", "http_proxy"];
const HTTPS: [&str; 2] = ["HTTPS_PROXY", "https_proxy"];
const ALL: [&str; 2] = ["ALL_PROXY", "all_proxy"];

const EXCLUDED: [&str; 2] = ["NO_PROXY", "no_proxy"];

const ANY_PROXY: &str = "http://proxy.invalid";

/// Displayed without its credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy(Uri);

impl Proxy {
    pub fn for_endpoint(endpoint: &Endpoint) -> Option<Self> {
        if endpoint.is_loopback() {
            return None;
        }
        let destination = endpoint.url().as_str().parse().ok()?;
        let found = Matcher::from_env().intercept(&destination)?;
        Some(Self(found.uri().clone()))
    }

    /// Rejects a proxy setting for this endpoint that cannot be used: the client would silently
    /// connect without it.
    pub fn refuse_unusable(endpoint: &Endpoint) -> Result<()> {
        let Ok(destination) = endpoint.url().as_str().parse() else { return Ok(()) };
        let own = if endpoint.is_tls() { HTTPS } else { HTTP };
        let named = set(own).or_else(|| set(ALL)).filter(|_| !endpoint.is_loopback());
        let Some((variable, proxy)) = named else { return Ok(()) };
        let (_, without) = set(EXCLUDED).unwrap_or_default();
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

    /// What to check if the failure may be that of a proxy.
    pub fn advice(error: TransportError, endpoint: &Endpoint) -> Option<String> {
        let is_of_endpoint = matches!(
            error,
            TransportError::TimedOut
                | TransportError::Tls
                | TransportError::Certificate
                | TransportError::Http2Only
                | TransportError::NotHttp
        );
        let proxy = Self::for_endpoint(endpoint).filter(|_| !is_of_endpoint)?;
        Some(format!(
            "the environment sends this through the proxy {proxy}: is it running, and can it reach \
             the endpoint? NO_PROXY lists hosts that need no proxy"
        ))
    }

    pub fn is_tls(&self) -> bool {
        self.0.scheme_str() == Some("https")
    }

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

/// The first of these variables that is set, and its value.
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
