//! Deliveries: one event on its way to one endpoint, in one or more attempts.

mod advice;
mod courier;
mod expectation;
mod ready;
mod receipt;
mod repeater;
mod request;
mod run;

pub use advice::{PROTECTED, advice, is_protection};
pub use courier::{Courier, Discretion, Policy, Retry};
pub use expectation::Expectation;
pub use ready::wait_until_ready;
pub use receipt::Receipt;
pub use repeater::Repeater;
pub use request::{Composer, DeliveryRequest, Header, headers_with, is_confidential};
pub use run::{Pace, Progress, Run};
