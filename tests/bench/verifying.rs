//! Verifying, and finding out why a signature does not match.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use serde_json::Value;
use vercel_hooks::signature::{Candidate, Evidence, SigningKey, Tamper, explain};

use super::SECRET;
use super::generating::sample;

#[divan::bench]
fn matching(bencher: Bencher<'_, '_>) {
    let body = sample("deployment.ready");
    let key = SigningKey::new(SECRET);
    let signature = key.sign(&body);
    let count = BytesCount::new(body.len());
    bencher.counter(count).bench(|| key.verify(black_box(&body), &signature));
}

/// The body was indented on its way.
#[divan::bench]
fn mismatch_with_a_cause(bencher: Bencher<'_, '_>) {
    let sent = sample("deployment.ready");
    let value: Value = serde_json::from_slice(&sent).unwrap();
    let received = serde_json::to_vec_pretty(&value).unwrap();
    let signature = SigningKey::new(SECRET).sign(&sent).to_string();
    explained(bencher, &received, &signature);
}

#[divan::bench]
fn mismatch_without_a_cause(bencher: Bencher<'_, '_>) {
    let received = sample("deployment.ready");
    let signature = Tamper::WrongSecret.header(SECRET, &received).unwrap();
    explained(bencher, &received, &signature);
}

fn explained(bencher: Bencher<'_, '_>, body: &[u8], signature: &str) {
    let secrets = [Candidate { name: "the secret", secret: SECRET }];
    let evidence = Evidence { body, signature, secrets: &secrets, ..Evidence::default() };
    bencher.bench(|| explain(black_box(&evidence)));
}
