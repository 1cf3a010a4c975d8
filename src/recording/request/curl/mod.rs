//! What curl says of requests with `--verbose`, `--trace` or `--trace-ascii`.

mod remark;
mod trace;
mod verbose;

use super::{CapturedRequest, NoRequest, raw};

/// Reads the one request that is shown; nothing where none is.
pub(super) fn read(text: &[u8]) -> Option<Result<CapturedRequest, NoRequest>> {
    let requests = if is_trace(text) { trace::read(text) } else { Ok(verbose::read(text)) };
    let is_none = requests.as_ref().is_ok_and(Vec::is_empty);
    (!is_none).then(|| requests.and_then(CapturedRequest::only))
}

/// Whether curl names what it shows, rather than to mark each line.
fn is_trace(text: &[u8]) -> bool {
    let mut rest = Some(text);
    while let Some(text) = rest {
        let (line, after) = raw::line(text);
        rest = after;
        let line = remark::bare(line);
        if line.starts_with(trace::HEAD) {
            return true;
        }
        if line.starts_with(b"> ") {
            return false;
        }
    }
    false
}
