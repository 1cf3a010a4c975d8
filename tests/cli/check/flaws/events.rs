//! Receivers that verify well, and cannot handle some of what is sent.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::super::super::server::{Received, Reply};
use super::super::receiver::{Receiver, but, but_to_bodies, but_to_events, is_genuine};
use super::Findings::{Diagnosed, Fails, FailsAndDoubts, FailsLegacyEvents};
use super::Flaw;

const CRASH: Reply = Reply::status(500);

/// Forged deliveries without a signature header.
const WITHOUT_SIGNATURE: &[&str] = &["forged.in-body", "forged.in-query", "forged.missing"];

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

/// The fields of the payload of a `deployment.ready`.
const READY: [&str; 13] = [
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
    "installationIds",
    "integrations",
];

/// The fields of the objects in it, except for `meta`.
const WITHIN_READY: [&str; 8] =
    ["id", "meta", "url", "name", "inspectorUrl", "customEnvironmentId", "deployment", "project"];

/// Events that are lost.
pub const EVENTS: &[Flaw] = &[
    Flaw(
        "crashes at a null team",
        || but_to_events(|event| (event["payload"].get("team")?.is_null()).then_some(500)),
        Fails(&["genuine.null-fields"]),
    ),
    Flaw(
        "crashes at a null target",
        || but_to_ready(|payload| payload.get("target")?.is_null().then_some(500)),
        Fails(&["genuine.null-fields"]),
    ),
    Flaw(
        "crashes at an absent team",
        || but_to_ready(|payload| payload.get("team").is_none().then_some(500)),
        Fails(&["genuine.absent-fields"]),
    ),
    Flaw(
        "crashes without a team id",
        || but_to_ready(|payload| payload["team"]["id"].is_null().then_some(500)),
        Fails(&["genuine.absent-fields", "genuine.null-fields"]),
    ),
    Flaw(
        "rejects unknown fields at the top level",
        || but_to_events(|event| (!knows(&ENVELOPE, event.as_object()?)).then_some(400)),
        Fails(&["genuine.extra-fields"]),
    ),
    Flaw(
        "rejects unknown fields of the payload",
        || but_to_ready(|payload| (!knows(&READY, payload.as_object()?)).then_some(400)),
        Fails(&["genuine.extra-fields"]),
    ),
    Flaw(
        "rejects unknown fields within the payload",
        || {
            but_to_ready(|payload| {
                let mut objects = payload.as_object()?.values().filter_map(Value::as_object);
                (!objects.all(|object| knows(&WITHIN_READY, object))).then_some(400)
            })
        },
        Fails(&["genuine.extra-fields"]),
    ),
    Flaw(
        "depends on the order of keys",
        || but_to_events(|event| (event.as_object()?.keys().next()? == "payload").then_some(400)),
        Diagnosed(&["genuine.key-order"], "by their names"),
    ),
    Flaw(
        "rejects unknown types",
        || but_to_type("vercel-hooks.unknown-type", 400),
        Fails(&["genuine.unknown-type"]),
    ),
    Flaw(
        "rejects types that it does not know, and names them",
        || {
            but(|request| {
                let event = serde_json::from_slice::<Value>(&request.body).ok()?;
                let is_unknown = event["type"] == "deployment-ready" && is_genuine(request);
                let body = "Unknown event deployment-ready";
                is_unknown.then_some(Reply::with_body(400, body))
            })
        },
        Diagnosed(&["genuine.legacy-envelope", "genuine.type.deployment-ready"], "every type"),
    ),
    Flaw(
        "crashes at unknown types",
        || but_to_type("vercel-hooks.unknown-type", 500),
        Fails(&["genuine.unknown-type"]),
    ),
    Flaw(
        "crashes at the legacy envelope",
        || but_to_events(|event| event.get("ownerId").map(|_| 500)),
        FailsLegacyEvents,
    ),
    Flaw(
        "crashes at one type",
        || but_to_type("marketplace.invoice.overdue", 500),
        Fails(&["genuine.type.marketplace.invoice.overdue"]),
    ),
    Flaw(
        "crashes at one legacy type",
        || but_to_type("domain-created", 500),
        Fails(&["genuine.type.domain-created"]),
    ),
    Flaw(
        "rejects an event that was sent before",
        || {
            let mut seen = HashSet::new();
            but_to_events(move |event| (!seen.insert(event["id"].clone())).then_some(409))
        },
        Fails(&["genuine.twice"]),
    ),
];

/// Bodies that are not accepted.
pub const BODIES: &[Flaw] = &[
    Flaw(
        "rejects surrogate pairs",
        || {
            but(|request| {
                let text = String::from_utf8_lossy(&request.body).to_lowercase();
                text.contains("\\ud83d").then_some(Reply::status(400))
            })
        },
        Fails(&["genuine.escapes"]),
    ),
    Flaw(
        "accepts bodies to 100 KiB",
        || but(|request| (request.body.len() > 100 * 1024).then_some(Reply::status(413))),
        Fails(&["genuine.large-body"]),
    ),
    Flaw(
        "accepts bodies below 1 MiB",
        || but(|request| (request.body.len() >= 1024 * 1024).then_some(Reply::status(413))),
        Fails(&["genuine.large-body"]),
    ),
    Flaw(
        "accepts bodies to 1 MiB",
        || but(|request| (request.body.len() > 1024 * 1024).then_some(Reply::status(413))),
        Fails(&[]),
    ),
    Flaw(
        "rejects bodies without a length",
        || but(|request| request.header("transfer-encoding").map(|_| Reply::status(411))),
        Fails(&["genuine.chunked"]),
    ),
    Flaw(
        "takes bodies without a length for empty ones",
        || but(|request| request.header("transfer-encoding").map(|_| Reply::status(403))),
        Fails(&["genuine.chunked"]),
    ),
];

/// Requests of strangers that crash it.
pub const CRASHES: &[Flaw] = &[
    Flaw(
        "crashes at a body that is not JSON",
        || but_to_bodies(|body| serde_json::from_slice::<Value>(body).is_err().then_some(500)),
        Diagnosed(
            &[
                "robustness.deep-nesting",
                "robustness.empty-body",
                "robustness.invalid-utf8",
                "robustness.not-json",
                "robustness.truncated-json",
            ],
            "Catch parse errors",
        ),
    ),
    Flaw(
        "crashes at a value without a type",
        || {
            but_to_bodies(|body| {
                let value: Value = serde_json::from_slice(body).ok()?;
                (!value["type"].is_string()).then_some(500)
            })
        },
        Fails(&["robustness.array", "robustness.no-type", "robustness.null"]),
    ),
    Flaw(
        "crashes at an object without a type",
        || but_to_events(|event| event.get("type").is_none().then_some(500)),
        Fails(&["robustness.no-type"]),
    ),
    Flaw(
        "crashes at an empty body",
        || but_to_bodies(|body| body.is_empty().then_some(500)),
        Fails(&["robustness.empty-body"]),
    ),
    Flaw(
        "crashes at invalid UTF-8",
        || but_to_bodies(|body| std::str::from_utf8(body).is_err().then_some(500)),
        Fails(&["robustness.invalid-utf8"]),
    ),
    Flaw(
        "crashes at a GET",
        || crashing(|request| request.method == "GET"),
        Fails(&["robustness.get"]),
    ),
    Flaw(
        "crashes at a genuine event that is put",
        || crashing(|request| request.method == "PUT" && is_genuine(request)),
        Fails(&["robustness.put"]),
    ),
    Flaw(
        "crashes at a PUT",
        || crashing(|request| request.method == "PUT"),
        Fails(&["robustness.put"]),
    ),
    Flaw("crashes at plain text", || crashing(is_plain_text), Fails(&["robustness.content-type"])),
    Flaw(
        "crashes at a genuine event in plain text",
        || crashing(|request| is_plain_text(request) && is_genuine(request)),
        Fails(&["robustness.content-type"]),
    ),
    Flaw(
        "crashes at deep nesting",
        || {
            but_to_bodies(|body| {
                let ends = body.split(|&byte| byte == b']').filter(|part| part.is_empty());
                (ends.count() > 4000).then_some(500)
            })
        },
        Diagnosed(&["robustness.deep-nesting"], "fields are there"),
    ),
    Flaw(
        "crashes at a signature of another length",
        || crashing(|request| request.signature().is_some_and(|text| text.len() != 40)),
        FailsAndDoubts(
            &["robustness.short-signature"],
            &[
                "forged.base64",
                "forged.empty",
                "forged.longer",
                "forged.sha256",
                "forged.too-long",
                "forged.trailing",
                "forged.truncated",
            ],
            "lengths differ",
        ),
    ),
    Flaw(
        "crashes at a delivery without a signature",
        || {
            crashing(|request| {
                request.method == "POST" && request.all("x-vercel-signature").is_empty()
            })
        },
        FailsAndDoubts(&["robustness.no-signature"], WITHOUT_SIGNATURE, "ignature"),
    ),
    Flaw(
        "crashes at any request without a signature",
        || crashing(|request| request.all("x-vercel-signature").is_empty()),
        FailsAndDoubts(&["robustness.get", "robustness.no-signature"], WITHOUT_SIGNATURE, "Re"),
    ),
];

fn but_to_ready(flaw: fn(&Value) -> Option<u16>) -> Receiver {
    but_to_events(
        move |event| {
            if event["type"] == "deployment.ready" { flaw(&event["payload"]) } else { None }
        },
    )
}

fn but_to_type(name: &'static str, status: u16) -> Receiver {
    but_to_events(move |event| (event["type"] == name).then_some(status))
}

fn crashing(crashes: fn(&Received) -> bool) -> Receiver {
    but(move |request| crashes(request).then_some(CRASH))
}

fn is_plain_text(request: &Received) -> bool {
    request.header("content-type").is_some_and(|value| value.starts_with("text/plain"))
}

fn knows(names: &[&str], members: &Map<String, Value>) -> bool {
    members.keys().all(|name| names.contains(&name.as_str()))
}
