//! Receivers that crash at what strangers send.

use serde_json::Value;

use super::super::receiver::{Answer, Request, but, but_to_bodies, but_to_events, is_genuine};

const CRASH: Answer = Answer::status(500);

fn is_delivery(request: &Request) -> bool {
    request.method == "POST"
}

#[test]
fn what_is_no_json_is_a_crash() {
    but_to_bodies(|body| serde_json::from_slice::<Value>(body).is_err().then_some(500)).fails([
        "robustness.deep-nesting",
        "robustness.empty-body",
        "robustness.invalid-utf8",
        "robustness.not-json",
        "robustness.truncated-json",
    ]);
}

#[test]
fn what_has_no_type_is_a_crash() {
    but_to_bodies(|body| {
        let value: Value = serde_json::from_slice(body).ok()?;
        (!value["type"].is_string()).then_some(500)
    })
    .fails(["robustness.array", "robustness.no-type", "robustness.null"]);
}

#[test]
fn an_object_without_a_type_is_a_crash() {
    but_to_events(|event| event.get("type").is_none().then_some(500)).fails(["robustness.no-type"]);
}

#[test]
fn nothing_to_read_is_a_crash() {
    but_to_bodies(|body| body.is_empty().then_some(500)).fails(["robustness.empty-body"]);
}

#[test]
fn invalid_utf_8_is_a_crash() {
    but_to_bodies(|body| std::str::from_utf8(body).is_err().then_some(500))
        .fails(["robustness.invalid-utf8"]);
}

#[test]
fn a_get_is_a_crash() {
    but(|request| (request.method == "GET").then_some(CRASH)).fails(["robustness.get"]);
}

#[test]
fn a_genuine_event_that_is_put_is_a_crash() {
    but(|request| (request.method == "PUT" && is_genuine(request)).then_some(CRASH))
        .fails(["robustness.put"]);
}

#[test]
fn a_put_is_a_crash() {
    but(|request| (request.method == "PUT").then_some(CRASH)).fails(["robustness.put"]);
}

#[test]
fn plain_text_is_a_crash() {
    but(|request| request.header("content-type")?.starts_with("text/plain").then_some(CRASH))
        .fails(["robustness.content-type"]);
}

#[test]
fn a_genuine_event_in_plain_text_is_a_crash() {
    but(|request| {
        let is_plain = request.header("content-type")?.starts_with("text/plain");
        (is_plain && is_genuine(request)).then_some(CRASH)
    })
    .fails(["robustness.content-type"]);
}

#[test]
fn many_lists_within_each_other_are_a_crash() {
    but_to_bodies(|body| {
        let is_deep = body.split(|&byte| byte == b']').filter(|it| it.is_empty()).count() > 4000;
        is_deep.then_some(500)
    })
    .fails(["robustness.deep-nesting"]);
}

#[test]
fn a_signature_of_another_length_is_a_crash() {
    but(|request| (request.signature()?.len() != 40).then_some(CRASH))
        .fails(["robustness.short-signature"]);
}

#[test]
fn a_missing_signature_is_a_crash() {
    but(|request| (is_delivery(request) && request.signatures().is_empty()).then_some(CRASH))
        .fails(["robustness.no-signature"]);
}

#[test]
fn a_missing_signature_is_a_crash_whatever_the_method() {
    but(|request| request.signatures().is_empty().then_some(CRASH))
        .fails(["robustness.get", "robustness.no-signature"]);
}
