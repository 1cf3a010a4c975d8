//! `--dry-run` and `--curl`.

#[cfg(unix)]
use std::process::Command;

use serde_json::json;

use super::super::server::Server;
use super::super::support::vercel_hooks;
use super::{SIGNATURE, event, lines, record, record_with};

#[test]
fn a_dry_run_shows_what_would_be_sent() {
    let server = Server::willing();
    vercel_hooks(["replay", "r", "--to", &server.at(""), "--dry-run", "--speed", "1"])
        .file("r", lines(&[record("{}"), record("[]")]))
        .gives(
            0,
            ["{}", "[]"]
                .map(|body| {
                    format!(
                        "POST /recorded?a=b HTTP/1.1\nhost: {}\ncontent-type: application/json\n\
                         x-vercel-signature: {SIGNATURE}\ncontent-length: 2\n\n{body}\n",
                        server.at("")
                    )
                })
                .join("\n"),
            "nothing was sent\n",
        );
    server.was_never_asked();
}

#[test]
fn the_demo_cannot_be_previewed() {
    vercel_hooks(["replay", "r", "--to", "demo", "--curl"])
        .file("r", lines(&[record("{}")]))
        .gives(2, "", "error: --curl and --to demo cannot be used together\n");
}

#[cfg(unix)]
#[test]
fn curl_sends_the_same() {
    if Command::new("curl").arg("--version").output().is_err() {
        return;
    }
    let bare = json!({ "headers": [["x-a", "1"]], "path": "/x?[1]" });
    for fields in [json!({}), bare] {
        let server = Server::willing();
        let recording = lines(&[record_with(&event("it's"), &fields)]);
        let args = ["replay", "r", "--to", &server.at(""), "-q"];
        vercel_hooks(args).file("r", &recording).ends(0);
        let command =
            vercel_hooks(args.into_iter().chain(["--curl"])).file("r", &recording).ends(0);
        let run = Command::new("sh").args(["-c", command.text()]).output().unwrap();
        assert!(run.status.success(), "{run:?}");
        let received = server.received();
        assert_eq!(received.len(), 2);
        assert_eq!(received[0].sorted_headers(), received[1].sorted_headers());
        assert_eq!(received[0].body, received[1].body);
        assert_eq!(received[0].target, received[1].target);
    }
}
