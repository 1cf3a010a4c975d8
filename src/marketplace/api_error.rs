//! Error responses of Vercel's API.
//!
//! Source: <https://vercel.com/docs/rest-api/errors>. Some endpoints write `err` for `error` and add
//! fields; a body of another shape is kept as text.

use std::fmt;
use std::time::Duration;

use http::HeaderMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::http::Response;
use crate::time::{Moment, time_until_http_date};

use super::{MAX_QUOTED, truncate};

/// The code of an installation that is disabled because its owner left the team.
///
/// Source: <https://vercel.com/docs/integrations/create-integration/vercel-api-integrations>.
pub(super) const DISABLED: &str = "integration_configuration_disabled";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError {
    #[serde(skip)]
    pub status: u16,
    /// `forbidden`, `rate_limited`, …
    pub code: Option<String>,
    /// The error's message, or the beginning of a body of another shape.
    pub message: Option<String>,
    /// Not documented, but seen by third parties as `invalidToken`.
    #[serde(skip)]
    pub is_invalid_token: bool,
    #[serde(skip)]
    pub retry_after: Option<Duration>,
}

#[derive(Deserialize)]
struct Body {
    #[serde(alias = "err")]
    error: Value,
}

impl ApiError {
    /// Reads a response that is not a success; `now` turns dates into waits.
    pub fn from_response(response: &Response, now: Moment) -> Self {
        let body = &response.body.bytes;
        let error = serde_json::from_slice(body).map_or(Value::Null, |Body { error }| error);
        let text = |field: &Value| field.as_str().map(truncate);
        Self {
            status: response.status,
            code: text(&error["code"]),
            message: text(&error["message"]).or_else(|| text(&error)).or_else(|| quote(body)),
            is_invalid_token: response.status == 401 || error["invalidToken"] == true,
            retry_after: retry_after(&response.headers, now)
                .or_else(|| limit_reset(&error["limit"], now)),
        }
    }

    pub fn is_disabled(&self) -> bool {
        self.code.as_deref() == Some(DISABLED)
    }

    /// Whether the same request may succeed later.
    pub const fn is_transient(&self) -> bool {
        self.status == 429 || self.status >= 500
    }

    /// Whether every other notification would fail too: the server fails or is not Vercel's, or the
    /// token is rejected.
    pub const fn affects_all(&self) -> bool {
        self.is_transient() || self.is_invalid_token || self.status < 400
    }

    /// `forbidden: Not authorized`
    pub fn reason(&self) -> String {
        let parts = [self.code.as_deref(), self.message.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(": ")
    }

    /// What to do next.
    pub fn hint(&self) -> &'static str {
        if self.is_disabled() {
            return "the installation is disabled, usually because its owner left the team: a \
                    member of the team has to take it over in the dashboard";
        }
        match self.status {
            200..=299 => "only 201 means accepted: check that --api-url is Vercel's API",
            300..=399 => "the API URL redirects, and the token is not sent on: check --api-url",
            400 => "Vercel rejected the request as invalid: check the ids",
            401 => {
                "the token is missing or invalid: use `credentials.access_token` from the body of \
                 Vercel's Upsert Installation request"
            }
            403 => {
                "the token is not valid for this installation: each installation has its own, \
                 `credentials.access_token` from the body of Vercel's Upsert Installation request"
            }
            404 => {
                "Vercel does not know this installation: check that it is an `icfg_…` of this \
                 integration, and check the API URL"
            }
            410 => "the installation no longer exists",
            429 => "too many requests: try again later, or raise --max-wait",
            500..=599 => "Vercel failed: try again later (https://www.vercel-status.com)",
            _ => "this status is not documented for this request",
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(format!("{} {}", self.status, self.reason()).trim_end())
    }
}

fn quote(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(4 * MAX_QUOTED)]);
    let text = text.trim();
    (!text.is_empty()).then(|| truncate(text))
}

/// `retry-after-ms`, which Vercel's SDK looks for first, or `Retry-After`, in seconds or as an HTTP
/// date.
fn retry_after(headers: &HeaderMap, now: Moment) -> Option<Duration> {
    let value = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    if let Some(millis) = value("retry-after-ms").and_then(parse_digits) {
        return Some(Duration::from_millis(millis));
    }
    let value = value("retry-after")?;
    parse_digits(value).map(Duration::from_secs).or_else(|| time_until_http_date(value, now))
}

/// Saturates where the number is too large.
fn parse_digits(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u64::MAX))
}

/// `error.limit`: `resetMs` in milliseconds or `reset` in seconds since the epoch.
fn limit_reset(limit: &Value, now: Moment) -> Option<Duration> {
    let reset = limit["resetMs"]
        .as_i64()
        .or_else(|| Some(limit["reset"].as_i64()?.saturating_mul(1000)))?
        .saturating_sub(now.millis());
    Some(Duration::from_millis(u64::try_from(reset).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;

    use super::*;
    use crate::http::ResponseBody;

    fn read(status: u16, headers: &[(&'static str, &str)], body: &str) -> ApiError {
        let headers = headers
            .iter()
            .map(|(name, value)| (http::HeaderName::from_static(name), value.parse().unwrap()));
        let body = ResponseBody { bytes: Bytes::from(body.to_owned()), is_cut: false };
        let response = Response { status, headers: headers.collect(), body };
        ApiError::from_response(&response, Moment::parse("2026-01-31T12:00:00Z").unwrap())
    }

    #[test]
    fn reads_the_documented_shape() {
        let error = read(403, &[], r#"{"error":{"code":"forbidden","message":"Not authorized"}}"#);
        assert_eq!(error.to_string(), "403 forbidden: Not authorized");
        assert_eq!(error.code.as_deref(), Some("forbidden"));
        assert_eq!(error.message.as_deref(), Some("Not authorized"));
        assert!(!error.is_transient());
    }

    #[test]
    fn keeps_other_shapes_as_text() {
        assert_eq!(read(400, &[], r#"{"err":{"message":"x"}}"#).message.as_deref(), Some("x"));
        assert_eq!(read(400, &[], r#"{"error":"x"}"#).message.as_deref(), Some("x"));
        assert_eq!(read(502, &[], "<h1>Bad").message.as_deref(), Some("<h1>Bad"));
        assert_eq!(read(500, &[], "").message, None);
        let long = read(500, &[], &"é".repeat(10_000)).message.unwrap();
        assert_eq!(long.chars().count(), MAX_QUOTED + 1);
    }

    #[test]
    fn reads_every_form_of_a_requested_wait() {
        let date = "Sat, 31 Jan 2026 12:00:09 GMT";
        let limit = |limit: &str| format!(r#"{{"error":{{"limit":{{{limit}}}}}}}"#);
        for (headers, body, seconds) in [
            (&[("retry-after", "7")][..], String::new(), Some(7)),
            (&[("retry-after", date)], String::new(), Some(9)),
            (&[("retry-after", "7"), ("retry-after-ms", "8000")], String::new(), Some(8)),
            (&[], limit(r#""reset":1769860811,"resetMs":1769860812000"#), Some(12)),
            (&[], limit(r#""reset":1769860811"#), Some(11)),
            (&[("retry-after", "7")], limit(r#""reset":1769860811"#), Some(7)),
            (&[("retry-after", "soon")], String::new(), None),
            (&[], limit(r#""reset":1"#), Some(0)),
        ] {
            let retry_after = read(429, headers, &body).retry_after;
            assert_eq!(retry_after.map(|wait| wait.as_secs()), seconds, "{headers:?} {body}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(status in 100..600_u16, body in ".*", reset: i64) {
            let _ = read(status, &[], &body);
            let limit = format!(r#"{{"error":{{"limit":{{"reset":{reset}}}}}}}"#);
            let _ = read(status, &[("retry-after", &reset.to_string())], &limit);
        }
    }
}
