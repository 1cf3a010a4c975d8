//! Where deliveries go, how hard to try and how fast, from the flags.

use std::time::Duration;

use crate::cli::{DeliveryArgs, PaceArgs};
use crate::delivery::{Header, Pace, Policy};
use crate::error::Result;
use crate::http::backoff::Backoff;
use crate::time::{parse_duration, parse_timeout};

use super::super::destination::{Destination, patience};

/// Where deliveries go, how hard to try and how fast.
pub struct Route {
    /// Where to.
    pub destination: Destination,
    /// How hard to try.
    pub policy: Policy,
    /// How fast.
    pub pace: Pace,
    /// How long to wait for the endpoint.
    pub patience: Option<Duration>,
    /// Whether it may be another machine.
    pub is_confirmed: bool,
    /// What the user adds to every request.
    pub headers: Vec<Header>,
}

impl Route {
    /// Reads the flags and the project file.
    ///
    /// # Errors
    /// Whatever cannot be used as given.
    pub fn new(delivery: &DeliveryArgs, pace: &PaceArgs) -> Result<Self> {
        Ok(Self {
            destination: Destination::new(
                delivery.to.as_deref(),
                delivery.path.as_deref(),
                "--to",
            )?,
            policy: Policy {
                timeout: parse_timeout(&delivery.timeout)?,
                retries: delivery.retries,
                backoff: Backoff { first: parse_duration(&delivery.retry_wait)? },
                expected: delivery
                    .expect
                    .iter()
                    .map(|text| text.trim().parse())
                    .collect::<Result<_>>()?,
            },
            pace: Pace {
                concurrency: pace.concurrency.into(),
                interval: pace.interval.as_deref().map(parse_duration).transpose()?,
                starts: None,
            },
            patience: patience(delivery.wait_ready.as_deref())?,
            is_confirmed: delivery.yes,
            headers: Header::parse_all(&delivery.header)?,
        })
    }
}
