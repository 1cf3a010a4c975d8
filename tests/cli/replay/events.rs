//! Files of events without a request, which are signed afresh.

use super::super::server::Server;
use super::super::support::{DOCUMENTED, vercel_hooks, with_secret};
use super::{SIGNATURE, arrives, assert_signed, event, lines, record};

#[test]
fn what_generate_prints_is_sent_line_by_line() {
    let printed = vercel_hooks(["generate", "all", "-q"]).ends(0);
    let server = Server::willing();
    with_secret(["replay", "-", "--to", &server.at("/hooks"), "-q"])
        .stdin(printed.stdout.as_slice())
        .ends(0);
    let received = server.received();
    assert_eq!(received.len(), DOCUMENTED);
    for (request, line) in received.iter().zip(printed.text().lines()) {
        assert_eq!(request.body, line.as_bytes());
        assert_eq!(request.target, "/hooks");
        assert_eq!(request.header("content-type"), Some("application/json"));
    }
    received.iter().step_by(24).for_each(assert_signed);
}

#[test]
fn a_line_is_sent_to_the_byte_without_its_end() {
    let received = arrives("\u{feff}{\"n\":1.0}\r\n\n   \n  {\"é\" : \"\\u00e9\"} \n{}", &[]);
    let bodies: Vec<&[u8]> = received.iter().map(|request| &request.body[..]).collect();
    assert_eq!(bodies, [&br#"{"n":1.0}"#[..], "  {\"é\" : \"\\u00e9\"} ".as_bytes(), b"{}"]);
    received.iter().for_each(assert_signed);
    assert!(received.iter().all(|request| request.target == "/"));
}

#[test]
fn events_need_a_secret() {
    let server = Server::willing();
    vercel_hooks(["replay", "f", "--to", &server.at("")]).file("f", "{}\n").gives(
        2,
        "",
        "error: no secret to sign with\nhint: [..]\n",
    );
    server.was_never_asked();
}

#[test]
fn events_and_requests_can_be_mixed() {
    let mixed = lines(&[record(&event("a"))]) + &event("b") + "\n" + &lines(&[record(&event("c"))]);
    let received = arrives(&mixed, &["-H", "x-mine: 1"]);
    let ids: Vec<_> = received.iter().map(|request| request.json()["id"].clone()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert_signed(&received[1]);
    for request in [&received[0], &received[2]] {
        assert_eq!(request.header("x-vercel-signature"), Some(SIGNATURE));
    }
    assert!(received.iter().all(|request| request.header("x-mine") == Some("1")));
    arrives(&mixed, &["--resign"]).iter().for_each(assert_signed);
}

#[test]
fn an_event_without_a_type_goes_by_its_line() {
    let server = Server::willing();
    with_secret(["replay", "f", "--to", &server.at(""), "-q"]).file("f", "\n{}\n").gives(
        0,
        "EVENT [..]\nf:2    -  [..]  200 OK [..]\n",
        "",
    );
}
