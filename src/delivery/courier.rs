//! Delivering one request: attempts, waits between them, and the receipt.

use std::mem::take;
use std::time::Duration;

use tokio::time::Instant;

use crate::error::Result;
use crate::http::backoff::Backoff;
use crate::http::endpoint::Endpoint;
use crate::http::redact::Redactor;
use crate::http::{Client, Response, TransportError};

use super::expectation::Expectation;
use super::receipt::Receipt;
use super::request::DeliveryRequest;

/// How hard to try, and what to be content with.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The time allowed for one attempt.
    pub timeout: Duration,
    /// How often to try again.
    pub retries: u32,
    /// How long to wait before that.
    pub backoff: Backoff,
    /// The answers that count as success.
    pub expected: Vec<Expectation>,
}

impl Policy {
    fn is_content_with(&self, status: u16) -> bool {
        self.expected.iter().any(|expected| expected.is_met_by(status))
    }
}

/// What receipts say of an answer.
#[derive(Clone, Debug, Default)]
pub struct Discretion {
    /// What no receipt shows.
    pub hidden: Redactor,
    /// Whether they hold the words of expected answers, too.
    pub tells_all: bool,
}

impl Discretion {
    /// What is told of an answer. Looking through what nobody is told would only take time.
    fn apply(&self, answer: Response, is_expected: bool) -> Response {
        if is_expected && !self.tells_all {
            answer.wordless()
        } else {
            answer.without(&self.hidden)
        }
    }
}

/// An attempt that failed and will be made again.
#[derive(Clone, Debug)]
pub struct Retry {
    /// The event's type.
    pub name: String,
    /// The number of the attempt that failed, from 1.
    pub attempt: u32,
    /// The status that came back, or why none did.
    pub outcome: Result<u16, TransportError>,
    /// The time until the next attempt.
    pub wait: Duration,
}

/// Delivers requests to one endpoint.
pub struct Courier<'a> {
    client: Client,
    policy: Policy,
    discretion: &'a Discretion,
}

impl<'a> Courier<'a> {
    /// A courier to `endpoint`.
    ///
    /// # Errors
    /// Those of [`Client::new`].
    pub fn new(endpoint: &Endpoint, policy: Policy, discretion: &'a Discretion) -> Result<Self> {
        Ok(Self { client: Client::new(endpoint, policy.timeout)?, policy, discretion })
    }

    /// Sends a request until the answer is the expected one or the attempts are used up. Every
    /// attempt sends the same bytes; before each wait, `on_retry` is told.
    ///
    /// Like Vercel, it tries again after any answer but the expected one, and after none.
    pub async fn deliver(&self, mut request: DeliveryRequest, on_retry: impl Fn(Retry)) -> Receipt {
        let mut attempts = 1;
        loop {
            let is_last = attempts > self.policy.retries;
            let headers =
                if is_last { take(&mut request.headers) } else { request.headers.clone() };
            let started = Instant::now();
            let answer =
                self.client.post(request.endpoint.url(), headers, request.body.clone()).await;
            let time = started.elapsed();
            let outcome = answer.as_ref().map(|answer| answer.status).map_err(|failure| *failure);
            let ok = outcome.is_ok_and(|status| self.policy.is_content_with(status));
            if ok || is_last {
                let answer = answer.map(|answer| self.discretion.apply(answer, ok));
                return Receipt::new(request, answer, ok, attempts, time);
            }
            let wait = self.policy.backoff.next(attempts);
            let name = request.identity.type_or(&request.name).to_owned();
            on_retry(Retry { name, attempt: attempts, outcome, wait });
            tokio::time::sleep(wait).await;
            attempts += 1;
        }
    }
}
