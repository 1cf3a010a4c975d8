//! Where Vercel's API is.

use std::fmt;

use url::Url;

use crate::delivery::Endpoint;
use crate::error::{Error, Result};

/// Where the API is unless something else is said.
pub const DEFAULT_API_URL: &str = "https://api.vercel.com";

/// The API's address, to which tokens may go: over TLS, or on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiUrl(Endpoint);

impl ApiUrl {
    /// Reads a URL, or an address of this machine as [`Endpoint::parse`] does.
    ///
    /// # Errors
    /// [`Error::BadEndpoint`], and [`Error::PlainHttp`] where a token would travel unprotected.
    pub fn parse(text: &str) -> Result<Self> {
        let endpoint = Endpoint::parse(text)?;
        if endpoint.url().scheme() != "https" && !endpoint.is_loopback() {
            return Err(Error::PlainHttp { url: endpoint.to_string() });
        }
        Ok(Self(endpoint))
    }

    /// Whether it is this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.0.is_loopback()
    }

    /// The address of create-event for an installation.
    ///
    /// # Errors
    /// [`Error::BadEndpoint`] where the API's address cannot have a path.
    pub fn create_event(&self, installation_id: &str) -> Result<Url> {
        let mut url = self.0.url().clone();
        url.set_query(None);
        url.path_segments_mut()
            .map_err(|()| Error::BadEndpoint {
                text: self.to_string(),
                why: "it cannot have a path".to_owned(),
            })?
            .pop_if_empty()
            .extend(["v1", "installations", installation_id, "events"]);
        Ok(url)
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

    fn create_event(api: &str, id: &str) -> String {
        ApiUrl::parse(api).unwrap().create_event(id).unwrap().to_string()
    }

    #[test]
    fn ids_are_one_segment_of_the_path() {
        assert_eq!(
            create_event(DEFAULT_API_URL, "icfg_1"),
            "https://api.vercel.com/v1/installations/icfg_1/events"
        );
        assert_eq!(
            create_event("http://localhost:4000/base/", "a/../b?c#d e"),
            "http://localhost:4000/base/v1/installations/a%2F..%2Fb%3Fc%23d%20e/events"
        );
    }

    #[test]
    fn plain_http_is_for_this_machine() {
        assert!(ApiUrl::parse("http://127.0.0.1:4000").is_ok());
        assert!(ApiUrl::parse("http://api.vercel.com").is_err());
        assert_eq!(ApiUrl::parse("api.example.com").unwrap().to_string(), "https://api.example.com/");
    }
}
