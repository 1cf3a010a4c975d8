//! `partner call`: requests to a partner's server, and what it says of the answers.

mod answers;
mod demo;
mod preview;
mod tokens;
mod usage;
mod wire;

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::super::server::{Received, Reply, Server};
use super::super::support::{Run, vercel_hooks};

/// `vercel-hooks partner call` with these arguments. All share a key, as making one takes long.
fn call<'a>(args: impl IntoIterator<Item = &'a str>) -> Run {
    let state = concat!(env!("CARGO_TARGET_TMPDIR"), "/state");
    // No emulator listens there.
    let emulator = "http://127.0.0.1:1";
    vercel_hooks(["partner", "call"].into_iter().chain(args))
        .env("XDG_STATE_HOME", state)
        .env("VERCEL_API_URL", emulator)
}

/// Every endpoint by its name, with its file.
fn endpoints() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/partner");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.file_stem().unwrap() != "types");
    files
        .map(|path| {
            let file = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), file)
        })
        .collect()
}

fn json_reply(status: u16, body: &Value) -> Reply {
    let headers = vec![("content-type", "application/json".to_owned())];
    Reply::Answer { status, headers, body: body.to_string().into_bytes() }
}

fn plan() -> Value {
    json!({
        "id": "pro", "type": "subscription", "name": "Pro", "description": "For teams",
        "scope": "resource", "paymentMethodRequired": true,
    })
}

fn resource() -> Value {
    json!({
        "id": "db_7", "productId": "postgres", "name": "orders", "metadata": {},
        "status": "ready", "billingPlan": plan(),
    })
}

fn with_secrets(mut resource: Value) -> Value {
    resource["secrets"] = json!([{ "name": "URL", "value": "postgres://s3cret" }]);
    resource
}

/// A partner whose answers are as Vercel specifies them.
fn partner() -> Server {
    Server::answering(|_, received| good_answer(received))
}

fn good_answer(received: &Received) -> Reply {
    let path = received.target.split('?').next().unwrap();
    let path: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let v1 = path.iter().position(|segment| *segment == "v1").unwrap();
    let ok = |body: Value| json_reply(200, &body);
    match (received.method.as_str(), &path[v1 + 1..]) {
        ("PUT", ["installations", _]) => Reply::status(204),
        ("DELETE", ["installations", _]) => ok(json!({ "finalized": false })),
        (_, ["installations", _]) => ok(json!({ "billingPlan": plan() })),
        (_, [.., "plans"]) => ok(json!({ "plans": [plan()] })),
        ("GET", [.., "resources"]) => ok(json!({ "resources": [resource()] })),
        ("POST", [.., "resources"]) => ok(with_secrets(resource())),
        ("DELETE", [.., "resources", _]) => Reply::status(204),
        (_, [.., "resources", _]) => ok(resource()),
        (_, [.., "secrets", "rotate"]) => json_reply(202, &json!({ "sync": false })),
        (_, [.., "repl"]) => ok(json!([])),
        (_, [.., "billing", "provision"]) => ok(json!({
            "timestamp": "2026-01-31T12:00:00.000Z", "balances": [{ "currencyValueInCents": 5000 }],
        })),
        (_, [.., "resource-transfer-requests"]) => ok(json!({ "providerClaimId": "claim_1" })),
        (_, [.., "verify"]) => ok(json!({})),
        (_, [.., "accept"]) => Reply::status(204),
        _ => {
            json_reply(404, &json!({ "error": { "code": "not_found", "message": "no such path" } }))
        }
    }
}
