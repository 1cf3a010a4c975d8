//! What the demo's receiver has seen.

use crate::event::Identity;
use crate::signature::Verdict;

/// Further deliveries are counted, not kept.
const KEPT: usize = 20;

/// One delivery, as the receiver saw it.
#[derive(Clone, Debug)]
pub struct Received {
    /// What the event calls itself.
    pub identity: Identity,
    /// The size of its body.
    pub bytes: usize,
    /// What became of the signature.
    pub verdict: Verdict,
}

/// What a receiver has seen: the first deliveries, and how many there were.
#[derive(Clone, Debug, Default)]
pub struct DeliveryLog {
    /// The first deliveries.
    pub first: Vec<Received>,
    /// How many came in all.
    pub total: u64,
    /// How many of them were verified.
    pub verified: u64,
}

impl DeliveryLog {
    pub(super) fn enter(&mut self, received: Received) {
        self.total += 1;
        self.verified += u64::from(received.verdict.is_valid());
        if self.first.len() < KEPT {
            self.first.push(received);
        }
    }
}
