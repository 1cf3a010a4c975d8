//! What Vercel responds at each path.

use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use serde_json::Value;

use crate::time::Moment;

use super::super::truncate;
use super::api::{FollowUp, Route};
use super::error_response::ErrorResponse;
use super::oidc;
use super::sso::ExchangeRequest;
use super::{EmulatorState, JSON, Shared, TOKEN_PATH, header};

/// What is responded to a valid request.
pub(super) struct Reply {
    pub status: StatusCode,
    pub body: Option<Value>,
    pub etag: Option<String>,
    /// What Vercel does next.
    pub next: Vec<FollowUp>,
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let etag = AppendHeaders(self.etag.map(|etag| ("etag", etag)));
        match self.body {
            Some(body) => (self.status, JSON, etag, body.to_string()).into_response(),
            None => (self.status, etag).into_response(),
        }
    }
}

impl From<Value> for Reply {
    fn from(body: Value) -> Self {
        Self { status: StatusCode::OK, body: Some(body), etag: None, next: Vec::new() }
    }
}

/// Responds as Vercel does, and names the installation that the request is about.
pub(super) fn route(
    shared: &Shared,
    route: Option<&Route>,
    time: Moment,
    head: &Parts,
    body: Result<&[u8], &ErrorResponse>,
) -> (Option<String>, Result<Reply, ErrorResponse>) {
    let path = head.uri.path();
    if let Some(route) = route {
        let result = route.respond(&mut shared.state(), time, head, body);
        return (Some(route.installation().to_owned()), result);
    }
    if path.strip_prefix("/api").unwrap_or(path) == TOKEN_PATH {
        return match exchange(shared, time, head, body) {
            Ok((reply, installation)) => (installation, Ok(reply.into())),
            Err(error) => (None, Err(error)),
        };
    }
    let result = if path == oidc::DISCOVERY_PATH {
        only(&head.method, &Method::GET)
            .map(|()| oidc::discovery(oidc::issuer_url(&head.headers, &shared.url)).into())
    } else if oidc::JWKS_PATHS.contains(&path) {
        only(&head.method, &Method::GET).and_then(|()| jwks(shared, time, head)).map(Reply::from)
    } else {
        Err(ErrorResponse::not_found("path", path))
    };
    (None, result)
}

pub(super) fn only(method: &Method, allowed: &'static Method) -> Result<(), ErrorResponse> {
    let is_head = *method == Method::HEAD && *allowed == Method::GET;
    if method == allowed || is_head {
        return Ok(());
    }
    Err(ErrorResponse::method_not_allowed(allowed.as_str()))
}

fn jwks(shared: &Shared, time: Moment, head: &Parts) -> Result<Value, ErrorResponse> {
    let issuer = shared.issuer.get().map_err(|error| ErrorResponse::failed(&error))?;
    let fetches = &mut shared.state().jwks_fetches;
    fetches.count += 1;
    fetches.last = Some(time);
    fetches.last_user_agent = header(&head.headers, "user-agent").map(|text| truncate(&text));
    Ok(issuer.jwks())
}

fn exchange(
    shared: &Shared,
    time: Moment,
    head: &Parts,
    body: Result<&[u8], &ErrorResponse>,
) -> Result<(Value, Option<String>), ErrorResponse> {
    only(&head.method, &Method::POST)?;
    let body = body.map_err(ErrorResponse::clone)?;
    let request = ExchangeRequest::parse(header(&head.headers, "content-type").as_deref(), body)?;
    let issuer = shared.issuer.get().map_err(|error| ErrorResponse::failed(&error))?;
    let issuer_url = oidc::issuer_in_token(head.uri.query(), &shared.url);
    let EmulatorState { rules, sso, sample_data, .. } = &mut *shared.state();
    sso.exchange(&request, &rules.client, (issuer, issuer_url), sample_data, time)
}
