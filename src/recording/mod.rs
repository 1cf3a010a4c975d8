//! Recordings: received requests, one JSON object per line, and requests saved by other tools.

mod file;
mod filter;
mod headers;
pub mod line;
mod record;
pub mod request;
mod saved;
mod speed;

pub use file::read;
pub use filter::Filter;
pub use headers::{strip_connection_headers, value_bytes, value_text};
pub use record::{Body, Forwarded, Record};
pub use request::{CapturedRequest, Requests};
pub use saved::{SavedEvent, SavedRequest};
pub use speed::Speed;
