//! What a response violates.

use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// `$.secrets[0].value`, `$` for the whole body, or `status`.
    pub path: String,
    /// Continues the path, and never quotes a secret: `must be a string, not a number`.
    pub message: String,
}

impl Violation {
    pub fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into() }
    }
}
