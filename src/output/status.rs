//! The status of an answer, as it is shown.

use http::StatusCode;

/// The room for a status and the usual names: `403 Forbidden`.
pub(super) const WIDTH: usize = 13;

/// A status and its name.
#[must_use]
pub fn full_status(status: u16) -> String {
    name(status).map_or_else(|| status.to_string(), |name| format!("{status} {name}"))
}

/// A status for its column: with its name, where there is room for that.
#[must_use]
pub fn short_status(status: u16) -> String {
    let full = full_status(status);
    if full.len() <= WIDTH { full } else { status.to_string() }
}

fn name(status: u16) -> Option<&'static str> {
    StatusCode::from_u16(status).ok()?.canonical_reason()
}
