//! Recordings: requests as they were received, one JSON line each.

mod file;
mod filter;
mod headers;
mod record;
mod saved;
mod speed;

pub use file::{Contents, read};
pub use filter::Filter;
pub use headers::without_the_way;
pub use record::{Body, Forwarded, Record};
pub use saved::{BadLine, Saved, SavedRequest};
pub use speed::Speed;
