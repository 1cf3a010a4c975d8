//! Signing bodies of three sizes.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use vercel_hooks::signature::SigningKey;

use super::SECRET;

#[divan::bench(args = [1 << 10, 64 << 10])]
fn body(bencher: Bencher<'_, '_>, length: usize) {
    let body = vec![b'x'; length];
    let key = SigningKey::new(SECRET);
    bencher.counter(BytesCount::new(length)).bench(|| key.sign(black_box(&body)));
}

/// In parts, as files are read.
#[divan::bench(args = [1 << 30], sample_count = 3, sample_size = 1)]
fn body_in_parts(bencher: Bencher<'_, '_>, length: usize) {
    let part = vec![b'x'; 256 << 10];
    let key = SigningKey::new(SECRET);
    bencher.counter(BytesCount::new(length)).bench(|| {
        let mut signer = key.signer();
        for _ in 0..length / part.len() {
            signer.update(black_box(&part));
        }
        signer.finish()
    });
}
