//! Recorded credentials that endpoints echo.

use serde_json::json;

use super::super::server::{Reply, Server};
use super::super::support::vercel_hooks;
use super::{lines, record_with};

#[test]
fn redacts_recorded_credentials_that_an_endpoint_echoes() {
    let recorded = |session: &str| {
        let cookies = format!("theme=dark; session={session}");
        let headers = json!([["cookie", cookies], ["authorization", "Bearer TOPSECRETTOKEN"]]);
        record_with("{}", &json!({ "headers": headers }))
    };
    let recording = lines(&[recorded("COOKIESECRET"), recorded("OTHERCOOKIE")]);
    // It repeats what it was sent with the other request, too.
    let body = "COOKIESECRET, OTHERCOOKIE, TOPSECRETTOKEN, hunter-2, dark";
    let headers = vec![("location", "/?s=COOKIESECRET".to_owned())];
    for (status, flag) in [(307, "-q"), (307, "--json"), (200, "--json"), (200, "--verbose")] {
        let headers = headers.clone();
        let server = Server::always(Reply::Answer { status, headers, body: body.into() });
        let to = server.at("");
        let args = ["replay", "recording", "--to", &to, "-H", "x-own: hunter-2", flag];
        let done = vercel_hooks(args).file("recording", &recording).ends(i32::from(status != 200));
        for text in [done.text(), &done.stderr] {
            for hidden in ["COOKIE", "TOPSECRET", "hunter"] {
                assert!(!text.contains(hidden), "{text}");
            }
        }
        assert_eq!(done.text().matches("…, …, …, …, dark").count(), 2, "{}", done.text());
        assert_eq!(server.received()[0].header("authorization"), Some("Bearer TOPSECRETTOKEN"));
    }
}

#[test]
fn a_recorded_cookie_of_backslashes_does_not_hold_up_redaction() {
    for length in [40, 4000] {
        let cookie = format!("s={}", "\\".repeat(length));
        let recording = lines(&[record_with("{}", &json!({ "headers": [["cookie", cookie]] }))]);
        let body = "\\".repeat(60_000) + "%5C&#92;\\u005c";
        let server = Server::always(Reply::with_body(500, body));
        let to = server.at("");
        // With time that grows faster than the text, this would not end.
        let run = vercel_hooks(["replay", "recording", "--to", &to, "--json", "--retries", "0"]);
        let done = run.file("recording", &recording).ends(1);
        assert!(!done.text().contains(r"\\\\\\\\"), "{}", done.text());
    }
}
