//! Broken tokens, and how servers judge them.

use std::path::Path;

use serde_json::json;

use super::super::super::server::{Reply, Server};
use super::{call, json_reply, resource};

/// The kinds, from the help.
fn kinds() -> Vec<String> {
    let help = String::from_utf8(call(["--help"]).ends(0).stdout).unwrap();
    let tamper = help.split_once("--tamper <KIND>").unwrap().1.lines();
    let kinds = tamper.skip_while(|line| !line.trim().starts_with("- "));
    let kinds = kinds.take_while(|line| !line.is_empty());
    let kinds = kinds.filter_map(|line| line.trim().strip_prefix("- ")?.split_once(':'));
    kinds.map(|(kind, _)| kind.to_owned()).collect()
}

#[test]
fn the_built_in_partner_refuses_every_broken_token() {
    let kinds = kinds();
    assert!(kinds.len() > 20, "{kinds:?}");
    for kind in kinds {
        let endpoint = if kind == "user-for-system" { "get-resource" } else { "update-resource" };
        let args = [endpoint, "--to", "demo", "--tamper", &kind, "--json", "-q"];
        let result = &call(args).ends(0).json_lines()[0];
        assert_eq!((&result["ok"], &result["tamper"]), (&json!(true), &json!(kind)), "{result}");
        let is_accepted = result["status"] == 200;
        assert!(!is_accepted || kind == "just-expired", "{result}");
    }
}

#[test]
fn rejects_a_kind_that_does_not_change_the_token() {
    for (endpoint, tamper, kind) in [
        ("get-resource", "role-user", "system"),
        ("get-resource", "system-for-user", "system"),
        ("update-resource", "user-for-system", "user"),
    ] {
        call([endpoint, "--to", "demo", "--tamper", tamper]).gives(
            2,
            "",
            format!(
                "\
error: --tamper {tamper} does not change a {kind} token
hint: --user and --system choose the kind of the token
"
            ),
        );
    }
}

#[test]
fn a_server_that_accepts_a_broken_token_fails() {
    let server = Server::always(json_reply(200, &resource()));
    call(["update-resource", "--to", &server.at(""), "--tamper", "alg-none"]).gives(
        1,
        "CALL[..]\nupdate-resource  user    200 OK [..] accepted\n  | {[..]}\n",
        "warning: the server accepted a token that it must reject: `alg: none` and no signature\n",
    );
}

#[test]
fn other_refusals_are_warned_about() {
    let server = Server::always(Reply::with_body(500, "Oops"));
    call(["update-resource", "--to", &server.at(""), "--tamper", "expired"]).gives(
        0,
        "CALL[..]
update-resource  user    500 Internal… [..] rejected
  | Oops
",
        "warning: the server rejected the token with 500 instead of 401 or 403\n",
    );
    let server = Server::always(Reply::status(404));
    call(["update-resource", "--to", &server.at(""), "--tamper", "expired", "--json"]).gives(
        0,
        "{\"call\":\"update-resource\",[..]\"result\":\"rejected\",[..]}\n",
        "warning: 404 is about the path and says nothing about the token\n",
    );
}

#[test]
fn an_expected_status_decides_about_broken_tokens() {
    let server = Server::always(Reply::status(500));
    let args = ["update-resource", "--to", &server.at(""), "--tamper", "expired"];
    call(args.into_iter().chain(["--expect", "401,403"])).ends(1);
    call(args.into_iter().chain(["--expect", "500"])).ends(0);
}

#[test]
fn a_token_without_a_header_has_none() {
    let server = Server::always(Reply::status(401));
    call(["get-resource", "--to", &server.at(""), "--tamper", "no-header"]).ends(0);
    assert_eq!(server.only().header("authorization"), None);
}

#[test]
fn a_header_of_the_user_replaces_the_token() {
    let server = Server::always(Reply::status(403));
    let args = ["get-resource", "--to", &server.at(""), "-H", "authorization: Bearer mine-of-old"];
    call(args).gives(1, "...\nget-resource[..] unexpected\n...", "");
    assert_eq!(server.only().header("authorization"), Some("Bearer mine-of-old"));
}

#[test]
fn the_key_is_kept_in_the_named_folder() {
    let server = Server::always(json_reply(200, &resource()));
    let args = ["get-resource", "--to", &server.at(""), "--state-dir", "keys"];
    let done = call(args).ends(0);
    assert_eq!(done.files("keys").len(), 1, "{:?}", done.files("keys"));
    assert!(!Path::new("keys").exists());
}
