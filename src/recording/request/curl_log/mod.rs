//! What curl logs with `--verbose`, `--trace` or `--trace-ascii`.

mod noise;
mod trace;
mod verbose;

use super::{Found, raw};

pub(super) fn read(text: &[u8]) -> Found {
    let requests = if is_trace(text) { trace::read(text) } else { verbose::read(text) };
    let is_none = requests.as_ref().is_ok_and(Vec::is_empty);
    (!is_none).then_some(requests)
}

fn is_trace(text: &[u8]) -> bool {
    let mut rest = Some(text);
    while let Some((line, after)) = rest.map(raw::line) {
        rest = after;
        let line = noise::strip(line);
        if line.starts_with(trace::HEAD) {
            return true;
        }
        if line.starts_with(b"> ") {
            return false;
        }
    }
    false
}
