//! Requests that other tools captured, and JSON that is no event.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use super::super::server::Server;
use super::super::support::{vercel_hooks, with_secret};
use super::{SIGNATURE, arrives, event, lines, record};

/// Requests of `{"type":…}` with a signature, as tools save them.
fn captures(body: &str) -> Vec<(&'static str, String)> {
    let map = json!({"content-type": "application/json", "X-Vercel-Signature": SIGNATURE});
    let lists = json!({"content-type": ["application/json"], "x-vercel-signature": [SIGNATURE]});
    let named = json!([{"name": "x-vercel-signature", "value": SIGNATURE}]);
    let raw = format!(
        "POST /hook?a=b HTTP/1.1\r\nhost: a\r\nx-vercel-signature: {SIGNATURE}\r\n\r\n{body}"
    );
    let har = json!({"method": "POST", "url": "https://a.example/hook?a=b", "headers": named,
                     "postData": {"mimeType": "application/json", "text": body}});
    let other = json!({"request": {"method": "GET", "url": "https://a.example/", "headers": []}});
    let postman = json!({"method": "POST", "header": [{"key": "x-vercel-signature", "value": SIGNATURE}],
                         "url": {"raw": "https://a.example/hook?a=b"},
                         "body": {"mode": "raw", "raw": body}});
    let invoked = json!({"method": "POST", "path": "/hook?a=b", "headers": map,
                         "encoding": "base64", "body": BASE64.encode(body)});
    [
        ("HAR", json!({"log": {"entries": [other, {"request": har}]}})),
        ("webhook.site", json!({"data": [{"uuid": "1", "type": "web", "method": "POST",
            "url": "https://webhook.site/hook?a=b", "headers": lists, "content": body}], "total": 1})),
        ("ngrok", json!({"requests": [{"uri": "/api/requests/http/1", "request": {
            "method": "POST", "uri": "/hook?a=b", "headers": lists, "raw": BASE64.encode(&raw)}}]})),
        ("ALB", json!({"requestContext": {"elb": {}}, "httpMethod": "POST", "path": "/hook?a=b",
            "multiValueHeaders": lists, "body": body, "isBase64Encoded": false})),
        ("OpenWhisk", json!({"__ow_method": "post", "__ow_headers": map, "__ow_path": "/hook?a=b",
            "__ow_body": BASE64.encode(body)})),
        ("invocation", json!({"Action": "Invoke", "body": invoked.to_string()})),
        ("Pipedream", json!({"event": {"method": "POST", "path": "/hook?a=b", "headers": map,
            "bodyRaw": body, "body": {}}})),
        ("log line", json!({"level": 30, "msg": "in", "req": {"method": "POST", "url": "/hook?a=b",
            "headers": map, "rawBody": {"type": "Buffer", "data": body.as_bytes()}}})),
        ("Postman", json!({"info": {}, "item": [{"item": [{"request": postman}]}]})),
        ("Insomnia", json!({"__export_format": 4, "resources": [{"_type": "workspace"}, {
            "method": "POST", "url": "https://a.example/hook?a=b", "headers": named,
            "body": {"text": body}}]})),
    ]
    .map(|(name, value): (&str, Value)| (name, value.to_string()))
    .into_iter()
    .chain([
        ("raw", raw),
        (".http", format!(
            "### one\n# a comment\nPOST https://a.example/hook?a=b\n\
             x-vercel-signature: {SIGNATURE}\n\n{body}\n\n###\n"
        )),
        ("curl", format!(
            "curl 'https://a.example/hook?a=b' -H 'x-vercel-signature: {SIGNATURE}' -d '{body}'"
        )),
    ])
    .collect()
}

#[test]
fn sends_captured_requests_with_their_own_signature() {
    let body = event("a");
    for (name, capture) in captures(&body) {
        let pretty = serde_json::from_str::<Value>(&capture)
            .map_or(capture.clone(), |value| format!("{value:#}"));
        for text in [&capture, &pretty] {
            let received = arrives(text, &[]);
            assert_eq!(received.len(), 1, "{name}");
            assert_eq!(received[0].body, body.as_bytes(), "{name}");
            assert_eq!(received[0].target, "/hook?a=b", "{name}");
            assert_eq!(received[0].header("x-vercel-signature"), Some(SIGNATURE), "{name}");
        }
    }
}

#[test]
fn captures_can_stand_among_recorded_lines() {
    let alb = captures(&event("b")).remove(3).1;
    let text = lines(&[record(&event("a"))]) + &alb + "\n" + &event("c") + "\n";
    let ids: Vec<_> =
        arrives(&text, &[]).iter().map(|request| request.json()["id"].clone()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
}

#[test]
fn captured_credentials_are_not_sent_to_another_machine() {
    let headers = json!({"cookie": "s3cret", "authorization": "s3cret", ":path": "/"});
    let capture = json!({"headers": headers, "body": "{}"}).to_string();
    let run = |to| vercel_hooks(["replay", "f", "--to", to, "--dry-run"]).file("f", &capture);
    run("https://example.com").gives(
        0,
        "POST / HTTP/1.1\nhost: example.com\ncontent-length: 2\n\n{}\n",
        "recorded credentials are only sent to this machine\nnothing was sent\n",
    );
    let done = run("localhost").ends(0);
    assert!(!done.text().contains("s3cret"), "{}", done.text());
}

#[test]
fn refuses_json_that_is_no_event() {
    for (text, words) in [
        (json!({"log": {"entries": []}}), "f, line 1: a HAR file without [..]"),
        (json!({"level": "info", "message": "{}"}), "f, line 1: a log line without [..]"),
        (json!({"method": "POST", "body": "{}"}), "f, line 1: a request without [..]"),
        (json!({"request": {"body": "{}"}}), "f, line 1: a request without [..]"),
        (json!({"headers": 1}), "f, line 1: a request without [..]"),
        (json!({"a": {"X-Vercel-Signature": "ab"}}), "f, line 1: a request without [..]"),
        (json!({"requestContext": {}}), "f, line 1: an API Gateway or ALB event without [..]"),
        (json!({"headers": {}, "body": {}}), "f, line 1: [..] captured without its exact body"),
    ] {
        let server = Server::willing();
        with_secret(["replay", "f", "--to", &server.at("")]).file("f", text.to_string()).gives(
            2,
            "",
            format!("error: {words}\nhint: a line is [..]\n"),
        );
        server.was_never_asked();
    }
}
