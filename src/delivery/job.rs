//! What is delivered, and when.

use std::time::Duration;

use crate::signature::Tamper;

use super::header::Header;
use super::request::{DeliveryRequest, RequestBuilder};

pub struct Job {
    pub total: u64,
    /// In characters.
    pub widest_name: usize,
    pub schedule: Schedule,
    pub needs_secret: bool,
    pub tamper: Option<Tamper>,
    /// Whether any request keeps a recorded signature that was valid.
    pub keeps_signatures: bool,
    /// Recorded headers whose values no output shows.
    pub credentials: Vec<Header>,
    /// Builds the request of a number below `total`.
    pub request: BuildRequest,
}

pub type BuildRequest = Box<dyn Fn(u64, &RequestBuilder) -> DeliveryRequest + Sync>;

#[derive(Clone, Debug)]
pub struct Schedule {
    pub concurrency: usize,
    /// The time from the start of one to the start of the next.
    pub interval: Option<Duration>,
    /// The earliest start of each, counted from the first; without one, a delivery is due at once.
    pub starts: Vec<Duration>,
}
