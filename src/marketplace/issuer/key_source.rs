//! Where the keys come from that a token is checked with.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use http::header::{HeaderMap, HeaderValue};
use serde_json::Value;

use crate::error::{Error, Result};
use crate::fs::bom::without_mark;
use crate::fs::read_limited;
use crate::http::endpoint::Endpoint;
use crate::http::{Client, Trust, USER_AGENT, runtime};

use super::key_set::KeySet;

const TIMEOUT: Duration = Duration::from_secs(10);
const MAX_JWKS: usize = 1024 * 1024;

/// A JWKS in a file or at a URL.
#[derive(Clone, Debug)]
pub enum KeySource {
    File(PathBuf),
    Url(Endpoint),
}

impl fmt::Display for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Url(url) => write!(f, "{url}"),
        }
    }
}

impl KeySource {
    pub fn parse(text: &str) -> Result<Self> {
        if !text.contains("://") {
            return Ok(Self::File(text.into()));
        }
        let url = Endpoint::parse(text)?;
        if url.url().scheme() != "https" && !url.is_loopback() {
            return Err(Error::usage(format!("anybody on the way could change the keys of {url}"))
                .with_hint("use https, or a server on this machine"));
        }
        Ok(Self::Url(url))
    }

    pub fn read(&self) -> Result<KeySet> {
        let bytes = match self {
            Self::File(path) => read_file(path)?,
            Self::Url(url) => fetch(url)?,
        };
        let jwks: Value = serde_json::from_slice(without_mark(&bytes))
            .map_err(|error| Error::usage(format!("{self} is not valid JSON: {error}")))?;
        KeySet::from_json(&jwks).map_err(|why| {
            Error::usage(format!("cannot use {self}: {why}"))
                .with_hint("a JWKS looks like the output of `vercel-hooks partner keys`")
        })
    }
}

fn read_file(path: &Path) -> Result<Vec<u8>> {
    let name = path.display().to_string();
    read_limited::read(path, &name)?
        .ok_or_else(|| Error::usage(format!("cannot read {name}: there is no such file")))
}

fn fetch(url: &Endpoint) -> Result<Vec<u8>> {
    let client = Client::new(url, &Trust::default(), TIMEOUT)?.with_response_limit(MAX_JWKS);
    let headers = HeaderMap::from_iter([
        (http::header::ACCEPT, HeaderValue::from_static("application/json")),
        (http::header::USER_AGENT, HeaderValue::from_static(USER_AGENT)),
    ]);
    let response = runtime::single_threaded()?
        .block_on(client.get(url.url(), headers))
        .map_err(|error| Error::unreachable(format!("cannot fetch {url}: {}", error.label())))?;
    if response.status != 200 {
        return Err(Error::usage(format!("cannot use {url}: it responded {}", response.status))
            .with_hint("a JWKS is a 200 without a redirect"));
    }
    if response.body.is_cut {
        return Err(Error::usage(format!("cannot use {url}: the JWKS is cut off or above 1 MiB")));
    }
    Ok(response.body.bytes.to_vec())
}
