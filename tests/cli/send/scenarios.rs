//! Scenarios: ordered events from one world.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::super::server::{Reply, Server};
use super::super::support::{vercel_hooks, with_secret};
use super::{assert_signed, table};

/// A scenario of three events.
const FILE: &str = r#"{
    "about": "A flag's short life.",
    "events": [
        { "type": "flag.created", "set": { "payload.flag.slug": "{{project.name}}-flag" } },
        { "type": "flag.updated", "after": "90s" },
        { "type": "flag.deleted", "after": "1d" }
    ]
}"#;

/// Every built-in scenario, with the types of its events.
fn built_in() -> BTreeMap<String, Vec<String>> {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "fixtures", "scenarios"].iter().collect();
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let scenarios = files.map(|file| {
        let scenario: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let events = scenario["events"].as_array().unwrap();
        let types = events.iter().map(|it| it["type"].as_str().unwrap().to_owned()).collect();
        (file.file_stem().unwrap().to_str().unwrap().to_owned(), types)
    });
    scenarios.collect()
}

/// The different values at a pointer, in the events that have it.
fn values<'a>(events: &'a [Value], pointer: &str) -> BTreeSet<&'a str> {
    events.iter().filter_map(|event| event.pointer(pointer)?.as_str()).collect()
}

#[test]
fn built_in_scenarios_arrive_in_order_and_share_a_world() {
    for (name, types) in built_in() {
        let server = Server::willing();
        let shown: Vec<(&str, &str)> = types.iter().map(|name| (name.as_str(), "200 OK")).collect();
        let done = with_secret(["send", "--scenario", &name, "--to", &server.at(""), "-q"]).ends(0);
        assert_eq!(done.text().lines().count(), shown.len() + 1, "{name}");

        server.received().iter().for_each(assert_signed);
        let events = server.events();
        let sent: Vec<&str> = events.iter().map(|it| it["type"].as_str().unwrap()).collect();
        assert_eq!(sent, types, "{name}");
        assert_eq!(values(&events, "/id").len(), events.len(), "{name}");
        for shared in [
            "/payload/team/id",
            "/payload/user/id",
            "/payload/project/id",
            "/payload/deployment/id",
            "/payload/deployment/url",
            "/payload/configuration/id",
            "/payload/installationId",
            "/payload/invoiceId",
            "/payload/flag/id",
            "/payload/resource/id",
        ] {
            assert!(values(&events, shared).len() <= 1, "{name}: {shared}");
        }
        let times: Vec<u64> = events.iter().map(|it| it["createdAt"].as_u64().unwrap()).collect();
        assert!(times.is_sorted(), "{name}: {times:?}");
    }
}

#[test]
fn a_deployment_keeps_its_id_throughout() {
    let server = Server::willing();
    for name in ["deployment-succeeds", "deployment-fails", "deployment-rolled-back"] {
        let before = server.received().len();
        with_secret(["send", "--scenario", name, "--to", &server.at(""), "-q"]).ends(0);
        let events = server.events().split_off(before);
        assert!(events.iter().take(2).all(|it| it.pointer("/payload/deployment/id").is_some()));
        assert_eq!(values(&events, "/payload/deployment/id").len(), 1, "{name}");
        assert_eq!(values(&events, "/payload/project/id").len(), 1, "{name}");
    }
}

#[test]
fn every_round_of_a_scenario_has_a_world_of_its_own() {
    let server = Server::willing();
    let args = ["send", "--scenario", "flag-lifecycle", "--to", &server.at(""), "--repeat", "3"];
    with_secret(args.into_iter().chain(["-q"])).ends(0);
    let events = server.events();
    assert_eq!(events.len(), 9);
    assert_eq!(values(&events, "/payload/flag/id").len(), 3);
    assert_eq!(values(&events[..3], "/payload/flag/id").len(), 1);
}

#[test]
fn a_scenario_comes_from_a_file_or_standard_input() {
    let server = Server::willing();
    let to = server.at("");
    let fixed = ["--to", &to, "--now", "2026-01-31T12:00:00Z", "--seed", "1"];
    for name in ["scenario.json", "./scenario.json", "-"] {
        with_secret(["send", "--scenario", name, "-q"].into_iter().chain(fixed))
            .file("scenario.json", FILE)
            .stdin(FILE)
            .gives(
                0,
                table(&[
                    ("flag.created", "200 OK"),
                    ("flag.updated", "200 OK"),
                    ("flag.deleted", "200 OK"),
                ]),
                "",
            );
    }
    let events = server.events();
    assert_eq!(events[..3], events[3..6]);
    assert_eq!(events[..3], events[6..]);
    let times: Vec<u64> =
        events[..3].iter().map(|event| event["createdAt"].as_u64().unwrap()).collect();
    assert_eq!(times, [1_769_860_800_000, 1_769_860_890_000, 1_769_947_290_000]);
    let slug = events[0].pointer("/payload/flag/slug").unwrap().as_str().unwrap();
    assert!(slug.ends_with("-flag") && !slug.contains('{'), "{slug}");
}

#[test]
fn the_command_line_changes_all_events_of_a_scenario() {
    let server = Server::willing();
    let args = ["send", "--scenario", "s.json", "--to", &server.at(""), "-q"];
    let changes = ["--set", "payload.flag.slug=mine", "--unset", "region"];
    with_secret(args.into_iter().chain(changes)).file("s.json", FILE).ends(0);
    let events = server.events();
    assert_eq!(values(&events, "/payload/flag/slug"), BTreeSet::from(["mine"]));
    assert!(events.iter().all(|event| event.get("region").is_none()));
}

#[test]
fn the_command_line_changes_what_a_scenario_sets() {
    let scenario = r#"{"events":[{"type":"flag.created","set":{
        "payload.flag":{"slug":"theirs","projectId":"p"},"payload.team.id":"t","region":"iad1"
    }}]}"#;
    let generate = |changes: &[&str]| {
        let args = ["generate", "--scenario", "s.json", "-q"];
        let done = vercel_hooks(args.into_iter().chain(changes.iter().copied()))
            .file("s.json", scenario)
            .ends(0);
        done.json_lines().remove(0)
    };
    let event = generate(&["--set=payload.flag.slug=mine"]);
    assert_eq!(event["payload"]["flag"], json!({"slug": "mine", "projectId": "p"}));
    assert_eq!(event["payload"]["team"]["id"], "t");
    let event = generate(&["--unset=payload.flag.slug", "--set=payload.team:={}"]);
    assert_eq!(event["payload"]["flag"], json!({"projectId": "p"}));
    assert_eq!(event["payload"]["team"], json!({}));
    let event = generate(&["--unset=region", "--set=payload.flag:=1"]);
    assert_eq!(event.get("region"), None);
    assert_eq!(event["payload"]["flag"], 1);
}

#[test]
fn settings_of_a_scenario_that_undo_each_other_are_refused() {
    for (set, first, second) in [
        (
            r#"{"payload.flag":{},"payload.flag.projectId":"P"}"#,
            "payload.flag",
            "payload.flag.projectId",
        ),
        (r#"{"payload.a":1,"payload.\\a":2}"#, "payload.a", "payload.a"),
    ] {
        let scenario = format!(r#"{{"events":[{{"type":"flag.created","set":{set}}}]}}"#);
        vercel_hooks(["generate", "--scenario", "s.json"]).file("s.json", scenario).gives(
            2,
            "",
            format!(
                "error: s.json: `{first}` and `{second}` cannot both be changed: one contains \
                 the other\n"
            ),
        );
    }
}

#[test]
fn a_scenario_goes_on_after_a_failure() {
    let server = Server::in_turn([Reply::status(500), Reply::status(200)]);
    with_secret(["send", "--scenario", "flag-lifecycle", "--to", &server.at(""), "-q"]).gives(
        1,
        table(&[("flag.created", "500"), ("flag.updated", "200 OK"), ("flag.deleted", "200 OK")]),
        "",
    );
}

#[test]
fn an_unknown_scenario_is_answered_with_the_nearest_name() {
    for (name, hint) in [
        ("invoice-unpayed", "did you mean `invoice-unpaid`?"),
        ("deployment-succeed", "did you mean `deployment-succeeds`?"),
        ("zzz", "[..]`vercel-hooks events scenarios`[..]"),
        ("", "[..]`vercel-hooks events scenarios`[..]"),
    ] {
        with_secret(["send", "--scenario", name, "--to", "demo"]).gives(
            2,
            "",
            format!("error: unknown scenario `{name}`\nhint: {hint}\n"),
        );
    }
}

#[test]
fn the_order_of_a_scenario_excludes_concurrency() {
    let server = Server::willing();
    let args = ["send", "--scenario", "flag-lifecycle", "--to", &server.at("")];
    with_secret(args.into_iter().chain(["--concurrency", "2"])).gives(
        2,
        "",
        "error: --scenario and --concurrency cannot be used together\n",
    );
    server.was_never_asked();
}

#[test]
fn mistakes_in_a_scenario_file_are_errors_before_anything_is_sent() {
    let server = Server::willing();
    for (file, words) in [
        ("{", "s.json is not a valid scenario: [..]"),
        ("[]", "[..]s.json[..]"),
        (r#"{"about":"x","events":[]}"#, "s.json: the scenario has no events"),
        (
            r#"{"events":["flag.created"]}"#,
            "s.json is not a valid scenario: [..]an object with a `type`[..]",
        ),
        (r#"{"about":"x"}"#, "s.json [..]missing field `events`[..]"),
        (r#"{"about":"x","events":[],"more":1}"#, "s.json [..]unknown field `more`[..]"),
        (
            r#"{"about":"x","events":[{"type":"flag.create"}]}"#,
            "s.json: unknown event `flag.create`",
        ),
        (
            r#"{"about":"x","events":[{"type":"flag.created","after":"soon"}]}"#,
            "s.json: invalid duration `soon`",
        ),
        (
            r#"{"about":"x","events":[{"type":"flag.created","set":{"a..b":1}}]}"#,
            "s.json: invalid path `a..b`: [..]",
        ),
        (
            r#"{"about":"x","events":[{"type":"flag.created","set":{"a":"{{nothing}}"}}]}"#,
            "s.json: unknown placeholder `{{nothing}}`",
        ),
    ] {
        with_secret(["send", "--scenario", "s.json", "--to", &server.at("")])
            .file("s.json", file)
            .gives(2, "", format!("error: {words}\n...\n"));
    }
    with_secret(["send", "--scenario", "./none.json", "--to", &server.at("")]).gives(
        2,
        "",
        "error: cannot read ./none.json: [..]\n",
    );
    server.was_never_asked();
}

#[test]
fn the_events_of_a_scenario_agree_about_their_time() {
    let server = Server::willing();
    let args = ["send", "--scenario", "flag-lifecycle", "--interval", "20ms", "-q"];
    with_secret(args.into_iter().chain(["--to", &server.at("")])).ends(0);
    let created: Vec<_> =
        server.events().iter().map(|event| event["payload"]["flag"]["createdAt"].clone()).collect();
    assert_eq!(created.len(), 3);
    assert!(created.iter().all(|it| *it == created[0]), "{created:?}");
}
