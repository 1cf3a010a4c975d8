//! Rewrites JSON as other programs would, without changing a value: its whitespace, its escapes
//! and the order of its keys.
//!
//! All of it works on the text, so that numbers and strings stay as they are written.

mod escapes;
mod layout;
mod order;

pub use escapes::{LOWER_HEX, UPPER_HEX, escape, escape_slashes, unescape};
pub use layout::{Layout, respace};
pub use order::{Member, reorder, sort_keys};

/// The length of the string that starts here, with its quotes.
fn string_length(json: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    json.len()
}

fn bare_length(json: &[u8]) -> usize {
    let ends = |byte: &u8| b" \t\n\r,:\"{}[]".contains(byte);
    json.iter().position(ends).unwrap_or(json.len())
}

#[cfg(test)]
pub(super) mod tests;
