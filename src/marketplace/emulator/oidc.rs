//! The issuer's public documents: discovery and keys.

use std::path::PathBuf;
use std::sync::OnceLock;

use axum::http::HeaderMap;
use serde_json::{Value, json};

use crate::error::Result;

use super::super::environment::is_emulated;
use super::super::issuer::{ISSUER_URL, Issuer, state_folder};
use super::{API_HOST, SSO_PATH, TOKEN_PATH};

pub const DISCOVERY_PATH: &str = "/.well-known/openid-configuration";

/// The documented path first; servers also use the other one.
pub const JWKS_PATHS: [&str; 2] = ["/.well-known/jwks", "/.well-known/jwks.json"];

/// Asks the token endpoint for tokens whose issuer is the emulator's own URL.
const OWN_ISSUER: &str = "?issuer=emulator";

/// Says for which of Vercel's hosts a request was meant that the preload script has redirected.
const FORWARDED_HOST: &str = "x-forwarded-host";

/// An issuer whose key is read when it is first needed.
pub struct LazyIssuer {
    state_dir: Option<PathBuf>,
    issuer: OnceLock<Result<Issuer>>,
}

impl LazyIssuer {
    /// For the key in this folder, or in the user's own.
    pub const fn new(state_dir: Option<PathBuf>) -> Self {
        Self { state_dir, issuer: OnceLock::new() }
    }

    pub fn get(&self) -> Result<&Issuer> {
        let open = || Issuer::open(&state_folder(self.state_dir.as_deref())?);
        self.issuer.get_or_init(open).as_ref().map_err(Clone::clone)
    }
}

/// The issuer for the client of a request: Vercel's URL if it asks for Vercel, and else the
/// emulator's own, as clients compare the issuer with the URL that they have asked.
pub fn issuer_url<'a>(headers: &HeaderMap, own: &'a str) -> &'a str {
    if requested_host(headers).is_some_and(is_emulated) { ISSUER_URL } else { own }
}

/// The issuer in a token from the endpoint with this query.
pub fn issuer_in_token<'a>(query: Option<&str>, own: &'a str) -> &'a str {
    if query == OWN_ISSUER.strip_prefix('?') { own } else { ISSUER_URL }
}

/// The members that `OpenID` Connect Discovery requires. Vercel's own document is not known.
pub fn discovery(issuer: &str) -> Value {
    let token_endpoint = if issuer == ISSUER_URL {
        format!("https://{API_HOST}{TOKEN_PATH}")
    } else {
        format!("{issuer}{TOKEN_PATH}{OWN_ISSUER}")
    };
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}{SSO_PATH}"),
        "token_endpoint": token_endpoint,
        "jwks_uri": format!("{issuer}{}", JWKS_PATHS[0]),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid"],
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
    })
}

fn requested_host(headers: &HeaderMap) -> Option<&str> {
    let host = headers.get(FORWARDED_HOST).or_else(|| headers.get("host"))?;
    let host = host.to_str().ok()?;
    Some(host.strip_suffix(":443").unwrap_or(host))
}
