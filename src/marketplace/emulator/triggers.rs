//! What a customer does at Vercel, on request: each step calls the partner, as Vercel does, and
//! changes the state.

use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::time::Moment;

use super::super::follow_up::{FollowedUp, ReadBack};
use super::api::{merge, note_plan, token_key};
use super::error_response::ErrorResponse;
use super::sso::random;
use super::store::{Change, internal_id, key};
use super::{JSON, Shared};

/// Where installations are installed and removed.
const INSTALLATIONS: &str = "/_emulate/installations";

/// Responds at the paths of triggers.
pub async fn respond(shared: &Shared, head: &Parts) -> Option<Response> {
    let path = head.uri.path().strip_prefix(INSTALLATIONS)?;
    let ids: Vec<&str> = path.split('/').skip(1).collect();
    let response = match (&head.method, &ids[..]) {
        (&Method::POST, []) => {
            let query = head.uri.query().unwrap_or_default();
            let mut query = form_urlencoded::parse(query.as_bytes());
            let given = query.find(|(name, _)| name == "installation");
            let sample = || shared.state().sample_data.get("installation.id").to_owned();
            let id = given.map_or_else(sample, |(_, id)| id.into_owned());
            install(shared, &id).await
        }
        (&Method::POST, [id, "resources"]) => provision(shared, id).await,
        (&Method::DELETE, [id]) => uninstall(shared, id).await,
        (&Method::DELETE, [id, "resources", resource]) => remove(shared, id, resource).await,
        _ => Err(ErrorResponse::not_found("trigger", head.uri.path())),
    };
    Some(response.unwrap_or_else(ErrorResponse::into_response))
}

/// With a new access token each time.
async fn install(shared: &Shared, id: &str) -> Result<Response, ErrorResponse> {
    let token = random();
    let token_key = token_key(id, token.as_bytes());
    // The partner can use the token at once.
    change(shared, vec![(token_key.clone(), Some(json!({ "since": Moment::now() })))])?;
    let called = call(shared, "upsert-installation", id, None, &[("accessToken", token)]).await;
    if !called.as_ref().is_ok_and(|called| called.ok) {
        change(shared, vec![(token_key, None)])?;
        return called.map(|called| respond_with(&called));
    }
    let called = called?;
    let mut installation = document(shared, &key([id]), json!({ "id": id }));
    if let Some(account) = called.request_body.get("account") {
        installation["account"] = account.clone();
    }
    merge(&mut installation, called.document.as_ref().unwrap_or(&Value::Null));
    note_plan(&mut installation);
    change(shared, vec![(key([id]), Some(installation))])?;
    Ok(respond_with(&called))
}

async fn provision(shared: &Shared, id: &str) -> Result<Response, ErrorResponse> {
    let called = call(shared, "provision-resource", id, None, &[]).await?;
    if let Some(document) = called.document.as_ref().filter(|_| called.ok)
        && let Some(resource) = document["id"].as_str()
    {
        let mut stored = json!({ "internalId": internal_id(resource), "ownership": "owned" });
        merge(&mut stored, document);
        note_plan(&mut stored);
        change(shared, vec![(key([id, "resources", resource]), Some(stored))])?;
    }
    Ok(respond_with(&called))
}

/// The installation is pending deletion, unless the partner has finalized it.
async fn uninstall(shared: &Shared, id: &str) -> Result<Response, ErrorResponse> {
    let called = call(shared, "delete-installation", id, None, &[]).await?;
    if called.ok {
        let mut installation = document(shared, &key([id]), json!({ "id": id }));
        installation["deletedAt"] = json!(Moment::now());
        if called.document.as_ref().is_some_and(|document| document["finalized"] == true) {
            installation["finalizedAt"] = installation["deletedAt"].clone();
        }
        change(shared, vec![(key([id]), Some(installation))])?;
    }
    Ok(respond_with(&called))
}

async fn remove(shared: &Shared, id: &str, resource: &str) -> Result<Response, ErrorResponse> {
    let called = call(shared, "delete-resource", id, Some(resource), &[]).await?;
    if called.ok {
        let removal = shared.state().store.removal(&key([id, "resources", resource]));
        change(shared, removal)?;
    }
    Ok(respond_with(&called))
}

async fn call(
    shared: &Shared,
    endpoint: &'static str,
    installation: &str,
    resource: Option<&str>,
    samples: &[(&'static str, String)],
) -> Result<ReadBack, ErrorResponse> {
    let call = ReadBack {
        endpoint,
        installation: installation.to_owned(),
        resource: resource.map(str::to_owned),
        ..ReadBack::default()
    };
    let called = shared.follow_ups.call(call, samples).await;
    let called = called.map_err(|error| ErrorResponse::failed(&error))?.ok_or_else(|| {
        ErrorResponse::bad_request("the emulator has no server to call: start it with --partner")
    })?;
    let followed_up = FollowedUp::ReadBack(called.clone());
    shared.state().exchanges.push(&super::Exchange::from(&followed_up));
    Ok(called)
}

fn document(shared: &Shared, key: &str, otherwise: Value) -> Value {
    shared.state().store.get(key).cloned().unwrap_or(otherwise)
}

fn change(shared: &Shared, changes: Vec<Change>) -> Result<(), ErrorResponse> {
    shared.state().store.apply(changes).map_err(|error| ErrorResponse::failed(&error))
}

/// What came of the call, without secrets.
fn respond_with(called: &ReadBack) -> Response {
    let id = called.document.as_ref().and_then(|document| document["id"].as_str());
    let body = json!({
        "call": called.endpoint,
        "url": called.url,
        "ok": called.ok,
        "status": called.status,
        "problems": called.problems,
        "installationId": called.installation,
        "resourceId": called.resource.as_deref().or(id),
    });
    let status = if called.ok { StatusCode::OK } else { StatusCode::BAD_GATEWAY };
    (status, JSON, body.to_string()).into_response()
}
