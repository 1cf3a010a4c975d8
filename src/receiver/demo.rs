//! The receiver of the demo, which accepts what is signed with its secret.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::error::Result;
use crate::event::Identity;
use crate::http::server::{Host, Port, Server};
use crate::signature::{SigningKey, Verdict};

/// Further deliveries are counted, but not kept.
const KEPT: usize = 20;

/// A receiver on a free loopback port, which serves until the value is dropped.
pub struct Receiver {
    server: Server,
    log: Arc<Mutex<DeliveryLog>>,
}

/// The first deliveries to a receiver, and the number of all.
#[derive(Clone, Debug, Default)]
pub struct DeliveryLog {
    pub first: Vec<Delivery>,
    pub total: u64,
    pub verified: u64,
}

#[derive(Clone, Debug)]
pub struct Delivery {
    pub identity: Identity,
    /// The size of the body.
    pub bytes: usize,
    pub verdict: Verdict,
}

struct Shared {
    key: SigningKey,
    log: Arc<Mutex<DeliveryLog>>,
}

impl Receiver {
    /// Starts a receiver that accepts what `secret` has signed and answers 403 to anything else.
    pub fn start(secret: &[u8]) -> Result<Self> {
        let log = Arc::new(Mutex::new(DeliveryLog::default()));
        let shared = Shared { key: SigningKey::new(secret), log: Arc::clone(&log) };
        let router = Router::new()
            .fallback(receive)
            // This program already holds all that it sends to itself.
            .layer(DefaultBodyLimit::disable())
            .with_state(Arc::new(shared));
        Ok(Self { server: Server::start(Port::bind(&Host::localhost(), 0)?, router)?, log })
    }

    pub const fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// The deliveries so far.
    pub fn log(&self) -> DeliveryLog {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn receive(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let verdict = Verdict::from_headers(&headers, &body, std::slice::from_ref(&shared.key));
    let is_verified = verdict.is_valid();
    let response = if is_verified {
        (StatusCode::OK, "received\n").into_response()
    } else {
        (StatusCode::FORBIDDEN, format!("{verdict}: rejected\n")).into_response()
    };
    let mut log = shared.log.lock().unwrap_or_else(PoisonError::into_inner);
    log.total += 1;
    log.verified += u64::from(is_verified);
    if log.first.len() < KEPT {
        log.first.push(Delivery {
            identity: Identity::from_body(&body),
            bytes: body.len(),
            verdict,
        });
    }
    response
}
