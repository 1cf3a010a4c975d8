//! A receiver that tells of every request, and records, passes on and answers as it is told.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;

use crate::error::Result;
use crate::event::Identity;
use crate::http::drain;
use crate::http::server::{Port, Server};
use crate::output::json_bytes;
use crate::recording::{self, Forwarded, Record};
use crate::time::{Moment, millis_of};

use super::arrival::{ReceivedRequest, Rejected};
use super::config::ListenerConfig;
use super::forwarder::Forwarder;
use super::memory_budget::{MemoryBudget, Reservation};
use super::recent_ids::RecentIds;
use super::recorder::Recorder;
use super::verdict::Verdict;

/// So many requests are worked on at once; further ones wait this long, then they are refused.
const SLOTS: usize = 400;
const SLOT_TIME: Duration = Duration::from_secs(5);

/// A client that takes longer for a body is left. The time that the body waits for memory is not
/// the client's.
const BODY_TIME: Duration = Duration::from_secs(30);

/// Bodies that came and were not told of yet may take this much memory together, and one of them
/// more; further ones wait.
const MEMORY: usize = 256 * 1024 * 1024;

/// So many requests are told of before anybody listens; further ones wait.
const WAITING: usize = 1024;

/// So many ids are remembered, to tell when one comes again.
const REMEMBERED: usize = 100_000;

/// A receiver at work for as long as the value lives.
pub struct Listener {
    server: Server,
}

/// What a request came to.
pub type ListenerEvent = Result<ReceivedRequest, Rejected>;

struct Shared {
    behaviour: ListenerConfig,
    recorder: Option<Recorder>,
    forwarder: Option<Forwarder>,
    tell: mpsc::Sender<ListenerEvent>,
    count: AtomicU64,
    ids: Mutex<RecentIds>,
    memory: MemoryBudget,
    slots: Arc<Semaphore>,
}

/// What became of a body.
enum Read {
    Whole(Bytes, Reservation),
    TooLarge,
    TooSlow,
    Broken,
}

impl Listener {
    /// Listens at a port of this machine, and tells of every request after it was recorded and
    /// passed on, and before it is answered.
    ///
    /// # Errors
    /// Those of [`Server::start`].
    pub fn start(
        port: Port,
        behaviour: ListenerConfig,
        recorder: Option<Recorder>,
        forwarder: Option<Forwarder>,
    ) -> Result<(Self, mpsc::Receiver<ListenerEvent>)> {
        let (tell, told) = mpsc::channel(WAITING);
        let shared = Shared {
            behaviour,
            recorder,
            forwarder,
            tell,
            count: AtomicU64::default(),
            ids: Mutex::new(RecentIds::new(REMEMBERED)),
            memory: MemoryBudget::new(MEMORY),
            slots: Arc::new(Semaphore::new(SLOTS)),
        };
        let router = Router::new().fallback(receive).with_state(Arc::new(shared));
        Ok((Self { server: Server::start(port, router)? }, told))
    }

    /// Takes no more connections. What is under way ends, and is told of; then nobody tells
    /// anything any more.
    pub fn stop(&mut self) {
        self.server.stop();
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.server.address()
    }
}

/// Goes on when the client has gone: what came is told all the same. So it is requests that are
/// counted, not connections.
async fn receive(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let slot = timeout(SLOT_TIME, Arc::clone(&shared.slots).acquire_owned()).await;
    let Ok(Ok(slot)) = slot else {
        let (head, body) = request.into_parts();
        drain::drain_body(&head.headers, body);
        let text = "too many requests at once\n";
        return (StatusCode::SERVICE_UNAVAILABLE, text).into_response();
    };
    let work = async move {
        let answer = shared.receive(request).await;
        drop(slot);
        answer
    };
    let answer = tokio::spawn(work).await;
    answer.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

impl Shared {
    async fn receive(&self, request: Request) -> Response {
        let (time, started) = (Moment::now(), Instant::now());
        let (head, mut body) = request.into_parts();
        let path = head.uri.path_and_query().map_or("/", |it| it.as_str()).to_owned();
        let turned = |(status, why)| Rejected {
            method: head.method.to_string(),
            path: path.clone(),
            status,
            why,
        };
        let taken = self.take(&head.method, head.uri.path(), &head.headers, &mut body).await;
        let (body, room) = match taken {
            Ok(body) => body,
            Err(refusal) => {
                let answer = self.turn_away(turned(refusal)).await;
                drain::drain_body(&head.headers, body);
                return answer;
            }
        };
        let verdict = Verdict::of(&head.headers, &body, &self.behaviour.keys);
        let identity = Identity::from_body(&body);
        let duplicate = identity.id.as_ref().is_some_and(|id| self.begin(id, &verdict));
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
            duplicate,
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
        body: &mut Body,
    ) -> Result<(Bytes, Reservation), (StatusCode, &'static str)> {
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
        match self.read(body, largest).await {
            Read::Whole(body, room) => Ok((body, room)),
            Read::TooLarge => Err(too_large),
            Read::TooSlow => Err((StatusCode::REQUEST_TIMEOUT, "the body took too long to come")),
            Read::Broken => Err((StatusCode::BAD_REQUEST, "the body broke off")),
        }
    }

    /// Reads a body, and takes memory for each part of it as it comes.
    async fn read(&self, body: &mut Body, largest: usize) -> Read {
        let mut bytes = BytesMut::new();
        let mut room = Reservation::default();
        let mut time = BODY_TIME;
        loop {
            let started = Instant::now();
            let Ok(frame) = timeout(time, body.frame()).await else { return Read::TooSlow };
            time = time.saturating_sub(started.elapsed());
            let Some(frame) = frame else { return Read::Whole(bytes.freeze(), room) };
            let Ok(frame) = frame else { return Read::Broken };
            let Ok(part) = frame.into_data() else { continue };
            if bytes.len() + part.len() > largest {
                return Read::TooLarge;
            }
            self.memory.enlarge(&mut room, part.len()).await;
            bytes.extend_from_slice(&part);
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
            let has_no_body = matches!(behaviour.status.as_u16(), 204 | 304);
            let body = if has_no_body { Bytes::new() } else { behaviour.body.clone() };
            return ((behaviour.status, body).into_response(), None);
        };
        let (forwarded, answer) = forwarder.forward(path, headers, body).await;
        let Some(answer) = answer else {
            let why = forwarded.failure.map_or("", crate::http::TransportError::label);
            let text = format!("could not be passed on: {why}\n");
            return ((StatusCode::BAD_GATEWAY, text).into_response(), Some(forwarded));
        };
        if answer.body.is_cut {
            let text = "the answer of the server behind was too long, or broke off\n";
            return ((StatusCode::BAD_GATEWAY, text).into_response(), Some(forwarded));
        }
        let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::BAD_GATEWAY);
        let headers = recording::strip_hop_by_hop(&answer.headers);
        let mut response = Response::new(Body::from(answer.body.bytes));
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        (response, Some(forwarded))
    }

    /// Records and tells of a request, and gives its answer: nothing that should be recorded is
    /// acknowledged before it is.
    async fn note(
        &self,
        mut record: Record,
        verdict: Verdict,
        room: Reservation,
        mut answer: Response,
    ) -> Response {
        let mut line = Bytes::from(json_bytes(&record));
        let not_recorded = match &self.recorder {
            Some(recorder) => recorder.record(line.clone()).await.err(),
            None => None,
        };
        if let Some(why) = &not_recorded {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            answer = (status, format!("not recorded: {why}\n")).into_response();
            record.status = status.as_u16();
            line = json_bytes(&record).into();
        }
        if let Some(id) = &record.id {
            self.end(id, &verdict, answer.status());
        }
        // Where nobody is told any more, the answer goes out all the same.
        let _ = self
            .tell
            .send(Ok(ReceivedRequest { record, line, verdict, not_recorded, _room: room }))
            .await;
        answer
    }

    async fn turn_away(&self, turned: Rejected) -> Response {
        let mut answer = (turned.status, format!("{}\n", turned.why)).into_response();
        if turned.status == StatusCode::METHOD_NOT_ALLOWED {
            answer.headers_mut().insert("allow", HeaderValue::from_static("POST"));
        }
        let _ = self.tell.send(Err(turned)).await;
        answer
    }

    /// Enters the id of a request that came, and returns whether it is a duplicate.
    fn begin(&self, id: &str, verdict: &Verdict) -> bool {
        let mut ids = self.ids();
        let duplicate = ids.contain(id);
        if !self.is_forged(verdict) {
            ids.begin(id);
        }
        duplicate
    }

    /// Keeps the id of a request that was taken. One that was refused may come again, and is no
    /// duplicate then.
    fn end(&self, id: &str, verdict: &Verdict, status: StatusCode) {
        if !self.is_forged(verdict) {
            self.ids().end(id, status.is_success());
        }
    }

    /// Whether somebody else than Vercel made it, who may have put the id of a genuine event in.
    fn is_forged(&self, verdict: &Verdict) -> bool {
        !self.behaviour.keys.is_empty() && verdict.is_invalid()
    }

    fn ids(&self) -> MutexGuard<'_, RecentIds> {
        self.ids.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn text_of((name, value): (&http::HeaderName, &HeaderValue)) -> (String, String) {
    (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
}
