//! `--dry-run` and `--curl`, also through a real `curl`.

#[cfg(unix)]
use std::process::{Command, Output};

use super::super::server::Server;
#[cfg(unix)]
use super::super::support::vercel_hooks;
use super::super::support::{SECRET, with_secret};
use super::notes;

#[test]
fn a_dry_run_prints_the_request_and_sends_nothing() {
    let server = Server::willing();
    let to = server.at("/api?a=b");
    with_secret(["send", "--file", "body", "--to", &to, "--dry-run", "-H", "X-Mine: 1"])
        .file("body", "{}")
        .gives(
            0,
            format!(
                "POST /api?a=b HTTP/1.1
host: {}
content-type: application/json
user-agent: vercel-hooks/{}
x-mine: 1
x-vercel-signature: 30fa2393234925ac0599e53c341c26c2a9d3ba97
content-length: 2

{{}}
",
                server.at(""),
                env!("CARGO_PKG_VERSION")
            ),
            notes("nothing was sent\n"),
        );
    server.was_never_asked();
}

#[test]
fn a_dry_run_shows_the_exact_body() {
    let body: &[u8] = b"a\r\n\0\xff\"'\\$";
    let done = with_secret(["send", "--file", "-", "--to", ":1", "-nq"]).stdin(body).ends(0);
    let end = [b"\ncontent-length: 9\n\n", body, b"\n"].concat();
    assert!(done.stdout.ends_with(&end), "{:?}", done.stdout);
}

#[test]
fn a_dry_run_prints_several_requests_in_order() {
    let server = Server::willing();
    let args = ["send", "flag.created", "flag.deleted", "--to", &server.at(""), "--repeat", "2"];
    with_secret(args.into_iter().chain(["--dry-run", "--wait-ready", "--interval", "1h", "-q"]))
        .gives(
            0,
            "POST / HTTP/1.1\n...\n\n{\"type\":\"flag.created\",[..]}\n\n".to_owned()
                + "POST / HTTP/1.1\n...\n\n{\"type\":\"flag.deleted\",[..]}\n\n"
                + "POST / HTTP/1.1\n...\n\n{\"type\":\"flag.created\",[..]}\n\n"
                + "POST / HTTP/1.1\n...\n\n{\"type\":\"flag.deleted\",[..]}\n",
            "",
        );
    server.was_never_asked();
}

#[test]
fn a_dry_run_needs_no_confirmation() {
    with_secret(["send", "flag.created", "--to", "http://192.0.2.1/x", "--dry-run", "-q"]).gives(
        0,
        "POST /x HTTP/1.1\nhost: 192.0.2.1\n...\n",
        "",
    );
}

#[test]
fn a_dry_run_as_json_has_the_whole_request() {
    let args = ["send", "--file", "-", "--to", ":1/x?y", "--dry-run", "--json", "-q"];
    let text = with_secret(args).stdin("{}\n").ends(0).json_lines();
    assert_eq!(
        text,
        [serde_json::json!({
            "method": "POST",
            "url": "http://localhost:1/x?y",
            "headers": {
                "content-type": "application/json",
                "user-agent": concat!("vercel-hooks/", env!("CARGO_PKG_VERSION")),
                "x-vercel-signature": "f40e4e4e216fca75bc651ab72399760be5493f5b",
            },
            "body": "{}\n",
        })]
    );
    let binary = with_secret(args).stdin(&b"\xff\0"[..]).ends(0).json_lines();
    assert_eq!(binary[0]["bodyBase64"], "/wA=");
    assert_eq!(binary[0].get("body"), None);
}

#[test]
fn a_forged_delivery_can_be_shown() {
    let args = ["send", "flag.created", "--to", ":1", "-nq", "--tamper"];
    let missing = with_secret(args.into_iter().chain(["missing"])).ends(0);
    assert!(!missing.text().contains("x-vercel-signature"));
    let half = with_secret(args.into_iter().chain(["truncated"])).ends(0);
    let line = half.text().lines().find(|line| line.starts_with("x-vercel-signature: ")).unwrap();
    assert_eq!(line.len(), "x-vercel-signature: ".len() + 20);
}

#[test]
fn a_dry_run_as_json_keeps_headers_of_the_same_name() {
    let args = ["send", "flag.created", "--to", ":1", "-n", "--json", "-q"];
    let done = with_secret(args.into_iter().chain(["-H", "x-a: one", "-H", "x-a: two"])).ends(0);
    assert!(done.text().contains("one") && done.text().contains("two"), "{}", done.text());
}

#[test]
fn the_demo_cannot_be_previewed() {
    for flag in ["--dry-run", "--curl"] {
        with_secret(["send", "flag.created", "--to", "demo", flag]).gives(
            2,
            "",
            format!("error: {flag} and --to demo cannot be used together\n"),
        );
    }
}

#[test]
fn no_output_shows_the_secret() {
    let server = Server::willing();
    let to = server.at("");
    for (args, code) in [
        (&[][..], 0),
        (&["--json"], 0),
        (&["--verbose"], 0),
        (&["--dry-run"], 0),
        (&["--dry-run", "--json"], 0),
        (&["--curl"], 0),
        (&["--curl", "--json"], 0),
        (&["--dry-run", "--tamper", "wrong-secret"], 0),
        (&["--timeout", "soon"], 2),
        (&["--expect", "404"], 1),
    ] {
        let all = ["send", "flag.created", "--to", &to].into_iter().chain(args.iter().copied());
        let done = with_secret(all).ends(code);
        assert!(!done.text().contains(SECRET), "{args:?}");
        assert!(!done.stderr.contains(SECRET), "{args:?}");
    }
}

/// Runs what `--curl` prints; nothing where this machine has no curl.
#[cfg(unix)]
fn run_in_a_shell(command: &str) -> Option<Output> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    Command::new("curl").arg("--version").output().ok()?;
    let mut shell = Command::new("sh");
    // A proxy of the surroundings would get in between.
    shell.env_clear().env("PATH", path).env("HOME", "/nonexistent");
    Some(shell.args(["-c", command]).output().unwrap())
}

/// Delivers with these flags twice, by itself and through curl, and asserts that the server could
/// not tell which was which.
#[cfg(unix)]
#[track_caller]
fn curl_sends_the_same(server: &Server, args: &[&str], body: &[u8]) {
    let all = || ["send", "--file", "-", "-q"].into_iter().chain(args.iter().copied());
    let before = server.received().len();
    with_secret(all()).stdin(body).ends(0);
    let printed = with_secret(all().chain(["--curl"])).stdin(body).ends(0);
    let Some(output) = run_in_a_shell(printed.text()) else { return };
    assert!(output.status.success(), "{}\n{output:?}", printed.text());
    let received = server.received();
    assert_eq!(received.len(), before + 2);
    let (sent, curled) = (&received[before], &received[before + 1]);
    assert_eq!(curled.body, sent.body, "{}", printed.text());
    assert_eq!(curled.method, "POST");
    assert_eq!(curled.target, sent.target);
    assert_eq!(curled.sorted_headers(), sent.sorted_headers(), "{}", printed.text());
}

#[cfg(unix)]
#[test]
fn curl_sends_the_same_bytes() {
    let server = Server::willing();
    let bodies: [&[u8]; 15] = [
        b"{}",
        b"it's",
        b"''\"'\"''",
        br#"{"a":"it's \"so\" \\ $HOME `id` $(id) !! ! \n"}"#,
        b"two\nlines\n",
        b"\n",
        b"cr\r\n",
        b"nul\0nul",
        b"\xff\xfe\x80",
        b"@file",
        b"@-",
        b"!history ! $PATH",
        b"--data @x; id #",
        "snow ☃ \u{202e}".as_bytes(),
        b"%41 & | < > ( ) { } [ ] * ? ~ ^ \t tab",
    ];
    for body in bodies {
        curl_sends_the_same(&server, &["--to", &server.at("/x")], body);
    }
}

#[cfg(unix)]
#[test]
fn curl_sends_an_empty_body() {
    let server = Server::willing();
    curl_sends_the_same(&server, &["--to", &server.at("")], b"");
}

#[cfg(unix)]
#[test]
fn curl_sends_long_bodies() {
    let server = Server::willing();
    for length in [64 * 1024, 64 * 1024 + 1] {
        curl_sends_the_same(&server, &["--to", &server.at("")], &vec![b'\''; length]);
    }
}

#[cfg(unix)]
#[test]
fn curl_sends_the_same_headers() {
    let server = Server::willing();
    let to = server.at("/x?a=it's&b=$HOME");
    let headers =
        ["-H", "x-a: it's \"$HOME\" \\ `id` !", "-H", "User-Agent: @me", "-H", "X-b: 1;2"];
    let args: Vec<&str> = ["--to", &to].into_iter().chain(headers).collect();
    curl_sends_the_same(&server, &args, b"{}");
    curl_sends_the_same(&server, &["--to", &to, "--tamper", "missing"], b"{}");
    curl_sends_the_same(&server, &["--to", &to, "--tamper", "sha256"], b"{}");
}

#[cfg(unix)]
#[test]
fn curl_sends_empty_headers() {
    let server = Server::willing();
    curl_sends_the_same(&server, &["--to", &server.at(""), "-H", "x-empty:"], b"{}");
}

#[cfg(unix)]
#[test]
fn curl_sends_to_the_exact_url() {
    let server = Server::willing();
    for path in ["/?ids[]=1", "/?a={b,c}", "/?a=[1-3]", "/a[1-2]"] {
        curl_sends_the_same(&server, &["--to", &server.at(path)], b"{}");
    }
}

#[cfg(unix)]
#[test]
fn curl_sends_generated_events() {
    let server = Server::willing();
    let args = ["send", "all", "--to", &server.at(""), "--curl", "-q"];
    let printed = vercel_hooks(args).env("VERCEL_WEBHOOK_SECRET", SECRET).ends(0);
    let Some(output) = run_in_a_shell(printed.text()) else { return };
    assert!(output.status.success(), "{output:?}");
    let received = server.received();
    assert_eq!(received.len(), super::super::support::count_documented());
    received.iter().for_each(super::assert_signed);
}

#[test]
fn prints_curl_commands_as_json() {
    let done = with_secret(["send", "flag.created", "--to", ":1", "--curl", "--json"]);
    done.gives(0, "{\"curl\":\"curl [..]\"}\n", notes("nothing was sent\n"));
}
