//! The API's error responses.
//!
//! Sources: <https://vercel.com/docs/rest-api/errors> for the codes, the shape and the messages,
//! and the page of create-event for the statuses. Neither documents the status of `method_unknown`
//! or the code of 410: 405 and `gone` are guesses, and so are 408 with `request_timeout`,
//! `conflict` and `precondition_failed`.

use std::borrow::Cow;
use std::time::Duration;

use axum::http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::error::Error;
use crate::time::Moment;

use super::super::api_error::{ApiError, DISABLED};
use super::super::truncate;
use super::rules::FailureMode;

/// How long a rate limit lasts by default.
const RATE_LIMIT_RESET: Duration = Duration::from_secs(1);

/// Vercel does not publish its own limit.
const RATE_LIMIT: u64 = 100;

#[derive(Clone, Debug)]
pub(super) struct ErrorResponse {
    pub status: StatusCode,
    code: &'static str,
    message: String,
    /// Whether it has the form of OAuth.
    is_oauth: bool,
    is_invalid_token: bool,
    /// How long the rate limit lasts.
    rate_limit: Option<Duration>,
    allow: Option<Cow<'static, str>>,
    retry_after: Option<Duration>,
}

impl ErrorResponse {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            is_oauth: false,
            is_invalid_token: false,
            rate_limit: None,
            allow: None,
            retry_after: None,
        }
    }

    pub fn bad_request(problem: &str) -> Self {
        let message = format!("Invalid request: {}", truncate(problem));
        Self::new(StatusCode::BAD_REQUEST, "bad_request", message)
    }

    pub fn missing_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "forbidden", "The request is not authorized.")
    }

    /// Third parties have seen `invalidToken`.
    pub fn invalid_token() -> Self {
        let error = Self::new(StatusCode::FORBIDDEN, "forbidden", "Not authorized");
        Self { is_invalid_token: true, ..error }
    }

    pub fn not_found(what: &str, id: &str) -> Self {
        let message = format!("Could not find the {what}: {}", truncate(id));
        Self::new(StatusCode::NOT_FOUND, "not_found", message)
    }

    pub fn forbidden(message: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", message)
    }

    pub fn conflict(problem: &str) -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", truncate(problem))
    }

    pub fn precondition_failed() -> Self {
        let message = "The configuration has another ETag";
        Self::new(StatusCode::PRECONDITION_FAILED, "precondition_failed", message)
    }

    pub fn method_not_allowed(allowed: impl Into<Cow<'static, str>>) -> Self {
        let allowed = allowed.into();
        let message = format!("This endpoint only responds to {allowed}");
        let error = Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_unknown", message);
        Self { allow: Some(allowed), ..error }
    }

    /// An error of the token endpoint, as partners read it (RFC 6749).
    pub fn oauth(status: StatusCode, code: &'static str, message: &str) -> Self {
        Self { is_oauth: true, ..Self::new(status, code, message) }
    }

    pub fn request_timeout() -> Self {
        let message = "The request body took too long";
        Self::new(StatusCode::REQUEST_TIMEOUT, "request_timeout", message)
    }

    pub fn internal() -> Self {
        let message = "An unexpected internal error occurred";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal_server_error", message)
    }

    /// What keeps the emulator itself from responding.
    pub fn failed(error: &Error) -> Self {
        Self { message: error.to_string(), ..Self::internal() }
    }

    /// A failure that the user asked for.
    pub fn requested(endpoint: &str, failure: FailureMode, retry_after: Option<Duration>) -> Self {
        let limited = format!("The rate limit of 100 exceeded for '{endpoint}'.");
        let status = StatusCode::from_u16(failure.status).unwrap_or(StatusCode::BAD_REQUEST);
        let (code, message) = match failure.status {
            _ if failure.is_disabled => (DISABLED, "The integration configuration is disabled"),
            401 => return Self::missing_token(),
            403 => ("forbidden", "You do not have permission to access this resource."),
            404 => ("not_found", "Could not find the installation"),
            410 => ("gone", "The installation is gone"),
            429 => ("rate_limited", &*limited),
            500..=599 => ("internal_server_error", "An unexpected internal error occurred"),
            _ => ("bad_request", "Invalid request: failed on purpose"),
        };
        let error = Self::new(status, code, message);
        let rate_limit = retry_after.or(Some(RATE_LIMIT_RESET)).filter(|_| status == 429);
        let retry_after = retry_after.filter(|_| status == 429 || status == 503);
        Self { rate_limit, retry_after, ..error }
    }

    pub fn message(&self) -> &str {
        &self.message
    }

    pub fn to_api_error(&self) -> ApiError {
        ApiError {
            status: self.status.as_u16(),
            code: Some(self.code.to_owned()),
            message: Some(self.message.clone()),
            is_invalid_token: false,
            retry_after: None,
        }
    }
}

fn rate_limit(lasts: Duration) -> Value {
    let millis = i64::try_from(lasts.as_millis()).unwrap_or(i64::MAX);
    let reset = Moment::now().plus_millis(millis).millis();
    json!({
        "remaining": 0, "reset": reset.div_euclid(1000), "resetMs": reset, "total": RATE_LIMIT,
    })
}

impl IntoResponse for ErrorResponse {
    fn into_response(self) -> Response {
        let mut error = json!({ "code": self.code, "message": self.message });
        if self.is_invalid_token {
            error["invalidToken"] = true.into();
        }
        if let Some(lasts) = self.rate_limit {
            error["limit"] = rate_limit(lasts);
        }
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
        if let Some(methods) = self.allow {
            let methods = HeaderValue::try_from(&*methods).expect("methods are ASCII");
            headers.insert(ALLOW, methods);
        }
        if let Some(wait) = self.retry_after {
            // Whole seconds, rounded up.
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            headers.insert(RETRY_AFTER, seconds.into());
        }
        let body = if self.is_oauth {
            json!({ "error": self.code, "error_description": self.message })
        } else {
            json!({ "error": error })
        };
        (self.status, headers, body.to_string()).into_response()
    }
}
