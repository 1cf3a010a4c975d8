//! Calls to a partner's server, and the built-in partner.

mod answer;
mod call;
mod demo;

pub use answer::{CallResult, Expectation, redact_answer};
pub use call::{CallSpec, CallToken, Calls};
pub use demo::{DemoPartner, DemoState};
