//! Filters.

use serde_json::json;

use super::super::server::Server;
use super::super::support::{vercel_hooks, with_secret};
use super::{arrives, event, lines, record_with};

/// Four requests, a second apart, and an event.
fn recording() -> String {
    let refused = json!({ "status": 403 });
    let passed_on = |status| json!({ "forwarded": { "status": status, "timeMs": 1.0 } });
    let unreachable =
        json!({ "forwarded": { "status": null, "failure": "refused", "timeMs": 1.0 } });
    let records: Vec<_> = [refused, passed_on(Some(200)), passed_on(Some(500)), unreachable]
        .iter()
        .zip(["a", "b", "c", "d"])
        .enumerate()
        .map(|(second, (fields, id))| {
            let mut record = record_with(&event(id), fields);
            record["time"] = format!("2026-01-31T12:00:0{second}.000Z").into();
            record
        })
        .collect();
    lines(&records) + &event("e") + "\n"
}

#[track_caller]
fn replays(args: &[&str], expected: &[&str]) {
    let received = arrives(&recording(), args);
    let ids: Vec<_> = received.iter().map(|request| request.json()["id"].clone()).collect();
    assert_eq!(ids, expected, "{args:?}");
}

#[test]
fn filters_by_type() {
    replays(&[], &["a", "b", "c", "d", "e"]);
    replays(&["--type", "type.b"], &["b"]);
    replays(&["--type", "type.[ad]", "--type", "*.e"], &["a", "d", "e"]);
}

#[test]
fn filters_by_id() {
    replays(&["--id", "c"], &["c"]);
    replays(&["--id", "e", "--id", "a"], &["a", "e"]);
}

#[test]
fn filters_by_abbreviated_ids() {
    let ids = ["abcdef", "abcxef", "xbcdef", "last"];
    let recording = lines(&ids.map(|id| record_with(&event(id), &json!({}))));
    let replayed = |id: &str| {
        let received = arrives(&recording, &["--id", id, "--id", "last"]);
        received
            .iter()
            .map(|request| request.json()["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(replayed("ab…ef"), ["abcdef", "abcxef", "last"]);
    assert_eq!(replayed("abcd*"), ["abcdef", "last"]);
    assert_eq!(replayed("*cdef"), ["abcdef", "xbcdef", "last"]);
    for id in ["abcdef*abcdef", "abcd", "abcdef*f"] {
        assert_eq!(replayed(id), ["last"], "{id}");
    }
}

#[test]
fn filters_by_time() {
    replays(&["--since", "2026-01-31T12:00:02Z"], &["c", "d"]);
    replays(&["--until", "2026-01-31T12:00:01Z"], &["a", "b"]);
    replays(&["--since", "1769860801000", "--until", "1769860802000"], &["b", "c"]);
}

#[test]
fn filters_by_outcome() {
    replays(&["--failed"], &["a", "c", "d"]);
    replays(&["--failed", "--until", "2026-01-31T12:00:02Z", "--type", "*.[bc]"], &["c"]);
}

#[test]
fn skips_failures_that_succeeded_later() {
    let [refused, taken] = [500, 200].map(|status| json!({ "status": status }));
    let records = [("a", &refused), ("b", &taken), ("a", &refused), ("a", &taken), ("b", &refused)];
    let recording = lines(&records.map(|(id, fields)| record_with(&event(id), fields)));
    let received = arrives(&recording, &["--failed"]);
    assert_eq!(
        received.iter().map(|request| request.json()["id"].clone()).collect::<Vec<_>>(),
        ["b"]
    );
}

/// Two requests that failed, of which the first was forged.
fn with_forgery() -> String {
    let forged = json!({ "status": 403, "verified": false, "reason": "signature_mismatch" });
    let failed = json!({ "status": 500, "verified": false });
    lines(&[record_with(&event("f"), &forged), record_with(&event("g"), &failed)])
}

#[test]
fn forged_requests_are_neither_failures_nor_signed() {
    let ids = |args: &[&str]| {
        let received = arrives(&with_forgery(), args);
        received.iter().map(|request| request.json()["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&[]), ["f", "g"], "its own signature is kept");
    for args in [&["--failed"][..], &["--resign"], &["--failed", "--resign"]] {
        assert_eq!(ids(args), ["g"], "{args:?}");
        assert_eq!(ids(&[args, &["--id", "f"]].concat()), ["f"], "{args:?}");
    }
    let server = Server::willing();
    vercel_hooks(["replay", "r", "--to", &server.at(""), "--failed"])
        .file("r", with_forgery())
        .gives(
            0,
            "EVENT[..]\ntype.g [..]\n",
            "warning: skipped 1 request whose signature was not verified: --id includes it by id\n\
             replaying 1 of 2 events\n",
        );
}

#[test]
fn unchecked_requests_are_failures_but_are_not_signed() {
    let unchecked = json!({ "status": 502, "verified": false, "reason": "unchecked" });
    let recording = lines(&[record_with(&event("u"), &unchecked)]);
    assert_eq!(arrives(&recording, &["--failed"]).len(), 1);
    assert_eq!(arrives(&recording, &["--resign", "--id", "u"]).len(), 1);
    let args = ["replay", "r", "--to", "localhost", "--failed", "--resign"];
    with_secret(args).file("r", recording).gives(
        2,
        "",
        "warning: skipped 1 request whose signature was not verified: --id includes it by id\n\
         error: the only event is excluded\nhint: [..]\n",
    );
}

#[test]
fn a_forged_request_does_not_settle_a_failure() {
    let failed = record_with(&event("a"), &json!({ "status": 500 }));
    let forged = json!({ "status": 200, "verified": false, "reason": "signature_missing" });
    let unknown = json!({ "headers": {}, "body": event("a") });
    let recording = lines(&[failed, record_with(&event("a"), &forged), unknown]) + &event("a");
    assert_eq!(arrives(&recording, &["--failed"]).len(), 1);
}

#[test]
fn reports_how_many_are_replayed() {
    let server = Server::willing();
    vercel_hooks(["replay", "r", "--to", &server.at(""), "--failed"]).file("r", recording()).gives(
        0,
        "EVENT[..]\n[..]\n[..]\n[..]\n",
        "replaying 3 of 5 events\n✓ 3 deliveries [..]\n",
    );
}

#[test]
fn fails_if_nothing_is_left() {
    let server = Server::willing();
    for args in [["--id", "x"], ["--type", "b"], ["--since", "2027-01-01T00:00:00Z"]] {
        let fixed = ["replay", "r", "--to", &server.at("")];
        vercel_hooks(fixed.into_iter().chain(args)).file("r", recording()).gives(
            2,
            "",
            "error: all 5 events are excluded\nhint: [..]\n",
        );
    }
    server.was_never_asked();
}

#[test]
fn needs_no_secret_for_events_that_are_filtered_out() {
    let server = Server::willing();
    vercel_hooks(["replay", "r", "--to", &server.at(""), "--id", "a", "-q"])
        .file("r", recording())
        .ends(0);
    server.only();
}
