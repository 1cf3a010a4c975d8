//! Calls to a partner's server, and the built-in partner.

mod call;
mod demo;
mod expectation;
mod redact;

pub use call::{CallSpec, CallToken, Calls};
pub use demo::{DemoPartner, DemoState};
pub use expectation::{CallResult, Expectation};
pub use redact::redact_response;
