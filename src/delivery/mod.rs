//! Delivers events to an endpoint: a job, a target, requests, a sender and receipts.

mod advice;
mod header;
mod job;
mod ready;
mod receipt;
mod request;
mod sender;
mod status_pattern;
mod target;

pub use advice::{PROTECTED, advice, is_protection};
pub use header::{Header, add_headers, headers_with, is_credential, parse_header};
pub use job::{BuildRequest, Job, Schedule};
pub use ready::wait_until_ready;
pub use receipt::Receipt;
pub use request::{DeliveryRequest, Keep, RequestBuilder};
pub use sender::{Progress, RetryPolicy, Sender};
pub use status_pattern::StatusPattern;
pub use target::{Target, parse_path};
