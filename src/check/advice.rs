//! What cannot be tested from outside.

use serde::Serialize;

/// Advice on a property of good receivers that no response shows.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Advice {
    pub id: &'static str,
    pub about: &'static str,
}

pub const ADVICE: [Advice; 4] = [
    Advice {
        id: "advice.constant-time",
        about: "Compare signatures in constant time (`timingSafeEqual`, `hmac.compare_digest`): \
                the time that `==` takes gives away how much of a guess was right, which cannot \
                be measured reliably over a network.",
    },
    Advice {
        id: "advice.idempotency",
        about: "Make an event that arrives twice take effect once. Vercel retries deliveries; \
                whether the `id` stays the same is not documented, so also compare what the event \
                is about.",
    },
    Advice {
        id: "advice.replay",
        about: "Reject or ignore old events: signatures never expire, as they cover no time but \
                `createdAt`, so an intercepted delivery can be sent again.",
    },
    Advice {
        id: "advice.answer-first",
        about: "Respond first and work afterwards: Vercel aborts a delivery after 30 seconds and \
                retries it, and the work on a real event may take longer than on these samples.",
    },
];
