//! A correct receiver of webhooks, and what it takes to give it a flaw.

mod suite;
mod verdict;

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha1::Sha1;

use super::super::server::{Received, Reply, Server};
use super::super::support::SECRET;

pub use suite::{all, count_types, forged, genuine, legacy_types, level};
pub use verdict::Verdict;

/// A server, and how it is checked.
pub struct Receiver {
    server: Server,
    host: &'static str,
    args: &'static [&'static str],
}

impl Receiver {
    /// A receiver that answers like this.
    pub fn new(mut reply: impl FnMut(&Received) -> Reply + Send + 'static) -> Self {
        let server = Server::answering(move |_, request| reply(request));
        Self { server, host: "127.0.0.1", args: &[] }
    }

    pub fn with_args(self, args: &'static [&'static str]) -> Self {
        Self { args, ..self }
    }

    pub fn at_host(self, host: &'static str) -> Self {
        Self { host, ..self }
    }

    pub fn endpoint(&self) -> String {
        format!("http://{}:{}/webhooks", self.host, self.server.port())
    }
}

pub fn correct() -> Receiver {
    Receiver::new(correctly)
}

/// Correct, except for what it takes for genuine.
pub fn trusting(is_trusted: impl Fn(&Received) -> bool + Send + 'static) -> Receiver {
    Receiver::new(move |request| receive(request, &is_trusted))
}

/// Correct, except for the requests that get another answer here.
pub fn but(mut flaw: impl FnMut(&Received) -> Option<Reply> + Send + 'static) -> Receiver {
    Receiver::new(move |request| flaw(request).unwrap_or_else(|| correctly(request)))
}

/// Correct, except for the signed bodies that get another status here.
pub fn but_to_bodies(mut flaw: impl FnMut(&[u8]) -> Option<u16> + Send + 'static) -> Receiver {
    but(move |request| {
        let is_delivery = request.method == "POST" && is_genuine(request);
        is_delivery.then(|| flaw(&request.body))?.map(Reply::status)
    })
}

/// Correct, except for the signed events that get another status here.
pub fn but_to_events(mut flaw: impl FnMut(&Value) -> Option<u16> + Send + 'static) -> Receiver {
    but_to_bodies(move |body| {
        let event = serde_json::from_slice(body).ok().filter(Value::is_object)?;
        flaw(&event)
    })
}

/// What the correct receiver answers.
pub fn correctly(request: &Received) -> Reply {
    receive(request, &is_genuine)
}

fn receive(request: &Received, is_trusted: &dyn Fn(&Received) -> bool) -> Reply {
    Reply::status(if request.method != "POST" {
        405
    } else if !is_trusted(request) {
        403
    } else if serde_json::from_slice(&request.body).is_ok_and(|event: Value| event.is_object()) {
        200
    } else {
        400
    })
}

/// The signature of a body, implemented a second time.
pub fn sign(secret: &str, body: &[u8]) -> String {
    hex::encode(hmac_sha1(secret, body))
}

pub fn hmac_sha1(secret: &str, body: &[u8]) -> Vec<u8> {
    mac(secret, body).finalize().into_bytes().to_vec()
}

/// Whether the request has exactly one signature, and that of its body.
pub fn is_genuine(request: &Received) -> bool {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let Some(signature) = request.signature() else { return false };
    signature.len() == 40
        && signature.bytes().all(is_digit)
        && hex::decode(signature)
            .is_ok_and(|bytes| mac(SECRET, &request.body).verify_slice(&bytes).is_ok())
}

fn mac(secret: &str, body: &[u8]) -> Hmac<Sha1> {
    let mac: Hmac<Sha1> = KeyInit::new_from_slice(secret.as_bytes()).unwrap();
    mac.chain_update(body)
}
