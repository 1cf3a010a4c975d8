//! Recorded headers.

use serde_json::{Value, json};

use super::super::server::{Received, Server};
use super::super::support::{vercel_hooks, with_secret};
use super::{SIGNATURE, arrives, lines, record_with};

fn recording(headers: &Value) -> String {
    lines(&[record_with("{}", &json!({ "headers": headers }))])
}

#[track_caller]
fn headers_of(request: &Received) -> Vec<(&str, &str)> {
    let mut headers: Vec<(&str, &str)> =
        request.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
    headers.sort_unstable();
    headers
}

#[test]
fn sends_end_to_end_headers_only() {
    let server = Server::willing();
    let recorded = json!([
        ["host", "recorded.example"],
        ["content-length", "99"],
        ["connection", "close, x-hop"],
        ["x-hop", "1"],
        ["transfer-encoding", "chunked"],
        ["accept-encoding", "gzip"],
        ["expect", "100-continue"],
        ["te", "trailers"],
        ["trailer", "x"],
        ["upgrade", "h2c"],
        ["keep-alive", "timeout=5"],
        ["proxy-authorization", "Basic x"],
        ["forwarded", "for=1.2.3.4"],
        ["via", "1.1 x"],
        ["x-forwarded-for", "1.2.3.4"],
        ["x-real-ip", "1.2.3.4"],
        ["accept", "a/b"],
        ["content-type", "application/json; charset=utf-8"],
        ["user-agent", "Vercel"],
        ["X-Twice", "1"],
        ["x-twice", "2"],
        ["x-vercel-signature", SIGNATURE],
    ]);
    vercel_hooks(["replay", "recording", "--to", &server.at(""), "-q"])
        .file("recording", recording(&recorded))
        .ends(0);
    assert_eq!(
        headers_of(&server.only()),
        [
            ("accept", "a/b"),
            ("content-length", "2"),
            ("content-type", "application/json; charset=utf-8"),
            ("host", &server.at("")),
            ("user-agent", "Vercel"),
            ("x-twice", "1"),
            ("x-twice", "2"),
            ("x-vercel-signature", SIGNATURE),
        ]
    );
}

#[test]
fn adds_no_headers() {
    let received = arrives(&recording(&json!([["x-mine", "1"]])), &[]);
    let names: Vec<&str> = headers_of(&received[0]).iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["accept", "content-length", "host", "x-mine"]);
}

#[test]
fn added_headers_replace_recorded_ones() {
    let recorded = json!([["x-a", "1"], ["x-a", "2"], ["x-b", "3"], ["user-agent", "Vercel"]]);
    let args = ["-H", "X-A: 4", "-H", "x-a: 5", "--header", "User-Agent: mine"];
    let received = arrives(&recording(&recorded), &args);
    let headers = headers_of(&received[0]);
    let mine: Vec<_> = headers.into_iter().filter(|(name, _)| name.starts_with("x-")).collect();
    assert_eq!(mine, [("x-a", "4"), ("x-a", "5"), ("x-b", "3")]);
    assert_eq!(received[0].header("user-agent"), Some("mine"));
}

const CREDENTIALS: [&str; 4] =
    ["authorization", "cookie", "x-api-key", "x-vercel-protection-bypass"];

fn with_credentials() -> String {
    let headers: Vec<[&str; 2]> = CREDENTIALS.map(|name| [name, "s3cret"]).to_vec();
    recording(&json!(headers))
}

#[test]
fn credentials_are_sent_to_this_machine() {
    let received = arrives(&with_credentials(), &[]);
    for name in CREDENTIALS {
        assert_eq!(received[0].header(name), Some("s3cret"), "{name}");
    }
}

#[test]
fn credentials_are_not_sent_to_another_machine() {
    let args = ["replay", "recording", "--to", "https://example.com", "--dry-run"];
    vercel_hooks(args).file("recording", with_credentials()).gives(
        0,
        "POST /recorded?a=b HTTP/1.1\nhost: example.com\ncontent-length: 2\n\n{}\n",
        "recorded credentials are only sent to this machine\nnothing was sent\n",
    );
    let own = args.into_iter().chain(["-H", "Authorization: Bearer mine"]);
    let done = vercel_hooks(own).file("recording", with_credentials()).ends(0);
    assert!(done.text().contains("\nauthorization: …\n"), "{}", done.text());
}

#[test]
fn credentials_are_not_shown() {
    for flag in ["--dry-run", "--curl"] {
        for json in [&[][..], &["--json"]] {
            let args = ["replay", "recording", "--to", ":1", "--resign", flag];
            let done = with_secret(args.into_iter().chain(json.iter().copied()))
                .file("recording", with_credentials())
                .ends(0);
            assert!(!done.text().contains("s3cret"), "{}", done.text());
            assert!(!done.text().contains(super::super::support::SECRET));
            assert!(!done.stderr.contains("s3cret"), "{}", done.stderr);
        }
    }
}
