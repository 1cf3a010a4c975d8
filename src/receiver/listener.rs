//! A receiver that tells of every request, and records, passes on and answers as it is told.

use std::collections::{HashSet, VecDeque};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::timeout;

use crate::error::Result;
use crate::event::Identity;
use crate::output::json_bytes;
use crate::recording::{self, Forwarded, Record};
use crate::server::Server;
use crate::time::{Moment, millis_of};

use super::arrival::{Arrival, Turned};
use super::behaviour::Behaviour;
use super::forwarder::Forwarder;
use super::recorder::Recorder;
use super::verdict::Verdict;

/// A client that takes longer for a body is left.
const BODY_TIME: Duration = Duration::from_secs(30);

/// Bodies that came and were not told of yet may take this much memory together; further ones wait.
const MEMORY: usize = 256 * 1024 * 1024;

/// So many requests are told of before anybody listens; further ones wait.
const WAITING: usize = 1024;

/// So many ids are remembered, to tell when one comes again.
const REMEMBERED: usize = 100_000;

/// A receiver at work for as long as the value lives.
pub struct Listener {
    server: Server,
}

/// The memory that a body may take, for as long as it does.
pub(super) type Room = Option<OwnedSemaphorePermit>;

/// What a request came to.
pub type Told = Result<Arrival, Turned>;

struct Shared {
    behaviour: Behaviour,
    recorder: Option<Recorder>,
    forwarder: Option<Forwarder>,
    tell: mpsc::Sender<Told>,
    count: AtomicU64,
    ids: Mutex<Ids>,
    memory: Arc<Semaphore>,
}

/// The ids that came lately.
#[derive(Default)]
struct Ids {
    known: HashSet<String>,
    in_order: VecDeque<String>,
}

impl Listener {
    /// Listens at a port of this machine, 0 being any that is free, and tells of every request
    /// after it was recorded and passed on, and before it is answered.
    ///
    /// # Errors
    /// Those of [`Server::start`].
    pub fn start(
        port: u16,
        behaviour: Behaviour,
        recorder: Option<Recorder>,
        forwarder: Option<Forwarder>,
    ) -> Result<(Self, mpsc::Receiver<Told>)> {
        let (tell, told) = mpsc::channel(WAITING);
        let shared = Shared {
            behaviour,
            recorder,
            forwarder,
            tell,
            count: AtomicU64::default(),
            ids: Mutex::default(),
            memory: Arc::new(Semaphore::new(MEMORY)),
        };
        let router = Router::new().fallback(receive).with_state(Arc::new(shared));
        Ok((Self { server: Server::start(port, router)? }, told))
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.server.address()
    }
}

/// Goes on when the client has gone: what came is told all the same.
async fn receive(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let answer = tokio::spawn(async move { shared.receive(request).await }).await;
    answer.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

impl Shared {
    async fn receive(&self, request: Request) -> Response {
        let (time, started) = (Moment::now(), Instant::now());
        let (head, body) = request.into_parts();
        let path = head.uri.path_and_query().map_or("/", |it| it.as_str()).to_owned();
        let turned = |(status, why)| Turned {
            method: head.method.to_string(),
            path: path.clone(),
            status,
            why,
        };
        let (body, room) = match self.take(&head.method, head.uri.path(), &head.headers, body).await
        {
            Ok(body) => body,
            Err(refusal) => return self.turn_away(turned(refusal)).await,
        };
        let verdict = Verdict::of(&head.headers, &body, &self.behaviour.keys);
        let identity = Identity::of(&body);
        let number = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        let (answer, forwarded) =
            self.decide(number, &verdict, &path, &head.headers, body.clone()).await;
        let left = self.behaviour.delay.saturating_sub(started.elapsed());
        if !left.is_zero() {
            tokio::time::sleep(left).await;
        }
        let record = Record {
            number,
            time: Some(time),
            method: head.method.to_string(),
            path,
            headers: head.headers.iter().map(text_of).collect(),
            body: recording::Body(body),
            duplicate: identity.id.as_ref().is_some_and(|id| self.has_come_before(id)),
            event_type: identity.event_type,
            id: identity.id,
            verified: verdict.is_verified(),
            reason: verdict.code().map(str::to_owned),
            status: answer.status().as_u16(),
            forwarded,
            time_ms: millis_of(started.elapsed()),
        };
        self.note(record, verdict, room, answer).await
    }

    /// The body of a request that is a delivery, or why it is none.
    async fn take(
        &self,
        method: &Method,
        path: &str,
        headers: &HeaderMap,
        body: Body,
    ) -> Result<(Bytes, Room), (StatusCode, &'static str)> {
        if self.behaviour.path.as_ref().is_some_and(|own| own != path) {
            return Err((StatusCode::NOT_FOUND, "webhooks are taken at another path"));
        }
        if method != Method::POST {
            return Err((StatusCode::METHOD_NOT_ALLOWED, "webhooks are sent with POST"));
        }
        let largest = self.behaviour.largest_body;
        let too_large = (StatusCode::PAYLOAD_TOO_LARGE, "the body is larger than --max-body");
        let declared = headers.get("content-length").and_then(|it| it.to_str().ok()?.parse().ok());
        if declared.is_some_and(|declared: usize| declared > largest) {
            return Err(too_large);
        }
        // Room for the whole is taken before any of it, so that no two wait for each other.
        let room = u32::try_from(declared.unwrap_or(largest).min(MEMORY)).unwrap_or(u32::MAX);
        let room = Arc::clone(&self.memory).acquire_many_owned(room).await.ok();
        match timeout(BODY_TIME, to_bytes(body, largest)).await {
            Err(_) => Err((StatusCode::REQUEST_TIMEOUT, "the body took too long to come")),
            Ok(Ok(body)) => Ok((body, room)),
            Ok(Err(error)) if is_too_large(&error) => Err(too_large),
            Ok(Err(_)) => Err((StatusCode::BAD_REQUEST, "the body broke off")),
        }
    }

    /// The answer, and what the server behind did, where there is one.
    async fn decide(
        &self,
        number: u64,
        verdict: &Verdict,
        path: &str,
        headers: &HeaderMap,
        body: Bytes,
    ) -> (Response, Option<Forwarded>) {
        let behaviour = &self.behaviour;
        if behaviour.rejects_invalid && verdict.is_invalid() {
            let text = format!("{}\n", verdict.words());
            return ((StatusCode::FORBIDDEN, text).into_response(), None);
        }
        if number <= behaviour.fail_first {
            let text = "failing on purpose\n";
            return ((StatusCode::INTERNAL_SERVER_ERROR, text).into_response(), None);
        }
        let Some(forwarder) = &self.forwarder else {
            return ((behaviour.status, behaviour.body.clone()).into_response(), None);
        };
        let (forwarded, answer) = forwarder.forward(path, headers, body).await;
        let Some(answer) = answer else {
            let why = forwarded.failure.map_or("", crate::http::Failure::word);
            let text = format!("could not be passed on: {why}\n");
            return ((StatusCode::BAD_GATEWAY, text).into_response(), Some(forwarded));
        };
        let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::BAD_GATEWAY);
        let mut response = (status, answer.body.bytes).into_response();
        let plain = HeaderValue::from_static("application/octet-stream");
        let content_type = answer.headers.get("content-type").cloned().unwrap_or(plain);
        response.headers_mut().insert("content-type", content_type);
        (response, Some(forwarded))
    }

    /// Records and tells of a request, and gives its answer: nothing that should be recorded is
    /// acknowledged before it is.
    async fn note(
        &self,
        record: Record,
        verdict: Verdict,
        room: Room,
        answer: Response,
    ) -> Response {
        let line = Bytes::from(json_bytes(&record));
        let not_recorded = match &self.recorder {
            Some(recorder) => recorder.record(line.clone()).await.err(),
            None => None,
        };
        let answer = match &not_recorded {
            Some(why) => {
                let text = format!("not recorded: {why}\n");
                (StatusCode::SERVICE_UNAVAILABLE, text).into_response()
            }
            None => answer,
        };
        // Where nobody is told any more, the answer goes out all the same.
        let _ =
            self.tell.send(Ok(Arrival { record, line, verdict, not_recorded, _room: room })).await;
        answer
    }

    async fn turn_away(&self, turned: Turned) -> Response {
        let answer = (turned.status, format!("{}\n", turned.why)).into_response();
        let _ = self.tell.send(Err(turned)).await;
        answer
    }

    fn has_come_before(&self, id: &str) -> bool {
        let mut ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        if ids.known.contains(id) {
            return true;
        }
        ids.known.insert(id.to_owned());
        ids.in_order.push_back(id.to_owned());
        if ids.in_order.len() > REMEMBERED
            && let Some(oldest) = ids.in_order.pop_front()
        {
            ids.known.remove(&oldest);
        }
        false
    }
}

fn text_of((name, value): (&http::HeaderName, &HeaderValue)) -> (String, String) {
    (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn is_too_large(error: &axum::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if cause.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        source = cause.source();
    }
    false
}
