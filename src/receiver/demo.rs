//! The receiver of the demo: it takes what was signed with its secret.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::error::Result;
use crate::event::Identity;
use crate::http::server::{Port, Server};
use crate::signature::SigningKey;

use super::delivery_log::{DeliveryLog, Received};
use super::verdict::Verdict;

/// A receiver on a free port of this machine, at work for as long as the value lives.
pub struct Receiver {
    server: Server,
    ledger: Arc<Mutex<DeliveryLog>>,
}

struct Shared {
    key: SigningKey,
    ledger: Arc<Mutex<DeliveryLog>>,
}

impl Receiver {
    /// Starts a receiver that takes what `secret` has signed, and answers 403 to all else.
    ///
    /// # Errors
    /// Those of [`Server::start`].
    pub fn start(secret: &[u8]) -> Result<Self> {
        let ledger = Arc::new(Mutex::new(DeliveryLog::default()));
        let shared = Shared { key: SigningKey::new(secret), ledger: Arc::clone(&ledger) };
        let router = Router::new()
            .fallback(receive)
            // What it is sent, this program holds anyway.
            .layer(DefaultBodyLimit::disable())
            .with_state(Arc::new(shared));
        Ok(Self { server: Server::start(Port::take(0)?, router)?, ledger })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// What it has seen so far.
    #[must_use]
    pub fn ledger(&self) -> DeliveryLog {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn receive(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let verdict = Verdict::of(&headers, &body, std::slice::from_ref(&shared.key));
    let answer = if verdict.is_verified() {
        (StatusCode::OK, "received\n").into_response()
    } else {
        (StatusCode::FORBIDDEN, format!("{}: refused\n", verdict.words())).into_response()
    };
    let received = Received { identity: Identity::from_body(&body), bytes: body.len(), verdict };
    shared.ledger.lock().unwrap_or_else(PoisonError::into_inner).enter(received);
    answer
}
