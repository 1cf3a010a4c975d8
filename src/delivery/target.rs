//! Where deliveries go.

use crate::error::{Error, Result};
use crate::http::endpoint::{Endpoint, masked};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Without one, the demo receives.
    pub server: Option<Endpoint>,
    pub path: Option<String>,
}

impl Target {
    /// Parses `demo` or an [`Endpoint`].
    pub fn parse(text: &str) -> Result<Self> {
        let server = if text == "demo" { None } else { Some(Endpoint::parse(text)?) };
        Ok(Self { server, path: None })
    }

    pub fn has_path(&self) -> bool {
        self.path.is_some() || self.server.as_ref().is_some_and(Endpoint::has_path)
    }

    pub fn is_loopback(&self) -> bool {
        self.server.as_ref().is_none_or(Endpoint::is_loopback)
    }

    pub fn endpoint_on(&self, server: &Endpoint) -> Endpoint {
        self.path.as_ref().map_or_else(|| server.clone(), |path| server.with_path(path))
    }
}

/// Accepts a path with or without a query, but not a URL.
pub fn parse_path(text: &str) -> Result<String> {
    let is_url = text.split('?').next().is_some_and(|path| path.contains("://"));
    if is_url {
        return Err(Error::usage(format!("`{}` is a URL, not a path", masked(text)))
            .with_hint("a path is what follows the server: /api/webhooks"));
    }
    Ok(text.to_owned())
}
