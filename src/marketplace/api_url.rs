//! Where Vercel's API is.

use std::fmt;

use crate::error::{Error, Result};
use crate::http::endpoint::Endpoint;

use super::emulator;

pub const DEFAULT_API_URL: &str = "https://api.vercel.com";

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiTarget {
    /// An emulator for the duration of the command.
    Demo,
    Url(ApiUrl),
}

/// The URL of an API that tokens may be sent to: over TLS, or on loopback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiUrl(Endpoint);

impl ApiTarget {
    pub fn parse(text: &str) -> Result<Self> {
        if text == "demo" { Ok(Self::Demo) } else { ApiUrl::parse(text).map(Self::Url) }
    }
}

impl ApiUrl {
    /// Parses what [`Endpoint::parse`] does; on loopback, the port is the emulator's by default.
    pub fn parse(text: &str) -> Result<Self> {
        let endpoint = Endpoint::parse_with_port(text, emulator::PORT)?;
        if !endpoint.is_tls() && !endpoint.is_loopback() {
            return Err(Error::usage(format!(
                "refusing to send a token to {endpoint} over plain HTTP"
            ))
            .with_hint("write the URL with https://"));
        }
        Ok(Self(endpoint))
    }

    pub const fn endpoint(&self) -> &Endpoint {
        &self.0
    }

    /// The URL of create-event for an installation.
    pub fn create_event(&self, installation_id: &str) -> Result<Endpoint> {
        self.0
            .below(["v1", "installations", installation_id, "events"])
            .ok_or_else(|| Error::usage(format!("invalid installation id `{installation_id}`")))
    }
}

impl fmt::Display for ApiUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn create_event_has_the_documented_url() {
        let api = ApiUrl::parse(DEFAULT_API_URL).unwrap();
        assert_eq!(
            api.create_event("icfg_1").unwrap().to_string(),
            "https://api.vercel.com/v1/installations/icfg_1/events"
        );
    }

    #[test]
    fn plain_http_is_allowed_on_loopback_only() {
        assert_eq!(ApiUrl::parse("localhost").unwrap().to_string(), "http://localhost:8372/");
        assert!(ApiUrl::parse("http://127.0.0.1:8372").is_ok());
        assert!(ApiUrl::parse("http://api.vercel.com").is_err());
        assert_eq!(
            ApiUrl::parse("api.example.com").unwrap().to_string(),
            "https://api.example.com/"
        );
    }
}
