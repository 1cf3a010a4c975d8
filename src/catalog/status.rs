//! How well an event type is known.

use serde::Serialize;

/// How well an event type is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Vercel documents it, and new webhooks can listen for it.
    Current,
    /// Documented as deprecated: delivered only to webhooks that already listen for it.
    Legacy,
    /// The API accepts the name; the documentation does not mention it.
    Undocumented,
    /// Not an event: a body without an envelope, signed like one (Spend Management).
    Flat,
}

impl Status {
    /// The word shown to people and in JSON.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Legacy => "legacy",
            Self::Undocumented => "undocumented",
            Self::Flat => "flat",
        }
    }
}
