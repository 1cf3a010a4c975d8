//! Judging responses with each flaw.

use serde_json::{Value, json};

use super::super::{Judgement, PartnerEndpoint};

const JSON: Option<&str> = Some("application/json");

fn judge(name: &str, status: u16, body: &Value) -> Judgement {
    PartnerEndpoint::find(name).unwrap().judge(status, JSON, body.to_string().as_bytes())
}

/// `path message`, as reports have it.
fn violations(judgement: &Judgement) -> Vec<String> {
    let lines = judgement.violations.iter();
    lines.map(|violation| format!("{} {}", violation.path, violation.message)).collect()
}

fn notes(judgement: &Judgement) -> Vec<String> {
    judgement.notes.iter().map(|note| format!("{} {}", note.path, note.message)).collect()
}

fn plan() -> Value {
    json!({
        "id": "pro200", "type": "subscription", "name": "Pro", "description": "Up to 200 GB",
        "scope": "resource", "paymentMethodRequired": true
    })
}

fn resource() -> Value {
    json!({
        "id": "res-1", "productId": "redis", "name": "cache", "metadata": {}, "status": "ready",
        "billingPlan": plan()
    })
}

fn provisioned() -> Value {
    let mut body = resource();
    body["secrets"] = json!([{ "name": "ENDPOINT", "value": "for-tests-only" }]);
    body
}

fn error() -> Value {
    json!({ "error": { "code": "not_found", "message": "No such resource." } })
}

/// The body with the value at a pointer replaced, or removed.
fn with(mut body: Value, pointer: &str, value: Option<Value>) -> Value {
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    let parent = body.pointer_mut(parent).unwrap();
    match value {
        Some(value) => parent[member] = value,
        None => drop(parent.as_object_mut().unwrap().remove(member)),
    }
    body
}

#[test]
fn accepts_what_the_reference_shows() {
    for (name, status, body) in [
        ("upsert-installation", 200, json!({})),
        ("upsert-installation", 200, json!({ "billingPlan": plan() })),
        ("get-installation", 200, json!({ "notification": { "level": "warn", "title": "Low" } })),
        ("delete-installation", 200, json!({ "finalized": true })),
        ("provision-resource", 200, provisioned()),
        ("get-resource", 200, resource()),
        ("list-resources", 200, json!({ "resources": [resource()] })),
        ("request-secrets-rotation", 202, json!({ "sync": false })),
        ("resource-repl", 200, json!([{ "type": "paragraph", "children": [{ "text": "PONG" }] }])),
        ("list-billing-plans-for-product", 200, json!({ "plans": [plan()] })),
        ("list-billing-plans-for-new-installation", 200, json!({ "plans": [] })),
        ("create-resource-transfer", 200, json!({ "providerClaimId": "claim-1" })),
        ("verify-resource-transfer", 200, json!({ "valid": true })),
        ("provision-resource", 403, error()),
        ("list-billing-plans-for-new-installation", 404, error()),
        ("list-billing-plans-for-new-installation", 418, error()),
    ] {
        assert_eq!(judge(name, status, &body), Judgement::default(), "{name} {status}");
    }
    for (name, status) in [("delete-resource", 204), ("upsert-installation", 204)] {
        let endpoint = PartnerEndpoint::find(name).unwrap();
        assert_eq!(endpoint.judge(status, None, b""), Judgement::default(), "{name}");
    }
}

#[test]
fn names_each_violation_with_its_path() {
    let provision =
        |pointer, value| ("provision-resource", 200, with(provisioned(), pointer, value));
    for ((name, status, body), expected) in [
        (provision("/secrets", None), "$.secrets is missing"),
        (provision("/secrets", Some(json!({}))), "$.secrets must be an array, not an object"),
        (provision("/secrets", Some(json!([{ "name": "A" }]))), "$.secrets[0].value is missing"),
        (
            provision("/secrets", Some(json!([{ "name": "A", "value": "" }]))),
            "$.secrets[0].value must not be empty",
        ),
        (
            provision("/secrets", Some(json!([{ "name": "A", "value": 7 }]))),
            "$.secrets[0].value must be a string, not a number",
        ),
        (
            provision("/status", Some(json!("active"))),
            "$.status must be one of ready, pending, onboarding, suspended, resumed, uninstalled, \
             error, not active",
        ),
        (provision("/id", Some(json!(""))), "$.id must not be empty"),
        (provision("/metadata", Some(Value::Null)), "$.metadata must be an object, not null"),
        (provision("/billingPlan", Some(json!({}))), "$.billingPlan.id is missing"),
        (
            ("get-resource", 200, with(resource(), "/billingPlan/id", None)),
            "$.billingPlan.id is missing",
        ),
        (
            ("get-resource", 200, with(resource(), "/notification", Some(Value::Null))),
            "$.notification must be an object, not null",
        ),
        (
            (
                "get-installation",
                200,
                json!({ "notification": { "level": "warning", "title": "T" } }),
            ),
            "$.notification.level must be one of info, warn, error, not warning",
        ),
        (
            (
                "get-installation",
                200,
                json!({ "notification": { "level": "info", "title": "é".repeat(101) } }),
            ),
            "$.notification.title must have at most 100 characters, not 101",
        ),
        (
            (
                "get-installation",
                200,
                json!({ "notification": { "level": "info", "title": "T", "href": "/billing" } }),
            ),
            "$.notification.href must start with http: or https: or sso:",
        ),
        (
            (
                "list-billing-plans-for-product",
                200,
                json!({ "plans": [with(plan(), "/id", None)] }),
            ),
            "$.plans[0].id is missing",
        ),
        (
            ("list-billing-plans-for-product", 200, json!({ "plans": [plan(), plan()] })),
            "$.plans[1].id must be unique, but $.plans[0] has the same",
        ),
        (
            ("list-billing-plans-for-product", 200, json!([plan()])),
            "$ must be an object, not an array",
        ),
        (
            ("request-secrets-rotation", 202, json!({ "sync": true })),
            "$.sync must be false, not true",
        ),
        (
            ("provision-purchase", 200, json!({ "timestamp": "today", "balances": [] })),
            "$.timestamp must be a date and time as in ISO 8601",
        ),
        (
            ("delete-installation", 200, json!({ "finalized": "yes" })),
            "$.finalized must be a boolean, not a string",
        ),
        (("delete-resource", 204, json!({})), "$ must be empty"),
        (("delete-resource", 200, json!({})), "status must be 204, not 200"),
        (("get-resource", 500, json!({})), "status must be 200, not 500"),
        (
            ("list-billing-plans-for-new-installation", 500, json!({})),
            "status must be 200, not 500",
        ),
        (("upsert-installation", 302, json!({})), "status must be 200, 204, not 302"),
        (
            ("get-resource", 200, with(resource(), "/customClaims", Some(json!({ "a-b": 1 })))),
            "$.customClaims[\"a-b\"] must not be there",
        ),
    ] {
        let judgement = judge(name, status, &body);
        let found = violations(&judgement);
        assert_eq!(found.first().map(String::as_str), Some(expected), "{name} {status} {found:?}");
    }
}

#[test]
fn a_missing_plan_member_is_reported_once_each() {
    let body = json!({ "plans": [{ "name": "Pro" }] });
    assert_eq!(
        violations(&judge("list-billing-plans-for-product", 200, &body)),
        ["id", "type", "description"].map(|name| format!("$.plans[0].{name} is missing"))
    );
}

#[test]
fn a_body_of_another_status_names_that_status() {
    let judgement = judge("request-secrets-rotation", 200, &json!({ "sync": false }));
    assert_eq!(violations(&judgement), ["$.secrets is missing", "$.sync must be true, not false"]);
    assert_eq!(notes(&judgement), ["status this body belongs to status 202"]);
}

#[test]
fn secrets_are_never_quoted() {
    const SECRET: &str = "hunter2";
    let overrides = json!({ "production": [SECRET] });
    for secrets in [
        json!(SECRET),
        json!([SECRET]),
        json!([{ "name": "A", "value": [SECRET] }]),
        json!([{ "name": "A", "value": { "is": SECRET } }]),
        json!([{ "name": "A", "value": SECRET, "environmentOverrides": overrides }]),
        json!([{ "name": "A", "value": SECRET, "environmentOverrides": SECRET }]),
    ] {
        let mut body = with(provisioned(), "/secrets", Some(secrets));
        body["sync"] = json!(true);
        for name in ["provision-resource", "request-secrets-rotation"] {
            let judgement = judge(name, 200, &body);
            assert!(!judgement.violations.is_empty(), "{body}");
            assert!(!format!("{judgement:?}").contains(SECRET), "{judgement:?}");
        }
    }
}

#[test]
fn bodies_that_are_not_json() {
    let provision = PartnerEndpoint::find("provision-resource").unwrap();
    for (body, expected) in [
        ("<!doctype html><h1>Oops</h1>", "$ must be JSON, not HTML"),
        ("", "$ must not be empty"),
        ("ok", "$ must be JSON: expected value at line 1 column 1"),
    ] {
        let judgement = provision.judge(200, Some("text/html"), body.as_bytes());
        assert_eq!(violations(&judgement), [expected], "{body}");
    }
    for (body, expected) in [
        ("<h1>Forbidden</h1>", "$ must be JSON, not HTML"),
        ("", "$ should be JSON with `error.code` and `error.message`"),
        (r#"{"error":true}"#, "$.error must be an object, not a boolean"),
        (r#"{"error":{"message":"No."}}"#, "$.error.code is missing"),
    ] {
        let judgement = provision.judge(403, JSON, body.as_bytes());
        assert_eq!(violations(&judgement), [""; 0], "errors only get advice: {body}");
        assert_eq!(notes(&judgement), [expected], "{body}");
    }
}

#[test]
fn notes_say_what_is_accepted_without_being_documented() {
    for (name, status, body, expected) in [
        ("upsert-installation", 201, json!({}), "status Vercel's example integration"),
        ("provision-resource", 201, provisioned(), "status Vercel's example integration"),
        ("get-resource", 401, error(), "status 401 is not in Vercel's reference, but common"),
        ("get-resource", 418, error(), "status 418 is not in Vercel's reference, which lists 403"),
        ("get-resource", 200, provisioned(), "$.secrets should not be here"),
        (
            "list-billing-plans-for-product",
            200,
            json!({ "plans": [with(plan(), "/scope", None)] }),
            "$.plans[0].scope should be given",
        ),
        (
            "list-billing-plans-for-product",
            200,
            json!({ "plans": [with(plan(), "/paymentMethodRequired", None)] }),
            "$.plans[0].paymentMethodRequired should be given",
        ),
        (
            "provision-resource",
            200,
            with(provisioned(), "/secrets/0/name", Some(json!("REDIS-URL"))),
            "$.secrets[0].name should be a name for an environment variable",
        ),
    ] {
        let judgement = judge(name, status, &body);
        assert_eq!(violations(&judgement), [""; 0], "{name} {status}");
        let notes = notes(&judgement);
        assert!(matches!(&*notes, [note] if note.starts_with(expected)), "{name}: {notes:?}");
    }
}

#[test]
fn another_content_type_is_noted() {
    let endpoint = PartnerEndpoint::find("get-resource").unwrap();
    let body = resource().to_string();
    for (content_type, expected) in [
        (Some("application/json"), None),
        (Some("Application/JSON; charset=utf-8"), None),
        (Some("text/plain"), Some("content-type should be application/json, not text/plain")),
        (None, Some("content-type should be application/json, but is missing")),
    ] {
        let judgement = endpoint.judge(200, content_type, body.as_bytes());
        assert_eq!(violations(&judgement), [""; 0]);
        assert_eq!(notes(&judgement), expected.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn console_output_can_be_json_lines() {
    let endpoint = PartnerEndpoint::find("resource-repl").unwrap();
    let lines = b"{\"type\":\"paragraph\"}\n\n{\"type\":\"list\"}\n";
    let expected = "$[1].type must be one of paragraph, table, not list";
    assert_eq!(violations(&endpoint.judge(200, Some("application/jsonl"), lines)), [expected]);
    for body in [json!([{ "type": "paragraph" }]), error()] {
        let source = "status 400 is not in Vercel's reference, but common";
        assert_eq!(notes(&judge("resource-repl", 400, &body)), [source], "{body}");
    }
}

#[test]
fn many_violations_are_cut_off() {
    let body = json!({ "plans": vec![Value::Null; 10_000] });
    assert_eq!(judge("list-billing-plans-for-product", 200, &body).violations.len(), 50);
}

/// One body of everything, from which the others are made.
fn rich() -> Value {
    let mut body = provisioned();
    body["notification"] = json!({ "level": "info", "title": "T", "href": "sso:billing" });
    body["customClaims"] = json!({ "roles": ["a"], "claimRules": [{ "claims": { "a": null } }] });
    body["billingPlan"]["effectiveDate"] = json!("2026-01-31T12:00:00Z");
    body["billingPlan"]["details"] = json!([{ "label": "Storage", "value": "1 GB" }]);
    body
}

fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(members) => {
            members
                .iter()
                .for_each(|(name, member)| pointers(member, &format!("{at}/{name}"), found));
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(index, item)| pointers(item, &format!("{at}/{index}"), found));
        }
        _ => {}
    }
}

#[test]
fn agrees_with_a_complete_validator() {
    let endpoint = PartnerEndpoint::find("provision-resource").unwrap();
    let schema = endpoint.response(200).unwrap().schema.as_ref().unwrap();
    let complete = jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&endpoint.schema(Some(200)).unwrap())
        .unwrap();
    let mut found = Vec::new();
    pointers(&rich(), "", &mut found);
    let texts = ["", "ready", "https://a.example", "2026-01-31T12:00:00.000Z", &"x".repeat(101)];
    let values =
        [json!(null), json!(true), json!(1), json!(-1.5), json!([]), json!([1]), json!({})];
    let values: Vec<Value> = values.into_iter().chain(texts.map(Value::from)).collect();
    let mut valid = 0;
    for pointer in found {
        for value in &values {
            let mut body = rich();
            *body.pointer_mut(&pointer).unwrap() = value.clone();
            assert_eq!(schema.is_valid(&body), complete.is_valid(&body), "{pointer} {value}");
            valid += usize::from(complete.is_valid(&body));
        }
        let Some((parent, member)) = pointer.rsplit_once('/') else { continue };
        let mut body = rich();
        if let Some(members) = body.pointer_mut(parent).unwrap().as_object_mut() {
            members.remove(member);
            assert_eq!(schema.is_valid(&body), complete.is_valid(&body), "without {pointer}");
        }
    }
    assert!(schema.is_valid(&rich()) && valid > 0);
}
