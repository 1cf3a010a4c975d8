//! The server of the built-in receiver.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::sync::oneshot;

use crate::error::{Error, Result};
use crate::event::Identity;
use crate::runtime;
use crate::signature::{HEADER, Signature, SigningKey};

use super::ledger::{Ledger, Received, Verdict};

/// A receiver on a free port of this machine, which works on a thread of its own for as long as
/// the value lives.
pub struct Receiver {
    address: SocketAddr,
    ledger: Arc<Mutex<Ledger>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
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
    pub fn start(secret: &[u8]) -> Result<Self> {
        let failed =
            |error: io::Error| Error::Start { why: format!("no port for the receiver: {error}") };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let runtime = runtime::of_this_thread()?;
        let ledger = Arc::new(Mutex::new(Ledger::default()));
        let shared = Shared { key: SigningKey::new(secret), ledger: Arc::clone(&ledger) };
        let router = Router::new()
            .fallback(receive)
            // What it is sent, this program holds anyway.
            .layer(DefaultBodyLimit::disable())
            .with_state(Arc::new(shared));
        let (stop, stopped) = oneshot::channel();
        let thread = thread::spawn(move || {
            runtime.block_on(async {
                let serve = async {
                    axum::serve(tokio::net::TcpListener::from_std(listener)?, router).await
                };
                // It serves until it is stopped, and whoever stops it no longer cares why.
                tokio::select! {
                    _ = serve => {}
                    _ = stopped => {}
                }
            });
        });
        Ok(Self { address, ledger, stop: Some(stop), thread: Some(thread) })
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
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // It has nothing to say if it panicked.
            let _ = thread.join();
        }
    }
}

async fn receive(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let signature =
        headers.get(HEADER).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let verdict = judge(&shared.key, signature.as_deref(), &body);
    let answer = if verdict == Verdict::Verified {
        (StatusCode::OK, "received\n").into_response()
    } else {
        (StatusCode::FORBIDDEN, format!("{}\n", verdict.words())).into_response()
    };
    let received = Received { identity: Identity::of(&body), bytes: body.len(), verdict };
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
