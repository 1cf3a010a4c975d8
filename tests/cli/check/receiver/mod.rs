//! A receiver of webhooks that is correct, and what it takes to give it a flaw.

mod server;
mod signature;
mod suite;
mod verdict;

use serde_json::Value;

pub use server::{Answer, Receiver, Request};
pub use signature::{hmac_sha1, is_genuine, sign};
pub use suite::{FORGED, all, forged, genuine, legacy_types};
pub use verdict::Verdict;

/// The receiver without a flaw.
pub fn correct() -> Receiver {
    Receiver::new(correctly)
}

/// The correct receiver, but for what it takes for genuine.
pub fn trusting(is_trusted: impl Fn(&Request) -> bool + Send + 'static) -> Receiver {
    Receiver::new(move |request| receive(request, &is_trusted))
}

/// The correct receiver, but for the requests to which something else is answered here.
pub fn but(mut flaw: impl FnMut(&Request) -> Option<Answer> + Send + 'static) -> Receiver {
    Receiver::new(move |request| flaw(request).unwrap_or_else(|| correctly(request)))
}

/// The correct receiver, but for the bodies, signed rightly, to which another status is answered
/// here.
pub fn but_to_bodies(mut flaw: impl FnMut(&[u8]) -> Option<u16> + Send + 'static) -> Receiver {
    but(move |request| {
        let is_delivery = request.method == "POST" && is_genuine(request);
        is_delivery.then(|| flaw(&request.body))?.map(Answer::status)
    })
}

/// The correct receiver, but for the genuine events to which another status is answered here.
pub fn but_to_events(mut flaw: impl FnMut(&Value) -> Option<u16> + Send + 'static) -> Receiver {
    but_to_bodies(move |body| {
        let event = serde_json::from_slice(body).ok().filter(Value::is_object)?;
        flaw(&event)
    })
}

/// What the correct receiver answers.
pub fn correctly(request: &Request) -> Answer {
    receive(request, &is_genuine)
}

fn receive(request: &Request, is_trusted: &dyn Fn(&Request) -> bool) -> Answer {
    Answer::status(if request.method != "POST" {
        405
    } else if !is_trusted(request) {
        403
    } else if serde_json::from_slice(&request.body).is_ok_and(|event: Value| event.is_object()) {
        200
    } else {
        400
    })
}
