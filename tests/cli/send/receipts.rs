//! Receipts as JSON.

use serde_json::{Value, json};

use super::super::server::{ClosedPort, Reply, Server};
use super::super::support::with_secret;

/// The receipt of the only delivery, without its time.
#[track_caller]
fn receipt(to: &str, args: &[&str], body: &str, code: i32) -> Value {
    let fixed = ["send", "--file", "-", "--to", to, "--json", "-q"];
    let run = with_secret(fixed.into_iter().chain(args.iter().copied())).stdin(body);
    let mut receipts = run.ends(code).json_lines();
    assert_eq!(receipts.len(), 1);
    let time = receipts[0].as_object_mut().unwrap().remove("timeMs").unwrap();
    assert!(time.as_f64().unwrap() >= 0.0, "{time}");
    receipts.remove(0)
}

#[test]
fn a_receipt_has_documented_keys_in_a_stable_order() {
    let server = Server::willing();
    let done = with_secret(["send", "flag.created", "--to", &server.at(""), "--json"]).ends(0);
    let receipts = done.json_lines();
    let keys: Vec<&str> = receipts[0].as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = [
        "type",
        "id",
        "endpoint",
        "ok",
        "status",
        "failure",
        "attempts",
        "timeMs",
        "bytes",
        "signature",
        "location",
        "responseCut",
        "responseBody",
    ];
    let mut positions: Vec<usize> =
        expected.iter().map(|key| done.text().find(&format!("\"{key}\":")).unwrap()).collect();
    assert!(positions.is_sorted());
    positions.dedup();
    assert_eq!(positions.len(), expected.len());
    let mut sorted = keys;
    sorted.sort_unstable();
    expected.sort_unstable();
    assert_eq!(sorted, expected);
}

#[test]
fn a_receipt_describes_request_and_response() {
    let server = Server::always(Reply::with_body(201, "done \u{2603}\u{1b}\n"));
    assert_eq!(
        receipt(&server.at("/x"), &[], r#"{"type":"t","id":"i"}"#, 0),
        json!({
            "type": "t",
            "id": "i",
            "endpoint": server.url("/x"),
            "ok": true,
            "status": 201,
            "failure": null,
            "attempts": 1,
            "bytes": 21,
            "signature": server.only().header("x-vercel-signature"),
            "location": null,
            "responseCut": false,
            "responseBody": "done \u{2603}\u{1b}\n",
        })
    );
}

#[test]
fn a_receipt_of_other_bytes_has_no_type_and_of_a_redirect_a_location() {
    let server = Server::always(Reply::redirect(308, "/x/"));
    assert_eq!(
        receipt(&server.at("/x"), &["--tamper", "missing"], "", 1),
        json!({
            "type": null,
            "id": null,
            "endpoint": server.url("/x"),
            "ok": false,
            "status": 308,
            "failure": null,
            "attempts": 1,
            "bytes": 0,
            "signature": null,
            "location": "/x/",
            "responseCut": false,
            "responseBody": "",
        })
    );
    assert_eq!(server.only().header("x-vercel-signature"), None);
}

#[test]
fn a_receipt_without_a_response_says_why() {
    let closing = Server::always(Reply::close());
    let silent = Server::always(Reply::silence());
    let garbled = Server::always(Reply::Raw(b"what?\r\n\r\n".to_vec()));
    let nobody = ClosedPort::new();
    for (to, failure) in [
        (closing.at(""), "closed"),
        (garbled.at(""), "not_http"),
        (nobody.endpoint(), "refused"),
        (format!("https://{}", garbled.at("")), "tls"),
    ] {
        let receipt = receipt(&to, &[], "{}", 3);
        assert_eq!(receipt["failure"], failure);
        assert_eq!(receipt["ok"], false);
        assert_eq!(receipt["status"], Value::Null);
        assert_eq!(receipt["responseBody"], Value::Null);
    }
    let receipt = receipt(&silent.at(""), &["--timeout", "200ms"], "{}", 3);
    assert_eq!(receipt["failure"], "timed_out");
}

#[test]
fn binary_responses_become_text() {
    let server = Server::always(Reply::with_body(200, b"a\xff\0b"));
    assert_eq!(receipt(&server.at(""), &[], "{}", 0)["responseBody"], "a\u{fffd}\0b");
}
