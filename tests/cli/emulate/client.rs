//! Requests to Vercel's API, and their responses.

use serde_json::Value;

pub use super::super::client::{Answer, Connection, Request};

/// The token of most requests.
pub const TOKEN: &str = "vit_5hF3kq0T";

/// The path of most requests.
pub const PATH: &str = "/v1/installations/icfg_1/events";

/// The body of a valid notification.
const VALID: &str = r#"{"event":{"type":"resource.updated","resourceId":"db_7"}}"#;

impl Request {
    /// A notification with this body, valid if the body is.
    pub fn of(body: impl Into<Vec<u8>>) -> Self {
        Self::bare("POST", PATH)
            .with("authorization", &format!("Bearer {TOKEN}"))
            .with("content-type", "application/json")
            .body(body)
    }

    /// A valid notification.
    pub fn valid() -> Self {
        Self::of(VALID)
    }

    /// A valid notification, padded to this many bytes with blanks.
    pub fn padded(length: usize) -> Self {
        let mut body = VALID.as_bytes().to_vec();
        body.resize(length, b' ');
        Self::of(body)
    }

    /// An invalid notification, longer in JSON than a pipe: it gets a response only when somebody
    /// reads the output.
    pub fn longer_than_a_pipe() -> Self {
        Self::of(format!(r#"{{"event":{{"type":"{}"}}}}"#, "\u{9b}".repeat(30_000)))
    }
}

impl Answer {
    /// The body as JSON, which its type says it is.
    #[track_caller]
    pub fn json(&self) -> Value {
        assert_eq!(self.header("content-type"), Some("application/json; charset=utf-8"));
        serde_json::from_str(&self.body).unwrap()
    }

    /// Asserts that it accepts the notification, without a body.
    #[track_caller]
    pub fn is_created(&self) {
        assert_eq!((self.status, &*self.body), (201, ""), "{self:?}");
        assert_eq!(self.header("content-length"), Some("0"), "{self:?}");
        assert_eq!(self.header("content-type"), None, "{self:?}");
        self.has_an_id();
    }

    /// Asserts that it is an error with this status and these members of `error`.
    #[track_caller]
    pub fn is_error(&self, status: u16, error: &str) {
        assert_eq!(self.body, format!(r#"{{"error":{{{error}}}}}"#));
        assert_eq!(self.status, status, "{self:?}");
        self.json();
        self.has_an_id();
    }

    #[track_caller]
    fn has_an_id(&self) {
        let id = self.header("x-vercel-id").and_then(|id| id.strip_prefix("emulate::"));
        assert!(id.is_some_and(|id| !id.is_empty()), "{self:?}");
    }
}
