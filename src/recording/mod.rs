//! Recordings: requests as they were received, one JSON line each.

mod record;

pub use record::{Body, Forwarded, Record};
