//! A run of deliveries: in order or side by side, as fast as they go or at intervals.

use std::future::Future;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{MissedTickBehavior, interval};

use crate::error::Result;

use super::courier::{Courier, Retry};
use super::receipt::Receipt;
use super::request::Request;

/// How the deliveries of a run follow each other.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How many may be under way at once.
    pub concurrency: usize,
    /// The time from the start of one to the start of the next.
    pub interval: Option<Duration>,
}

/// What happens during a run.
#[derive(Debug)]
pub enum Progress {
    /// An attempt failed and will be made again.
    Retrying(Retry),
    /// A delivery has ended.
    Ended(Receipt),
}

/// Delivers every request, telling of each step as it happens; at most `pace.concurrency`
/// requests exist at a time. Ends early when `stop` does, and says whether it did.
///
/// # Errors
/// Whatever `on_progress` returns ends the run.
pub async fn run(
    courier: &Courier,
    requests: impl Iterator<Item = Request>,
    pace: Pace,
    mut retries: UnboundedReceiver<Retry>,
    stop: impl Future<Output = ()>,
    mut on_progress: impl FnMut(Progress) -> Result<()>,
) -> Result<bool> {
    let ticker = pace.interval.map(|period| {
        let mut ticker = interval(period.max(Duration::from_millis(1)));
        ticker.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ticker
    });
    let starts = stream::unfold((requests, ticker), |(mut requests, mut ticker)| async {
        let request = requests.next()?;
        if let Some(ticker) = &mut ticker {
            ticker.tick().await;
        }
        Some((request, (requests, ticker)))
    });
    let deliveries =
        starts.map(|request| courier.deliver(request)).buffer_unordered(pace.concurrency);
    tokio::pin!(deliveries, stop);
    loop {
        tokio::select! {
            biased;
            () = &mut stop => return Ok(true),
            Some(retry) = retries.recv() => on_progress(Progress::Retrying(retry))?,
            delivery = deliveries.next() => match delivery {
                Some(receipt) => on_progress(Progress::Ended(receipt))?,
                None => return Ok(false),
            },
        }
    }
}
