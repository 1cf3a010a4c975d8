//! Resources and their secrets.

use serde_json::{Value, json};

use super::super::error_response::ErrorResponse;
use super::super::store::{Store, internal_id, key};
use super::{Call, Done, merge, note_plan, pick};

/// What Vercel returns of a resource.
const SHOWN: [&str; 8] = [
    "internalId",
    "name",
    "productId",
    "status",
    "protocolSettings",
    "notification",
    "metadata",
    "customClaims",
];

pub fn list(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    let resources = store.children(&key([call.installation(), "resources"]));
    let resources: Vec<Value> =
        resources.map(|(_, resource)| shown(resource, "partnerId")).collect();
    Ok(Done::body(json!({ "resources": resources })))
}

pub fn get(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    Ok(Done::body(shown(known(store, call)?, "id")))
}

fn shown(resource: &Value, id: &str) -> Value {
    let mut shown = pick(resource, &SHOWN);
    shown.insert(id.to_owned(), resource["id"].clone());
    if let Some(plan) = resource["billingPlan"].get("id") {
        shown.insert("billingPlanId".to_owned(), plan.clone());
    }
    Value::Object(shown)
}

/// Replaces what there is.
pub fn import(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    let id = call.id("resourceId");
    let mut resource = json!({
        "id": id, "internalId": internal_id(id), "ownership": "linked",
    });
    if let Some(old) = store.get(&call.resource_key()) {
        resource["billingPlanIds"] = old["billingPlanIds"].clone();
    }
    merge(&mut resource, &call.body);
    Ok(changed(call, resource))
}

pub fn update(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    let mut resource = known(store, call)?.clone();
    let mut changes = call.body.clone();
    if let Some(secrets) = changes.as_object_mut().and_then(|changes| changes.remove("secrets")) {
        let is_list = secrets.is_array();
        let update = if is_list { json!({ "secrets": secrets }) } else { secrets };
        replace_secrets(&mut resource, &update);
    }
    merge(&mut resource, &changes);
    Ok(changed(call, resource))
}

fn changed(call: &Call<'_>, mut resource: Value) -> Done {
    note_plan(&mut resource);
    Done::body(json!({ "name": resource["name"] })).set(call.resource_key(), resource)
}

/// With everything below it.
pub fn delete(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    known(store, call)?;
    Ok(Done { changes: store.removal(&call.resource_key()), ..Done::default() })
}

pub fn set_secrets(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    let mut resource = known(store, call)?.clone();
    replace_secrets(&mut resource, &call.body);
    Ok(Done::default().set(call.resource_key(), resource))
}

pub fn deployment_action(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    known(store, call)?;
    let action = format!("{}:{}", call.id("deploymentId"), call.id("action"));
    let ids = [call.installation(), "resources", call.id("resourceId"), "actions", &action];
    Ok(Done::default().set(key(ids), call.body.clone()))
}

pub fn known<'a>(store: &'a Store, call: &Call<'_>) -> Result<&'a Value, ErrorResponse> {
    let not_found = || ErrorResponse::not_found("resource", call.id("resourceId"));
    store.get(&call.resource_key()).ok_or_else(not_found)
}

/// With `partial`, secrets that are not named stay (documented).
fn replace_secrets(resource: &mut Value, update: &Value) {
    let new = update["secrets"].as_array().cloned().unwrap_or_default();
    let mut secrets = match resource["secrets"].take() {
        Value::Array(old) if update["partial"] == true => old,
        _ => Vec::new(),
    };
    secrets.retain(|old| !new.iter().any(|secret| secret["name"] == old["name"]));
    secrets.extend(new);
    resource["secrets"] = secrets.into();
}
