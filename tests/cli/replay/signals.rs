//! Ctrl-C.

use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};

use serde_json::json;
use snapbox::cmd::cargo_bin;

use super::super::server::Server;
use super::{event, lines, record_with};

#[test]
fn ctrl_c_ends_the_wait_for_the_next_delivery() {
    let server = Server::willing();
    let folder = tempfile::tempdir().unwrap();
    let records = [0, 3_600_000].map(|time| {
        record_with(&event("a"), &json!({ "time": (1_769_860_800_000_i64 + time).to_string() }))
    });
    std::fs::write(folder.path().join("r"), lines(&records)).unwrap();
    let mut child = Command::new(cargo_bin!("vercel-hooks"))
        .env_clear()
        .current_dir(folder.path())
        .args(["replay", "r", "--to", &server.at(""), "--speed", "1"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut rows = String::new();
    while !rows.contains("200 OK") {
        assert_ne!(stdout.read_line(&mut rows).unwrap(), 0, "{rows}");
    }
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let Output { status, stderr, .. } = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(130));
    assert!(stderr.contains("due 60 min after"), "{stderr}");
    assert!(stderr.contains("interrupted: 1 of 2"), "{stderr}");
    server.only();
}
