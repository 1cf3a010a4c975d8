//! What the emulator keeps, and for how long.

use std::fs;
use std::sync::Arc;

use serde_json::{Value, json};

use super::super::super::support::vercel_hooks;
use super::super::command;
use super::{Request, accepts, ask, documents, emulate, resource, with_resource};

/// The emulator with a state file in its folder.
const ARGS: [&str; 2] = ["--state", "state"];

#[test]
fn a_kill_loses_nothing_that_was_answered() {
    let mut emulator = with_resource(&ARGS);
    for number in 0..20 {
        accepts(&emulator, "PUT", &format!("/resources/{number}"), &resource());
        let before = documents(&emulator);
        let folder = Arc::clone(&emulator.folder);
        emulator.child.kill().unwrap();
        emulator.child.wait().unwrap();
        emulator = command(&ARGS).in_folder(&folder).listens();
        assert_eq!(documents(&emulator), before);
    }
    assert_eq!(documents(&emulator).as_object().unwrap().len(), 21);
}

#[test]
fn a_partial_last_line_was_never_answered() {
    let line = r#"[["installations/icfg_1",{"id":"icfg_1"}]]"#;
    let emulator = command(&ARGS).file("state", format!("{line}\n{}", &line[..20])).listens();
    assert_eq!(documents(&emulator), json!({"installations/icfg_1": {"id": "icfg_1"}}));
    assert_eq!(fs::read_to_string(emulator.path("state")).unwrap(), format!("{line}\n"));
}

#[test]
fn a_large_file_is_written_anew_when_it_is_opened() {
    let line = |number: usize| format!("[[\"installations/icfg_1\",{{\"number\":{number}}}]]\n");
    let lines: String = (0..5000).map(line).collect();
    let emulator = command(&ARGS).file("state", lines).listens();
    assert_eq!(fs::read_to_string(emulator.path("state")).unwrap(), line(4999));
    // It is still the file that is written to.
    accepts(&emulator, "PUT", "/resources/db_7", &resource());
    assert_eq!(fs::read_to_string(emulator.path("state")).unwrap().lines().count(), 2);
}

#[test]
fn leaves_other_files_alone() {
    for contents in ["{}\n", "[\"a\"]\n"] {
        let done = vercel_hooks(["emulate", "--port", "0"]).args(ARGS).file("state", contents);
        let done = done.gives(2, "", "error: [..]state[..]\n...");
        assert_eq!(done.read_text("state"), contents);
    }
}

#[test]
fn a_seed_makes_the_same_installation_on_every_run() {
    let seeded = || documents(&emulate(&["--seed", "7"]));
    let (first, second) = (seeded(), seeded());
    assert_eq!(first, second);
    let keys: Vec<&String> = first.as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 3);
    assert!(keys[0].starts_with("installations/icfg_") && keys[2].contains("/resources/"));
}

#[test]
fn strict_knows_only_the_installations_of_the_state() {
    let emulator = emulate(&["--strict"]);
    let error = r#""code":"not_found","message":"Could not find the installation: icfg_1""#;
    ask(&emulator, "GET", "/resources", &Value::Null).is_error(404, error);
    super::set(&emulator, "installations/icfg_1", &json!({"id": "icfg_1"}));
    accepts(&emulator, "GET", "/resources", &Value::Null);
}

#[test]
fn the_state_can_be_read_set_and_removed() {
    let emulator = with_resource(&[]);
    accepts(&emulator, "PUT", "/v1/installations/icfg_10/resources/a", &resource());
    let keys = |query: &str| -> Vec<String> {
        let request = Request::bare("GET", &format!("/_emulate/state{query}"));
        emulator.answer(&request).json().as_object().unwrap().keys().cloned().collect()
    };
    let [one, ten] = ["installations/icfg_1/resources/db_7", "installations/icfg_10/resources/a"];
    assert_eq!(keys(""), [one, ten]);
    assert_eq!(keys("?installation=icfg_1"), [one]);
    let remove = |query: &str| {
        let request = Request::bare("DELETE", &format!("/_emulate/state{query}"));
        assert_eq!(emulator.answer(&request).status, 204);
    };
    remove("?installation=icfg_1");
    assert_eq!(keys(""), [ten]);
    remove("");
    assert!(keys("").is_empty());
    let wrong = Request::bare("PUT", "/_emulate/state").body(r#"{"a":{}}"#);
    assert_eq!(emulator.answer(&wrong).status, 400);
}

#[test]
fn a_reset_goes_back_to_the_start() {
    let emulator = emulate(&["--seed", "7", "--fail", "500"]);
    let before = documents(&emulator);
    assert_eq!(ask(&emulator, "PUT", "/resources/db_7", &resource()).status, 500);
    let reset = Request::bare("POST", "/_emulate/reset");
    assert_eq!(emulator.answer(&reset).status, 204);
    assert_eq!(emulator.events().json(), json!([]));
    accepts(&emulator, "PUT", "/resources/db_7", &resource());
    assert_ne!(documents(&emulator), before);
    assert_eq!(emulator.answer(&reset).status, 204);
    assert_eq!(documents(&emulator), before);
}
