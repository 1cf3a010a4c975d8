//! Requests as they arrive.

use super::super::server::Server;
use super::super::support::{SECRET, vercel_hooks, with_secret};
use super::{assert_signed, table};

#[test]
fn sends_requests_like_vercel() {
    let server = Server::willing();
    with_secret(["send", "flag.created", "--to", &server.at("/api/hooks?a=b%20c&d"), "-q"]).gives(
        0,
        table(&[("flag.created", "200 OK")]),
        "",
    );
    let request = server.only();
    assert_eq!(request.method, "POST");
    assert_eq!(request.target, "/api/hooks?a=b%20c&d");
    assert_signed(&request);
    let mut headers = request.headers.clone();
    headers.sort();
    let signature = request.header("x-vercel-signature").unwrap();
    let expected = [
        ("accept", "*/*"),
        ("content-length", &request.body.len().to_string()),
        ("content-type", "application/json"),
        ("host", &server.at("")),
        ("user-agent", concat!("vercel-hooks/", env!("CARGO_PKG_VERSION"))),
        ("x-vercel-signature", signature),
    ];
    assert_eq!(headers, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[test]
fn every_event_is_signed() {
    let server = Server::willing();
    with_secret(["send", "project.*", "--to", &server.at(""), "-q"]).ends(0);
    let received = server.received();
    assert!(received.len() > 5);
    received.iter().for_each(assert_signed);
}

#[test]
fn signs_with_a_secret_file() {
    let server = Server::willing();
    vercel_hooks(["send", "flag.created", "--to", &server.at(""), "--secret-file", "secret"])
        .file("secret", format!("{SECRET}\r\n"))
        .gives(0, table(&[("flag.created", "200 OK")]), "secret: from secret, fingerprint [..]\n");
    assert_signed(&server.only());
}

#[test]
fn adds_and_replaces_headers() {
    let server = Server::willing();
    let args = ["send", "flag.created", "--to", &server.at(""), "-q"];
    let headers = ["-H", "X-One: 1", "--header", "x-two:a:b ", "-H", "x-one: 2"];
    let replacing = ["-H", "User-Agent: mine", "-H", "x-empty:"];
    with_secret(args.into_iter().chain(headers).chain(replacing)).ends(0);
    let request = server.only();
    let of_one: Vec<&str> = request
        .headers
        .iter()
        .filter(|(name, _)| name == "x-one")
        .map(|(_, value)| value.as_str())
        .collect();
    assert_eq!(of_one, ["1", "2"]);
    assert_eq!(request.header("x-two"), Some("a:b"));
    assert_eq!(request.header("x-empty"), Some(""));
    assert_eq!(request.header("user-agent"), Some("mine"));
    assert_signed(&request);
}

#[test]
fn sends_the_exact_bytes_of_a_file() {
    let bodies: [&[u8]; 7] = [
        b"",
        b"{\"type\": \"mine\",\n\t\"id\": 1.0}\n",
        b"line\r\nline\r\n\r\n",
        b" \n",
        b"\xef\xbb\xbf{}",
        b"\0\xff\xfe binary \x1b[31m",
        &vec![b'x'; 300_000],
    ];
    for body in bodies {
        let server = Server::willing();
        with_secret(["send", "--file", "body", "--to", &server.at(""), "-q"])
            .file("body", body)
            .ends(0);
        with_secret(["send", "--file", "-", "--to", &server.at(""), "-q"]).stdin(body).ends(0);
        let received = server.received();
        assert_eq!(received.len(), 2);
        for request in received {
            assert_eq!(request.body, body);
            assert_signed(&request);
        }
    }
}

#[test]
fn an_empty_body_has_a_length() {
    let server = Server::willing();
    with_secret(["send", "--file", "-", "--to", &server.at(""), "-q"]).stdin("").ends(0);
    assert_eq!(server.only().header("content-length"), Some("0"));
}

#[test]
fn a_file_that_is_an_event_is_named_by_its_type_and_id() {
    let server = Server::willing();
    let body = r#"{"id":"e1","type":"my.event"}"#;
    with_secret(["send", "--file", "body", "--to", &server.at(""), "-q"]).file("body", body).gives(
        0,
        "EVENT [..]\nmy.event  e1  [..]  200 OK [..]  29\n",
        "",
    );
}

#[test]
fn aligns_columns_with_their_titles() {
    columns_are_aligned(&["deployment.ready", "flag.created"], "");
    columns_are_aligned(&["--file", "-"], r#"{"type":"my.own.event","id":"e"}"#);
    columns_are_aligned(&["--file", "-"], "");
}

#[test]
fn flat_bodies_are_named_as_in_the_catalog() {
    let server = Server::willing();
    with_secret(["send", "spend:threshold", "--to", &server.at(""), "-q"]).gives(
        0,
        "EVENT [..]\nspend:threshold  -  [..]  200 OK [..]\n",
        "",
    );
    assert_eq!(server.only().json().get("type"), None);
    assert_signed(&server.only());
}

#[track_caller]
fn columns_are_aligned(args: &[&str], body: &str) {
    let server = Server::willing();
    let fixed = ["send", "-q", "--to", &server.at("")];
    let run = with_secret(fixed.into_iter().chain(args.iter().copied())).stdin(body);
    let done = run.ends(0);
    let (titles, rows) = done.text().split_once('\n').unwrap();
    for row in rows.lines() {
        assert_eq!(row.find("200 OK"), titles.find("STATUS"), "{}", done.text());
    }
}

#[test]
fn sends_what_generate_prints() {
    let server = Server::willing();
    let event = ["flag.created", "deployment.*", "--seed", "7", "--now", "1769860800000"];
    let changes =
        ["--set", "payload.flag.slug=x y", "--set", "payload.n:=[1.0]", "--unset", "region"];
    let printed =
        vercel_hooks(["generate"].into_iter().chain(event).chain(changes).chain(["-q"])).ends(0);
    let to = server.at("");
    with_secret(["send", "--to", &to, "-q"].into_iter().chain(event).chain(changes)).ends(0);
    let sent: Vec<Vec<u8>> = server
        .received()
        .into_iter()
        .map(|request| [request.body, b"\n".to_vec()].concat())
        .collect();
    assert_eq!(sent.concat(), printed.stdout);
}

#[test]
fn a_payload_and_a_template_are_sent() {
    let server = Server::willing();
    with_secret(["send", "flag.created", "--payload", "p.json", "--to", &server.at(""), "-q"])
        .file("p.json", r#"{"mine": 1.50}"#)
        .ends(0);
    with_secret(["send", "--template", "t.json", "--to", &server.at(""), "-q"])
        .file("t.json", r#"{"type": "t", "id": "{{event.id}}", "at": "{{now}}"}"#)
        .ends(0);
    let received = server.received();
    let body = String::from_utf8(received[0].body.clone()).unwrap();
    assert!(body.contains(r#""payload":{"mine":1.50}"#), "{body}");
    let event = received[1].json();
    assert_eq!(event["type"], "t");
    assert_eq!(event["id"].as_str().unwrap().len(), 21);
    assert!(event["at"].is_u64());
    received.iter().for_each(assert_signed);
}
