//! A run of deliveries: in order or side by side, as fast as they go or at intervals.
//!
//! Several deliveries at a time are shared out among threads that have nothing in common but the
//! number of the next delivery: each has connections of its own, so that none waits for another.

use std::future::Future;
use std::num::NonZero;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::{self, ScopedJoinHandle};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::error::{Error, Result};
use crate::http::endpoint::Endpoint;
use crate::http::runtime::{self, Ending};

use super::courier::{Courier, Discretion, Policy, Retry};
use super::receipt::Receipt;
use super::request::DeliveryRequest;

/// What a process has open besides its connections.
const OTHER_FILES: u64 = 64;

/// How the deliveries of a run follow each other.
#[derive(Clone, Debug)]
pub struct Pace {
    /// How many may be under way at once.
    pub concurrency: usize,
    /// The time from the start of one to the start of the next.
    pub interval: Option<Duration>,
    /// When each starts at the earliest, counted from the start of the first.
    pub starts: Option<Vec<Duration>>,
}

/// What happens during a run.
#[derive(Debug)]
pub enum Progress {
    /// An attempt failed and will be made again.
    Retrying(Retry),
    /// A delivery has ended.
    Ended(Receipt),
}

/// A number of deliveries to one endpoint.
pub struct Run<'a> {
    /// Where they go.
    pub endpoint: &'a Endpoint,
    /// How hard to try.
    pub policy: &'a Policy,
    /// What is told of their answers.
    pub discretion: &'a Discretion,
    /// How they follow each other.
    pub pace: &'a Pace,
    /// How many there are.
    pub total: u64,
    /// Makes the request of a number below `total`.
    pub compose: &'a (dyn Fn(u64) -> DeliveryRequest + Sync),
}

/// What the threads of a run have in common.
struct Shared<'a> {
    run: &'a Run<'a>,
    next: AtomicU64,
    next_start: Mutex<Instant>,
    /// When the first delivery started.
    began: OnceLock<Instant>,
    on_progress: Mutex<&'a mut (dyn FnMut(Progress) -> Result<()> + Send)>,
    /// The first error of `on_progress`, which ends the run.
    error: Mutex<Option<Error>>,
    is_stopped: watch::Sender<bool>,
}

impl Run<'_> {
    /// Makes the deliveries and tells of each step as it happens; at most as many requests exist
    /// at a time as are under way. Ends early when `stop`, which each thread waits for, does.
    ///
    /// # Errors
    /// Whatever `on_progress` returns ends the run; [`Error::Start`] where it cannot begin.
    ///
    /// # Panics
    /// Where `compose` or `on_progress` does.
    pub fn finish<Stop: Future<Output = ()>>(
        &self,
        stop: impl Fn() -> Stop + Sync,
        on_progress: &mut (dyn FnMut(Progress) -> Result<()> + Send),
    ) -> Result<Ending> {
        let shared = Shared {
            run: self,
            next: AtomicU64::new(0),
            next_start: Mutex::new(Instant::now()),
            began: OnceLock::new(),
            on_progress: Mutex::new(on_progress),
            error: Mutex::new(None),
            is_stopped: watch::Sender::new(false),
        };
        // Every connection is an open file, here and, with the demo, on the other side as well. What
        // the system refuses shows in the deliveries.
        let files = OTHER_FILES + 2 * self.pace.concurrency as u64;
        let _ = rlimit::increase_nofile_limit(files);
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let threads = cores.min(self.pace.concurrency);
        // The first threads take one slot more where they cannot be shared out evenly.
        let slots = |index| (self.pace.concurrency + threads - 1 - index) / threads;
        let (shared, stop) = (&shared, &stop);
        let result = thread::scope(|scope| {
            let others: Vec<_> = (1..threads)
                .map(|index| scope.spawn(move || shared.work(slots(index), stop)))
                .collect();
            let own = shared.work(slots(0), stop);
            let join = |other: ScopedJoinHandle<'_, _>| other.join().expect("no delivery panics");
            others.into_iter().map(join).fold(own, both)
        });
        match shared.error.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(error) => Err(error),
            None => result,
        }
    }
}

/// A run is complete only where every thread's part is.
fn both(one: Result<Ending>, other: Result<Ending>) -> Result<Ending> {
    Ok(if (one?, other?) == (Ending::Complete, Ending::Complete) {
        Ending::Complete
    } else {
        Ending::Stopped
    })
}

impl Shared<'_> {
    /// Makes deliveries on this thread, at most `slots` at a time, until there are no more.
    fn work<Stop: Future<Output = ()>>(
        &self,
        slots: usize,
        stop: &impl Fn() -> Stop,
    ) -> Result<Ending> {
        let courier =
            Courier::new(self.run.endpoint, self.run.policy.clone(), self.run.discretion)?;
        let mut is_stopped = self.is_stopped.subscribe();
        runtime::of_this_thread()?.block_on(async {
            let deliveries: FuturesUnordered<_> =
                (0..slots).map(|_| self.deliver_all(&courier)).collect();
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

    /// Makes one delivery after the other.
    async fn deliver_all(&self, courier: &Courier<'_>) {
        while let Some(number) = self.take_next().await {
            let request = (self.run.compose)(number);
            let receipt =
                courier.deliver(request, |retry| self.tell(Progress::Retrying(retry))).await;
            self.tell(Progress::Ended(receipt));
        }
    }

    /// The number of the next delivery, once its time has come.
    async fn take_next(&self) -> Option<u64> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        if number >= self.run.total {
            return None;
        }
        if let Some(interval) = self.run.pace.interval {
            let start = {
                let mut next_start = self.next_start.lock().unwrap_or_else(PoisonError::into_inner);
                let start = (*next_start).max(Instant::now());
                *next_start = start + interval;
                start
            };
            sleep_until(start).await;
        }
        if let Some(starts) = &self.run.pace.starts {
            let began = *self.began.get_or_init(Instant::now);
            let start = usize::try_from(number).ok().and_then(|number| starts.get(number));
            sleep_until(began + start.copied().unwrap_or_default()).await;
        }
        Some(number)
    }

    fn tell(&self, progress: Progress) {
        let mut on_progress = self.on_progress.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = on_progress(progress) {
            let mut first = self.error.lock().unwrap_or_else(PoisonError::into_inner);
            first.get_or_insert(error);
            self.is_stopped.send_replace(true);
        }
    }
}
