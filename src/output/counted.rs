//! Numbers of things.

/// A number of things whose plural ends in s: `1 event`, `3 events`.
#[must_use]
pub fn counted(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
