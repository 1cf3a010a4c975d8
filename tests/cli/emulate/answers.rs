//! Notifications that are as they should be.

use super::client::{Request, TOKEN};
use super::{emulate, emulate_with, notes, proper_row, row, table};

/// Asserts that all of these are taken by an emulator with these token files and arguments.
#[track_caller]
fn takes(tokens: &[(&str, &str)], args: &[&str], requests: &[Request]) {
    let count = u32::try_from(requests.len()).unwrap();
    let emulator = emulate_with(tokens, &[&["--count", &count.to_string()], args].concat());
    for request in requests {
        emulator.answer(request).is_created();
    }
    let rows = vec!["[..]  201 Created"; requests.len()];
    let token_notes = "token: from [..], fingerprint [..]\n".repeat(tokens.len());
    emulator.gives(0, table(rows), token_notes + &notes(count, 0));
}

#[test]
fn a_proper_notification_is_created() {
    let emulator = emulate(&["--count", "1"]);
    emulator.takes_a_proper_one();
    emulator.gives(0, table([&*proper_row()]), notes(1, 0));
}

#[test]
fn every_shape_that_the_schema_allows_is_created() {
    let bodies = [
        r#"{"event":{"type":"resource.updated","resourceId":"r","productId":"p"}}"#,
        r#"{"event":{"resourceId":"r","type":"resource.updated"}}"#,
        r#"{"event":{"type":"installation.updated","billingPlanId":"b"}}"#,
        r#"{"event":{"type":"installation.updated"}}"#,
        "\n {\"event\" : {\"type\":\"installation.updated\"} }\r\n",
    ];
    takes(&[], &[], &bodies.map(Request::of));
}

#[test]
fn the_api_is_at_two_paths_and_queries_are_ignored() {
    let targets = [
        "/api/v1/installations/icfg_1/events",
        "/v1/installations/icfg_1/events?teamId=team_1&slug=%2F",
        "/api/v1/installations/icfg_1/events?",
        "http://emulate/v1/installations/icfg_1/events",
    ];
    let args = ["--installation", "icfg_1"];
    takes(&[], &args, &targets.map(|target| Request::proper().at(target)));
}

#[test]
fn json_may_say_its_charset() {
    let types = ["application/json; charset=utf-8", "Application/JSON", "application/json;x=y"];
    takes(&[], &[], &types.map(|it| Request::proper().with("content-type", it)));
}

#[test]
fn bearer_may_be_written_in_any_case() {
    let values = ["bearer", "BEARER", "bEaReR", "Bearer "];
    let requests =
        values.map(|it| Request::proper().with("authorization", &format!("{it} {TOKEN}")));
    takes(&[("token", TOKEN)], &["--token-file", "token"], &requests);
}

#[test]
fn any_token_will_do_where_none_is_given() {
    takes(&[], &[], &["x", "a.b-c_d~e+f/g="].map(with_token));
}

#[test]
fn each_of_several_tokens_is_accepted() {
    let files = [("one", "first\n"), ("two", "second\r\n"), ("three", "third")];
    let args = ["--token-file", "one", "--token-file", "two", "--token-file", "three"];
    takes(&files, &args, &["third", "first", "second"].map(with_token));
}

#[test]
fn each_of_several_installations_is_known_however_it_is_encoded() {
    let args = ["--installation", "icfg_1", "--installation", "a/b c%é"];
    let targets = [
        "/v1/installations/icfg_1/events",
        "/v1/installations/%69cfg%5f1/events",
        "/v1/installations/a%2Fb%20c%25%C3%A9/events",
    ];
    takes(&[], &args, &targets.map(|target| Request::proper().at(target)));
}

#[test]
fn a_body_of_64_kib_is_not_too_large() {
    takes(&[], &[], &[Request::blown_up(64 * 1024)]);
}

#[test]
fn a_connection_carries_many_requests() {
    let emulator = emulate(&["--count", "3"]);
    let mut connection = emulator.connect();
    connection.ask(&Request::proper()).is_created();
    assert_eq!(connection.ask(&Request::of("nonsense")).status, 400);
    connection.ask(&Request::of(r#"{"event":{"type":"installation.updated"}}"#)).is_created();
    connection.ask(&Request::proper()).is_created();
    connection.ends();
    emulator.gives(
        0,
        table([
            &*proper_row(),
            &row("-", "icfg_1", "-", "400"),
            "  | bad_request: [..]",
            &row("installation.updated", "icfg_1", "-", "201 Created"),
            &proper_row(),
        ]),
        notes(3, 1),
    );
}

#[test]
fn answers_that_take_long_come_all_the_same() {
    let args = ["--latency", "1ms"];
    takes(&[], &args, &[Request::proper(), Request::proper()]);
}

fn with_token(token: &str) -> Request {
    Request::proper().with("authorization", &format!("Bearer {token}"))
}
