//! `notify` against `emulate`.

use super::super::server::{Reply, Server};
use super::super::support::{Run, vercel_hooks};
use super::{Emulator, emulate, emulate_with, notes, table};

/// Tells an emulator of a resource.
fn notify(emulator: &Emulator, args: &[&str]) -> Run {
    let api = format!("http://{}", emulator.address);
    let fixed = ["notify", "resource.updated", "--installation", "icfg_1", "--resource", "db_7"];
    vercel_hooks(
        fixed
            .into_iter()
            .chain(["--api-url", &api, "--retry-wait", "1ms", "--json"])
            .chain(args.iter().copied()),
    )
    .env("VERCEL_INSTALLATION_TOKEN", super::client::TOKEN)
}

#[test]
fn notify_retries_until_accepted() {
    let emulator = emulate(&["--fail", "500:2", "--count", "1", "--json"]);
    let done = notify(&emulator, &[]).ends(0);
    assert_eq!(done.json_lines()[0]["attempts"], 3);
    let lines = emulator.gives(0, "...\n", notes(1, 2)).json_lines();
    let statuses: Vec<_> = lines.iter().map(|line| line["status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, [500, 500, 201]);
    let token = &lines[0]["tokenFingerprint"];
    assert!(lines.iter().all(|line| line["event"] == lines[2]["event"]), "{lines:?}");
    assert!(done.stderr.contains(token.as_str().unwrap()), "{}", done.stderr);
}

#[test]
fn notify_waits_as_long_as_requested() {
    let emulator = emulate(&["--fail", "429:1", "--retry-after", "0s", "--count", "1"]);
    let done = notify(&emulator, &[]).ends(0);
    assert_eq!(done.json_lines()[0]["attempts"], 2);
    emulator.gives(0, "...\n", notes(1, 1));
}

#[test]
fn notify_does_not_retry_a_rejection() {
    let token = ("token", "another");
    let args = ["--count", "1", "--token-file", "token", "--fail", "disabled:1"];
    let emulator = emulate_with(&[token], &args);
    for _ in 0..2 {
        let done = notify(&emulator, &[]).ends(1);
        assert_eq!(done.json_lines()[0]["attempts"], 1);
        assert_eq!(done.json_lines()[0]["status"], 403);
    }
    notify(&emulator, &["--token-file", "token"]).file(token.0, token.1).ends(0);
    emulator.gives(
        0,
        table([
            "[..]  403 Forbidden",
            "  | integration_configuration_disabled: The integration configuration is disabled",
            "[..]  403 Forbidden",
            "  | forbidden: Not authorized",
            "[..]  201 Created",
        ]),
        format!("token: from token, fingerprint [..]\n{}", notes(1, 2)),
    );
}

#[test]
fn notify_makes_the_emulator_read_the_resource() {
    let resource = r#"{"id":"db_7","productId":"p","name":"n","metadata":{},"status":"ready"}"#;
    let server = Server::always(Reply::with_body(200, resource));
    let emulator = emulate(&["--count", "1", "--deliver", &server.at("/base")]);
    notify(&emulator, &[]).ends(0);
    emulator.gives(0, "...\n[..]: valid, status ready\n", notes(1, 0));
    assert_eq!(server.only().target, "/base/v1/installations/icfg_1/resources/db_7");
}
