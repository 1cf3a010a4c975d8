//! Recordings: requests as they were received, one JSON line each, and as other tools write them.

mod file;
mod filter;
mod headers;
mod line;
mod record;
pub mod request;
mod saved;
mod speed;

pub use file::{Contents, read};
pub use filter::Filter;
pub use headers::strip_hop_by_hop;
pub use line::BadLine;
pub use record::{Body, Forwarded, Record};
pub use request::{CapturedRequest, NoRequest, Requests};
pub use saved::{Saved, SavedRequest};
pub use speed::Speed;
