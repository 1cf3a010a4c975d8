//! Single sign-on: the browser's way to a partner's login URL, and the exchange of its code.
//!
//! Sources: <https://vercel.com/docs/integrations/create-integration/marketplace-api> for the
//! redirect, and the API reference of `POST /v1/integrations/sso/token` for the exchange. That a code
//! works once is seen in partners' code; how long it works is a guess.

use std::collections::VecDeque;
use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

use crate::event::SampleData;
use crate::settings::secret::Secret;
use crate::time::Moment;

use super::super::issuer::{Issuer, Role, TokenSpec};
use super::super::partner_api::TokenKind;
use super::error_response::ErrorResponse;

const CODE_LIFETIME: Duration = Duration::from_secs(5 * 60);
const TOKEN_LIFETIME: Duration = Duration::from_secs(60 * 60);

/// The most codes and refresh tokens at once; further ones replace the oldest.
const MAX_GRANTS: usize = 1000;

/// A client that authenticates as this integration.
#[derive(Debug, Default)]
pub struct SsoClient {
    /// Any client is known where it is `None`.
    pub integration: Option<String>,
    /// Any secret is accepted where there are none.
    pub secrets: Vec<Secret>,
}

/// The codes and refresh tokens that were given out.
#[derive(Debug, Default)]
pub struct Sso {
    grants: VecDeque<Grant>,
}

#[derive(Clone, Debug)]
struct Grant {
    code: String,
    refresh_token: String,
    expires: Moment,
    is_used: bool,
    state: Option<String>,
    nonce: Option<String>,
    user: User,
}

/// Who is signed in, and where.
#[derive(Clone, Debug)]
struct User {
    installation: Option<String>,
    role: Role,
}

impl Sso {
    /// Where the browser is sent. `installation`, `role` and the login URL are for the emulator (`url`, or
    /// `redirect_uri` in a request of `OpenID` Connect); all other parameters are passed on.
    pub fn login_url(
        &mut self,
        query: &str,
        installation: Option<&String>,
        now: Moment,
    ) -> Result<Url, ErrorResponse> {
        let mut grant = Grant {
            code: random(),
            refresh_token: random(),
            expires: later(now, CODE_LIFETIME),
            is_used: false,
            state: None,
            nonce: None,
            user: User { installation: installation.cloned(), role: Role::Admin },
        };
        let (mut login, mut passed_on) = (None, Vec::new());
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "installation" => grant.user.installation = Some(value.into_owned()),
                "role" => grant.user.role = Role::parse(&value).map_err(|e| bad(&e.to_string()))?,
                "url" | "redirect_uri" => login = Some(value.into_owned()),
                "state" => grant.state = Some(value.into_owned()),
                "nonce" => grant.nonce = Some(value.into_owned()),
                "client_id" | "response_type" | "scope" | "login_hint" => {}
                _ => passed_on.push((name.into_owned(), value.into_owned())),
            }
        }
        let login = login.ok_or_else(|| bad("`url` must be the login URL of your server"))?;
        let mut login = Url::parse(&login)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .ok_or_else(|| bad("`url` must be a URL such as http://localhost:3000/callback"))?;
        let state = grant.state.get_or_insert_with(random);
        login
            .query_pairs_mut()
            .append_pair("mode", "sso")
            .append_pair("code", &grant.code)
            .append_pair("state", state)
            .extend_pairs(passed_on);
        if self.grants.len() == MAX_GRANTS {
            self.grants.pop_front();
        }
        self.grants.push_back(grant);
        Ok(login)
    }

    /// Exchanges a code or a refresh token. Returns the response, and the installation.
    pub fn exchange(
        &mut self,
        request: &ExchangeRequest,
        client: &SsoClient,
        issuer: (&Issuer, &str),
        data: &SampleData,
        now: Moment,
    ) -> Result<(Value, Option<String>), ErrorResponse> {
        let client_id = request.require("client_id")?;
        let secret = request.require("client_secret")?;
        let known = client.integration.as_deref().is_none_or(|known| known == client_id);
        let mut secrets = client.secrets.iter();
        let is_right =
            secrets.len() == 0 || secrets.any(|known| known.expose() == secret.as_bytes());
        if !known || !is_right {
            let why = if known { "the client_secret is wrong" } else { "the client_id is wrong" };
            return Err(ErrorResponse::oauth(StatusCode::FORBIDDEN, "invalid_client", why));
        }
        let grant = match request.get("grant_type").unwrap_or("authorization_code") {
            "authorization_code" => self.redeem(request, now)?,
            "refresh_token" => self.refresh(request)?,
            _ => {
                let why = "grant_type must be authorization_code or refresh_token";
                return Err(ErrorResponse::oauth(
                    StatusCode::BAD_REQUEST,
                    "unsupported_grant_type",
                    why,
                ));
            }
        };
        let spec = TokenSpec {
            kind: TokenKind::User,
            role: grant.user.role,
            integration: Some(client_id.to_owned()),
            installation: grant.user.installation.clone(),
            ..TokenSpec::default()
        };
        let (issuer, issuer_url) = issuer;
        let mut claims = spec.claims(data, now, TOKEN_LIFETIME);
        claims.insert("iss".to_owned(), issuer_url.into());
        claims.insert("type".to_owned(), "id_token".into());
        if let Some(nonce) = grant.nonce {
            claims.insert("nonce".to_owned(), nonce.into());
        }
        let installation = claims.get("installation_id").and_then(Value::as_str);
        let installation = installation.map(str::to_owned);
        let response = json!({
            "id_token": issuer.sign(&claims),
            "access_token": random(),
            "token_type": "Bearer",
            "expires_in": TOKEN_LIFETIME.as_secs(),
            "refresh_token": grant.refresh_token,
        });
        Ok((response, installation))
    }

    fn redeem(&mut self, request: &ExchangeRequest, now: Moment) -> Result<Grant, ErrorResponse> {
        let code = request.require("code")?;
        let grant = self.grants.iter_mut().find(|grant| grant.code == code);
        let grant = grant.ok_or_else(|| invalid_grant("the code is unknown"))?;
        if grant.is_used {
            return Err(invalid_grant("the code was used before"));
        }
        if grant.expires < now {
            return Err(invalid_grant("the code has expired"));
        }
        if request.get("state").is_some_and(|state| Some(state) != grant.state.as_deref()) {
            return Err(invalid_grant("the state is not the one of the code"));
        }
        grant.is_used = true;
        Ok(grant.clone())
    }

    fn refresh(&self, request: &ExchangeRequest) -> Result<Grant, ErrorResponse> {
        let token = request.require("refresh_token")?;
        let mut grants = self.grants.iter();
        let grant = grants.find(|grant| grant.is_used && grant.refresh_token == token);
        let grant = grant.ok_or_else(|| invalid_grant("the refresh_token is unknown"))?;
        Ok(Grant { nonce: None, ..grant.clone() })
    }
}

/// The body of an exchange, as a form or as JSON.
pub struct ExchangeRequest(Vec<(String, String)>);

impl ExchangeRequest {
    pub fn parse(content_type: Option<&str>, body: &[u8]) -> Result<Self, ErrorResponse> {
        let essence = content_type.and_then(|text| text.split(';').next()).unwrap_or_default();
        match essence.trim().to_ascii_lowercase().as_str() {
            "application/x-www-form-urlencoded" => {
                Ok(Self(form_urlencoded::parse(body).into_owned().collect()))
            }
            "application/json" => {
                let body: Value = serde_json::from_slice(body)
                    .map_err(|_| invalid_request("the body is not valid JSON"))?;
                let members = body.as_object();
                let members = members.ok_or_else(|| invalid_request("the body is no object"))?;
                let text = |(name, value): (&String, &Value)| match value {
                    Value::Null => None,
                    Value::String(text) => Some(Ok((name.clone(), text.clone()))),
                    _ => Some(Err(invalid_request(&format!("{name} must be a string")))),
                };
                members.iter().filter_map(text).collect::<Result<_, _>>().map(Self)
            }
            _ => {
                Err(invalid_request("the body must be JSON or a form, and its content type say so"))
            }
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.iter().find(|(known, _)| known == name);
        value.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    fn require(&self, name: &str) -> Result<&str, ErrorResponse> {
        self.get(name).ok_or_else(|| invalid_request(&format!("{name} is missing")))
    }
}

fn bad(problem: &str) -> ErrorResponse {
    ErrorResponse::bad_request(problem)
}

fn invalid_request(why: &str) -> ErrorResponse {
    ErrorResponse::oauth(StatusCode::BAD_REQUEST, "invalid_request", why)
}

fn invalid_grant(why: &str) -> ErrorResponse {
    ErrorResponse::oauth(StatusCode::BAD_REQUEST, "invalid_grant", why)
}

fn later(now: Moment, time: Duration) -> Moment {
    now.plus_millis(i64::try_from(time.as_millis()).unwrap_or(i64::MAX))
}

pub fn random() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the operating system provides random bytes");
    hex::encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(sso: &mut Sso, now: Moment) -> String {
        let login = sso.login_url("url=http://localhost/", None, now).unwrap();
        login.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned()
    }

    fn request(code: String) -> ExchangeRequest {
        ExchangeRequest(vec![("code".to_owned(), code)])
    }

    #[test]
    fn a_code_works_for_five_minutes() {
        let now = Moment::now();
        for (millis, works) in [(0, true), (300_000, true), (300_001, false)] {
            let mut sso = Sso::default();
            let request = request(code(&mut sso, now));
            assert_eq!(sso.redeem(&request, now.plus_millis(millis)).is_ok(), works, "{millis}");
        }
    }

    #[test]
    fn the_oldest_codes_make_room() {
        let (mut sso, now) = (Sso::default(), Moment::now());
        let codes: Vec<_> = (0..=MAX_GRANTS).map(|_| code(&mut sso, now)).collect();
        assert_eq!(sso.grants.len(), MAX_GRANTS);
        let works = |sso: &mut Sso, code: &String| sso.redeem(&request(code.clone()), now).is_ok();
        assert!(!works(&mut sso, &codes[0]));
        assert!(works(&mut sso, &codes[1]));
    }
}
