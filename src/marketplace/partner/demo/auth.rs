//! How the built-in partner verifies tokens.

use axum::http::{HeaderMap, Method};
use serde_json::{Map, Value};

use crate::time::Moment;

use super::super::super::issuer::{self, ISSUER_URL};
use super::super::super::partner_api::{PartnerEndpoint, TokenKind};
use super::{Refusal, Shared};

/// How far clocks may differ.
const LEEWAY_SECONDS: f64 = 5.0;

impl Shared {
    /// Whether the token of a call allows it.
    pub fn authenticate(
        &self,
        endpoint: &PartnerEndpoint,
        installation: Option<&str>,
        headers: &HeaderMap,
        now: Moment,
    ) -> Result<(), Refusal> {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let (scheme, token) =
            text("authorization").and_then(|value| value.split_once(' ')).unwrap_or_default();
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Refusal::unauthorized("a bearer token is required"));
        }
        let claims = issuer::verify(token.trim(), &self.keys)
            .map_err(|error| Refusal::unauthorized(&error.to_string()))?;
        let kind = self.check_claims(&claims, now).map_err(Refusal::unauthorized)?;
        if text("x-vercel-auth").is_some_and(|named| !named.eq_ignore_ascii_case(kind.name())) {
            return Err(Refusal::forbidden("x-vercel-auth names another kind of token"));
        }
        if !endpoint.auth.contains(&kind) {
            return Err(Refusal::forbidden("the token is of the wrong kind"));
        }
        if installation.is_some()
            && claims.get("installation_id").and_then(Value::as_str) != installation
        {
            return Err(Refusal::forbidden("the token is for another installation"));
        }
        // Commands of the built-in partner change nothing.
        let is_change = endpoint.method != Method::GET && endpoint.name != "resource-repl";
        if is_change && kind == TokenKind::User && claims.get("user_role") != Some(&"ADMIN".into())
        {
            return Err(Refusal::forbidden("the user is not an administrator"));
        }
        Ok(())
    }

    /// The kind of a token whose signature is valid, if its claims are.
    fn check_claims(
        &self,
        claims: &Map<String, Value>,
        now: Moment,
    ) -> Result<TokenKind, &'static str> {
        #[expect(clippy::cast_precision_loss, reason = "times are far below 2^53")]
        let now = now.millis() as f64 / 1000.0;
        let claim = |name: &str| claims.get(name).unwrap_or(&Value::Null);
        if claim("iss") != ISSUER_URL {
            return Err("the token has another issuer");
        }
        if *claim("aud") != *self.integration {
            return Err("the token is for another integration");
        }
        if claim("exp").as_f64().is_none_or(|end| end + LEEWAY_SECONDS < now) {
            return Err("the token has expired");
        }
        if ["nbf", "iat"]
            .iter()
            .any(|name| claim(name).as_f64().is_some_and(|start| start - LEEWAY_SECONDS > now))
        {
            return Err("the token is not valid yet");
        }
        let kind = issuer::kind(claims);
        if !issuer::is_subject(claims.get("sub"), kind) {
            return Err("the subject of the token is malformed");
        }
        Ok(kind)
    }
}
