//! What cannot be judged from outside.

use serde::Serialize;

/// A property of good receivers that no answer shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Advice {
    /// Its name.
    pub id: &'static str,
    /// What a receiver should do, and why.
    pub about: &'static str,
}

/// They are stated, and never count as passed.
pub const ADVICE: [Advice; 4] = [
    Advice {
        id: "advice.constant-time",
        about: "Compare signatures in constant time (`timingSafeEqual`, `hmac.compare_digest`): \
                `==` tells by its time how much of a guess was right, which no network shows \
                reliably.",
    },
    Advice {
        id: "advice.idempotency",
        about: "Let an event that comes twice have the effect of one. Vercel repeats deliveries; \
                whether the `id` stays the same is not documented, so compare what the event is \
                about, too.",
    },
    Advice {
        id: "advice.replay",
        about: "Refuse or ignore what is old: a signature never expires, as it covers no time but \
                `createdAt`, so a delivery that was overheard can be sent again.",
    },
    Advice {
        id: "advice.answer-first",
        about: "Answer first and work afterwards: Vercel aborts a delivery after 30 seconds and \
                repeats it, and the work on a real event may take longer than on these samples.",
    },
];
