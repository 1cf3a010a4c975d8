//! Flags, experiments and their configuration.

use axum::http::StatusCode;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::super::error_response::ErrorResponse;
use super::super::store::{Store, key};
use super::{Call, Done, merge, resources};

pub fn create(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    resources::known(store, call)?;
    let items = call.body["items"].as_array().into_iter().flatten();
    let item = |item: &Value| Some((item_key(call, item["id"].as_str()?), Some(item.clone())));
    Ok(Done { changes: items.filter_map(item).collect(), ..Done::default() })
}

pub fn update(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    let mut item = known(store, call)?.clone();
    merge(&mut item, &call.body);
    Ok(Done::default().set(item_key(call, call.id("itemId")), item))
}

pub fn delete(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    known(store, call)?;
    Ok(Done { changes: store.removal(&item_key(call, call.id("itemId"))), ..Done::default() })
}

pub fn config(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    resources::known(store, call)?;
    let config = store.get(&config_key(call)).cloned();
    let config = config.unwrap_or_else(|| new_config(&json!({}), 0));
    let etag = Some(etag(&config));
    if call.if_none_match == etag {
        return Ok(Done { status: Some(StatusCode::NOT_MODIFIED), etag, ..Done::default() });
    }
    Ok(Done { etag, ..Done::body(config) })
}

pub fn set_config(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    resources::known(store, call)?;
    let old = store.get(&config_key(call)).map(etag);
    if call.if_match.is_some() && call.if_match != old {
        return Err(ErrorResponse::precondition_failed());
    }
    let config = new_config(&call.body["data"], call.now.millis());
    let done = Done { etag: Some(etag(&config)), ..Done::body(config.clone()) };
    Ok(done.set(config_key(call), config))
}

fn new_config(items: &Value, updated_at: i64) -> Value {
    let digest = hex::encode(Sha256::digest(items.to_string()));
    json!({
        "items": items, "updatedAt": updated_at, "digest": digest, "purpose": "experimentation",
    })
}

fn etag(config: &Value) -> String {
    format!("\"{}\"", config["digest"].as_str().unwrap_or_default())
}

fn config_key(call: &Call<'_>) -> String {
    key([call.installation(), "resources", call.id("resourceId"), "config", "global"])
}

fn item_key(call: &Call<'_>, id: &str) -> String {
    key([call.installation(), "resources", call.id("resourceId"), "items", id])
}

fn known<'a>(store: &'a Store, call: &Call<'_>) -> Result<&'a Value, ErrorResponse> {
    let id = call.id("itemId");
    store.get(&item_key(call, id)).ok_or_else(|| ErrorResponse::not_found("item", id))
}
