//! Where Vercel's API is.

use std::fmt;

use crate::error::{Error, Result};
use crate::http::endpoint::Endpoint;

use super::emulator;

/// Where the API is unless something else is said.
pub const DEFAULT_API_URL: &str = "https://api.vercel.com";

/// What the user names as the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Api {
    /// A stand-in for this run.
    Demo,
    /// A server.
    At(ApiUrl),
}

/// The API's address, to which tokens may go: over TLS, or on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiUrl(Endpoint);

impl Api {
    /// Reads `demo` or an [`ApiUrl`].
    ///
    /// # Errors
    /// Those of [`ApiUrl::parse`].
    pub fn parse(text: &str) -> Result<Self> {
        if text == "demo" { Ok(Self::Demo) } else { ApiUrl::parse(text).map(Self::At) }
    }
}

impl ApiUrl {
    /// Reads a URL, or an address as [`Endpoint::parse`] does; on this machine, the port is the
    /// stand-in's unless another one is given.
    ///
    /// # Errors
    /// [`Error::BadEndpoint`], and [`Error::PlainHttp`] where a token would travel unprotected.
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

    /// The server.
    #[must_use]
    pub const fn endpoint(&self) -> &Endpoint {
        &self.0
    }

    /// Where create-event is for an installation.
    ///
    /// # Errors
    /// [`Error::BadId`] where no URL can carry its id.
    pub fn create_event(&self, installation_id: &str) -> Result<Endpoint> {
        self.0
            .below(["v1", "installations", installation_id, "events"])
            .ok_or_else(|| invalid_installation_id(installation_id))
    }
}

pub fn invalid_installation_id(id: &str) -> Error {
    Error::usage(format!("invalid installation id `{id}`"))
        .with_hint("an installation id is `icfg_` and 24 characters")
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
    fn create_event_is_where_vercel_documents_it() {
        let api = ApiUrl::parse(DEFAULT_API_URL).unwrap();
        assert_eq!(
            api.create_event("icfg_1").unwrap().to_string(),
            "https://api.vercel.com/v1/installations/icfg_1/events"
        );
    }

    #[test]
    fn plain_http_is_for_this_machine() {
        assert_eq!(ApiUrl::parse("localhost").unwrap().to_string(), "http://localhost:4000/");
        assert!(ApiUrl::parse("http://127.0.0.1:4000").is_ok());
        assert!(ApiUrl::parse("http://api.vercel.com").is_err());
        assert_eq!(
            ApiUrl::parse("api.example.com").unwrap().to_string(),
            "https://api.example.com/"
        );
    }
}
