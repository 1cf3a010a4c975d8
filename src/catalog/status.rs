//! How well an event type is known.

use serde::Serialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Documented, and new webhooks can subscribe to it.
    Current,
    /// Documented as deprecated: delivered only to webhooks that already subscribe to it.
    Legacy,
    /// The API accepts the name; the documentation does not mention it.
    Undocumented,
    /// Not an event but a body without an envelope, signed like one (Spend Management).
    Flat,
}
