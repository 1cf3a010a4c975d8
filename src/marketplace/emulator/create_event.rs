//! `POST /v1/installations/{id}/events`

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use percent_encoding::percent_decode_str;

use super::super::notification::Update;
use super::error_response::ErrorResponse;
use super::rules::Rules;

/// The installation in a path of this endpoint. The API is at `https://api.vercel.com/v1/…`;
/// Vercel's example also uses `https://vercel.com/api/v1/…`.
pub(super) fn installation_id(path: &str) -> Option<String> {
    let path = path.strip_prefix("/api").unwrap_or(path);
    let id = path.strip_prefix("/v1/installations/")?.strip_suffix("/events")?;
    let is_segment = !id.is_empty() && !id.contains('/');
    is_segment.then(|| percent_decode_str(id).decode_utf8_lossy().into_owned())
}

/// Responds as the API does, unless a failure is due. The method is checked first, as it is wrong
/// whatever the rules are.
pub(super) fn respond(
    rules: &mut Rules,
    installation_id: &str,
    head: &Parts,
    body: Result<&[u8], &ErrorResponse>,
) -> Result<StatusCode, ErrorResponse> {
    if head.method != Method::POST {
        return Err(ErrorResponse::method_not_allowed("POST"));
    }
    if let Some(failure) = rules.next_failure() {
        return Err(ErrorResponse::requested(failure, rules.retry_after));
    }
    let token = bearer_token(&head.headers).ok_or_else(ErrorResponse::missing_token)?;
    if !rules.accepts_token(token) {
        return Err(ErrorResponse::invalid_token());
    }
    if !rules.knows_installation(installation_id) {
        return Err(ErrorResponse::not_found("installation", installation_id));
    }
    if !is_json(&head.headers) {
        return Err(ErrorResponse::bad_request("the content type must be application/json"));
    }
    match Update::from_body(body.map_err(ErrorResponse::clone)?) {
        Ok(_) => Ok(StatusCode::CREATED),
        Err(problem) => Err(ErrorResponse::bad_request(&problem)),
    }
}

/// The scheme may be written in any case (RFC 9110).
pub(super) fn bearer_token(headers: &HeaderMap) -> Option<&[u8]> {
    let value = headers.get("authorization")?.as_bytes();
    let (scheme, token) = value.split_at_checked("bearer ".len())?;
    let token = token.trim_ascii();
    (scheme.eq_ignore_ascii_case(b"bearer ") && !token.is_empty()).then_some(token)
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get("content-type").and_then(|value| value.to_str().ok());
    let essence = value.and_then(|value| value.split(';').next()).unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}
