//! The requests of each case, as they arrive.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha1::{Digest, Sha1};
use sha2::Sha256;
use vercel_hooks::signature::SigningKey;

use super::{Received, Reply, SECRET, Server, check, report, signature};

/// What is sent everywhere in these tests.
const FIXED: [&str; 4] = ["--seed", "7", "-q", "--skip"];

/// The requests of one case alone, at a path with a query.
#[track_caller]
fn sent(id: &str) -> Vec<Received> {
    let server = Server::willing();
    let skipped = if id == "genuine.valid" { "forged.*" } else { "genuine.valid" };
    let args = [&["--only", id, "--strict"][..], &FIXED, &[skipped]].concat();
    let code = i32::from(id.starts_with("forged."));
    check(&server.at("/api/hooks?a=b"), &args).ends(code);
    server.received()
}

/// The only request of a case.
#[track_caller]
fn one(id: &str) -> Received {
    let mut requests = sent(id);
    assert_eq!(requests.len(), 1, "{id}");
    requests.remove(0)
}

/// Asserts that it is a POST that Vercel could have made.
#[track_caller]
fn assert_genuine(request: &Received) {
    assert_eq!(request.line(), "POST /api/hooks?a=b");
    assert_eq!(request.all("x-vercel-signature"), [signature(&request.body)]);
    assert_eq!(request.all("content-type"), ["application/json"]);
}

/// The event of a case, otherwise genuine.
#[track_caller]
fn event(id: &str) -> (Value, String) {
    let request = one(id);
    assert_genuine(&request);
    (request.json(), String::from_utf8(request.body).unwrap())
}

/// Every value within, with the path to it.
fn walk(value: &Value, path: &str, all: &mut Vec<(String, Value)>) {
    all.push((path.to_owned(), value.clone()));
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, inner)| walk(inner, &format!("{path}.{name}"), all));
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, &format!("{path}[]"), all)),
        _ => {}
    }
}

#[test]
fn the_control_is_vercels_request() {
    let request = one("genuine.valid");
    assert_genuine(&request);
    assert_eq!(request.json()["type"], "deployment.ready");
    let mut names: Vec<&str> = request.headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    let expected =
        ["accept", "content-length", "content-type", "host", "user-agent", "x-vercel-signature"];
    assert_eq!(names, expected);
}

#[test]
fn fields_are_null_or_absent() {
    let (nulls, _) = event("genuine.null-fields");
    for field in ["team", "target"] {
        assert_eq!(nulls["payload"].get(field), Some(&Value::Null), "{field}");
    }
    assert_eq!(nulls.get("region"), Some(&Value::Null));
    let (absent, _) = event("genuine.absent-fields");
    assert_eq!(absent["payload"].get("team"), None);
    assert!(absent["payload"]["deployment"].is_object(), "{absent}");
}

#[test]
fn unknown_fields_are_at_three_levels() {
    let (event, _) = event("genuine.extra-fields");
    let mut all = Vec::new();
    walk(&event, "", &mut all);
    let is_unknown = |(path, _): &&(String, Value)| path.ends_with(".vercelHooksUnknown");
    let depths: BTreeSet<usize> =
        all.iter().filter(is_unknown).map(|(path, _)| path.matches('.').count()).collect();
    assert_eq!(depths, BTreeSet::from([1, 2, 3]));
}

#[test]
fn sends_unknown_types_and_legacy_envelopes() {
    let (unknown, _) = event("genuine.unknown-type");
    assert_eq!(unknown["type"], "vercel-hooks.unknown-type");
    let (legacy, _) = event("genuine.legacy-envelope");
    assert_eq!(legacy["type"], "deployment-ready");
    for member in ["clientId", "ownerId", "teamId", "userId", "webhookId"] {
        assert!(legacy.get(member).is_some(), "{member}: {legacy}");
    }
}

#[test]
fn a_large_body_is_of_one_mebibyte() {
    let (event, text) = event("genuine.large-body");
    assert_eq!(text.len(), 1 << 20);
    assert!(event["payload"]["deployment"]["meta"].as_object().unwrap().len() > 1000);
}

#[test]
fn texts_come_raw_and_escaped() {
    let (raw, raw_text) = event("genuine.non-ascii");
    let (escaped, escaped_text) = event("genuine.escapes");
    let message = |event: &Value| {
        event["payload"]["deployment"]["meta"]["githubCommitMessage"].as_str().unwrap().to_owned()
    };
    assert_eq!(message(&raw), message(&escaped));
    assert!(message(&raw).contains("東京 🚀"), "{raw}");
    assert!(raw_text.contains("東京 🚀"), "{raw_text}");
    assert!(escaped_text.is_ascii());
    for escape in ["\\u6771", "\\ud83d\\ude80", "\\u00e9", "\\/"] {
        assert!(escaped_text.contains(escape), "{escape}: {escaped_text}");
    }
}

#[test]
fn whitespace_and_order_differ() {
    let (_, text) = event("genuine.whitespace");
    assert!(text.contains('\t') && text.contains(" \r\n") && text.ends_with("}\r\n"), "{text}");
    let (value, text) = event("genuine.spaced");
    assert!(text.starts_with("{\"type\": \"deployment.ready\", \"id\": \""), "{text}");
    // Nothing but blanks was added, and none within texts.
    assert_eq!(text.replace(", \"", ",\"").replace("\": ", "\":"), value.to_string());
    let (plain, reversed) = (event("genuine.valid").0, event("genuine.key-order").0);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    for pointer in ["", "/payload", "/payload/deployment"] {
        let (plain, reversed) =
            (plain.pointer(pointer).unwrap(), reversed.pointer(pointer).unwrap());
        let mut expected = keys(plain);
        expected.reverse();
        assert_eq!(keys(reversed), expected, "{pointer}");
    }
}

#[test]
fn header_names_are_capitalized() {
    let request = one("genuine.header-case");
    assert_genuine(&request);
    for name in ["X-Vercel-Signature", "Content-Type", "Content-Length", "User-Agent", "Host"] {
        assert!(request.headers.iter().any(|(known, _)| known == name), "{:?}", request.headers);
    }
    let plain = one("genuine.valid");
    assert!(plain.headers.iter().any(|(name, _)| name == "x-vercel-signature"));
}

#[test]
fn a_chunked_body_has_no_length() {
    let request = one("genuine.chunked");
    assert_genuine(&request);
    assert_eq!(request.all("transfer-encoding"), ["chunked"]);
    assert_eq!(request.header("content-length"), None);
    assert!(request.json().is_object());
}

#[test]
fn the_same_event_comes_twice() {
    let requests = sent("genuine.twice");
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].line(), requests[1].line());
    assert_eq!(requests[0].headers, requests[1].headers);
    assert_eq!(requests[0].body, requests[1].body);
    assert_genuine(&requests[0]);
}

#[test]
fn signatures_are_forged_as_described() {
    let key = |secret: &str, body: &[u8]| SigningKey::new(secret.as_bytes()).sign(body).to_string();
    type Forge<'a> = &'a dyn Fn(&[u8]) -> String;
    let sha256 = |body: &[u8]| {
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
        mac.update(body);
        hex::encode(mac.finalize().into_bytes())
    };
    let forged: [(&str, Forge<'_>); 8] = [
        ("empty", &|_| String::new()),
        ("empty-secret", &|body| key("", body)),
        ("sha256", &sha256),
        ("plain-sha1", &|body| hex::encode(Sha1::digest(body))),
        ("base64", &|body| BASE64.encode(hex::decode(signature(body)).unwrap())),
        ("trailing", &|body| format!("{};v1", signature(body))),
        ("longer", &|body| format!("{}{}", signature(body), "0".repeat(24))),
        ("malformed", &|_| "zy".repeat(20)),
    ];
    for (name, forge) in forged {
        let request = one(&format!("forged.{name}"));
        assert_eq!(request.line(), "POST /api/hooks?a=b");
        assert_eq!(request.all("x-vercel-signature"), [forge(&request.body)], "{name}");
        assert_eq!(request.json()["type"], "deployment.ready", "{name}");
    }
}

#[test]
fn some_signatures_are_almost_right() {
    for (name, length) in [("other-body", 40), ("changed-bit", 40), ("other-secret", 40)] {
        let request = one(&format!("forged.{name}"));
        let digits = request.signature().unwrap();
        assert_eq!(digits.len(), length, "{name}");
        assert!(digits.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}: {digits}");
        assert_ne!(digits, signature(&request.body), "{name}");
        assert_eq!(request.json()["type"], "deployment.ready", "{name}");
    }
    let long = one("forged.too-long");
    let digits = long.signature().unwrap();
    assert_eq!(digits.len(), 4000);
    assert!(digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
}

#[test]
fn a_changed_bit_is_one_bit_of_what_was_signed() {
    let request = one("forged.changed-bit");
    let signed = request.signature().unwrap().to_owned();
    let is_original = |at: usize, bit: u8| {
        let mut body = request.body.clone();
        body[at] ^= 1 << bit;
        signature(&body) == signed
    };
    let bits = (0..request.body.len()).flat_map(|at| (0..8).map(move |bit| (at, bit)));
    assert_eq!(bits.filter(|(at, bit)| is_original(*at, *bit)).count(), 1);
}

#[test]
fn a_forgery_may_take_several_requests() {
    let requests = unseen("forged.unset-secret");
    let secrets = ["undefined", "null", "None"];
    assert_eq!(requests.len(), secrets.len());
    for (request, secret) in requests.iter().zip(secrets) {
        let expected = SigningKey::new(secret.as_bytes()).sign(&request.body).to_string();
        assert_eq!(request.signature(), Some(&*expected), "{secret}");
    }
    let requests = unseen("forged.truncated");
    assert_eq!(requests.len(), 2);
    for (request, length) in requests.iter().zip([1, 20]) {
        assert_eq!(request.signature(), Some(&signature(&request.body)[..length]));
    }
}

/// The requests of a case at a receiver that refuses them.
#[track_caller]
fn unseen(id: &str) -> Vec<Received> {
    let server = Server::always(Reply::status(403));
    check(&server.at("/x"), &["--only", id, "--skip", "genuine.valid", "-q"]).ends(0);
    server.received()
}

#[test]
fn two_headers_are_two_lines() {
    for (name, at) in [("first", 0), ("last", 1)] {
        let request = one(&format!("forged.two-headers-valid-{name}"));
        let values = request.all("x-vercel-signature");
        assert_eq!(values.len(), 2);
        assert_eq!(values[at], signature(&request.body));
        assert_eq!(values[1 - at], "0".repeat(40));
    }
}

#[test]
fn signatures_are_in_the_query_or_the_body() {
    let query = one("forged.in-query");
    let digits = signature(&query.body);
    let line = format!("POST /api/hooks?a=b&x-vercel-signature={digits}&signature={digits}");
    assert_eq!((query.line(), query.signature()), (line, None));
    let body = one("forged.in-body");
    assert_eq!(body.signature(), None);
    let mut event = body.json();
    let members = event.as_object_mut().unwrap();
    let values =
        ["signature", "x-vercel-signature"].map(|name| members.shift_remove(name).unwrap());
    let digits = signature(event.to_string().as_bytes());
    assert_eq!(values, [json!(digits), json!(digits)]);
    assert_eq!(one("forged.missing").signature(), None);
}

#[test]
fn signs_odd_bodies() {
    type Test<'a> = &'a dyn Fn(&[u8]) -> bool;
    let checks: [(&str, Test<'_>); 8] = [
        ("not-json", &|body| serde_json::from_slice::<Value>(body).is_err()),
        ("truncated-json", &|body| body.starts_with(b"{") && !body.ends_with(b"}")),
        ("array", &|body| serde_json::from_slice::<Vec<Value>>(body).is_ok()),
        ("null", &|body| body == b"null"),
        ("no-type", &|body| body == b"{}"),
        ("empty-body", &<[u8]>::is_empty),
        ("invalid-utf8", &|body| std::str::from_utf8(body).is_err()),
        ("deep-nesting", &|body| {
            let depth = body.windows(2).filter(|pair| pair == b"[[").count() + 1;
            depth == 5000
        }),
    ];
    for (name, is_it) in checks {
        let request = one(&format!("robustness.{name}"));
        assert_genuine(&request);
        assert!(is_it(&request.body), "{name}");
    }
    assert_eq!(one("robustness.empty-body").header("content-length"), Some("0"));
}

#[test]
fn sends_odd_requests() {
    let get = one("robustness.get");
    assert_eq!((&*get.line(), get.signature()), ("GET /api/hooks?a=b", None));
    for name in ["content-type", "content-length", "transfer-encoding"] {
        assert_eq!(get.header(name), None, "{name}");
    }
    let put = one("robustness.put");
    assert_eq!(put.line(), "PUT /api/hooks?a=b");
    assert_eq!(put.signature(), Some(&*signature(&put.body)));
    let text = one("robustness.content-type");
    assert_eq!(text.all("content-type"), ["text/plain"]);
    assert_eq!(text.signature(), Some(&*signature(&text.body)));
    assert_eq!(one("robustness.short-signature").signature(), Some("abc123"));
    assert_eq!(one("robustness.no-signature").signature(), None);
}

#[test]
fn every_request_has_a_connection_of_its_own() {
    let server = Server::always(Reply::status(403));
    let skipped = ["--skip", "genuine.*", "-q", "--concurrency", "3"];
    let args = [&skipped[..], &["--json"]].concat();
    let report = super::value(&check(&server.at(""), &args).ends(0));
    let received = server.received();
    assert_eq!(report["summary"]["requests"], received.len());
    assert!(received.iter().all(|request| request.position == 0), "{received:?}");
}

#[test]
fn three_events_come_over_one_connection() {
    let server = Server::willing();
    check(&server.at(""), &["--only", "genuine.keep-alive", "-q"]).ends(0);
    let received = server.received();
    assert!(received.iter().all(|request| request.connection == 0), "{received:?}");
    let ids: BTreeSet<String> =
        received.iter().map(|request| request.json()["id"].to_string()).collect();
    assert_eq!((received.len(), ids.len()), (3, 3));
}

#[test]
fn a_second_connection_comes_while_the_first_is_open() {
    let server = Server::willing();
    check(&server.at(""), &["--only", "genuine.fresh-connection", "-q"]).ends(0);
    let received = server.received();
    assert_eq!([received[0].connection, received[1].connection], [0, 1]);
    assert_eq!(received[1].open, 2);
}

#[test]
fn sixteen_events_come_at_once() {
    let server = Server::always(Reply::status(200).together(16));
    check(&server.at(""), &["--only", "genuine.burst", "-q"]).ends(0);
    let received = server.received();
    let connections: BTreeSet<usize> = received.iter().map(|request| request.connection).collect();
    let ids: BTreeSet<String> =
        received.iter().map(|request| request.json()["id"].to_string()).collect();
    assert_eq!((received.len(), connections.len(), ids.len()), (16, 16, 16));
}

#[test]
fn the_control_comes_alone_before_everything_else() {
    let server = Server::in_turn([Reply::status(403), Reply::status(200)]);
    let report =
        report(&server.at(""), &["--only", "genuine.*", "--skip", "*.type.*,*.chunked"], 1);
    assert_eq!(super::case(&report, "genuine.valid")["status"], 403);
    assert_eq!(report["summary"]["failed"], 1);
}

#[test]
fn every_request_has_the_headers_and_the_path() {
    let server = Server::willing();
    let headers = ["-H", "X-One: 1", "--header", "User-Agent: mine", "--path", "/other?x=y"];
    let args = [&headers[..], &["-q", "--json"]].concat();
    let report = super::value(&check(&server.at("/old?q"), &args).ends(1));
    let requests = server.received();
    assert_eq!(report["summary"]["requests"], requests.len());
    for request in requests {
        assert_eq!(request.all("x-one"), ["1"], "{}", request.line());
        assert_eq!(request.all("user-agent"), ["mine"], "{}", request.line());
        let target = request.target;
        assert!(
            target == "/other?x=y" || target.starts_with("/other?x=y&x-vercel-sig"),
            "{target}"
        );
    }
}
