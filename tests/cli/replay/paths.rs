//! Paths and default endpoints.

use super::super::server::Server;
use super::super::support::{vercel_hooks, with_secret};
use super::{lines, record, record_with};

/// Replays one request that came to `/recorded?a=b`, and returns where it arrives.
#[track_caller]
fn arrives_at(server_path: &str, args: &[&str], project: &str) -> String {
    let server = Server::willing();
    let to = server.at(server_path);
    vercel_hooks(["replay", "r", "--to", &to, "-q"].into_iter().chain(args.iter().copied()))
        .file("r", lines(&[record("{}")]))
        .file("vercel-hooks.toml", project)
        .ends(0);
    server.only().target
}

#[test]
fn a_given_path_replaces_the_recorded_one() {
    assert_eq!(arrives_at("", &[], ""), "/recorded?a=b");
    assert_eq!(arrives_at("/", &[], ""), "/recorded?a=b");
    assert_eq!(arrives_at("/mine", &[], ""), "/mine");
    assert_eq!(arrives_at("/mine", &["--path", "/other?x"], ""), "/other?x");
    assert_eq!(arrives_at("", &["--path", "/"], ""), "/");
    assert_eq!(arrives_at("", &[], "path = \"/project\""), "/project");
    assert_eq!(arrives_at("/mine", &[], "path = \"/project\""), "/mine");
}

#[test]
fn a_recorded_path_cannot_change_the_server() {
    let server = Server::willing();
    let paths = ["//evil.example/x", "https://evil.example/", "@evil.example", "\\\\evil", ""];
    let records = paths.map(|path| record_with("{}", &serde_json::json!({ "path": path })));
    vercel_hooks(["replay", "r", "--to", &server.at(""), "-q"]).file("r", lines(&records)).ends(0);
    assert_eq!(server.received().len(), paths.len());
}

#[test]
fn uses_the_default_endpoint() {
    let server = Server::willing();
    vercel_hooks(["replay", "r", "-q"])
        .env("VERCEL_HOOKS_ENDPOINT", &server.at(""))
        .file("r", lines(&[record("{}")]))
        .ends(0);
    vercel_hooks(["replay", "r", "-q"])
        .file("vercel-hooks.toml", format!("endpoint = \"{}\"", server.at("")))
        .file("r", lines(&[record("{}")]))
        .ends(0);
    assert_eq!(server.received().len(), 2);
    vercel_hooks(["replay", "r"]).file("r", lines(&[record("{}")])).gives(
        2,
        "",
        "error: no endpoint to send to\nhint: [..]\n",
    );
}

#[test]
fn the_demo_verifies_recorded_requests() {
    let signed = with_secret(["sign", "-q"]).stdin("{}").ends(0);
    let headers = serde_json::json!([["x-vercel-signature", signed.text().trim_end()]]);
    let recording = lines(&[record_with("{}", &serde_json::json!({ "headers": headers }))]);
    with_secret(["replay", "r", "--to", "demo"]).file("r", &recording).gives(
        0,
        "EVENT [..]\nr:1 [..]  200 OK [..]\n",
        "secret: [..]\ndemo: [..]\n✓ demo: received a body, 2 bytes: signature verified\n[..]\n",
    );
    vercel_hooks(["replay", "r", "--to", "demo"]).file("r", &recording).gives(
        1,
        "EVENT [..]\nr:1 [..]  403 Forbidden [..]\n...",
        "secret: generated [..]\ndemo: [..]\nhint: recorded signatures [..]--resign [..]\n...",
    );
    vercel_hooks(["replay", "r", "--to", "demo", "--resign"]).file("r", &recording).ends(0);
}
