//! When requests are sent: not faster than the user and the endpoint want.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::http::{Client, Response};
use crate::time::{Moment, time_until_http_date};

use super::request::CaseRequest;
use super::result::Exchange;

/// How often a request is repeated because a `Retry-After` asked for it.
const MAX_RETRIES: usize = 3;

/// How long a run waits because of `Retry-After`, in all.
const MAX_WAIT: Duration = Duration::from_secs(120);

#[derive(Clone)]
pub struct Pace {
    interval: Duration,
    next: Rc<Cell<Instant>>,
    waited: Rc<Cell<Duration>>,
}

impl Pace {
    pub fn new(interval: Duration) -> Self {
        Self { interval, next: Rc::new(Cell::new(Instant::now())), waited: Rc::default() }
    }

    pub async fn wait(&self) {
        loop {
            let now = Instant::now();
            let due = self.next.get();
            if due <= now {
                self.next.set(now + self.interval);
                return;
            }
            sleep_until(due).await;
        }
    }

    /// Sends a request, and again later if the response asks for that.
    pub async fn send(&self, request: &CaseRequest, client: &Client) -> Exchange {
        for _ in 0..MAX_RETRIES {
            self.wait().await;
            let exchange = Exchange::new(request, client).await;
            let delay = exchange.response.as_ref().ok().and_then(retry_after);
            if !delay.is_some_and(|delay| self.postpone(delay)) {
                return exchange;
            }
        }
        self.wait().await;
        Exchange::new(request, client).await
    }

    /// Delays all further requests, unless that takes too long.
    fn postpone(&self, delay: Duration) -> bool {
        let now = Instant::now();
        let Some(due) = now.checked_add(delay) else { return false };
        let further = due.saturating_duration_since(self.next.get().max(now));
        let waited = self.waited.get().saturating_add(further);
        if waited > MAX_WAIT {
            return false;
        }
        self.waited.set(waited);
        self.next.set(self.next.get().max(due));
        true
    }
}

fn retry_after(response: &Response) -> Option<Duration> {
    let value = response.header("retry-after").filter(|_| matches!(response.status, 429 | 503))?;
    let seconds = value.trim().parse().ok().map(Duration::from_secs);
    seconds.or_else(|| time_until_http_date(value.trim(), Moment::now()))
}
