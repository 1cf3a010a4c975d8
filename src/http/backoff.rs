//! How long to wait before trying again.

use std::time::Duration;

/// No wait is longer.
const LONGEST: Duration = Duration::from_secs(30);

/// Waits that double from one attempt to the next, spread at random so that many senders do not
/// come back at the same moment.
#[derive(Clone, Copy, Debug)]
pub struct Backoff {
    /// The wait after the first attempt.
    pub first: Duration,
}

impl Backoff {
    /// The wait after `attempt` (from 1).
    #[must_use]
    pub fn next(self, attempt: u32) -> Duration {
        self.wait(attempt, chance())
    }

    /// Up to half of the first wait, at random.
    #[must_use]
    pub fn jitter(self) -> Duration {
        self.first.mul_f64(chance() / 2.0)
    }

    /// The wait after `attempt` (from 1), with `chance` in 0..1: between half and all of the
    /// doubled time.
    fn wait(self, attempt: u32, chance: f64) -> Duration {
        let doubled = self.first.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
        doubled.min(LONGEST).mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
    }
}

/// A number in 0..=1 that needs not be reproducible.
fn chance() -> f64 {
    let drawn = getrandom::u32().unwrap_or(u32::MAX / 2);
    f64::from(drawn) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn waits_double_up_to_half_a_minute() {
        let backoff = Backoff { first: Duration::from_secs(1) };
        let waits: Vec<u64> = (1..8).map(|attempt| backoff.wait(attempt, 1.0).as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 30, 30]);
        assert_eq!(backoff.wait(1, 0.0), Duration::from_millis(500));
    }

    proptest! {
        #[test]
        fn no_wait_is_too_long(attempt: u32, chance in 0.0..1.0_f64, first in 0..1_000_000_u64) {
            let wait = Backoff { first: Duration::from_millis(first) }.wait(attempt, chance);
            prop_assert!(wait <= LONGEST);
        }
    }
}
