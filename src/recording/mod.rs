//! Recordings: requests as they were received, one JSON line each, and as other tools write them.

mod record;
pub mod request;

pub use record::{Body, Forwarded, Record};
pub use request::{NoRequest, Request, Requests};
