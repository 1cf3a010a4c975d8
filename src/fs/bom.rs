//! The byte-order mark with which editors on Windows begin UTF-8 files.

pub const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

pub fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)
}
