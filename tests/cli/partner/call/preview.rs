//! `--dry-run` and `--curl`.

use serde_json::json;

use super::{Server, call};

const FIXED: [&str; 8] = [
    "--seed",
    "7",
    "--integration",
    "oac_1",
    "--installation",
    "icfg_1",
    "--idempotency-key",
    "key-1",
];

#[test]
fn shows_the_request_without_the_token() {
    let args = ["upsert-installation", "--to", ":3000/api", "--dry-run", "--now", "2026-01-31"];
    let set =
        ["--set", "acceptedPolicies:={}", "--unset", "account.contact", "--set", "scopes:=[]"];
    let more = ["--set", "account.name=a", "--set", "account.url=b", "--set"];
    let token = ["credentials.access_token=t"];
    call(args.into_iter().chain(FIXED).chain(set).chain(more).chain(token)).gives(
        0,
        r#"PUT /api/v1/installations/icfg_1 HTTP/1.1
host: localhost:3000
authorization: Bearer …
x-vercel-auth: user
user-agent: vercel-hooks/[..]
content-type: application/json
idempotency-key: key-1
content-length: [..]

{"scopes":[],"acceptedPolicies":{},"credentials":{"access_token":"t","token_type":"Bearer"},"account":{"name":"a","url":"b"}}
"#,
        "nothing was sent\n",
    );
}

#[test]
fn dry_runs_need_no_key_and_no_permission() {
    let done = call(["get-resource", "--to", "https://example.com", "--dry-run"])
        .env("XDG_STATE_HOME", "/dev/null")
        .ends(0);
    assert!(done.text().starts_with("GET /v1/installations/icfg_"), "{}", done.text());
}

#[test]
fn json_previews_have_no_body_where_there_is_none() {
    let args = ["get-installation", "--to", ":3000", "--dry-run", "--json"];
    let done = call(args.into_iter().chain(FIXED)).ends(0);
    let request = &done.json_lines()[0];
    assert_eq!(request["method"], "GET");
    assert_eq!(request["headers"]["authorization"], "Bearer …");
    assert_eq!(request["headers"]["content-type"], json!(null));
}

#[test]
fn curl_commands_make_the_token_when_they_run() {
    let args = ["delete-resource", "--to", ":3000", "--resource", "db_7", "--curl"];
    let done = call(args.into_iter().chain(FIXED)).ends(0);
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        done.text(),
        format!(
            "curl --include --globoff --noproxy '*' --request DELETE \
             http://localhost:3000/v1/installations/icfg_1/resources/db_7 \\
  --header \"authorization: Bearer $(vercel-hooks partner token --user --role ADMIN --integration \
             oac_1 --installation icfg_1 --seed 7)\" \\
  --header 'x-vercel-auth: user' \\
  --header 'user-agent: vercel-hooks/{version}' \\
  --header 'idempotency-key: key-1' \\
  --header content-type:
"
        )
    );
    assert_eq!(done.stderr, "nothing was sent\n");
    call(["get-resource", "--to", ":3000", "--curl", "--tamper", "expired"]).gives(
        2,
        "",
        "error: --curl and --tamper cannot be used together\n",
    );
}

#[test]
fn the_demo_cannot_be_previewed() {
    for flag in ["--dry-run", "--curl"] {
        call(["get-resource", "--to", "demo", flag]).gives(
            2,
            "",
            format!("error: {flag} and --to demo cannot be used together\n"),
        );
    }
}

/// `curl` sends the same request as the command itself, if it is installed.
#[cfg(unix)]
#[test]
fn curl_sends_the_same_request() {
    use std::process::Command;
    if Command::new("curl").arg("--version").output().is_err() {
        return;
    }
    let server = super::partner();
    let to = server.at("/base");
    let state = concat!(env!("CARGO_TARGET_TMPDIR"), "/state");
    for endpoint in
        ["provision-resource", "get-resource", "delete-resource", "accept-resource-transfer"]
    {
        let args = [endpoint, "--to", &to].into_iter().chain(FIXED);
        let command =
            String::from_utf8(call(args.clone().chain(["--curl"])).ends(0).stdout).unwrap();
        let binary = snapbox::cmd::cargo_bin!("vercel-hooks");
        let command = command.replace("$(vercel-hooks ", &format!("$('{}' ", binary.display()));
        let ran = Command::new("sh").args(["-c", &command]).env("XDG_STATE_HOME", state).output();
        assert!(ran.unwrap().status.success(), "{command}");
        call(args).ends(0);
    }
    let received = server.received();
    for pair in received.chunks(2) {
        let [by_curl, own] = pair else { panic!("{pair:?}") };
        assert_eq!((&by_curl.method, &by_curl.target), (&own.method, &own.target));
        assert_eq!(by_curl.body, own.body);
        for name in
            ["x-vercel-auth", "idempotency-key", "content-type", "content-length", "user-agent"]
        {
            assert_eq!(by_curl.header(name), own.header(name), "{name} of {}", own.target);
        }
        let is_bearer = |text: &str| text.starts_with("Bearer ey");
        assert!(by_curl.header("authorization").is_some_and(is_bearer), "{by_curl:?}");
    }
}

#[test]
fn nothing_is_sent_by_a_preview() {
    let server = Server::willing();
    call(["get-resource", "--to", &server.at(""), "--dry-run"]).ends(0);
    server.was_never_asked();
}
