//! Receivers that verify well, and cannot handle some of what Vercel sends.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::super::receiver::{but_to_events, legacy_types};

const ENVELOPE: [&str; 10] = [
    "type",
    "id",
    "createdAt",
    "region",
    "payload",
    "clientId",
    "ownerId",
    "teamId",
    "userId",
    "webhookId",
];

/// What `payload` of a `deployment.ready` has.
const READY: [&str; 11] = [
    "team",
    "user",
    "deployment",
    "links",
    "target",
    "project",
    "plan",
    "regions",
    "name",
    "url",
    "type",
];

/// What the objects in it have, but for `meta`.
const WITHIN_READY: [&str; 8] =
    ["id", "meta", "url", "name", "inspectorUrl", "customEnvironmentId", "deployment", "project"];

fn is_ready(event: &Value) -> bool {
    event["type"] == "deployment.ready"
}

fn knows(names: &[&str], members: &Map<String, Value>) -> bool {
    members.keys().all(|name| names.contains(&name.as_str()))
}

#[test]
fn a_team_of_null_is_a_crash() {
    but_to_events(|event| (event["payload"].get("team")?.is_null()).then_some(500))
        .fails(["genuine.null-fields"]);
}

#[test]
fn a_target_of_null_is_a_crash() {
    but_to_events(|event| {
        let target = event["payload"].get("target")?;
        (is_ready(event) && target.is_null()).then_some(500)
    })
    .fails(["genuine.null-fields"]);
}

#[test]
fn an_absent_team_is_a_crash() {
    but_to_events(|event| {
        (is_ready(event) && event["payload"].get("team").is_none()).then_some(500)
    })
    .fails(["genuine.absent-fields"]);
}

#[test]
fn no_team_is_a_crash() {
    but_to_events(|event| {
        (is_ready(event) && event["payload"]["team"]["id"].is_null()).then_some(500)
    })
    .fails(["genuine.absent-fields", "genuine.null-fields"]);
}

#[test]
fn an_unknown_member_is_refused() {
    but_to_events(|event| (!knows(&ENVELOPE, event.as_object()?)).then_some(400))
        .fails(["genuine.extra-fields"]);
}

#[test]
fn an_unknown_member_of_the_payload_is_refused() {
    but_to_events(|event| {
        (is_ready(event) && !knows(&READY, event["payload"].as_object()?)).then_some(400)
    })
    .fails(["genuine.extra-fields"]);
}

#[test]
fn an_unknown_member_within_the_payload_is_refused() {
    but_to_events(|event| {
        let mut objects = event["payload"].as_object()?.values().filter_map(Value::as_object);
        let is_known = objects.all(|object| knows(&WITHIN_READY, object));
        (is_ready(event) && !is_known).then_some(400)
    })
    .fails(["genuine.extra-fields"]);
}

#[test]
fn the_order_of_members_matters() {
    but_to_events(|event| {
        let first = event.as_object()?.keys().next()?;
        (first == "payload").then_some(400)
    })
    .fails(["genuine.key-order"]);
}

#[test]
fn an_unknown_type_is_refused() {
    but_to_events(|event| (event["type"] == "vercel-hooks.unknown-type").then_some(400))
        .fails(["genuine.unknown-type"]);
}

#[test]
fn an_unknown_type_is_a_crash() {
    but_to_events(|event| (event["type"] == "vercel-hooks.unknown-type").then_some(500))
        .fails(["genuine.unknown-type"]);
}

#[test]
fn the_legacy_envelope_is_a_crash() {
    let ids = legacy_types().chain(["genuine.legacy-envelope".to_owned()]);
    but_to_events(|event| event.get("ownerId").map(|_| 500)).fails_with(&[], ids);
}

#[test]
fn one_type_is_a_crash() {
    but_to_events(|event| (event["type"] == "marketplace.invoice.overdue").then_some(500))
        .fails(["genuine.type.marketplace.invoice.overdue"]);
}

#[test]
fn one_legacy_type_is_a_crash() {
    but_to_events(|event| (event["type"] == "domain-created").then_some(500))
        .fails(["genuine.type.domain-created"]);
}

#[test]
fn an_event_that_came_before_is_refused() {
    let mut seen = HashSet::new();
    but_to_events(move |event| (!seen.insert(event["id"].clone())).then_some(409))
        .fails(["genuine.twice"]);
}
