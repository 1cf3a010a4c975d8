//! Receipts and exit codes.

use serde_json::json;

use super::super::server::{ClosedPort, Reply, Server};
use super::super::support::{vercel_hooks, with_secret};
use super::{SIGNATURE, event, lines, record, record_with};

fn two() -> String {
    lines(&[record(&event("a")), record(&event("b"))])
}

#[test]
fn a_receipt_has_the_keys_of_send() {
    let server = Server::always(Reply::with_body(201, "done"));
    let done = vercel_hooks(["replay", "r", "--to", &server.at(""), "--json", "-q"])
        .file("r", lines(&[record(&event("a"))]))
        .ends(0);
    let mut receipt = done.json_lines().remove(0);
    assert!(receipt.as_object_mut().unwrap().remove("timeMs").unwrap().is_number());
    let expected = json!({
        "type": "type.a",
        "id": "a",
        "endpoint": server.url("/recorded?a=b"),
        "ok": true,
        "status": 201,
        "failure": null,
        "attempts": 1,
        "bytes": 26,
        "signature": SIGNATURE,
        "location": null,
        "responseCut": false,
        "responseBody": "done",
    });
    assert_eq!(receipt, expected);
}

#[test]
fn the_worst_outcome_is_the_exit_code() {
    for (second, code, summary) in
        [(Reply::status(200), 0, "✓ 2 [..]\n"), (Reply::status(500), 1, "...\n✗ 2 [..]1 not\n")]
    {
        let server = Server::in_turn([Reply::status(200), second]);
        vercel_hooks(["replay", "r", "--to", &server.at("")]).file("r", two()).gives(
            code,
            "EVENT[..]\n...",
            summary,
        );
    }
    let nobody = ClosedPort::new();
    vercel_hooks(["replay", "r", "--to", &nobody.endpoint(), "-q"]).file("r", two()).ends(3);
}

#[test]
fn expects_rejections_and_retries_with_the_same_request() {
    let server = Server::always(Reply::status(403));
    let args = ["replay", "r", "--to", &server.at(""), "--expect", "4xx", "-q"];
    vercel_hooks(args).file("r", two()).ends(0);
    let server = Server::in_turn([Reply::status(500), Reply::close(), Reply::status(200)]);
    let args = ["replay", "r", "--to", &server.at(""), "--retries", "2", "--retry-wait", "1ms"];
    vercel_hooks(args.into_iter().chain(["-q"])).file("r", lines(&[record("{}")])).ends(0);
    let received = server.received();
    assert_eq!(received.len(), 3);
    for request in &received[1..] {
        assert_eq!(request.body, received[0].body);
        assert_eq!(request.headers, received[0].headers);
        assert_eq!(request.target, received[0].target);
    }
}

#[test]
fn suggests_resign_if_a_recorded_signature_is_rejected() {
    let server = Server::always(Reply::status(401));
    let args = ["replay", "r", "--to", &server.at("")];
    vercel_hooks(args).file("r", lines(&[record(&event("a"))])).gives(
        1,
        "...\n",
        "hint: the endpoint rejected a recorded signature, [..]: --resign signs with yours\n",
    );
    with_secret(args.into_iter().chain(["--resign"]))
        .file("r", lines(&[record(&event("a"))]))
        .gives(1, "...\n", "...\nhint: the endpoint rejected the delivery: [..]\n");
}

#[test]
fn does_not_suggest_resign_for_recorded_forgeries() {
    let server = Server::always(Reply::status(401));
    let forged = record_with(&event("a"), &json!({ "verified": false, "reason": "mismatch" }));
    let done = vercel_hooks(["replay", "r", "--to", &server.at("")]).file("r", lines(&[forged]));
    assert!(!done.ends(1).stderr.contains("--resign"));
}

#[test]
fn escapes_control_characters_of_recorded_events() {
    let server = Server::willing();
    let body = json!({ "type": "a\u{1b}[31m", "id": "b\u{9b}\u{202e}" }).to_string();
    let done = vercel_hooks(["replay", "r", "--to", &server.at("")])
        .file("r", lines(&[record(&body)]))
        .ends(0);
    let has_control =
        done.text().chars().any(|character| character.is_control() && character != '\n');
    assert!(!has_control && !done.text().contains('\u{202e}'), "{:?}", done.text());
}
