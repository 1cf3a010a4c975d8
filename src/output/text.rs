//! Numbers and statuses as text.

use http::StatusCode;

/// The width of a status and most names: `403 Forbidden`.
pub(super) const STATUS_WIDTH: usize = 13;

/// `1 event`, `3 events`.
pub fn counted(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// A status and its name.
pub fn full_status(status: u16) -> String {
    let name = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    name.map_or_else(|| status.to_string(), |name| format!("{status} {name}"))
}

/// A status for a column, with its name if that fits.
pub fn short_status(status: u16) -> String {
    let full = full_status(status);
    if full.len() <= STATUS_WIDTH { full } else { status.to_string() }
}
