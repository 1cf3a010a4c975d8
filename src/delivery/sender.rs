//! Sends the requests of a job: attempts, retries and schedule.
//!
//! Concurrent deliveries are spread over threads that share only the number of the next one. Each
//! thread has connections of its own, so that none waits for another.

use std::future::Future;
use std::mem::take;
use std::num::NonZero;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};

use crate::error::{Error, Result};
use crate::http::backoff::Backoff;
use crate::http::redact::Redactor;
use crate::http::runtime::{self, Ending};
use crate::http::{Client, RequestBody, Response, TransportError, Trust};

use super::header::{Header, is_credential};
use super::job::Job;
use super::receipt::Receipt;
use super::request::{DeliveryRequest, RequestBuilder};
use super::status_pattern::StatusPattern;

/// Files that a process has open besides its connections.
const OTHER_FILES: u64 = 64;

#[derive(Clone, Debug)]
pub struct RetryPolicy {
    pub timeout: Duration,
    pub retries: u32,
    pub backoff: Backoff,
    pub expected: Vec<StatusPattern>,
}

#[derive(Debug)]
pub enum Progress {
    /// An attempt failed; the next one follows after `wait`.
    Retrying {
        name: String,
        attempt: u32,
        outcome: Result<u16, TransportError>,
        wait: Duration,
    },
    Finished(Receipt),
}

pub struct Sender<'a> {
    pub builder: &'a RequestBuilder,
    pub trust: Trust,
    pub policy: RetryPolicy,
    /// Without one, responses stay as they are.
    pub redactor: Option<Redactor>,
    /// Whether receipts keep the responses of successful deliveries, too.
    pub keeps_responses: bool,
    /// In bytes; the rest of a longer response is cut.
    pub response_limit: usize,
}

type OnProgress<'a> = dyn FnMut(Progress) -> Result<()> + Send + 'a;

/// One job being sent, as its threads share it.
struct Run<'a> {
    sender: &'a Sender<'a>,
    job: &'a Job,
    next: AtomicU64,
    next_start: Mutex<Instant>,
    first_start: OnceLock<Instant>,
    on_progress: Mutex<&'a mut OnProgress<'a>>,
    /// The first error, which stops the run.
    error: OnceLock<Error>,
    is_stopped: watch::Sender<bool>,
}

impl Sender<'_> {
    /// Sends all requests of a job, or stops early when `stop`, which every thread awaits, ends, or
    /// a request or `on_progress` fails. Requests are built when they are due.
    ///
    /// # Panics
    /// If building a request or `on_progress` does.
    pub fn send<Stop: Future<Output = ()>>(
        &self,
        job: &Job,
        stop: impl Fn() -> Stop + Sync,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<Ending> {
        let concurrency = job.schedule.concurrency;
        // Every connection is an open file, on both sides with the demo. If the system allows no
        // more, the deliveries report it.
        let _ = rlimit::increase_nofile_limit(OTHER_FILES + 2 * concurrency as u64);
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let threads = cores.min(concurrency);
        // The first threads take one more where the slots cannot be shared out evenly.
        let slots = |index| (concurrency + threads - 1 - index) / threads;
        let run = Run {
            sender: self,
            job,
            next: AtomicU64::new(0),
            next_start: Mutex::new(Instant::now()),
            first_start: OnceLock::new(),
            on_progress: Mutex::new(on_progress),
            error: OnceLock::new(),
            is_stopped: watch::Sender::new(false),
        };
        let endings: Result<Vec<Ending>> = thread::scope(|scope| {
            let (run, stop) = (&run, &stop);
            let others: Vec<_> = (1..threads)
                .map(|index| scope.spawn(move || run.work(slots(index), stop)))
                .collect();
            let own = run.work(slots(0), stop);
            let others = others.into_iter().map(|other| other.join().expect("no delivery panics"));
            [own].into_iter().chain(others).collect()
        });
        match run.error.into_inner() {
            Some(error) => Err(error),
            None if endings?.contains(&Ending::Stopped) => Ok(Ending::Stopped),
            None => Ok(Ending::Complete),
        }
    }

    /// Sends a request until the response is an expected one or the attempts are used up. Like
    /// Vercel, it retries after every other response, and after none.
    async fn deliver(
        &self,
        client: &Client,
        mut request: DeliveryRequest,
        report: impl Fn(Progress),
    ) -> Receipt {
        let credentials = request.headers.iter().filter(|(name, _)| is_credential(name.as_str()));
        let credentials: Vec<Header> =
            credentials.map(|(name, value)| (name.clone(), value.clone())).collect();
        let mut attempt = 1;
        loop {
            let is_last = attempt > self.policy.retries;
            let headers =
                if is_last { take(&mut request.headers) } else { request.headers.clone() };
            let started = Instant::now();
            let body = request.body.clone().map_or(RequestBody::None, RequestBody::Whole);
            let (method, url) = (request.method.clone(), request.endpoint.url());
            let response = client.request(method, url, headers, body).await;
            let time = started.elapsed();
            let outcome = response.as_ref().map(|response| response.status).map_err(|error| *error);
            let ok = outcome.is_ok_and(|status| self.expects(status));
            if ok || is_last {
                let response = response.map(|response| self.redact(response, ok, &credentials));
                return Receipt::new(request, response, ok, attempt, time);
            }
            let wait = self.policy.backoff.delay(attempt);
            report(Progress::Retrying { name: request.name().to_owned(), attempt, outcome, wait });
            sleep(wait).await;
            attempt += 1;
        }
    }

    fn expects(&self, status: u16) -> bool {
        self.policy.expected.iter().any(|pattern| pattern.matches(status))
    }

    /// Searching a response that nobody sees would only take time.
    fn redact(&self, response: Response, ok: bool, credentials: &[Header]) -> Response {
        if ok && !self.keeps_responses {
            return response.status_only();
        }
        let Some(redactor) = &self.redactor else { return response };
        let response = response.redacted(redactor);
        if credentials.is_empty() {
            return response;
        }
        let credentials = credentials.iter().map(|(name, value)| (name, value));
        response.redacted(&Redactor::new([], credentials))
    }
}

impl Run<'_> {
    /// Sends requests on this thread, at most `slots` at once, until there are no more.
    fn work<Stop: Future<Output = ()>>(
        &self,
        slots: usize,
        stop: &impl Fn() -> Stop,
    ) -> Result<Ending> {
        let Sender { builder, trust, policy, .. } = self.sender;
        let client = Client::new(builder.endpoint(), trust, policy.timeout)?
            .with_response_limit(self.sender.response_limit);
        let mut is_stopped = self.is_stopped.subscribe();
        runtime::single_threaded()?.block_on(async {
            let deliveries: FuturesUnordered<_> =
                (0..slots).map(|_| self.send_one_by_one(&client)).collect();
            tokio::select! {
                biased;
                () = stop() => {
                    self.is_stopped.send_replace(true);
                    Ok(Ending::Stopped)
                }
                _ = is_stopped.wait_for(|is_stopped| *is_stopped) => Ok(Ending::Stopped),
                () = deliveries.collect() => Ok(Ending::Complete),
            }
        })
    }

    async fn send_one_by_one(&self, client: &Client) {
        while let Some(number) = self.next_due().await {
            let request = match (self.job.request)(number, self.sender.builder) {
                Ok(request) => request,
                Err(error) => return self.fail(error),
            };
            let receipt = self.sender.deliver(client, request, |retry| self.report(retry)).await;
            self.report(Progress::Finished(receipt));
        }
    }

    async fn next_due(&self) -> Option<u64> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        if number >= self.job.total {
            return None;
        }
        let schedule = &self.job.schedule;
        if let Some(interval) = schedule.interval {
            let start = {
                let mut next_start = self.next_start.lock().unwrap_or_else(PoisonError::into_inner);
                let start = (*next_start).max(Instant::now());
                *next_start = start + interval;
                start
            };
            sleep_until(start).await;
        }
        if let Some(start) =
            usize::try_from(number).ok().and_then(|index| schedule.starts.get(index))
        {
            sleep_until(*self.first_start.get_or_init(Instant::now) + *start).await;
        }
        Some(number)
    }

    fn report(&self, progress: Progress) {
        let mut on_progress = self.on_progress.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = on_progress(progress) {
            self.fail(error);
        }
    }

    fn fail(&self, error: Error) {
        let _ = self.error.set(error);
        self.is_stopped.send_replace(true);
    }
}
