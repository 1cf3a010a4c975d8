//! The emulator's own paths, below `/_emulate/`, which are not logged.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::{io, iter};

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::error::Result;
use crate::time::Moment;

use super::error_response::ErrorResponse;
use super::request_log::RequestLog;
use super::routes::only;
use super::store::{Change, key};
use super::{
    BODY_TIMEOUT, EVENTS_PATH, EmulatorState, FAIL_PATH, FailureMode, JSON, JWKS_FETCHES_PATH,
    LOG_PATH, MAX_BODY, MAX_STATE, RESET_PATH, SSO_PATH, STATE_PATH, Shared, read_body, triggers,
};

/// What stands around and between the logged requests.
const BEFORE: &str = "[\n";
const SEPARATOR: &str = ",\n";
const AFTER: &str = "\n]\n";

/// Responds at one of these paths.
pub(super) async fn respond(
    shared: &Arc<Shared>,
    head: &Parts,
    body: &mut Body,
) -> Option<Response> {
    Some(match head.uri.path() {
        EVENTS_PATH => logged(shared, &head.method, |state| &mut state.log),
        LOG_PATH => logged(shared, &head.method, |state| &mut state.exchanges),
        FAIL_PATH => {
            set_failures(shared, &head.method, read_body(body, MAX_BODY, BODY_TIMEOUT).await)
        }
        JWKS_FETCHES_PATH => jwks_fetches(shared, &head.method),
        SSO_PATH => sign_in(shared, head),
        STATE_PATH => respond_state(shared, head, read_body(body, MAX_STATE, BODY_TIMEOUT).await),
        RESET_PATH => reset(shared, &head.method),
        _ => return triggers::respond(shared, head).await,
    })
}

/// One of the logs.
type Log = fn(&mut EmulatorState) -> &mut RequestLog;

fn logged(shared: &Arc<Shared>, method: &Method, log: Log) -> Response {
    match *method {
        Method::GET => list(Arc::clone(shared), log),
        Method::DELETE => {
            log(&mut shared.state()).clear();
            StatusCode::NO_CONTENT.into_response()
        }
        _ => ErrorResponse::method_not_allowed("GET, DELETE").into_response(),
    }
}

/// Lists a log as it is read, so that clients that do not read take no memory. The
/// response breaks off where requests were dropped before they were read.
fn list(shared: Arc<Shared>, log: Log) -> Response {
    let (positions, length) = {
        let mut state = shared.state();
        let log = log(&mut state);
        let lines: usize = log.lines().map(|line| line.len() + SEPARATOR.len()).sum();
        (log.positions(), BEFORE.len() + lines.saturating_sub(SEPARATOR.len()) + AFTER.len())
    };
    let first = positions.start;
    let lines = positions.map(move |position| {
        let separator = if position == first { "" } else { SEPARATOR };
        let line = log(&mut shared.state()).line_at(position);
        let line = line.ok_or_else(|| io::Error::other("the log was cleared"));
        [Ok(Bytes::from_static(separator.as_bytes())), line]
    });
    let [before, after] = [BEFORE, AFTER].map(|text| Ok(Bytes::from_static(text.as_bytes())));
    let parts = iter::once(before).chain(lines.flatten()).chain(iter::once(after));
    let headers = [
        ("content-type", "application/json; charset=utf-8".to_owned()),
        ("content-length", length.to_string()),
    ];
    (headers, Body::from_stream(stream::iter(parts))).into_response()
}

fn jwks_fetches(shared: &Shared, method: &Method) -> Response {
    let fetches = only(method, &Method::GET).map(|()| shared.state().jwks_fetches.clone());
    match fetches {
        Ok(fetches) => (JSON, json!(fetches).to_string()).into_response(),
        Err(error) => error.into_response(),
    }
}

fn sign_in(shared: &Shared, head: &Parts) -> Response {
    let login = only(&head.method, &Method::GET).and_then(|()| {
        let query = head.uri.query().unwrap_or_default();
        let EmulatorState { rules, sso, .. } = &mut *shared.state();
        sso.login_url(query, rules.installations.first(), Moment::now())
    });
    match login {
        Ok(login) => (StatusCode::FOUND, [("location", login.to_string())]).into_response(),
        Err(error) => error.into_response(),
    }
}

/// Gives, replaces and removes documents, those of `?installation=` or all of them.
fn respond_state(shared: &Shared, head: &Parts, body: Result<Bytes, ErrorResponse>) -> Response {
    let query = head.uri.query().unwrap_or_default();
    let installation =
        form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "installation");
    let key = installation.map(|(_, id)| key([&id]));
    let store = &mut shared.state().store;
    let done = match head.method {
        Method::GET => {
            return (JSON, json!(store.documents(key.as_deref())).to_string()).into_response();
        }
        Method::PUT if key.is_none() => match body.and_then(|body| parse_state(&body)) {
            Ok(documents) => store.replace(documents),
            Err(error) => return error.into_response(),
        },
        Method::DELETE => match key {
            Some(key) => store.apply(store.removal(&key)),
            None => store.replace(Vec::new()),
        },
        _ => return ErrorResponse::method_not_allowed("GET, PUT, DELETE").into_response(),
    };
    done_or_failed(done)
}

fn parse_state(body: &[u8]) -> Result<Vec<Change>, ErrorResponse> {
    let documents: BTreeMap<String, Value> = serde_json::from_slice(body)
        .map_err(|error| ErrorResponse::bad_request(&format!("the state is invalid: {error}")))?;
    for (key, document) in &documents {
        if !key.starts_with("installations/") || !document.is_object() {
            let problem = format!("`{key}` must be an object below `installations/`");
            return Err(ErrorResponse::bad_request(&problem));
        }
    }
    Ok(documents.into_iter().map(|(key, document)| (key, Some(document))).collect())
}

/// Makes the state as it was at the start, and ends the failures and the logs.
fn reset(shared: &Shared, method: &Method) -> Response {
    if let Err(error) = only(method, &Method::POST) {
        return error.into_response();
    }
    let EmulatorState { rules, log, exchanges, store, .. } = &mut *shared.state();
    rules.failures.clear();
    log.clear();
    exchanges.clear();
    done_or_failed(store.reset())
}

fn done_or_failed(done: crate::error::Result<()>) -> Response {
    match done {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => ErrorResponse::failed(&error).into_response(),
    }
}

/// Replaces the failures by those in the body, written as for `--fail` and separated by spaces.
fn set_failures(shared: &Shared, method: &Method, modes: Result<Bytes, ErrorResponse>) -> Response {
    let parsed = match *method {
        Method::POST => modes.and_then(|modes| {
            let words = modes.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
            let modes = words.map(|word| FailureMode::parse(&String::from_utf8_lossy(word)));
            modes.collect::<Result<Vec<_>>>().map_err(|error| {
                let hint = error.hint().unwrap_or_default();
                ErrorResponse::bad_request(&format!("{error}: {hint}"))
            })
        }),
        Method::DELETE => Ok(Vec::new()),
        _ => Err(ErrorResponse::method_not_allowed("POST, DELETE")),
    };
    match parsed {
        Ok(failures) => {
            shared.state().rules.failures = failures;
            StatusCode::NO_CONTENT.into_response()
        }
        Err(error) => error.into_response(),
    }
}
