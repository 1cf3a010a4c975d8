//! A stand-in for Vercel's side of create-event, for tests and for trying things out.
//!
//! It answers as the API is documented to answer. Where the documentation is silent it stays with
//! the nearest documented thing; each such guess is marked as one.

mod error_response;
mod request_log;
mod rules;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::error::Result;
use crate::http::drain;
use crate::http::server::{Port, Server};
use crate::output::json_bytes;
use crate::settings::secret::fingerprint;
use crate::time::Moment;

use super::notification::Update;
use error_response::ErrorResponse;

use request_log::RequestLog;
pub use request_log::Seen;
pub use rules::{Failing, Rules};

/// The port unless another one is given.
pub const PORT: u16 = 4000;

/// Where it answers with all it has seen.
pub const EVENTS_PATH: &str = "/_emulate/events";

/// Larger bodies are no notifications.
const LARGEST_BODY: usize = 64 * 1024;

/// A client that takes longer for a body is left.
const BODY_TIME: Duration = Duration::from_secs(30);

/// As many requests wait at most for whoever takes note of them.
const WAITING: usize = 64;

/// The stand-in, at work for as long as the value lives.
pub struct Emulator {
    server: Server,
    shared: Arc<Shared>,
}

/// A request that was judged but is answered only when it has been [noted](EmulatorEvent::noted).
pub struct EmulatorEvent {
    /// The request.
    pub seen: Seen,
    shared: Arc<Shared>,
    noted: oneshot::Sender<()>,
}

struct Shared {
    rules: Mutex<Rules>,
    seen: Mutex<RequestLog>,
    count: AtomicU64,
    arrivals: Option<mpsc::Sender<EmulatorEvent>>,
}

/// What a request asks for.
enum Route {
    CreateEvent { installation_id: String },
    Events,
    Unknown,
}

impl EmulatorEvent {
    /// Lets the request be told of and the answer go out.
    pub fn noted(self) {
        self.shared.seen().enter(self.seen);
        // A client that has gone needs no answer.
        let _ = self.noted.send(());
    }
}

impl Emulator {
    /// Starts at a port of this machine, 0 being any that is free.
    ///
    /// # Errors
    /// Those of [`Server::start`].
    pub fn start(port: u16, rules: Rules) -> Result<Self> {
        Self::start_with(port, rules, None)
    }

    /// The same, and tells of every request before it is answered.
    ///
    /// # Errors
    /// Those of [`Server::start`].
    pub fn start_and_tell(
        port: u16,
        rules: Rules,
    ) -> Result<(Self, mpsc::Receiver<EmulatorEvent>)> {
        let (sender, receiver) = mpsc::channel(WAITING);
        Ok((Self::start_with(port, rules, Some(sender))?, receiver))
    }

    fn start_with(
        port: u16,
        rules: Rules,
        arrivals: Option<mpsc::Sender<EmulatorEvent>>,
    ) -> Result<Self> {
        let (seen, count) = (Mutex::default(), AtomicU64::default());
        let shared = Arc::new(Shared { rules: Mutex::new(rules), seen, count, arrivals });
        let router = Router::new().fallback(receive).with_state(Arc::clone(&shared));
        Ok(Self { server: Server::start(Port::bind(port)?, router)?, shared })
    }

    /// Takes no more connections, and answers what is under way.
    pub fn stop(&mut self) {
        self.server.stop();
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// What it has seen, but for the oldest where that was very much.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        self.shared.seen().iter().cloned().collect()
    }
}

impl Shared {
    fn seen(&self) -> MutexGuard<'_, RequestLog> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn rules(&self) -> MutexGuard<'_, Rules> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes note of a request and returns its number; nothing where nobody takes note any more.
    async fn note(self: &Arc<Self>, mut seen: Seen) -> Option<u64> {
        let Some(arrivals) = &self.arrivals else {
            seen.number = self.next_number();
            let number = seen.number;
            self.seen().enter(seen);
            return Some(number);
        };
        // It is numbered when its turn has come, so that numbers follow each other everywhere.
        let turn = arrivals.reserve().await.ok()?;
        seen.number = self.next_number();
        let number = seen.number;
        let (noted, is_noted) = oneshot::channel();
        turn.send(EmulatorEvent { seen, shared: Arc::clone(self), noted });
        is_noted.await.ok()?;
        Some(number)
    }

    fn next_number(&self) -> u64 {
        self.count.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// Goes on when the client has gone: what came is seen all the same.
async fn receive(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let answer = tokio::spawn(answer(shared, request)).await;
    answer.unwrap_or_else(|_| ErrorResponse::broken().into_response())
}

async fn answer(shared: Arc<Shared>, request: Request) -> Response {
    let time = Moment::now();
    let (head, mut body) = request.into_parts();
    let route = Route::of(head.uri.path());
    if let Route::Events = route {
        drain::drain_body(&head.headers, body);
        return tell_events(&shared, &head.method);
    }
    let latency = shared.rules().latency;
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
    let whole = read(&mut body, BODY_TIME).await;
    let verdict = judge(&shared, &route, &head, whole.as_ref());
    let (Ok(status) | Err(ErrorResponse { status, .. })) = &verdict;
    let seen = Seen {
        number: 0,
        time,
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        installation_id: route.installation_id(),
        event: whole.as_ref().ok().and_then(|body| event_of(body)),
        body_bytes: whole.as_ref().map_or(0, Bytes::len),
        token_fingerprint: token_of(&head.headers).map(fingerprint),
        status: status.as_u16(),
        error: verdict.as_ref().err().map(ErrorResponse::to_api_error),
    };
    let number = shared.note(seen).await;
    drain::drain_body(&head.headers, body);
    let id = format!("emulate::{}-{}", number.unwrap_or_default(), time.millis());
    let verdict = if number.is_some() { verdict } else { Err(ErrorResponse::broken()) };
    let answer = verdict.map_or_else(ErrorResponse::into_response, IntoResponse::into_response);
    ([("x-vercel-id", id)], answer).into_response()
}

/// A whole body that comes within this time, or the refusal.
async fn read(body: &mut Body, time: Duration) -> Result<Bytes, ErrorResponse> {
    match timeout(time, Limited::new(body, LARGEST_BODY).collect()).await {
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
        Ok(Err(_)) => Err(ErrorResponse::bad_request("the body is broken off or too large")),
        Err(_) => Err(ErrorResponse::too_slow()),
    }
}

impl Route {
    /// The route of a path. The API is at `https://api.vercel.com/v1/…`, and Vercel's example
    /// reaches it at `https://vercel.com/api/v1/…` as well.
    fn of(path: &str) -> Self {
        if path == EVENTS_PATH {
            return Self::Events;
        }
        let path = path.strip_prefix("/api").unwrap_or(path);
        let segments: Vec<&str> = path.split('/').collect();
        match *segments {
            ["", "v1", "installations", id, "events"] if !id.is_empty() => {
                let installation_id = percent_decode_str(id).decode_utf8_lossy().into_owned();
                Self::CreateEvent { installation_id }
            }
            _ => Self::Unknown,
        }
    }

    fn installation_id(self) -> Option<String> {
        match self {
            Self::CreateEvent { installation_id } => Some(installation_id),
            Self::Events | Self::Unknown => None,
        }
    }
}

/// The status of a success, or the refusal.
fn judge(
    shared: &Shared,
    route: &Route,
    head: &Parts,
    body: Result<&Bytes, &ErrorResponse>,
) -> Result<StatusCode, ErrorResponse> {
    let Route::CreateEvent { installation_id } = route else {
        return Err(ErrorResponse::not_found("path", head.uri.path()));
    };
    if head.method != Method::POST {
        return Err(ErrorResponse::method_unknown("POST"));
    }
    let mut rules = shared.rules();
    if let Some(failing) = rules.next_failure() {
        return Err(ErrorResponse::on_purpose(failing, rules.retry_after));
    }
    let token = token_of(&head.headers).ok_or_else(ErrorResponse::no_token)?;
    if !rules.accept_token(token) {
        return Err(ErrorResponse::wrong_token());
    }
    if !rules.accept_installation(installation_id) {
        return Err(ErrorResponse::not_found("installation", installation_id));
    }
    if !is_json(&head.headers) {
        return Err(ErrorResponse::bad_request("the content type should be application/json"));
    }
    match Update::of_body(body.map_err(ErrorResponse::clone)?) {
        Ok(_) => Ok(StatusCode::CREATED),
        Err(mistake) => Err(ErrorResponse::bad_request(&mistake.to_string())),
    }
}

/// `GET` and `DELETE` of all that was seen.
fn tell_events(shared: &Shared, method: &Method) -> Response {
    match *method {
        Method::GET => {
            let seen: Vec<Vec<u8>> = shared.seen().iter().map(json_bytes).collect();
            let body = [b"[\n", &*seen.join(&b",\n"[..]), b"\n]\n"].concat();
            ([("content-type", "application/json; charset=utf-8")], Body::from(body))
                .into_response()
        }
        Method::DELETE => {
            shared.seen().clear();
            StatusCode::NO_CONTENT.into_response()
        }
        _ => ErrorResponse::method_unknown("GET, DELETE").into_response(),
    }
}

/// The event that a body holds, whatever else is wrong with it.
fn event_of(body: &[u8]) -> Option<Value> {
    serde_json::from_slice::<Value>(body).ok()?.get_mut("event").map(Value::take)
}

/// The bearer token, whose scheme may be written in any case (RFC 9110).
fn token_of(headers: &HeaderMap) -> Option<&[u8]> {
    let value = headers.get("authorization")?.as_bytes();
    let (scheme, token) = value.split_at_checked("bearer ".len())?;
    let token = token.trim_ascii();
    (scheme.eq_ignore_ascii_case(b"bearer ") && !token.is_empty()).then_some(token)
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get("content-type").and_then(|value| value.to_str().ok());
    let essence = value.and_then(|value| value.split(';').next()).unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;
    use crate::http::runtime;

    #[test]
    fn a_body_that_does_not_come_is_not_waited_for() {
        let never = stream::pending::<Result<Bytes, std::io::Error>>();
        let mut body = Body::from_stream(never);
        let read = read(&mut body, Duration::from_millis(1));
        let no = runtime::single_threaded().unwrap().block_on(async { read.await.unwrap_err() });
        assert_eq!(no.status, StatusCode::REQUEST_TIMEOUT);
    }
}
