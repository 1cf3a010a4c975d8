//! The built-in partner: a small integration that keeps its installations in memory.

mod auth;
mod state;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};
use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use serde_json::{Map, Value, json};

use crate::error::Result;
use crate::http::drain;
use crate::http::server::{Host, Port, Server};
use crate::time::Moment;

use super::super::partner_api::PartnerEndpoint;
use state::{HANDLERS, Handler};

pub use state::DemoState;

const MAX_BODY: usize = 1024 * 1024;

/// Listens on a free loopback port until it is dropped.
pub struct DemoPartner {
    server: Server,
}

struct Shared {
    /// The JWKS that its tokens are verified with.
    keys: Value,
    integration: String,
    state: Mutex<DemoState>,
}

/// An authenticated call.
pub struct Call<'a> {
    method: &'a Method,
    path: &'a str,
    parameters: &'a BTreeMap<String, String>,
    query: &'a str,
    idempotency_key: Option<&'a str>,
    body: Value,
    time: Moment,
}

/// An error response in Vercel's shape.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
    fields: Vec<(String, String)>,
}

impl DemoPartner {
    pub fn start(keys: Value, integration: &str, state: DemoState) -> Result<Self> {
        let state = Mutex::new(state);
        let shared = Arc::new(Shared { keys, integration: integration.to_owned(), state });
        let mut router = Router::new();
        for endpoint in PartnerEndpoint::all() {
            let (_, handler) = HANDLERS
                .iter()
                .find(|(name, _)| *name == endpoint.name)
                .expect("a test calls every endpoint");
            let filter = MethodFilter::try_from(endpoint.method.clone());
            let answer = move |State(shared): State<Arc<Shared>>, path, request| async move {
                answer(&shared, endpoint, *handler, path, request).await
            };
            router = router.route(&endpoint.path, on(filter.expect("a known method"), answer));
        }
        let router = router
            .fallback(async || Refusal::not_found("path", "").into_response())
            .with_state(shared);
        Ok(Self { server: Server::start(Port::bind(&Host::localhost(), 0)?, router)? })
    }

    pub const fn address(&self) -> SocketAddr {
        self.server.address()
    }
}

async fn answer(
    shared: &Shared,
    endpoint: &PartnerEndpoint,
    handler: Handler,
    Path(parameters): Path<BTreeMap<String, String>>,
    request: Request,
) -> Response {
    let (head, mut body) = request.into_parts();
    let time = Moment::now();
    let installation = parameters.get("installationId").map(String::as_str);
    let result = match shared.authenticate(endpoint, installation, &head.headers, time) {
        Err(refusal) => Err(refusal),
        Ok(()) => read_body(endpoint, &head.headers, Limited::new(&mut body, MAX_BODY)).await,
    };
    drain::drain_body(&head.headers, body);
    let result = result.and_then(|body| {
        let key = head.headers.get("idempotency-key").and_then(|key| key.to_str().ok());
        let call = Call {
            method: &head.method,
            path: head.uri.path(),
            parameters: &parameters,
            query: head.uri.query().unwrap_or_default(),
            idempotency_key: key.filter(|_| head.method != Method::GET),
            body,
            time,
        };
        shared.state.lock().unwrap_or_else(PoisonError::into_inner).answer(handler, &call)
    });
    match result {
        Ok((status, Value::Null)) => status.into_response(),
        Ok((status, body)) => with_json(status, &body),
        Err(refusal) => refusal.into_response(),
    }
}

/// The body of a call that has one, checked; an empty one counts as `{}`.
async fn read_body(
    endpoint: &PartnerEndpoint,
    headers: &HeaderMap,
    body: Limited<&mut axum::body::Body>,
) -> Result<Value, Refusal> {
    let body = body.collect().await.map_err(|_| {
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "the body is too large")
    })?;
    let bytes = body.to_bytes();
    if endpoint.request.is_none() {
        return Ok(Value::Null);
    }
    let content_type = headers.get("content-type").and_then(|value| value.to_str().ok());
    let is_json = content_type.is_some_and(|value| value.starts_with("application/json"));
    let body: Value = if bytes.is_empty() {
        json!({})
    } else if is_json {
        parse(&bytes)?
    } else {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Refusal::new(status, "unsupported_media_type", "the body must be JSON"));
    };
    let violations = endpoint.check_request(&body).into_iter();
    let fields: Vec<_> = violations
        .map(|violation| (violation.path.trim_start_matches("$.").to_owned(), violation.message))
        .collect();
    if fields.is_empty() { Ok(body) } else { Err(Refusal::invalid(fields)) }
}

fn parse(bytes: &Bytes) -> Result<Value, Refusal> {
    serde_json::from_slice(bytes).map_err(|_| Refusal::invalid(Vec::new()))
}

impl Call<'_> {
    fn parameter(&self, name: &str) -> &str {
        self.parameters.get(name).map_or("", String::as_str)
    }

    fn text(&self, member: &str) -> Option<&str> {
        self.body.get(member)?.as_str()
    }

    fn query<'a>(&'a self, name: &'a str) -> impl Iterator<Item = String> + 'a {
        let pairs = url::form_urlencoded::parse(self.query.as_bytes());
        pairs.filter(move |(known, _)| known == name).map(|(_, value)| value.into_owned())
    }

    /// Refuses metadata that is not JSON.
    fn metadata(&self) -> Result<(), Refusal> {
        let is_object = |text: &String| serde_json::from_str::<Map<String, Value>>(text).is_ok();
        match self.query("metadata").find(|text| !is_object(text)) {
            Some(_) => Err(Refusal::field("metadata", "must be a JSON object")),
            None => Ok(()),
        }
    }
}

impl Refusal {
    fn new(status: StatusCode, code: &'static str, message: &str) -> Self {
        Self { status, code, message: message.to_owned(), fields: Vec::new() }
    }

    fn unauthorized(why: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", why)
    }

    fn forbidden(why: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", why)
    }

    fn not_found(what: &str, id: &str) -> Self {
        let message = format!("there is no {what} {id}");
        Self::new(StatusCode::NOT_FOUND, "not_found", message.trim_end())
    }

    fn conflict(why: &str) -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", why)
    }

    fn field(name: &str, why: &str) -> Self {
        Self::invalid(vec![(name.to_owned(), why.to_owned())])
    }

    fn invalid(fields: Vec<(String, String)>) -> Self {
        let error =
            Self::new(StatusCode::BAD_REQUEST, "validation_error", "the request is invalid");
        Self { fields, ..error }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut error = json!({ "code": self.code, "message": self.message });
        if !self.fields.is_empty() {
            let fields = self.fields.into_iter();
            error["fields"] =
                fields.map(|(key, message)| json!({ "key": key, "message": message })).collect();
        }
        with_json(self.status, &json!({ "error": error }))
    }
}

fn with_json(status: StatusCode, body: &Value) -> Response {
    (status, [("content-type", "application/json")], body.to_string()).into_response()
}
