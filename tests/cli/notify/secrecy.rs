//! Servers that echo the token.

use super::super::server::{Reply, Server};
use super::{TOKEN, notify_resource};

#[test]
fn redacts_the_token_in_responses() {
    let escaped: Vec<String> = TOKEN.bytes().map(|byte| format!("\\u{byte:04x}")).collect();
    let escaped = escaped.concat();
    for (status, body) in [
        (403, format!(r#"{{"error":{{"code":"no {TOKEN}","message":"bad token {TOKEN}"}}}}"#)),
        (403, format!(r#"{{"error":{{"code":"no","message":"bad token {escaped}"}}}}"#)),
        (400, format!(r#"{{"error":"Bearer {TOKEN}"}}"#)),
        (502, format!("<h1>Bearer {TOKEN}</h1>")),
        (201, TOKEN.to_owned()),
    ] {
        let headers = vec![("x-vercel-id", format!("fra1::{TOKEN}"))];
        let server = Server::always(Reply::Answer { status, headers, body: body.into() });
        for args in [&["--max-wait", "2ms"][..], &["--json", "--max-wait", "2ms"]] {
            let done = notify_resource(&server, args).ends(i32::from(status != 201));
            for text in [done.text(), &done.stderr] {
                assert!(!text.contains(TOKEN) && !text.contains(&escaped), "{text}");
            }
            assert!(done.stderr.contains("fra1::…"), "{}", done.stderr);
        }
    }
}

#[test]
fn keeps_the_text_around_a_redacted_token() {
    let body = format!(r#"{{"error":{{"code":"forbidden","message":"bad token {TOKEN}!"}}}}"#);
    let server = Server::always(Reply::with_body(403, body));
    let json = notify_resource(&server, &["--json", "-q"]).ends(1).json_lines();
    assert_eq!(json[0]["error"]["message"], "bad token …!");
    let message = format!("{}{TOKEN}", "x".repeat(495));
    let server = Server::always(Reply::with_body(400, message));
    let json = notify_resource(&server, &["--json", "-q"]).ends(1).json_lines();
    assert_eq!(json[0]["error"]["message"], format!("{}…", "x".repeat(495)));
}
