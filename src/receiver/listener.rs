//! A receiver that reports every request, and records, forwards and answers it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::{sleep, timeout};

use crate::error::Result;
use crate::event::Identity;
use crate::http::drain;
use crate::http::server::{self, Port, Server};
use crate::output::json_bytes;
use crate::recording::{self, Forwarded, Record};
use crate::signature::Verdict;
use crate::time::{Moment, millis_of};

use super::config::ListenerConfig;
use super::forwarder::Forwarder;
use super::intake::{Intake, Reason, Received};
use super::received_request::{ListenerEvent, ReceivedRequest, Rejected};
use super::recent_ids::RecentIds;
use super::recorder::Recorder;

/// The most events that wait to be reported. Further requests wait.
const QUEUE: usize = 1024;

/// How many accepted ids are remembered.
const REMEMBERED: usize = 100_000;

/// A receiver that runs until it is dropped.
pub struct Listener {
    server: Server,
}

struct Shared {
    config: ListenerConfig,
    recorder: Option<Recorder>,
    forwarder: Option<Forwarder>,
    events: mpsc::Sender<ListenerEvent>,
    count: AtomicU64,
    ids: Mutex<RecentIds>,
    /// Requests, rather than connections: they go on when their client is gone.
    slots: Arc<Semaphore>,
    /// As JSON, a large body can be six times as long: only one is held at a time.
    large_line: Arc<Semaphore>,
    intake: Intake,
}

const TOO_MANY: Reason = (StatusCode::SERVICE_UNAVAILABLE, "too many requests at once");
const WRONG_PATH: Reason = (StatusCode::NOT_FOUND, "webhooks are accepted at another path");
const WRONG_METHOD: Reason = (StatusCode::METHOD_NOT_ALLOWED, "webhooks are sent with POST");
const READY: &str = "vercel-hooks listen: send webhooks with POST\n";

impl Listener {
    /// Listens at a port. Every request is reported after it was recorded and forwarded, and before
    /// it is answered.
    pub fn start(
        port: Port,
        config: ListenerConfig,
        recorder: Option<Recorder>,
        forwarder: Option<Forwarder>,
    ) -> Result<(Self, mpsc::Receiver<ListenerEvent>)> {
        let (events, reported) = mpsc::channel(QUEUE);
        let shared = Shared {
            intake: Intake::new(&config),
            config,
            recorder,
            forwarder,
            events,
            count: AtomicU64::default(),
            ids: Mutex::new(RecentIds::new(REMEMBERED)),
            slots: Arc::new(Semaphore::new(server::max_connections())),
            large_line: Arc::new(Semaphore::new(1)),
        };
        let router = Router::new().fallback(receive).with_state(Arc::new(shared));
        Ok((Self { server: Server::start(port, router)? }, reported))
    }

    /// Accepts no more connections. Requests in progress are still answered and reported, then the
    /// events end.
    pub fn stop(&mut self) {
        self.server.stop();
    }
}

async fn receive(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let slot = timeout(shared.config.queue_timeout, Arc::clone(&shared.slots).acquire_owned());
    let Ok(Ok(slot)) = slot.await else {
        let (head, body) = request.into_parts();
        drain::drain_body(&head.headers, body);
        return respond(TOO_MANY);
    };
    // It goes on when the client is gone: what has arrived is reported.
    let work = tokio::spawn(async move {
        let response = shared.receive(request).await;
        drop(slot);
        response
    });
    work.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

impl Shared {
    async fn receive(&self, request: Request) -> Response {
        if server::is_readiness_probe(&request) {
            return READY.into_response();
        }
        let (time, started) = (Moment::now(), Instant::now());
        let (head, mut body) = request.into_parts();
        let (body, memory) = match self.read(&head, &mut body).await {
            Ok(received) => received,
            Err(reason) => {
                let response = self.reject(&head, reason).await;
                drain::drain_body(&head.headers, body);
                return response;
            }
        };
        let verdict = Verdict::from_headers(&head.headers, &body, &self.config.keys);
        let identity = Identity::from_body(&body);
        let duplicate = identity.id.as_ref().is_some_and(|id| self.begin(id, &verdict));
        let number = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        let path = path_of(&head);
        let (response, forwarded) =
            self.respond(number, &verdict, &identity, &path, &head.headers, body.clone()).await;
        let rest = self.config.delay.saturating_sub(started.elapsed());
        if !rest.is_zero() {
            sleep(rest).await;
        }
        let record = Record {
            number,
            time: Some(time),
            method: head.method.to_string(),
            path,
            headers: head.headers.iter().map(header_text).collect(),
            body: recording::Body(body),
            duplicate,
            event_type: identity.event_type,
            id: identity.id,
            verified: verdict.is_valid(),
            reason: verdict.code().map(str::to_owned),
            status: response.status().as_u16(),
            forwarded,
            time_ms: millis_of(started.elapsed()),
        };
        self.report(record, verdict, memory, response).await
    }

    async fn read(&self, head: &Parts, body: &mut Body) -> Result<Received, Reason> {
        let config = &self.config;
        if config.path.as_ref().is_some_and(|path| path != head.uri.path()) {
            return Err(WRONG_PATH);
        }
        if head.method != Method::POST {
            return Err(WRONG_METHOD);
        }
        let declared = head.headers.get("content-length");
        let declared = declared.and_then(|length| length.to_str().ok()?.parse().ok());
        self.intake.read(declared, body).await
    }

    async fn respond(
        &self,
        number: u64,
        verdict: &Verdict,
        identity: &Identity,
        path: &str,
        headers: &HeaderMap,
        body: Bytes,
    ) -> (Response, Option<Forwarded>) {
        let config = &self.config;
        if config.rejects_invalid && verdict.is_invalid() {
            let text = format!("{verdict}\n");
            return ((StatusCode::FORBIDDEN, text).into_response(), None);
        }
        if number <= config.fail_first {
            return (respond((StatusCode::INTERNAL_SERVER_ERROR, "failing on purpose")), None);
        }
        let event_type = identity.event_type.as_deref();
        let forwarder = self.forwarder.as_ref();
        let route = forwarder.and_then(|forwarder| forwarder.route(event_type));
        let (Some(forwarder), Some(route)) = (forwarder, route) else {
            let has_no_body = matches!(config.status.as_u16(), 204 | 304);
            let body = if has_no_body { Bytes::new() } else { config.body.clone() };
            return ((config.status, body).into_response(), None);
        };
        let (forwarded, response) = forwarder.forward(route, path, headers, body).await;
        let response = match response {
            None => {
                let failure = forwarded.failure.map_or("", crate::http::TransportError::label);
                (StatusCode::BAD_GATEWAY, format!("not forwarded: {failure}\n")).into_response()
            }
            Some(response) if response.body.is_cut => respond((
                StatusCode::BAD_GATEWAY,
                "the server's response is too long or incomplete",
            )),
            Some(received) => {
                let status = StatusCode::from_u16(received.status);
                let mut response = Response::new(Body::from(received.body.bytes));
                *response.status_mut() = status.unwrap_or(StatusCode::BAD_GATEWAY);
                *response.headers_mut() = recording::strip_connection_headers(&received.headers);
                response
            }
        };
        (response, Some(forwarded))
    }

    /// Records and reports a request. Nothing is acknowledged before it is recorded.
    async fn report(
        &self,
        mut record: Record,
        verdict: Verdict,
        memory: Option<OwnedSemaphorePermit>,
        mut response: Response,
    ) -> Response {
        let turn = match &memory {
            Some(_) => Arc::clone(&self.large_line).acquire_owned().await.ok(),
            None => None,
        };
        let mut line = Bytes::from(json_bytes(&record));
        let recording_error = match &self.recorder {
            Some(recorder) => recorder.record(line.clone()).await.err(),
            None => None,
        };
        if let Some(error) = &recording_error {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            response = (status, format!("not recorded: {error}\n")).into_response();
            record.status = status.as_u16();
            drop(line);
            line = json_bytes(&record).into();
        }
        if let Some(id) = record.id.as_ref().filter(|_| !self.is_forged(&verdict)) {
            // A rejected event may be sent again, and is not a duplicate then.
            self.ids().end(id, response.status().is_success());
        }
        let request =
            ReceivedRequest { record, line, verdict, recording_error, _memory: (memory, turn) };
        // The response is sent even if nobody receives events any more.
        let _ = self.events.send(Ok(request)).await;
        response
    }

    async fn reject(&self, head: &Parts, (status, reason): Reason) -> Response {
        let (method, path) = (head.method.to_string(), path_of(head));
        let _ = self.events.send(Err(Rejected { method, path, status, reason })).await;
        let mut response = respond((status, reason));
        if status == StatusCode::METHOD_NOT_ALLOWED {
            response.headers_mut().insert("allow", HeaderValue::from_static("POST"));
        }
        response
    }

    /// Enters an id, and returns whether it is a duplicate.
    fn begin(&self, id: &str, verdict: &Verdict) -> bool {
        let mut ids = self.ids();
        let is_duplicate = ids.contains(id);
        if !self.is_forged(verdict) {
            ids.begin(id);
        }
        is_duplicate
    }

    /// Whether somebody other than Vercel may have sent it, with the id of a genuine event.
    fn is_forged(&self, verdict: &Verdict) -> bool {
        !self.config.keys.is_empty() && verdict.is_invalid()
    }

    fn ids(&self) -> MutexGuard<'_, RecentIds> {
        self.ids.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn respond((status, reason): Reason) -> Response {
    (status, format!("{reason}\n")).into_response()
}

fn path_of(head: &Parts) -> String {
    head.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned()
}

fn header_text((name, value): (&HeaderName, &HeaderValue)) -> (String, String) {
    (name.as_str().to_owned(), recording::value_text(value.as_bytes()))
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use std::time::Duration;

    use super::super::intake::{INCOMPLETE, SMALL_BODY};
    use super::*;
    use crate::http::server::Host;

    /// Longer than any test takes.
    const LONG: Duration = Duration::from_secs(60);

    /// The size of a large body. Two of them take all memory.
    const LARGE: usize = 16 * SMALL_BODY;

    fn listen(queue_timeout: Duration) -> (Listener, mpsc::Receiver<ListenerEvent>) {
        let config = ListenerConfig {
            memory: 2 * LARGE,
            body_timeout: LONG,
            queue_timeout,
            ..ListenerConfig::default()
        };
        Listener::start(Port::bind(&Host::localhost(), 0).unwrap(), config, None, None).unwrap()
    }

    /// Sends the head of a request and part of its body, once the listener is about to read it.
    fn send(listener: &Listener, length: usize, sent: usize) -> TcpStream {
        let mut client = TcpStream::connect(listener.server.address()).unwrap();
        client.set_read_timeout(Some(LONG)).unwrap();
        let head = "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\nexpect: 100-continue\r\n";
        write!(client, "{head}content-length: {length}\r\n\r\n").unwrap();
        assert_eq!(status(&mut client), "100");
        client.write_all(&vec![b' '; sent]).unwrap();
        client
    }

    fn status(client: &mut TcpStream) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            client.read_exact(&mut byte).unwrap();
            head.extend(byte);
        }
        String::from_utf8_lossy(&head).split(' ').nth(1).unwrap().to_owned()
    }

    /// Clients that hold all memory for large bodies by withholding their last byte.
    fn hold_memory(listener: &Listener) -> [TcpStream; 2] {
        [(); 2].map(|()| send(listener, LARGE, LARGE - 1))
    }

    #[test]
    fn admits_small_bodies_while_unfinished_large_ones_hold_all_memory() {
        let (listener, _events) = listen(Duration::from_millis(20));
        let _held = hold_memory(&listener);
        assert_eq!(status(&mut send(&listener, SMALL_BODY, SMALL_BODY)), "200");
        assert_eq!(status(&mut send(&listener, SMALL_BODY + 1, 0)), "503");
        assert_eq!(status(&mut send(&listener, 2, 2)), "200");
    }

    #[test]
    fn gives_the_memory_of_an_ended_body_to_one_that_waits() {
        let (listener, mut events) = listen(LONG);
        let [mut first, _second] = hold_memory(&listener);
        let mut waiting = send(&listener, LARGE, LARGE);
        first.write_all(b" ").unwrap();
        assert_eq!(status(&mut first), "200");
        drop(events.blocking_recv().unwrap());
        assert_eq!(status(&mut waiting), "200");
    }

    #[test]
    fn notices_a_client_that_leaves_while_it_waits_for_memory() {
        let (listener, mut events) = listen(LONG);
        let _held = hold_memory(&listener);
        drop(send(&listener, SMALL_BODY + 1, 10));
        let rejected = events.blocking_recv().unwrap().unwrap_err();
        assert_eq!((rejected.status, rejected.reason), INCOMPLETE);
    }

    #[test]
    fn answers_408_to_a_body_that_takes_too_long() {
        let config = ListenerConfig { body_timeout: Duration::ZERO, ..ListenerConfig::default() };
        let (listener, _events) =
            Listener::start(Port::bind(&Host::localhost(), 0).unwrap(), config, None, None)
                .unwrap();
        assert_eq!(status(&mut send(&listener, 2, 1)), "408");
    }
}
