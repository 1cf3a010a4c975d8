//! Vercel's answer when it is not a yes.
//!
//! Source: <https://vercel.com/docs/rest-api/errors>. Some endpoints say `err` for `error`, and
//! extra members appear; whatever is not as documented is kept as text.

use std::time::Duration;

use http::HeaderMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::http::Response;
use crate::time::{Moment, time_until_http_date};

use super::{LONGEST, cut};

/// The code of an installation that is disabled, because its owner has left the team.
///
/// Source: <https://vercel.com/docs/integrations/create-integration/vercel-api-integrations>.
pub(super) const DISABLED: &str = "integration_configuration_disabled";

/// Why Vercel did not take a notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ApiError {
    /// The status of the answer.
    #[serde(skip)]
    pub status: u16,
    /// The error's code, where the body has one: `forbidden`, `rate_limited`, …
    pub code: Option<String>,
    /// The error's message, or the beginning of a body of another shape.
    pub message: Option<String>,
    /// Whether it is the token that is refused: third parties have seen `invalidToken`.
    #[serde(skip)]
    pub is_of_token: bool,
    /// How long Vercel asks to wait, where it says.
    #[serde(skip)]
    pub wait: Option<Duration>,
}

#[derive(Deserialize)]
struct Body {
    #[serde(alias = "err")]
    error: Value,
}

impl ApiError {
    /// Reads an answer that is not a success, at the time `now`.
    #[must_use]
    pub fn read(answer: &Response, now: Moment) -> Self {
        let error = serde_json::from_slice::<Body>(&answer.body.bytes).ok().map(|body| body.error);
        let text = |name: &str| Some(cut(error.as_ref()?.get(name)?.as_str()?));
        let message = text("message").or_else(|| match &error {
            Some(Value::String(message)) => Some(cut(message)),
            _ => beginning(&answer.body.bytes),
        });
        let limit = error.as_ref().and_then(|error| error.get("limit"));
        Self {
            status: answer.status,
            code: text("code"),
            is_of_token: answer.status == 401
                || error.as_ref().and_then(|error| error.get("invalidToken")?.as_bool())
                    == Some(true),
            message,
            wait: retry_after(&answer.headers, now).or_else(|| limit_reset(limit?, now)),
        }
    }

    /// Whether the installation is disabled.
    #[must_use]
    pub fn is_disabled(&self) -> bool {
        self.code.as_deref() == Some(DISABLED)
    }

    /// Whether it says nothing of this notification, but would meet any other as well: the server
    /// fails or is another, or the token is refused.
    #[must_use]
    pub const fn is_general(&self) -> bool {
        self.is_passing() || self.is_of_token || self.status < 400
    }

    /// Whether the same request may be taken later.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        self.status == 429 || self.status >= 500
    }

    /// What the body says, in one line: `forbidden: Not authorized`.
    #[must_use]
    pub fn reason(&self) -> String {
        let parts = [self.code.as_deref(), self.message.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(": ")
    }

    /// The same with the status.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{} {}", self.status, self.reason()).trim_end().to_owned()
    }

    /// What to do next.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        if self.is_disabled() {
            return "the installation is disabled, usually because its owner left the team: it \
                    takes no changes until a member of the team takes it over in the dashboard";
        }
        match self.status {
            300..=399 => "the API URL redirects, and a token does not follow: is --api-url right?",
            400 => "Vercel found something in the request that it cannot use: check the ids",
            401 => {
                "the token is missing or wrong: it is `credentials.access_token` from the body of \
                 Vercel's Upsert Installation request"
            }
            403 => {
                "the token does not open this installation: each has a token of its own, \
                 `credentials.access_token` from the body of Vercel's Upsert Installation request"
            }
            404 => {
                "Vercel knows no such installation: is it an `icfg_…` of this integration, and \
                 the API URL right?"
            }
            410 => "the installation is gone: there is nobody left to tell",
            429 => "too many requests: try again later, or allow a longer --max-wait",
            500..=599 => "Vercel failed: try again later (https://www.vercel-status.com)",
            200..=299 => "only 201 says that Vercel took it: is --api-url the address of its API?",
            _ => "that answer is not documented for this request",
        }
    }
}

fn beginning(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(4 * LONGEST)]);
    let text = text.trim();
    (!text.is_empty()).then(|| cut(text))
}

/// `retry-after-ms`, which Vercel's SDK looks for first, or `Retry-After`, in seconds or as an HTTP
/// date.
fn retry_after(headers: &HeaderMap, now: Moment) -> Option<Duration> {
    let value = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    if let Some(millis) = value("retry-after-ms").and_then(number) {
        return Some(Duration::from_millis(millis));
    }
    let value = value("retry-after")?;
    number(value).map(Duration::from_secs).or_else(|| time_until_http_date(value, now))
}

/// A number of digits, the largest one where they are too many.
fn number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u64::MAX))
}

/// `error.limit`: `resetMs` in milliseconds or `reset` in seconds since the epoch.
fn limit_reset(limit: &Value, now: Moment) -> Option<Duration> {
    let millis = limit
        .get("resetMs")
        .and_then(Value::as_i64)
        .or_else(|| Some(limit.get("reset")?.as_i64()?.saturating_mul(1000)))?;
    let millis = millis.saturating_sub(now.millis());
    Some(Duration::from_millis(u64::try_from(millis).unwrap_or_default()))
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
        let answer = Response { status, headers: headers.collect(), body };
        ApiError::read(&answer, Moment::parse("2026-01-31T12:00:00Z").unwrap())
    }

    #[test]
    fn the_documented_shape() {
        let refusal =
            read(403, &[], r#"{"error":{"code":"forbidden","message":"Not authorized"}}"#);
        assert_eq!(refusal.code.as_deref(), Some("forbidden"));
        assert_eq!(refusal.message.as_deref(), Some("Not authorized"));
        assert!(!refusal.is_passing());
    }

    #[test]
    fn other_shapes_are_kept_as_text() {
        assert_eq!(read(400, &[], r#"{"err":{"message":"x"}}"#).message.as_deref(), Some("x"));
        assert_eq!(read(400, &[], r#"{"error":"x"}"#).message.as_deref(), Some("x"));
        assert_eq!(read(502, &[], "<h1>Bad").message.as_deref(), Some("<h1>Bad"));
        assert_eq!(read(500, &[], "").message, None);
        let long = read(500, &[], &"é".repeat(10_000)).message.unwrap();
        assert_eq!(long.chars().count(), LONGEST + 1);
    }

    #[test]
    fn each_way_to_say_how_long_to_wait() {
        let seconds = |refusal: ApiError| refusal.wait.map(|wait| wait.as_secs());
        assert_eq!(seconds(read(429, &[("retry-after", "7")], "")), Some(7));
        let date = "Sat, 31 Jan 2026 12:00:09 GMT";
        assert_eq!(seconds(read(503, &[("retry-after", date)], "")), Some(9));
        let both = [("retry-after", "7"), ("retry-after-ms", "8000")];
        assert_eq!(seconds(read(503, &both, "")), Some(8));
        let body = r#"{"error":{"limit":{"reset":1769860811,"resetMs":1769860812000}}}"#;
        assert_eq!(seconds(read(429, &[], body)), Some(12));
        let body = r#"{"error":{"limit":{"reset":1769860811}}}"#;
        assert_eq!(seconds(read(429, &[], body)), Some(11));
        assert_eq!(seconds(read(429, &[("retry-after", "7")], body)), Some(7));
        assert_eq!(seconds(read(429, &[("retry-after", "soon")], "")), None);
        let past = r#"{"error":{"limit":{"reset":1}}}"#;
        assert_eq!(seconds(read(429, &[], past)), Some(0));
    }

    proptest! {
        #[test]
        fn nothing_panics(status in 100..600_u16, body in ".*", reset: i64) {
            let _ = read(status, &[], &body);
            let limit = format!(r#"{{"error":{{"limit":{{"reset":{reset}}}}}}}"#);
            let _ = read(status, &[("retry-after", &reset.to_string())], &limit);
        }
    }
}
