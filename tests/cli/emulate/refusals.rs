//! Notifications that are not as they should be.

use super::client::Request;
use super::{emulate, emulate_with, notes};

const NO_TOKEN: &str = r#""code":"forbidden","message":"The request is not authorized.""#;
const WRONG_TOKEN: &str = r#""code":"forbidden","message":"Not authorized","invalidToken":true"#;
const NOT_POST: &str = r#""code":"method_unknown","message":"This endpoint only responds to POST""#;

/// Asserts that each of these is refused so, and that a proper one is taken after them.
#[track_caller]
fn refuses(files: &[(&str, &str)], args: &[&str], status: u16, refusals: &[(Request, &str)]) {
    let emulator = emulate_with(files, &[&["--count", "1"], args].concat());
    for (request, error) in refusals {
        emulator.answer(request).is_refusal(status, error);
    }
    emulator.takes_a_proper_one();
    let rows = format!("[..]  {status}[..]\n  | [..]: [..]\n").repeat(refusals.len());
    let token_notes = "token: from [..], fingerprint [..]\n".repeat(files.len());
    let refused = u32::try_from(refusals.len()).unwrap();
    emulator.gives(
        0,
        format!("TIME [..]\n{rows}[..]  201 Created\n"),
        token_notes + &notes(1, refused),
    );
}

/// The same of bodies and what is said of each, besides the place of the mistake.
#[track_caller]
fn refuses_bodies<B: Into<Vec<u8>>, const N: usize>(refusals: [(B, &str); N]) {
    let emulator = emulate_with(&[], &["--count", "1"]);
    for (body, mistake) in refusals {
        let mut answer = emulator.answer(&Request::of(body));
        let (message, end) = answer.body.rsplit_once(" at line 1 column ").unwrap();
        answer.body =
            format!("{message}{}", end.trim_start_matches(|it: char| it.is_ascii_digit()));
        answer.is_refusal(400, &bad_request(mistake));
    }
    emulator.takes_a_proper_one();
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
    Request::proper().with("authorization", value)
}

#[test]
fn a_request_without_a_bearer_token_is_not_authorized() {
    let without = Request::proper().without("authorization");
    let others = ["Bearer", "Bearer ", "Bearer    ", "Basic dTpw", "Bearerx", "x", "", "token y"];
    let requests = std::iter::once(without).chain(others.map(with_authorization));
    let refusals: Vec<_> = requests.map(|request| (request, NO_TOKEN)).collect();
    refuses(&[], &[], 401, &refusals);
}

#[test]
fn a_wrong_token_is_marked_as_one() {
    let files = [("one", "vit_5hF3kq0T"), ("two", "second")];
    let args = ["--token-file", "one", "--token-file", "two"];
    let wrong = ["VIT_5HF3KQ0T", "vit_5hF3kq0", "vit_5hF3kq0T1", "vit_5hF3kq0T second", "one"];
    let refusals = wrong.map(|token| (with_authorization(&format!("Bearer {token}")), WRONG_TOKEN));
    refuses(&files, &args, 403, &refusals);
}

#[test]
fn no_token_is_not_authorized_where_one_is_known_too() {
    let request = Request::proper().without("authorization");
    let files = [("token", "vit_5hF3kq0T")];
    refuses(&files, &["--token-file", "token"], 401, &[(request, NO_TOKEN)]);
}

#[test]
fn an_unknown_installation_is_not_found() {
    let ids = [("icfg_2", "icfg_2"), ("ICFG_1", "ICFG_1"), ("icfg_1%20", "icfg_1 "), ("%2e", ".")];
    let refusals = ids.map(|(written, read)| {
        let target = format!("/v1/installations/{written}/events");
        (Request::proper().at(&target), not_found("installation", read))
    });
    let refusals = refusals.each_ref().map(|(request, error)| (request.clone(), &**error));
    let args = ["--installation", "icfg_1", "--installation", "icfg_3"];
    refuses(&[], &args, 404, &refusals);
}

#[test]
fn other_methods_are_told_the_right_one() {
    let methods = ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "INVENTED"];
    let refusals = methods.map(|method| (Request::proper().method(method), NOT_POST));
    refuses(&[], &[], 405, &refusals);
}

#[test]
fn a_method_is_wrong_whatever_the_token_is() {
    let request = Request::bare("GET", "/v1/installations/icfg_2/events");
    let args = ["--installation", "icfg_1", "--token-file", "token"];
    refuses(&[("token", "vit_5hF3kq0T")], &args, 405, &[(request, NOT_POST)]);
}

#[test]
fn unknown_paths_are_not_found() {
    let paths = [
        "/",
        "/v1",
        "/v1/installations/icfg_1",
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
    let refusals = paths.map(|path| (Request::proper().at(path), not_found("path", path)));
    let refusals = refusals.each_ref().map(|(request, error)| (request.clone(), &**error));
    refuses(&[], &[], 404, &refusals);
}

#[test]
fn a_query_is_no_part_of_an_unknown_path() {
    let request = Request::bare("POST", "/x?token=hush");
    refuses(&[], &[], 404, &[(request, &not_found("path", "/x"))]);
}

#[test]
fn a_body_that_does_not_say_it_is_json_is_refused() {
    let error = bad_request("the content type should be application/json");
    let without = Request::proper().without("content-type");
    let others = ["text/plain", "application/jsonp", "application/x-www-form-urlencoded", "", ";"];
    let requests =
        std::iter::once(without).chain(others.map(|it| Request::proper().with("content-type", it)));
    let refusals: Vec<_> = requests.map(|request| (request, &*error)).collect();
    refuses(&[], &[], 400, &refusals);
}

#[test]
fn a_body_that_is_no_json_is_refused() {
    refuses_bodies([
        ("", "EOF while parsing a value"),
        ("nonsense", "expected ident"),
        ("{", "EOF while parsing an object"),
        (r#"{"event":{"type":"installation.updated"}} x"#, "trailing characters"),
    ]);
}

#[test]
fn a_body_of_another_shape_is_refused() {
    refuses_bodies([
        ("{}", "missing field `event`"),
        ("null", "invalid type: null, expected an object"),
        (r#"[{"type":"installation.updated"}]"#, "invalid type: sequence, expected an object"),
        (r#"{"event":["installation.updated"]}"#, "invalid type: sequence, expected an object"),
        (r#"{"event":{}}"#, "missing field `type`"),
        (r#"{"event":{"type":"resource.updated"}}"#, "missing field `resourceId`"),
        (
            r#"{"event":{"type":"deployment.ready"}}"#,
            "unknown variant `deployment.ready`, expected `resource.updated` or \
             `installation.updated`",
        ),
        (
            r#"{"event":{"type":"installation.updated"},"x":1}"#,
            "unknown field `x`, expected `event`",
        ),
    ]);
}

#[test]
fn a_field_that_does_not_belong_is_refused() {
    refuses_bodies([
        (
            r#"{"event":{"type":"resource.updated","resourceId":"r","billingPlanId":"b"}}"#,
            "unknown field `billingPlanId`, expected `resourceId` or `productId`",
        ),
        (
            r#"{"event":{"type":"installation.updated","resourceId":"r"}}"#,
            "unknown field `resourceId`, expected `billingPlanId`",
        ),
        (
            r#"{"event":{"type":"resource.updated","resourceId":"r","resourceId":"s"}}"#,
            "duplicate field `resourceId`",
        ),
    ]);
}

#[test]
fn ids_that_are_no_texts_are_refused() {
    refuses_bodies([
        (
            r#"{"event":{"type":"resource.updated","resourceId":1}}"#,
            "invalid type: integer `1`, expected a string",
        ),
        (
            r#"{"event":{"type":"resource.updated","resourceId":null}}"#,
            "invalid type: null, expected a string",
        ),
        (
            r#"{"event":{"type":"resource.updated","resourceId":"r","productId":null}}"#,
            "invalid type: null, expected a string",
        ),
        (
            r#"{"event":{"type":"installation.updated","billingPlanId":["b"]}}"#,
            "invalid type: sequence, expected a string",
        ),
    ]);
}

#[test]
fn text_that_is_no_utf8_is_refused() {
    let body = b"{\"event\":{\"type\":\"resource.updated\",\"resourceId\":\"\xff\"}}";
    refuses_bodies([(&body[..], "invalid unicode code point")]);
}

#[test]
fn a_body_larger_than_64_kib_is_refused() {
    let error = bad_request("the body is broken off or too large");
    refuses(&[], &[], 400, &[(Request::blown_up(64 * 1024 + 1), &error)]);
}

#[test]
fn who_sends_a_large_body_to_the_end_sees_why_it_is_refused() {
    let emulator = emulate(&["--count", "1"]);
    let mut connection = emulator.connect();
    // More than the system keeps for whoever reads later.
    let answer = connection.ask(&Request::blown_up(20 * 1024 * 1024));
    answer.is_refusal(400, &bad_request("the body is broken off or too large"));
    connection.ask(&Request::proper()).is_created();
}

#[test]
fn nesting_without_end_is_refused() {
    let body =
        format!(r#"{{"event":{{"type":"resource.updated","resourceId":{}"#, "[".repeat(10_000));
    refuses_bodies([(body, "recursion limit exceeded")]);
}
