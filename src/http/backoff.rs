//! Delays between attempts.

use std::time::Duration;

const LONGEST: Duration = Duration::from_secs(30);

/// Exponential backoff with jitter, so that many clients do not retry at the same moment.
#[derive(Clone, Copy, Debug)]
pub struct Backoff {
    pub first: Duration,
}

impl Backoff {
    /// The delay after `attempt` (from 1).
    pub fn delay(self, attempt: u32) -> Duration {
        self.delay_at(attempt, chance())
    }

    /// A random time up to half of the first delay.
    pub fn jitter(self) -> Duration {
        self.first.mul_f64(chance() / 2.0)
    }

    /// Between half and all of the doubled time, for a `chance` from 0 to 1.
    fn delay_at(self, attempt: u32, chance: f64) -> Duration {
        let doubled = self.first.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
        doubled.min(LONGEST).mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
    }
}

fn chance() -> f64 {
    let drawn = getrandom::u32().unwrap_or(u32::MAX / 2);
    f64::from(drawn) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn delays_double_up_to_half_a_minute() {
        let backoff = Backoff { first: Duration::from_secs(1) };
        let delays: Vec<u64> =
            (1..8).map(|attempt| backoff.delay_at(attempt, 1.0).as_secs()).collect();
        assert_eq!(delays, [1, 2, 4, 8, 16, 30, 30]);
        assert_eq!(backoff.delay_at(1, 0.0), Duration::from_millis(500));
    }

    proptest! {
        #[test]
        fn no_delay_exceeds_the_longest(attempt: u32, chance in 0.0..1.0_f64, first in 0..1_000_000_u64) {
            let delay = Backoff { first: Duration::from_millis(first) }.delay_at(attempt, chance);
            prop_assert!(delay <= LONGEST);
        }
    }
}
