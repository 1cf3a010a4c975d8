//! What endpoints repeat of what they are sent, and nobody may read.

use super::super::server::{Reply, Server};
use super::super::support::{SECRET, with_secret};

const HEADERS: [&str; 4] =
    ["-H", "Authorization: Bearer TOPSECRETTOKEN", "-H", "Cookie: a=b; session=COOKIESECRET"];

/// An answer that repeats all of it, in the body and as a redirect.
fn repeating(status: u16) -> Server {
    let location = format!("/login?token=TOPSECRETTOKEN&secret={SECRET}");
    let headers = vec![("location", location)];
    let body = format!("secret {SECRET}, Bearer TOPSECRETTOKEN, session COOKIESECRET");
    Server::always(Reply::Answer { status, headers, body: body.into() })
}

#[test]
fn what_an_endpoint_repeats_is_not_shown() {
    for (status, args) in [
        (400, &[][..]),
        (307, &[]),
        (200, &["--verbose"]),
        (307, &["--json"]),
        (200, &["--json"]),
        (500, &["--retries", "1", "--retry-wait", "1ms"]),
    ] {
        let server = repeating(status);
        let to = server.at("");
        let args = [&["send", "flag.created", "--to", &to], &HEADERS[..], args].concat();
        let done = with_secret(args).ends(i32::from(status != 200));
        for text in [done.text(), &done.stderr] {
            for hidden in [SECRET, "TOPSECRET", "COOKIESECRET"] {
                assert!(!text.contains(hidden), "{text}");
            }
        }
        assert!(done.text().contains("secret …, …, session …"), "{}", done.text());
    }
}

#[test]
fn a_redirect_is_shown_without_it() {
    let server = repeating(307);
    let to = server.at("");
    let args = [&["send", "flag.created", "--to", &to], &HEADERS[..]].concat();
    let done = with_secret(args).ends(1);
    assert!(done.stderr.contains("redirects to /login?token=…&secret=…, "), "{}", done.stderr);
}

#[test]
fn a_response_that_encodes_a_secret_is_withheld() {
    const WITHHELD: &str = "(withheld: it repeats a secret in encoded form)";

    let encoded: Vec<String> =
        "TOPSECRETTOKEN".bytes().map(|byte| format!("%{byte:02X}")).collect();
    let encoded = encoded.concat();
    let headers = vec![("location", format!("/login?token={encoded}"))];
    let body = format!("before &quot;{encoded}&quot; after");
    let server = Server::always(Reply::Answer { status: 307, headers, body: body.into() });
    let to = server.at("");
    for flag in ["-q", "--json"] {
        let args = [&["send", "flag.created", "--to", &to, flag], &HEADERS[..]].concat();
        let done = with_secret(args).ends(1);
        for text in [done.text(), &done.stderr] {
            assert!(!text.contains(&encoded) && !text.contains("before"), "{text}");
        }
        assert!(done.text().contains(WITHHELD), "{}", done.text());
    }
}

#[test]
fn an_answer_that_repeats_nothing_is_shown_as_it_is() {
    let body = "Bearer of good news: session a, 50% off \\u0041 &amp; ü";
    let server = Server::always(Reply::with_body(400, body));
    let to = server.at("");
    let args = [&["send", "flag.created", "--to", &to, "--json"], &HEADERS[..]].concat();
    assert_eq!(with_secret(args).ends(1).json_lines()[0]["responseBody"], body);
}
