//! The API's error bodies.
//!
//! Sources: <https://vercel.com/docs/rest-api/errors> for the codes, the shape and the messages,
//! and the page of create-event for the statuses. Neither says which status goes with
//! `method_unknown`, nor the code that goes with 410: 405 and `gone` are guesses. So is 408 with
//! `request_timeout`.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::time::Moment;

use super::super::api_error::{ApiError, DISABLED};
use super::super::cut;
use super::rules::Failing;

/// How long a client is told that its limit lasts, where nothing else is said.
const LIMIT_LASTS: Duration = Duration::from_secs(1);

/// The limit that a client is told of; the API's own is not published.
const LIMIT: u64 = 100;

/// A refusal.
#[derive(Clone, Debug)]
pub(super) struct ErrorResponse {
    pub status: StatusCode,
    code: &'static str,
    message: String,
    more: Option<More>,
    /// The methods that are allowed.
    allow: Option<&'static str>,
    retry_after: Option<Duration>,
}

/// What an error says besides its code and message.
#[derive(Clone, Copy, Debug)]
enum More {
    InvalidToken,
    /// The limit lasts this long.
    Limit(Duration),
}

impl ErrorResponse {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), more: None, allow: None, retry_after: None }
    }

    pub fn bad_request(mistake: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "bad_request",
            format!("Invalid request: {}", cut(mistake)),
        )
    }

    pub fn no_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "forbidden", "The request is not authorized.")
    }

    /// A bad token is marked as one: third parties have seen `invalidToken`.
    pub fn wrong_token() -> Self {
        let no = Self::new(StatusCode::FORBIDDEN, "forbidden", "Not authorized");
        Self { more: Some(More::InvalidToken), ..no }
    }

    pub fn not_found(what: &str, id: &str) -> Self {
        let message = format!("Could not find the {what}: {}", cut(id));
        Self::new(StatusCode::NOT_FOUND, "not_found", message)
    }

    pub fn method_unknown(methods: &'static str) -> Self {
        let message = format!("This endpoint only responds to {methods}");
        let no = Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_unknown", message);
        Self { allow: Some(methods), ..no }
    }

    pub fn too_slow() -> Self {
        let message = "The body took too long to come";
        Self::new(StatusCode::REQUEST_TIMEOUT, "request_timeout", message)
    }

    /// Whoever takes note of requests has failed.
    pub fn broken() -> Self {
        let message = "An unexpected internal error occurred";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal_server_error", message)
    }

    /// A failure that was asked for.
    pub fn on_purpose(failing: Failing, retry_after: Option<Duration>) -> Self {
        let status = StatusCode::from_u16(failing.status).unwrap_or(StatusCode::BAD_REQUEST);
        let (code, message) = match failing.status {
            _ if failing.is_disabled => (DISABLED, "The integration configuration is disabled"),
            401 => ("forbidden", "The request is not authorized."),
            403 => ("forbidden", "You do not have permission to access this resource."),
            404 => ("not_found", "Could not find the installation"),
            410 => ("gone", "The installation is gone"),
            429 => ("rate_limited", "The rate limit of 100 exceeded for 'create-event'."),
            500..=599 => ("internal_server_error", "An unexpected internal error occurred"),
            _ => ("bad_request", "Invalid request: it was to fail"),
        };
        let mut no = Self::new(status, code, message);
        if failing.status == 429 {
            no.more = Some(More::Limit(retry_after.unwrap_or(LIMIT_LASTS)));
        }
        if matches!(failing.status, 429 | 503) {
            no.retry_after = retry_after;
        }
        no
    }

    /// As a client reads it.
    pub fn to_api_error(&self) -> ApiError {
        ApiError {
            status: self.status.as_u16(),
            code: Some(self.code.to_owned()),
            message: Some(self.message.clone()),
            is_of_token: false,
            wait: self.retry_after,
        }
    }
}

/// The limit that lasts this long from now.
fn limit(lasts: Duration) -> Value {
    let millis = i64::try_from(lasts.as_millis()).unwrap_or(i64::MAX);
    let reset = Moment::now().plus_millis(millis).millis();
    json!({ "remaining": 0, "reset": reset.div_euclid(1000), "resetMs": reset, "total": LIMIT })
}

impl IntoResponse for ErrorResponse {
    fn into_response(self) -> Response {
        let mut error = json!({ "code": self.code, "message": self.message });
        match self.more {
            Some(More::InvalidToken) => error["invalidToken"] = true.into(),
            Some(More::Limit(lasts)) => error["limit"] = limit(lasts),
            None => {}
        }
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static("application/json; charset=utf-8"));
        if let Some(methods) = self.allow {
            headers.insert("allow", HeaderValue::from_static(methods));
        }
        if let Some(wait) = self.retry_after {
            // Whole seconds, of which none may be missing.
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            headers.insert("retry-after", seconds.into());
        }
        (self.status, headers, json!({ "error": error }).to_string()).into_response()
    }
}
