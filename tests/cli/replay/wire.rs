//! The request as it arrives: the recorded bytes, with the recorded signature or a fresh one.

use serde_json::json;

use super::super::server::Server;
use super::super::support::{vercel_hooks, with_secret};
use super::{SIGNATURE, arrives, assert_signed, event, lines, record, record_with};

#[test]
fn a_recorded_request_arrives_as_it_was() {
    let body = "{\"type\": \"mine\",\r\n\t\"id\": 1.0, \"é\": \"\\u00e9\\u2028\"}\n";
    let received = arrives(&lines(&[record(body)]), &[]);
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].method, "POST");
    assert_eq!(received[0].target, "/recorded?a=b");
    assert_eq!(received[0].body, body.as_bytes());
    assert_eq!(received[0].header("x-vercel-signature"), Some(SIGNATURE));
    assert_eq!(received[0].header("content-type"), Some("application/json"));
}

#[test]
fn bodies_arrive_to_the_byte() {
    for body in ["", " \n", "\u{feff}{}", "\0\u{1b}[31m", "no JSON"] {
        assert_eq!(arrives(&lines(&[record(body)]), &[])[0].body, body.as_bytes());
    }
    let long = "x".repeat(300_000);
    assert_eq!(arrives(&lines(&[record(&long)]), &[])[0].body, long.as_bytes());
}

#[test]
fn a_body_in_base64_arrives_as_its_bytes() {
    let binary =
        json!({ "headers": [["x-vercel-signature", SIGNATURE]], "bodyBase64": "AP/+Cg==" });
    for (args, is_fresh) in [(&[][..], false), (&["--resign"], true)] {
        let received = arrives(&lines(std::slice::from_ref(&binary)), args);
        assert_eq!(received[0].body, b"\0\xff\xfe\n");
        if is_fresh {
            assert_signed(&received[0]);
        } else {
            assert_eq!(received[0].header("x-vercel-signature"), Some(SIGNATURE));
        }
    }
}

#[test]
fn nothing_recorded_needs_a_secret() {
    let server = Server::willing();
    vercel_hooks(["replay", "recording", "--to", &server.at("")])
        .file("recording", lines(&[record(&event("a"))]))
        .gives(0, "EVENT [..]\ntype.a  a  [..]  200 OK [..]\n", "");
    assert_eq!(server.only().header("x-vercel-signature"), Some(SIGNATURE));
}

#[test]
fn a_secret_that_signs_nothing_is_mentioned() {
    let server = Server::willing();
    let args = ["replay", "recording", "--to", &server.at(""), "--secret-file", "s"];
    vercel_hooks(args).file("recording", lines(&[record("{}")])).gives(
        0,
        "EVENT [..]\n[..]\n",
        "warning: --secret-file is of no use: nothing is signed\n",
    );
}

#[test]
fn resigning_takes_the_current_secret() {
    let unsigned = json!({ "headers": [["x-mine", "1"]], "body": "{}" });
    let received = arrives(&lines(&[record(&event("a")), unsigned.clone()]), &["--resign"]);
    assert_eq!(received.len(), 2);
    received.iter().for_each(assert_signed);
    let recording = lines(&[unsigned]);
    vercel_hooks(["replay", "recording", "--to", ":1", "--resign"])
        .file("recording", &recording)
        .gives(2, "", "error: no secret to sign with\nhint: [..]\n");
    assert_eq!(arrives(&recording, &[])[0].header("x-vercel-signature"), None);
}

#[test]
fn requests_arrive_in_the_order_of_the_files_over_one_connection() {
    let server = Server::willing();
    let records = |ids: [&str; 2]| lines(&ids.map(|id| record(&event(id))));
    with_secret(["replay", "two", "-", "one", "--to", &server.at(""), "-q"])
        .file("one", records(["a", "b"]))
        .file("two", records(["c", "d"]))
        .stdin(records(["e", "f"]))
        .ends(0);
    let ids: Vec<_> = server.events().iter().map(|event| event["id"].clone()).collect();
    assert_eq!(ids, ["c", "d", "e", "f", "a", "b"]);
    assert!(server.received().iter().all(|request| request.connection == 0));
}

#[test]
fn only_posts_are_replayed() {
    let server = Server::willing();
    let records = [record_with("", &json!({ "method": "GET" })), record(&event("a"))];
    vercel_hooks(["replay", "recording", "--to", &server.at("")])
        .file("recording", lines(&records))
        .gives(
            0,
            "EVENT [..]\ntype.a [..]\n",
            "warning: left out 1 request: only POST is replayed\n",
        );
    server.only();
}

#[test]
fn what_is_recorded_by_others_may_lack_nearly_everything() {
    let received = arrives("{\"headers\":[],\"body\":\"{}\"}\n", &[]);
    assert_eq!(received[0].target, "/");
    assert_eq!(received[0].header("content-type"), Some("application/json"));
    assert_eq!(received[0].header("x-vercel-signature"), None);
}
