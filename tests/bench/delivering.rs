//! Delivering unique, signed events to a receiver on this machine that verifies them.

use std::future::pending;
use std::time::Duration;

use divan::Bencher;
use divan::counter::ItemsCount;
use vercel_hooks::delivery::{Composer, Discretion, Expectation, Pace, Policy, Progress, Run};
use vercel_hooks::event::Overrides;
use vercel_hooks::http::backoff::Backoff;
use vercel_hooks::http::endpoint::Endpoint;
use vercel_hooks::receiver::Receiver;

use super::SECRET;
use super::generating::batch;

const DELIVERIES: u64 = 2000;

#[divan::bench(args = [1, 16, 64], sample_count = 10, sample_size = 1)]
fn connections(bencher: Bencher<'_, '_>, concurrency: usize) {
    let receiver = Receiver::start(SECRET).unwrap();
    let endpoint = Endpoint::parse(&receiver.address().to_string()).unwrap();
    let batch = batch(&["deployment.ready"], &Overrides::default());
    let composer = Composer::new(endpoint.clone(), SECRET, None, &[]);
    let run = Run {
        endpoint: &endpoint,
        policy: &Policy {
            timeout: Duration::from_secs(30),
            retries: 0,
            backoff: Backoff { first: Duration::from_secs(1) },
            expected: vec![Expectation::SUCCESS],
        },
        discretion: &Discretion::default(),
        pace: &Pace { concurrency, interval: None, starts: None },
        total: DELIVERIES,
        compose: &|number| composer.compose(batch.event(number)),
    };
    bencher.counter(ItemsCount::new(DELIVERIES)).bench_local(|| {
        let mut succeeded = 0;
        run.finish(pending, &mut |progress| {
            let Progress::Ended(receipt) = progress else { return Ok(()) };
            succeeded += u64::from(receipt.ok);
            Ok(())
        })
        .unwrap();
        assert_eq!(succeeded, DELIVERIES);
    });
}
