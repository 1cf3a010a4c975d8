//! Endpoints, parsed from `localhost`, `:3000`, `host:port/path` or a URL.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Serialize, Serializer};
use url::{Host, Url};

use crate::error::{Error, Result};

/// The default port of this machine, as of most development servers.
pub const LOCAL_PORT: u16 = 3000;

/// In bytes; leaves room for what is added to it.
const LONGEST: usize = 32 * 1024;

/// What `encodeURIComponent` of JavaScript encodes.
const RESERVED_IN_SEGMENTS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// A URL without credentials or fragment; cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint(Arc<Url>);

impl Endpoint {
    /// Without a scheme, this machine means plain HTTP on [`LOCAL_PORT`], and any other one TLS.
    pub fn parse(text: &str) -> Result<Self> {
        Self::parse_with_port(text, LOCAL_PORT)
    }

    pub fn parse_with_port(text: &str, local_port: u16) -> Result<Self> {
        let bad = |why: &str| {
            Error::usage(format!("invalid endpoint `{}`: {why}", without_credentials(text)))
                .with_hint("write `localhost`, `:3000`, `host:port/path` or a URL")
        };
        let trimmed = text.trim();
        if trimmed.starts_with('/') {
            return Err(bad(
                "it is a path: put the server before it, as in `localhost/api/webhooks`",
            ));
        }
        if !trimmed.is_empty() && trimmed.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Error::usage(format!(
                "invalid endpoint `{trimmed}` (did you mean `:{trimmed}`?)"
            )));
        }
        let scheme = trimmed.split_once(':').map_or("", |(scheme, _)| scheme);
        let is_spelled_out = trimmed.contains("://");
        if !is_spelled_out
            && ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
        {
            return Err(bad("a scheme is followed by `://`"));
        }
        let mut url = if is_spelled_out {
            Url::parse(trimmed).map_err(|error| bad(&error.to_string()))?
        } else {
            Self::without_scheme(trimmed, local_port).map_err(|error| bad(&error.to_string()))?
        };
        if !matches!(url.scheme(), "http" | "https") {
            return Err(bad("only http and https are supported"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(bad("it has credentials, and endpoints are printed and logged"));
        }
        let is_unspecified = match url.host() {
            Some(Host::Ipv4(address)) => address.is_unspecified(),
            Some(Host::Ipv6(address)) => address.is_unspecified(),
            _ => false,
        };
        if is_unspecified {
            return Err(bad("it is an address to listen on; send to localhost"));
        }
        if url.as_str().len() > LONGEST {
            return Err(bad("it is too long"));
        }
        url.set_fragment(None);
        Ok(Self(Arc::new(url)))
    }

    fn without_scheme(text: &str, local_port: u16) -> Result<Url, url::ParseError> {
        let text = match text.parse::<Ipv6Addr>() {
            Ok(address) => format!("[{address}]"),
            Err(_) if text.starts_with(':') => format!("localhost{text}"),
            Err(_) => text.to_owned(),
        };
        let mut url = Url::parse(&format!("http://{text}"))?;
        if !is_loopback(&url) {
            return Url::parse(&format!("https://{text}"));
        }
        if !has_port(&text) {
            url.set_port(Some(local_port)).map_err(|()| url::ParseError::InvalidPort)?;
        }
        Ok(url)
    }

    /// Replaces the path and the query, but never the server.
    pub fn with_path(&self, path: &str) -> Self {
        let path = path.split_once('#').map_or(path, |(path, _)| path);
        let (path, query) =
            path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        let mut url = (*self.0).clone();
        url.set_path(path);
        url.set_query(query);
        Self(Arc::new(url))
    }

    pub fn and_query(&self, parameters: &[(&str, &str)]) -> Self {
        let mut url = (*self.0).clone();
        url.query_pairs_mut().extend_pairs(parameters);
        Self(Arc::new(url))
    }

    /// Appends path segments, each percent-encoded; `None` if one is empty, `.` or `..`, which a URL
    /// cannot express.
    pub fn below<'a>(&self, segments: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut url = (*self.0).clone();
        let mut path = url.path().trim_end_matches('/').to_owned();
        for segment in segments {
            if matches!(segment, "" | "." | "..") {
                return None;
            }
            path.push('/');
            path.extend(utf8_percent_encode(segment, RESERVED_IN_SEGMENTS));
        }
        url.set_path(&path);
        url.set_query(None);
        Some(Self(Arc::new(url)))
    }

    pub fn has_path(&self) -> bool {
        self.0.path() != "/" || self.0.query().is_some()
    }

    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    /// The addresses of an endpoint on this machine: `localhost` and names under it need no DNS
    /// (RFC 6761).
    pub fn loopback_addresses(&self) -> Vec<SocketAddr> {
        let port = self.0.port_or_known_default().unwrap_or_default();
        let addresses: Vec<IpAddr> = match self.0.host() {
            _ if !self.is_loopback() => Vec::new(),
            Some(Host::Ipv4(address)) => vec![address.into()],
            Some(Host::Ipv6(address)) => vec![address.into()],
            _ => vec![Ipv6Addr::LOCALHOST.into(), Ipv4Addr::LOCALHOST.into()],
        };
        addresses.into_iter().map(|address| (address, port).into()).collect()
    }

    pub fn is_tls(&self) -> bool {
        self.0.scheme() == "https"
    }

    pub fn url(&self) -> &Url {
        &self.0
    }

    /// The host, with IPv6 addresses unbracketed, and the port.
    pub fn authority(&self) -> (String, u16) {
        let host = match self.0.host() {
            Some(Host::Ipv6(address)) => address.to_string(),
            Some(host) => host.to_string(),
            None => String::new(),
        };
        (host, self.0.port_or_known_default().unwrap_or_default())
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Endpoint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_str())
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => {
            address.is_loopback() || address.to_ipv4_mapped().is_some_and(|v4| v4.is_loopback())
        }
        None => false,
    }
}

/// An endpoint as typed, without credentials if it is invalid.
pub fn masked(text: &str) -> String {
    if Endpoint::parse(text).is_ok() { text.to_owned() } else { without_credentials(text) }
}

/// Masks anything that may have been meant as credentials.
fn without_credentials(text: &str) -> String {
    let Some(at) = text.rfind('@') else { return text.to_owned() };
    let start = text[..at].find("://").map_or(0, |start| start + "://".len());
    format!("{}…{}", &text[..start], &text[at..])
}

/// Whether an address without a scheme has a port; a parsed URL drops the default one.
fn has_port(text: &str) -> bool {
    let authority = text.split(['/', '?', '#']).next().unwrap_or(text);
    let after_address = authority.rsplit(']').next().unwrap_or(authority);
    after_address.contains(':')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn url(text: &str) -> String {
        Endpoint::parse(text).unwrap().to_string()
    }

    #[test]
    fn this_machine_in_short() {
        assert_eq!(url("localhost"), "http://localhost:3000/");
        assert_eq!(url(":8080"), "http://localhost:8080/");
        assert_eq!(url(":8080/api/hooks"), "http://localhost:8080/api/hooks");
        assert_eq!(url("localhost/api"), "http://localhost:3000/api");
        assert_eq!(url("localhost:80"), "http://localhost/");
        assert_eq!(url("127.0.0.1:4000"), "http://127.0.0.1:4000/");
        assert_eq!(url("127.0.0.1"), "http://127.0.0.1:3000/");
        assert_eq!(url("::1"), "http://[::1]:3000/");
        assert_eq!(url("[::1]:4000/x"), "http://[::1]:4000/x");
        assert_eq!(url("app.localhost:3000"), "http://app.localhost:3000/");
    }

    #[test]
    fn urls_stay_as_they_are() {
        assert_eq!(url("http://localhost"), "http://localhost/");
        assert_eq!(url("https://localhost:8443/x?y=z"), "https://localhost:8443/x?y=z");
        assert_eq!(url("http://example.com/a#b"), "http://example.com/a");
    }

    #[test]
    fn other_machines_default_to_tls() {
        assert_eq!(url("example.com"), "https://example.com/");
        assert_eq!(url("example.com:8443/api"), "https://example.com:8443/api");
        assert_eq!(url("example.com:80"), "https://example.com:80/");
        assert!(!Endpoint::parse("example.com").unwrap().is_loopback());
        assert!(!Endpoint::parse("http://localhost.example.com").unwrap().is_loopback());
        assert!(!Endpoint::parse("http://127.0.0.1.example.com").unwrap().is_loopback());
        assert!(Endpoint::parse("http://127.8.9.10").unwrap().is_loopback());
        assert!(Endpoint::parse("http://[::ffff:127.0.0.1]").unwrap().is_loopback());
    }

    #[test]
    fn a_path_replaces_path_and_query_only() {
        let endpoint = Endpoint::parse("http://localhost:3000/old?a=b").unwrap();
        assert_eq!(endpoint.with_path("api/x").to_string(), "http://localhost:3000/api/x");
        assert_eq!(endpoint.with_path("/x?c=d").to_string(), "http://localhost:3000/x?c=d");
        for path in
            ["//evil.example/x", "/\\evil.example", "\t/evil.example", "https://evil.example"]
        {
            let moved = endpoint.with_path(path);
            assert_eq!(moved.authority(), ("localhost".to_owned(), 3000), "{moved}");
        }
    }

    #[test]
    fn encodes_each_segment_below() {
        let below = |base: &str, segments: &[&str]| {
            let endpoint = Endpoint::parse(base).unwrap();
            endpoint.below(segments.iter().copied()).map(|endpoint| endpoint.to_string())
        };
        assert_eq!(
            below("https://api.vercel.com", &["v1", "icfg_1"]).as_deref(),
            Some("https://api.vercel.com/v1/icfg_1")
        );
        assert_eq!(
            below(":4000/base/?x=y", &["a/../b?c#d e%é:@", "z"]).as_deref(),
            Some("http://localhost:4000/base/a%2F..%2Fb%3Fc%23d%20e%25%C3%A9%3A%40/z")
        );
        for segment in ["", ".", ".."] {
            assert_eq!(below(":4000", &["v1", segment]), None);
        }
    }

    #[test]
    fn rejects_invalid_endpoints() {
        for text in [
            "",
            "ftp://localhost",
            "http://",
            ":x",
            ":99999",
            "http://u:p@localhost",
            "0.0.0.0:3000",
            "3000",
            "/api/webhooks",
            "a b",
            "http:/localhost",
            "https:\\\\localhost",
            "HTTP:localhost",
        ] {
            assert!(Endpoint::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn paths_lose_their_fragment() {
        let endpoint = Endpoint::parse(":3000").unwrap();
        assert_eq!(endpoint.with_path("/x?y#z").to_string(), "http://localhost:3000/x?y");
        assert_eq!(endpoint.with_path("/x#z?y").to_string(), "http://localhost:3000/x");
    }

    #[test]
    fn rejects_urls_that_are_too_long() {
        assert!(Endpoint::parse(&format!(":3000/{}", "x".repeat(LONGEST))).is_err());
    }

    #[test]
    fn errors_show_no_credentials() {
        for text in [
            "http://u:sesame@localhost",
            "u:sesame@example.com",
            "http:/u:sesame@localhost",
            "http:\\\\u:sesame@localhost",
            "///u:sesame@localhost",
            "http://u:sesame/@localhost",
            "http://u:sesame#@localhost",
            "ftp://u:sesame@localhost/@",
        ] {
            let error = Endpoint::parse(text).unwrap_err().to_string();
            assert!(!error.contains("sesame"), "{error}");
            assert!(!masked(text).contains("sesame"), "{text}");
        }
        assert_eq!(masked(":3000/@me"), ":3000/@me");
        assert_eq!(masked("ftp://u@x"), "ftp://…@x");
    }

    proptest! {
        #[test]
        fn displayed_endpoints_parse_back(port: u16, path in "[a-z/]{0,12}") {
            let endpoint = Endpoint::parse(&format!(":{port}/{path}")).unwrap();
            prop_assert_eq!(Endpoint::parse(&endpoint.to_string()).unwrap(), endpoint.clone());
            prop_assert!(endpoint.is_loopback());
        }

        #[test]
        fn parsing_never_panics(text in ".*") {
            let _ = Endpoint::parse(&text);
        }
    }
}
