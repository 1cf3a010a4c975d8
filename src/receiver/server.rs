//! The server of the built-in receiver.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::{Router, serve};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::error::{Error, Result};
use crate::event::Identity;
use crate::signature::{HEADER, Signature, SigningKey};

use super::ledger::{Ledger, Received, Verdict};

/// No larger body is taken.
const BODY_BOUND: usize = 16 * 1024 * 1024;

/// A receiver on a free port of this machine, for as long as the value lives.
pub struct Receiver {
    address: SocketAddr,
    ledger: Arc<Mutex<Ledger>>,
    server: JoinHandle<()>,
}

struct Shared {
    key: SigningKey,
    ledger: Arc<Mutex<Ledger>>,
}

impl Receiver {
    /// Starts a receiver that takes what `secret` has signed, and answers 403 to all else.
    ///
    /// # Errors
    /// [`Error::Start`] where no port can be had.
    pub async fn start(secret: &[u8]) -> Result<Self> {
        let failed = |error: std::io::Error| Error::Start {
            why: format!("no port for the receiver: {error}"),
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let ledger = Arc::new(Mutex::new(Ledger::default()));
        let shared = Shared { key: SigningKey::new(secret), ledger: Arc::clone(&ledger) };
        let router = Router::new()
            .fallback(receive)
            .layer(DefaultBodyLimit::max(BODY_BOUND))
            .with_state(Arc::new(shared));
        let server = tokio::spawn(async move {
            // It serves until it is dropped.
            let _ = serve(listener, router).await;
        });
        Ok(Self { address, ledger, server })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it has seen so far.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn receive(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let signature =
        headers.get(HEADER).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let verdict = judge(&shared.key, signature.as_deref(), &body);
    let answer = if verdict == Verdict::Verified {
        (StatusCode::OK, "received\n").into_response()
    } else {
        (StatusCode::FORBIDDEN, format!("{}\n", verdict.words())).into_response()
    };
    let received = Received {
        request_line: format!("{method} {uri}"),
        identity: Identity::of(&body),
        bytes: body.len(),
        verdict,
    };
    shared.ledger.lock().unwrap_or_else(PoisonError::into_inner).enter(received);
    answer
}

fn judge(key: &SigningKey, signature: Option<&str>, body: &[u8]) -> Verdict {
    let Some(signature) = signature else { return Verdict::Missing };
    match signature.parse::<Signature>() {
        Err(fault) => Verdict::Malformed(fault),
        Ok(signature) if key.verify(body, &signature) => Verdict::Verified,
        Ok(_) => Verdict::Mismatch,
    }
}
