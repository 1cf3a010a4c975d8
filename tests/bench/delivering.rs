//! Delivering unique, signed events to a receiver on this machine that verifies them.

use std::future::pending;
use std::time::Duration;

use divan::Bencher;
use divan::counter::ItemsCount;
use vercel_hooks::delivery::{
    Job, Progress, RequestBuilder, RetryPolicy, Schedule, Sender, StatusPattern,
};
use vercel_hooks::event::Overrides;
use vercel_hooks::http::Trust;
use vercel_hooks::http::backoff::Backoff;
use vercel_hooks::http::endpoint::Endpoint;
use vercel_hooks::http::redact::Redactor;
use vercel_hooks::receiver::Receiver;

use super::SECRET;
use super::generating::batch;

const DELIVERIES: u64 = 2000;

#[divan::bench(args = [1, 16, 64], sample_count = 10, sample_size = 1)]
fn connections(bencher: Bencher<'_, '_>, concurrency: usize) {
    let receiver = Receiver::start(SECRET).unwrap();
    let endpoint = Endpoint::parse(&receiver.address().to_string()).unwrap();
    let batch = batch(&["deployment.ready"], &Overrides::default());
    let builder = RequestBuilder::new(endpoint, Some(SECRET), None, Vec::new());
    let job = Job {
        total: DELIVERIES,
        widest_name: 0,
        schedule: Schedule { concurrency, interval: None, starts: Vec::new() },
        needs_secret: true,
        tamper: None,
        keeps_signatures: false,
        credentials: Vec::new(),
        request: Box::new(move |number, builder| Ok(builder.build(batch.event(number)))),
    };
    let sender = Sender {
        trust: Trust::default(),
        builder: &builder,
        policy: RetryPolicy {
            timeout: Duration::from_secs(30),
            retries: 0,
            backoff: Backoff { first: Duration::from_secs(1) },
            expected: vec![StatusPattern::SUCCESS],
        },
        redactor: Some(Redactor::default()),
        keeps_responses: false,
        response_limit: 64 * 1024,
    };
    bencher.counter(ItemsCount::new(DELIVERIES)).bench_local(|| {
        let mut succeeded = 0;
        let mut on_progress = |progress| {
            if let Progress::Finished(receipt) = progress {
                succeeded += u64::from(receipt.ok);
            }
            Ok(())
        };
        sender.send(&job, pending, &mut on_progress).unwrap();
        assert_eq!(succeeded, DELIVERIES);
    });
}
