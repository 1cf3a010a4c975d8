//! What a receiver has seen.

use crate::event::Identity;
use crate::signature::Malformed;

/// Further deliveries are counted, not kept.
const KEPT: usize = 20;

/// What a receiver makes of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is the body's.
    Verified,
    /// It is not.
    Mismatch,
    /// There is none.
    Missing,
    /// It cannot be one.
    Malformed(Malformed),
}

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
pub struct Ledger {
    /// The first deliveries.
    pub first: Vec<Received>,
    /// How many came in all.
    pub total: u64,
    /// How many of them were verified.
    pub verified: u64,
}

impl Ledger {
    pub(super) fn enter(&mut self, received: Received) {
        self.total += 1;
        self.verified += u64::from(received.verdict.is_verified());
        if self.first.len() < KEPT {
            self.first.push(received);
        }
    }
}

impl Verdict {
    /// Whether the signature is the body's.
    #[must_use]
    pub const fn is_verified(&self) -> bool {
        matches!(self, Self::Verified)
    }

    /// In a few words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Verified => "signature verified".to_owned(),
            Self::Mismatch => "signature does not match: refused".to_owned(),
            Self::Missing => "no signature: refused".to_owned(),
            Self::Malformed(fault) => format!("{fault}: refused"),
        }
    }
}
