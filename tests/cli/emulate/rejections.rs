//! Invalid requests.

use super::client::Request;
use super::{emulate, emulate_with, notes};

const NO_TOKEN: &str = r#""code":"forbidden","message":"The request is not authorized.""#;
const WRONG_TOKEN: &str = r#""code":"forbidden","message":"Not authorized","invalidToken":true"#;
const NOT_POST: &str = r#""code":"method_unknown","message":"This endpoint only responds to POST""#;

/// Asserts that each of these is rejected so, and that a valid one is accepted after them.
#[track_caller]
fn rejects(files: &[(&str, &str)], args: &[&str], status: u16, rejections: &[(Request, &str)]) {
    let emulator = emulate_with(files, &[&["--count", "1"], args].concat());
    for (request, error) in rejections {
        emulator.answer(request).is_error(status, error);
    }
    emulator.accepts_a_valid_request();
    let rows = format!("[..]  {status}[..]\n  | [..]: [..]\n").repeat(rejections.len());
    let token_notes = "token: from [..], fingerprint [..]\n".repeat(files.len());
    let rejected = u32::try_from(rejections.len()).unwrap();
    emulator.gives(
        0,
        format!("TIME [..]\n{rows}[..]  201 Created\n"),
        token_notes + &notes(1, rejected),
    );
}

/// The same of bodies and what is said of each.
#[track_caller]
fn rejects_bodies<B: Into<Vec<u8>>, const N: usize>(rejections: [(B, &str); N]) {
    let emulator = emulate_with(&[], &["--count", "1"]);
    for (body, mistake) in rejections {
        emulator.answer(&Request::of(body)).is_error(400, &bad_request(mistake));
    }
    emulator.accepts_a_valid_request();
    emulator.gives(0, "...\n", notes(1, N.try_into().unwrap()));
}

fn bad_request(mistake: &str) -> String {
    let message = serde_json::to_string(&format!("Invalid request: {mistake}")).unwrap();
    format!(r#""code":"bad_request","message":{message}"#)
}

fn not_found(what: &str, id: &str) -> String {
    format!(r#""code":"not_found","message":"Could not find the {what}: {id}""#)
}

fn with_authorization(value: &str) -> Request {
    Request::valid().with("authorization", value)
}

#[test]
fn rejects_requests_without_a_bearer_token() {
    let without = Request::valid().without("authorization");
    let others = ["Bearer", "Bearer ", "Bearer    ", "Basic dTpw", "Bearerx", "x", "", "token y"];
    let requests = std::iter::once(without).chain(others.map(with_authorization));
    let rejections: Vec<_> = requests.map(|request| (request, NO_TOKEN)).collect();
    rejects(&[], &[], 401, &rejections);
}

#[test]
fn marks_an_invalid_token() {
    let files = [("one", "vit_5hF3kq0T"), ("two", "second")];
    let args = ["--token-file", "one", "--token-file", "two"];
    let wrong = ["VIT_5HF3KQ0T", "vit_5hF3kq0", "vit_5hF3kq0T1", "vit_5hF3kq0T second", "one"];
    let rejections =
        wrong.map(|token| (with_authorization(&format!("Bearer {token}")), WRONG_TOKEN));
    rejects(&files, &args, 403, &rejections);
}

#[test]
fn rejects_a_missing_token_with_known_tokens() {
    let request = Request::valid().without("authorization");
    let files = [("token", "vit_5hF3kq0T")];
    rejects(&files, &["--token-file", "token"], 401, &[(request, NO_TOKEN)]);
}

#[test]
fn rejects_unknown_installations() {
    let ids = [("icfg_2", "icfg_2"), ("ICFG_1", "ICFG_1"), ("icfg_1%20", "icfg_1 "), ("%2e", ".")];
    let rejections = ids.map(|(written, read)| {
        let target = format!("/v1/installations/{written}/events");
        (Request::valid().at(&target), not_found("installation", read))
    });
    let rejections = rejections.each_ref().map(|(request, error)| (request.clone(), &**error));
    let args = ["--installation", "icfg_1", "--installation", "icfg_3"];
    rejects(&[], &args, 404, &rejections);
}

#[test]
fn names_the_allowed_method() {
    let methods = ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "INVENTED"];
    let rejections = methods.map(|method| (Request::valid().method(method), NOT_POST));
    rejects(&[], &[], 405, &rejections);
}

#[test]
fn rejects_other_methods_before_checking_the_token() {
    let request = Request::bare("GET", "/v1/installations/icfg_2/events");
    let args = ["--installation", "icfg_1", "--token-file", "token"];
    rejects(&[("token", "vit_5hF3kq0T")], &args, 405, &[(request, NOT_POST)]);
}

#[test]
fn rejects_unknown_paths() {
    let paths = [
        "/",
        "/v1",
        "/v1/installations/icfg_1/none",
        "/v1/installations/icfg_1/events/",
        "/v1/installations/icfg_1/events/1",
        "/v1/installations//events",
        "/v1/installations/a/b/events",
        "/v2/installations/icfg_1/events",
        "/V1/installations/icfg_1/events",
        "//v1/installations/icfg_1/events",
        "/api/api/v1/installations/icfg_1/events",
        "/apiv1/installations/icfg_1/events",
        "/_emulate/events/",
        "/_emulate",
    ];
    let rejections = paths.map(|path| (Request::valid().at(path), not_found("path", path)));
    let rejections = rejections.each_ref().map(|(request, error)| (request.clone(), &**error));
    rejects(&[], &[], 404, &rejections);
}

#[test]
fn does_not_repeat_the_query_of_an_unknown_path() {
    let request = Request::bare("POST", "/x?token=hush");
    rejects(&[], &[], 404, &[(request, &not_found("path", "/x"))]);
}

#[test]
fn rejects_other_content_types() {
    let error = bad_request("the content type must be application/json");
    let without = Request::valid().without("content-type");
    let others = ["text/plain", "application/jsonp", "application/x-www-form-urlencoded", "", ";"];
    let requests = std::iter::once(without)
        .chain(others.map(|item| Request::valid().with("content-type", item)));
    let rejections: Vec<_> = requests.map(|request| (request, &*error)).collect();
    rejects(&[], &[], 400, &rejections);
}

#[test]
fn rejects_invalid_json() {
    rejects_bodies([
        ("", "invalid JSON at line 1, column 0"),
        ("nonsense", "invalid JSON at line 1, column 2"),
        ("{", "invalid JSON at line 1, column 1"),
        (r#"{"event":{"type":"installation.updated"}} x"#, "invalid JSON at line 1, column 43"),
    ]);
}

#[test]
fn rejects_bodies_of_another_shape() {
    rejects_bodies([
        ("{}", "`event` is missing"),
        ("null", "expected an object, not null"),
        (r#"[{"type":"installation.updated"}]"#, "expected an object, not an array"),
        (r#"{"event":["installation.updated"]}"#, "expected an object, not an array"),
        (r#"{"event":{}}"#, "`type` is missing"),
        (r#"{"event":{"type":"resource.updated"}}"#, "`resourceId` is missing"),
        (
            r#"{"event":{"type":"deployment.ready"}}"#,
            "`type` must be `resource.updated` or `installation.updated`, not `deployment.ready`",
        ),
        (r#"{"event":{"type":"installation.updated"},"x":1}"#, "unknown key `x`"),
    ]);
}

#[test]
fn rejects_unknown_and_duplicate_fields() {
    rejects_bodies([
        (
            r#"{"event":{"type":"resource.updated","resourceId":"r","billingPlanId":"b"}}"#,
            "unknown key `billingPlanId`",
        ),
        (
            r#"{"event":{"type":"installation.updated","resourceId":"r"}}"#,
            "unknown key `resourceId`",
        ),
        (
            r#"{"event":{"type":"resource.updated","resourceId":"r","resourceId":"s"}}"#,
            "`resourceId` occurs twice",
        ),
    ]);
}

#[test]
fn rejects_ids_that_are_not_strings() {
    rejects_bodies([
        (
            r#"{"event":{"type":"resource.updated","resourceId":1}}"#,
            "expected a string, not integer `1`",
        ),
        (
            r#"{"event":{"type":"resource.updated","resourceId":null}}"#,
            "expected a string, not null",
        ),
        (
            r#"{"event":{"type":"resource.updated","resourceId":"r","productId":null}}"#,
            "expected a string, not null",
        ),
        (
            r#"{"event":{"type":"installation.updated","billingPlanId":["b"]}}"#,
            "expected a string, not an array",
        ),
    ]);
}

#[test]
fn rejects_invalid_utf8() {
    let body = b"{\"event\":{\"type\":\"resource.updated\",\"resourceId\":\"\xff\"}}";
    rejects_bodies([(&body[..], "invalid JSON at line 1, column 51")]);
}

#[test]
fn rejects_a_body_above_64_kib() {
    let error = bad_request("the body is incomplete or too large");
    rejects(&[], &[], 400, &[(Request::padded(64 * 1024 + 1), &error)]);
}

#[test]
fn explains_the_rejection_after_a_large_body() {
    let emulator = emulate(&["--count", "1"]);
    let mut connection = emulator.connect();
    // More than the system keeps for whoever reads later.
    let answer = connection.ask(&Request::padded(20 * 1024 * 1024));
    answer.is_error(400, &bad_request("the body is incomplete or too large"));
    connection.ask(&Request::valid()).is_created();
}

#[test]
fn rejects_deep_nesting() {
    let body =
        format!(r#"{{"event":{{"type":"resource.updated","resourceId":{}"#, "[".repeat(10_000));
    rejects_bodies([(body, "the JSON is nested too deeply")]);
}
