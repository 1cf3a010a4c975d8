//! What a customer does at Vercel, on request of a test.

use serde_json::{Value, json};

use super::super::super::server::{Reply, Server};
use super::super::command;
use super::{Emulator, Request, documents};

const RESOURCE: &str = r#"{"id":"db_7","productId":"p","name":"n","metadata":{},"status":"ready","secrets":[{"name":"URL","value":"s3cret"}]}"#;

/// Asserts that a trigger at this path has this status, and returns what came of it.
#[track_caller]
fn trigger(emulator: &Emulator, method: &str, path: &str, status: u16) -> Value {
    let answer = emulator.answer(&Request::bare(method, &format!("/_emulate/installations{path}")));
    assert_eq!(answer.status, status, "{answer:?}");
    answer.json()
}

#[test]
fn an_installation_lives_from_its_start_to_its_end() {
    let server = Server::in_turn([
        Reply::status(204),
        Reply::with_body(200, RESOURCE),
        Reply::status(204),
        Reply::with_body(200, r#"{"finalized":true}"#),
    ]);
    let emulator = command(&["--seed", "7", "--partner", &server.at("")]).listens();
    let installed = trigger(&emulator, "POST", "?installation=icfg_1", 200);
    assert_eq!(
        (&installed["call"], &installed["status"]),
        (&json!("upsert-installation"), &json!(204))
    );
    let resource = trigger(&emulator, "POST", "/icfg_1/resources", 200);
    assert_eq!(resource["resourceId"], "db_7");
    let key = "installations/icfg_1/resources/db_7";
    assert_eq!(documents(&emulator)[key]["status"], "ready");

    let calls = server.received();
    assert_eq!((&*calls[0].method, &*calls[0].target), ("PUT", "/v1/installations/icfg_1"));
    // The token in the call is the only one that is accepted.
    let token = calls[0].json()["credentials"]["access_token"].clone();
    for (token, status) in [(token.as_str().unwrap(), 200), ("another", 403)] {
        let get = Request::bare("GET", "/v1/installations/icfg_1/resources");
        let get = get.with("authorization", &format!("Bearer {token}"));
        assert_eq!(emulator.answer(&get).status, status);
    }

    trigger(&emulator, "DELETE", "/icfg_1/resources/db_7", 200);
    assert_eq!(documents(&emulator).get(key), None);
    trigger(&emulator, "DELETE", "/icfg_1", 200);
    assert!(documents(&emulator)["installations/icfg_1"]["finalizedAt"].is_string());
    let log = emulator.answer(&Request::bare("GET", "/_emulate/log")).json();
    let of_vercel = log.as_array().unwrap().iter();
    let calls: Vec<_> = of_vercel
        .filter(|entry| entry["direction"] == "vercel-to-partner")
        .map(|entry| entry["what"].as_str().unwrap())
        .collect();
    let expected =
        ["upsert-installation", "provision-resource", "delete-resource", "delete-installation"];
    assert_eq!(calls, expected);
}

#[test]
fn a_refusal_of_the_partner_changes_nothing() {
    let server = Server::always(Reply::status(500));
    let emulator = command(&["--partner", &server.at("")]).listens();
    let before = documents(&emulator);
    for (method, path) in [
        ("POST", ""),
        ("POST", "/icfg_1/resources"),
        ("DELETE", "/icfg_1"),
        ("DELETE", "/icfg_1/resources/db_7"),
    ] {
        let refused = trigger(&emulator, method, path, 502);
        assert_eq!((&refused["ok"], &refused["status"]), (&json!(false), &json!(500)));
        assert_eq!(documents(&emulator), before);
    }
}

#[test]
fn there_must_be_a_partner() {
    let emulator = command(&[]).listens();
    let error = trigger(&emulator, "POST", "", 400);
    let message = "Invalid request: the emulator has no server to call: start it with --partner";
    assert_eq!(error["error"]["message"], message);
}
