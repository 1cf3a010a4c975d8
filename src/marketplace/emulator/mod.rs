//! A local emulator of Vercel's API, for tests and experiments.
//!
//! It responds as the API is documented to. Where the documentation is silent, it does the nearest
//! documented thing; each such guess is marked as one.

mod api;
mod control;
mod error_response;
mod exchange;
mod oidc;
mod request_log;
mod routes;
mod rules;
mod sso;
mod store;
mod triggers;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::error::Result;
use crate::event::SampleData;
use crate::http::drain;
use crate::http::endpoint::Endpoint;
use crate::http::server::{self, Port, Server};
use crate::settings::secret::fingerprint;
use crate::time::Moment;

use super::environment::{self, Proxy};
use super::follow_up::{FollowUps, FollowedUp};
use super::truncate;
use api::{CREATE_EVENT, Route};
use error_response::ErrorResponse;
use exchange::Exchange;
use request_log::RequestLog;
use sso::Sso;

pub use api::{Action, FollowUp};
pub use oidc::LazyIssuer;
pub use request_log::LoggedRequest;
pub use rules::{FailureMode, Rules};
pub use sso::SsoClient;
pub use store::{Store, sample};

/// The default port: VERC on the keys of a telephone.
pub const PORT: u16 = 8372;

/// Sets and clears the failures.
const FAIL_PATH: &str = "/_emulate/fail";

/// Lists and clears the logged requests.
pub const EVENTS_PATH: &str = "/_emulate/events";

/// Lists and clears what went in both directions.
const LOG_PATH: &str = "/_emulate/log";

/// Says whether the keys were fetched.
pub const JWKS_FETCHES_PATH: &str = "/_emulate/jwks";

/// Gives and sets the state.
const STATE_PATH: &str = "/_emulate/state";

const RESET_PATH: &str = "/_emulate/reset";

/// Sends a browser to a partner's login URL.
pub const SSO_PATH: &str = "/_emulate/sso";

/// Exchanges a code of single sign-on.
const TOKEN_PATH: &str = "/v1/integrations/sso/token";

const API_HOST: &str = "api.vercel.com";

/// How many requests wait to be reported; further ones wait for a place.
pub const MAX_PENDING: usize = 16;

const JSON: [(&str, &str); 1] = [("content-type", "application/json; charset=utf-8")];

const READY: &str = "vercel-hooks emulate: logged requests are at /_emulate/events\n";

/// Of events, and of all else.
const MAX_BODY: usize = 64 * 1024;
const MAX_DOCUMENT: usize = 4 * 1024 * 1024;
const MAX_STATE: usize = 64 * 1024 * 1024;
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// Runs until it is dropped.
pub struct Emulator {
    server: Server,
    shared: Arc<Shared>,
}

/// A response that is held back until its request was reported.
pub struct PendingResponse {
    pub request: LoggedRequest,
    shared: Arc<Shared>,
    release: oneshot::Sender<()>,
}

struct Shared {
    state: Mutex<EmulatorState>,
    issuer: LazyIssuer,
    /// Where clients of this machine reach the emulator.
    url: String,
    proxy: Option<Proxy>,
    follow_ups: Arc<FollowUps>,
    reports: Option<mpsc::Sender<PendingResponse>>,
}

struct EmulatorState {
    rules: Rules,
    log: RequestLog,
    /// What went in both directions.
    exchanges: RequestLog,
    request_count: u64,
    jwks_fetches: JwksFetches,
    sso: Sso,
    store: Store,
    /// Of the user who signs in.
    sample_data: SampleData,
}

/// Whether servers ask this emulator for the keys of the issuer, rather than Vercel.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JwksFetches {
    pub count: u64,
    pub last: Option<Moment>,
    pub last_user_agent: Option<String>,
}

impl PendingResponse {
    /// Sends the response and adds the request to the log.
    pub fn release(self) -> LoggedRequest {
        self.shared.state().push(&self.request);
        // The client may be gone; ignore.
        let _ = self.release.send(());
        self.request
    }
}

impl EmulatorState {
    fn push(&mut self, request: &LoggedRequest) {
        self.log.push(request);
        self.exchanges.push(&Exchange::from(request));
    }
}

impl Emulator {
    /// With `reports`, each response waits until its receiver releases it.
    pub fn start(
        port: Port,
        rules: Rules,
        store: Store,
        follow_ups: Arc<FollowUps>,
        issuer: LazyIssuer,
        proxy: Option<Proxy>,
        reports: Option<mpsc::Sender<PendingResponse>>,
    ) -> Result<Self> {
        let state = EmulatorState {
            rules,
            log: RequestLog::default(),
            exchanges: RequestLog::default(),
            request_count: 0,
            jwks_fetches: JwksFetches::default(),
            sso: Sso::default(),
            store,
            sample_data: follow_ups.samples.data(&[])?,
        };
        let state = Mutex::new(state);
        let shared =
            Arc::new(Shared { state, issuer, url: port.url(), proxy, follow_ups, reports });
        let server = Server::start(port, router(Arc::clone(&shared)))?;
        Ok(Self { server, shared })
    }

    /// Accepts no more connections, and finishes the open requests.
    pub fn stop(&mut self) {
        self.server.stop();
    }

    /// Logs what followed a request, and keeps what was read. Returns the names of the members that
    /// are not as they were known.
    pub fn followed_up(&self, done: &FollowedUp) -> Result<Vec<String>> {
        let EmulatorState { store, exchanges, .. } = &mut *self.shared.state();
        exchanges.push(&Exchange::from(done));
        match done {
            FollowedUp::ReadBack(read_back) => store.keep(read_back),
            FollowedUp::Webhook(_) => Ok(Vec::new()),
        }
    }

    /// The logged requests, without the oldest where there are too many.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        let state = self.shared.state();
        state.log.lines().filter_map(|line| serde_json::from_slice(line).ok()).collect()
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, EmulatorState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Numbers and logs a request, once it was reported. `None` where reporting has ended. The
    /// request is made last: its event takes many times the memory of its body.
    async fn log(self: &Arc<Self>, request: impl FnOnce(u64) -> LoggedRequest) -> Option<u64> {
        // Numbers are given out in the order of reports.
        let report = match &self.reports {
            Some(reports) => Some(reports.reserve().await.ok()?),
            None => None,
        };
        let number = {
            let mut state = self.state();
            state.request_count += 1;
            state.request_count
        };
        let request = request(number);
        let Some(report) = report else {
            self.state().push(&request);
            return Some(number);
        };
        let (release, released) = oneshot::channel();
        report.send(PendingResponse { request, shared: Arc::clone(self), release });
        released.await.ok()?;
        Some(number)
    }
}

fn router(shared: Arc<Shared>) -> Router {
    Router::new().fallback(receive).with_state(shared)
}

/// Runs as a task of its own, so that a request is logged even if its client is gone.
async fn receive(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let response = tokio::spawn(respond(shared, request)).await;
    response.unwrap_or_else(|_| ErrorResponse::internal().into_response())
}

async fn respond(shared: Arc<Shared>, request: Request) -> Response {
    if let Some(proxy) = &shared.proxy {
        if request.method() == Method::CONNECT {
            return proxy.connect(request, router(Arc::clone(&shared))).await;
        }
        if request.uri().host().is_some_and(|host| !is_served(host)) {
            let error = "this proxy is for HTTPS: unset HTTP_PROXY";
            return ErrorResponse::bad_request(error).into_response();
        }
    }
    if server::is_readiness_probe(&request) {
        return READY.into_response();
    }
    let time = Moment::now();
    let (head, mut body) = request.into_parts();
    if let Some(response) = control::respond(&shared, &head, &mut body).await {
        drain::drain_body(&head.headers, body);
        return response;
    }
    let latency = shared.state().rules.latency;
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
    let route = Route::find(head.uri.path());
    let endpoint = route.as_ref().and_then(|route| route.endpoint(&head.method));
    let endpoint = endpoint.map(|endpoint| endpoint.name.as_str());
    let is_event = endpoint.is_none_or(|name| name == CREATE_EVENT);
    let limit = if is_event { MAX_BODY } else { MAX_DOCUMENT };
    let whole_body = read_body(&mut body, limit, BODY_TIMEOUT).await;
    let (installation_id, result) =
        routes::route(&shared, route.as_ref(), time, &head, whole_body.as_deref());
    let status = match &result {
        Ok(reply) => reply.status,
        Err(error) => error.status,
    };
    let user_agent = header(&head.headers, "user-agent").map(|text| truncate(&text));
    let request = |number| LoggedRequest {
        number,
        time,
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        installation_id: installation_id.clone(),
        event: whole_body.as_ref().ok().and_then(|body| event_in(body)),
        token_fingerprint: api::bearer_token(&head.headers).map(fingerprint),
        user_agent: user_agent.clone(),
        status: status.as_u16(),
        error: result.as_ref().err().map(ErrorResponse::to_api_error),
        endpoint,
        resource: route.as_ref().and_then(Route::resource).map(str::to_owned),
        next: result.as_ref().map(|reply| reply.next.clone()).unwrap_or_default(),
    };
    let number = shared.log(request).await;
    drain::drain_body(&head.headers, body);
    let result = if number.is_some() { result } else { Err(ErrorResponse::internal()) };
    let response = result.map_or_else(ErrorResponse::into_response, IntoResponse::into_response);
    let id = format!("emulate::{}-{}", number.unwrap_or_default(), time.millis());
    ([("x-vercel-id", id)], response).into_response()
}

/// Whether requests for this host are the emulator's, as those to a proxy name one.
fn is_served(host: &str) -> bool {
    let is_loopback = || Endpoint::parse(host).is_ok_and(|endpoint| endpoint.is_loopback());
    environment::is_emulated(host) || is_loopback()
}

async fn read_body(body: &mut Body, limit: usize, time: Duration) -> Result<Bytes, ErrorResponse> {
    match timeout(time, Limited::new(body, limit).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(_)) => Err(ErrorResponse::bad_request("the body is incomplete or too large")),
        Err(_) => Err(ErrorResponse::request_timeout()),
    }
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// The event in a body, even if the body is otherwise invalid.
fn event_in(body: &[u8]) -> Option<Value> {
    serde_json::from_slice::<Value>(body).ok()?.get_mut("event").map(Value::take)
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use futures_util::stream;

    use super::*;
    use crate::http::runtime;

    #[test]
    fn a_body_that_never_ends_times_out() {
        let never = stream::pending::<Result<Bytes, std::io::Error>>();
        let mut body = Body::from_stream(never);
        let read = read_body(&mut body, MAX_BODY, Duration::from_millis(1));
        let error = runtime::single_threaded().unwrap().block_on(async { read.await.unwrap_err() });
        assert_eq!(error.status, StatusCode::REQUEST_TIMEOUT);
    }
}
