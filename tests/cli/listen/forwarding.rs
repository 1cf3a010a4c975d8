//! `--forward-to`: another server gives the answers.

use serde_json::{Value, json};

use super::super::running::{Running, json_lines};
use super::super::server::{ClosedPort, Reply, Server};
use super::super::support::vercel_hooks;
use super::{
    NO_SECRET, SIGNATURE, delivery, event, listen, notes, plain_row, received, row, signature_of,
    signed, table, takes, told, verifying,
};

/// A listener that passes on to this endpoint.
fn forwarding_to(endpoint: &str, args: &[&str]) -> Running {
    listen(&[&["--forward-to", endpoint], args].concat())
}

#[test]
fn forwards_a_request_to_the_byte() {
    let server = Server::willing();
    let listener = forwarding_to(&server.at(""), &["--count", "1"]);
    let body = b"{ \"id\":\"a\",\r\n \"type\": \"x\" }\n\0\xff".to_vec();
    let request = signed(&body).with("x-custom", "it").with("content-type", "text/odd; a=b");
    assert_eq!(listener.answer(&request).status, 200);
    let row = row("-", "-", "unchecked", "200 OK");
    listener.gives(0, table([&*row, "  forwarded: 200 in [..]"]), notes("", &received(1)));
    let passed_on = server.only();
    assert_eq!((&*passed_on.method, &*passed_on.target), ("POST", "/"));
    assert_eq!(passed_on.body, body);
    assert_eq!(passed_on.header("x-custom"), Some("it"));
    assert_eq!(passed_on.header("content-type"), Some("text/odd; a=b"));
    assert_eq!(passed_on.header("x-vercel-signature"), Some(&*signature_of(&body)));
}

#[test]
fn forwards_each_request_over_a_connection_of_its_own() {
    let server = Server::answering_once_each();
    let listener = forwarding_to(&server.at(""), &[]);
    for id in ["a", "b", "c"] {
        assert_eq!(listener.answer(&event(id)).status, 200);
    }
    assert_eq!(server.received().len(), 3);
}

#[test]
fn does_not_forward_hop_by_hop_headers() {
    let server = Server::willing();
    let listener = forwarding_to(&server.at(""), &[]);
    let mut request = event("a").and("x-twice", "1").and("x-twice", "2");
    let own = [
        ("te", "trailers"),
        ("keep-alive", "timeout=5"),
        ("proxy-authorization", "Basic x"),
        ("proxy-connection", "keep-alive"),
        ("trailer", "x-sum"),
        ("upgrade", "h2c"),
        ("accept-encoding", "br"),
    ];
    for (name, value) in own {
        request = request.with(name, value);
    }
    assert_eq!(listener.answer(&request).status, 200);
    let passed_on = server.only();
    for (name, _) in own {
        assert_eq!(passed_on.header(name), None, "{name}");
    }
    assert_ne!(passed_on.header("connection"), Some("close"));
    assert_eq!(passed_on.header("host"), Some(&*server.at("")));
    assert_eq!(passed_on.header("x-vercel-signature"), Some(SIGNATURE));
    let twice = passed_on.headers.iter().filter(|(name, _)| name == "x-twice");
    assert_eq!(twice.map(|(_, value)| &**value).collect::<Vec<_>>(), ["1", "2"]);
    for once in ["content-length", "host", "x-vercel-signature", "content-type"] {
        let count = passed_on.headers.iter().filter(|(name, _)| name == once).count();
        assert_eq!(count, 1, "{once}");
    }
}

#[test]
fn does_not_forward_headers_that_connection_names() {
    let server = Server::willing();
    let listener = forwarding_to(&server.at(""), &[]);
    let request = event("a").with("connection", "keep-alive, x-hop").with("x-hop", "1");
    assert_eq!(listener.connect().ask(&request).status, 200);
    assert_eq!(server.only().header("x-hop"), None);
}

#[test]
fn forwards_bodies_of_unknown_length() {
    let server = Server::willing();
    let listener = forwarding_to(&server.at(""), &[]);
    let mut connection = listener.connect();
    connection.say(b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n");
    connection.say(b"2\r\n{}\r\n0\r\n\r\n");
    assert_eq!(connection.answer().status, 200);
    let passed_on = server.only();
    assert_eq!((&*passed_on.body, passed_on.header("transfer-encoding")), (&b"{}"[..], None));
}

#[test]
fn forwards_an_empty_body() {
    let server = Server::willing();
    let listener = forwarding_to(&server.at(""), &[]);
    assert_eq!(listener.answer(&delivery("", SIGNATURE)).status, 200);
    assert_eq!(server.only().header("content-length"), Some("0"));
}

#[test]
fn keeps_the_path_unless_the_endpoint_has_one() {
    for (endpoint, asked, expected) in [
        ("", "/", "/"),
        ("", "/api/webhooks?a=b&c=%20%2F", "/api/webhooks?a=b&c=%20%2F"),
        ("/", "/a%2Fb/", "/a%2Fb/"),
        ("", "//example.com/x", "//example.com/x"),
        ("", "/a/%2e%2e/x/../y/./%7Ez", "/a/%2e%2e/x/../y/./%7Ez"),
        ("", "/@example.com:1/x?http://example.com", "/@example.com:1/x?http://example.com"),
        ("/hooks", "/", "/hooks"),
        ("/hooks?key=1", "/api?a=b", "/hooks?key=1"),
    ] {
        let server = Server::willing();
        let listener = forwarding_to(&server.at(endpoint), &["--json", "--count", "1"]);
        assert_eq!(listener.answer(&event("a").at(asked)).status, 200, "{asked}");
        assert_eq!(server.only().target, expected);
        let ended = listener.gives(0, "...\n", notes("", &received(1)));
        assert_eq!(ended.json_lines()[0]["path"], asked);
    }
}

#[test]
fn returns_the_response() {
    for (status, kind) in [(200, "text/x"), (201, "application/json"), (202, "a/b; c=d")] {
        let headers = vec![("content-type", kind.to_owned()), ("x-secret", "hush".to_owned())];
        let body = "{\"é\": 1}\r\n".into();
        let server = Server::always(Reply::Answer { status, headers, body });
        let listener = forwarding_to(&server.at(""), &["--count", "1", "--record", "r"]);
        let answer = listener.answer(&event("a"));
        assert_eq!((answer.status, &*answer.body), (status, "{\"é\": 1}\r\n"));
        assert_eq!(answer.header("content-type"), Some(kind));
        let record = listener.gives(0, "...\n", notes("", &received(1))).read_text("r");
        let record = json_lines(&record).remove(0);
        assert_eq!(record["status"], status);
        assert_eq!(record["forwarded"]["status"], status);
        assert_eq!(record["forwarded"]["failure"], Value::Null);
        assert!(record["forwarded"]["timeMs"].as_f64().unwrap() > 0.0, "{record}");
    }
}

#[test]
fn returns_a_response_without_a_body() {
    let server = Server::always(Reply::status(204));
    let listener = forwarding_to(&server.at(""), &[]);
    let mut connection = listener.connect();
    for id in ["a", "b"] {
        assert_eq!(connection.ask(&event(id)).status, 204);
    }
}

#[test]
fn returns_a_long_response_whole() {
    let server = Server::always(Reply::with_body(200, vec![b'x'; 100_000]));
    let listener = forwarding_to(&server.at(""), &[]);
    let answer = listener.answer(&event("a"));
    assert_eq!((answer.status, answer.body.len()), (200, 100_000));
}

#[test]
fn answers_502_to_an_incomplete_response() {
    let half = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf".to_vec();
    let server = Server::always(Reply::Raw(half));
    let listener = forwarding_to(&server.at(""), &[]);
    assert_eq!(listener.answer(&event("a")).status, 502);
}

#[test]
fn returns_an_encoded_response_unchanged() {
    let headers = vec![("content-encoding", "x-own".to_owned())];
    let server = Server::always(Reply::Answer { status: 200, headers, body: b"abc".to_vec() });
    let listener = forwarding_to(&server.at(""), &[]);
    let answer = listener.answer(&event("a"));
    assert_eq!((&*answer.body, answer.header("content-encoding")), ("abc", Some("x-own")));
}

#[test]
fn returns_a_rejection_and_hints_at_replay() {
    let server = Server::always(Reply::with_body(422, "no"));
    let listener = forwarding_to(&server.at(""), &["--count", "1", "--record", "it is.jsonl"]);
    let answer = listener.answer(&event("a"));
    assert_eq!((answer.status, &*answer.body), (422, "no"));
    let told = told("", &received(1));
    listener.gives(
        0,
        table([
            "[..]  deployment.ready              a                      unchecked[..]  422 Unprocessab…",
            "  forwarded: 422 in [..]",
        ]),
        format!(
            "{NO_SECRET}{told}hint: forwarding failed for 1 request; to send again:\n  vercel-hooks replay \
             'it is.jsonl' --failed --to http://[..]/\n"
        ),
    );
}

#[test]
fn returns_redirects_without_following_them() {
    let other = Server::willing();
    for status in [301, 302, 307, 308] {
        let server = Server::always(Reply::redirect(status, &other.url("/x")));
        let listener = forwarding_to(&server.at(""), &["--count", "1"]);
        assert_eq!(listener.answer(&event("a")).status, status);
        listener.gives(0, "...\n", "...\nhint: forwarding failed for 1 request; [..]\n");
        server.only();
    }
    other.was_never_asked();
}

/// Asserts that passing on to this endpoint fails so.
#[track_caller]
fn fails(endpoint: &str, word: &str, failure: &str) {
    let listener = forwarding_to(endpoint, &["--count", "1", "--json", "--record", "r"]);
    let answer = listener.answer(&event("a"));
    assert_eq!((answer.status, answer.body), (502, format!("not forwarded: {word}\n")));
    let told = told("", &received(1));
    let ended = listener.gives(
        0,
        "...\n",
        format!(
            "{NO_SECRET}{told}hint: forwarding failed for 1 request; to send again:\n  vercel-hooks replay \
             r --failed --to http://[..]/\n"
        ),
    );
    let mut record = json_lines(&ended.read_text("r")).remove(0);
    assert_eq!(record["status"], 502);
    record["forwarded"]["timeMs"].take();
    assert_eq!(record["forwarded"], json!({"status": null, "failure": failure, "timeMs": null}));
}

#[test]
fn answers_502_when_the_server_does_not_respond() {
    let closed = ClosedPort::new();
    fails(&closed.endpoint(), "refused", "refused");
    fails(&Server::always(Reply::close()).at(""), "closed", "closed");
    fails(&Server::always(Reply::Raw(b"no HTTP\r\n\r\n".to_vec())).at(""), "not HTTP", "not_http");
}

#[test]
fn hints_at_record_when_forwarding_fails() {
    let closed = ClosedPort::new();
    let listener = forwarding_to(&closed.endpoint(), &["--count", "2"]);
    for id in ["a", "b"] {
        assert_eq!(listener.answer(&event(id)).status, 502);
    }
    let rows = ["a", "b"].map(|id| row("deployment.ready", id, "unchecked", "502[..]"));
    let below = "  forwarded: refused in [..]";
    let notes = notes("", &received(2));
    listener.gives(
        0,
        table([&*rows[0], below, &*rows[1], below]),
        format!("{notes}hint: forwarding failed for 2 requests; --record FILE keeps requests for replay\n"),
    );
}

#[test]
fn does_not_forward_requests_that_fail_first() {
    let server = Server::willing();
    let listener = forwarding_to(&server.at(""), &["--fail-first", "1", "--count", "2"]);
    assert_eq!(listener.answer(&event("a")).status, 500);
    server.was_never_asked();
    takes(&listener, "b");
    let first = "[..]  deployment.ready              a  [..]  500 Internal…";
    listener.gives(
        0,
        table([first, &*plain_row("b"), "  forwarded: 200 in [..]"]),
        notes("", &received(2)),
    );
}

#[test]
fn does_not_forward_rejected_requests() {
    let server = Server::willing();
    let listener = forwarding_to(&server.at(""), &["--path", "/x", "--max-body", "5"]);
    assert_eq!(listener.answer(&event("a")).status, 404);
    assert_eq!(listener.answer(&event("a").at("/x").method("PUT")).status, 405);
    assert_eq!(listener.answer(&event("a").at("/x")).status, 413);
    server.was_never_asked();
}

#[test]
fn asks_before_forwarding_to_another_machine() {
    for endpoint in ["example.com", "http://192.0.2.1:3000/", "https://localhost.example.com"] {
        let args = ["listen", "--port", "0", "--timeout", "1ms", "--forward-to", endpoint];
        vercel_hooks(args).gives(
            2,
            "",
            "error: [..] is not on this machine\nhint: to send there, add --yes\n",
        );
        for yes in ["--yes", "-y"] {
            vercel_hooks(args.into_iter().chain([yes])).gives(
                0,
                table([]),
                notes("", &received(0)),
            );
        }
    }
}

#[test]
fn refuses_to_forward_to_the_demo() {
    let args = ["listen", "--port", "0", "--timeout", "1ms", "--forward-to", "demo"];
    vercel_hooks(args).gives(
        2,
        "",
        "error: --forward-to: invalid endpoint `demo`: the demo ends with its command; use your own \
         server\n\
         hint: write `localhost`, `:3000`, `host:port/path` or a URL\n",
    );
}

#[test]
fn refuses_a_response_together_with_forwarding() {
    for own in [["--respond", "201"], ["--body", "x"]] {
        let args = ["listen", "--port", "0", "--timeout", "1ms", "--forward-to", ":3000"];
        let stderr = format!(
            "error: the argument '--forward-to <ENDPOINT>' cannot be used with '{}[..]\n...\n",
            own[0]
        );
        vercel_hooks(args.into_iter().chain(own)).gives(2, "", stderr);
    }
}

#[test]
fn forwards_and_reports_a_request_whose_client_is_gone() {
    let server = Server::willing();
    let listener = forwarding_to(&server.at(""), &["--delay", "50ms", "--count", "2"]);
    let mut client = listener.connect();
    client.say(&event("a").bytes());
    server.wait_for(1);
    drop(client);
    takes(&listener, "b");
    listener.gives(0, "...\n", notes("", &received(2)));
}

#[test]
fn forwards_the_headers_of_proxies_and_adds_none_of_its_own() {
    let server = Server::willing();
    let listener = forwarding_to(&server.at(""), &[]);
    let proxied = [
        ("x-forwarded-for", "1.2.3.4"),
        ("x-forwarded-host", "example.com"),
        ("forwarded", "for=1.2.3.4"),
        ("via", "1.1 x"),
        ("x-real-ip", "1.2.3.4"),
    ];
    let request =
        proxied.iter().fold(event("a"), |request, (name, value)| request.with(name, value));
    assert_eq!(listener.answer(&request).status, 200);
    let forwarded = server.only();
    for (name, value) in proxied {
        assert_eq!(forwarded.header(name), Some(value), "{name}");
    }
    assert_eq!((forwarded.header("accept"), forwarded.header("user-agent")), (None, None));
}

#[test]
fn adds_headers_to_forwarded_requests() {
    let server = Server::willing();
    let args =
        ["-H", "X-Added: 1", "-H", "x-added: 2", "--header", "X-Custom: new", "--record", "r"];
    let listener = forwarding_to(&server.at(""), &[&args[..], &["--count", "1"]].concat());
    assert_eq!(listener.answer(&event("a").with("x-custom", "old")).status, 200);
    let forwarded = server.only();
    let added = forwarded.headers.iter().filter(|(name, _)| name == "x-added");
    assert_eq!(added.map(|(_, value)| &**value).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(forwarded.header("x-custom"), Some("new"));
    // The recording holds what was received.
    let record = listener.gives(0, "...\n", notes("", &received(1))).read_text("r");
    assert!(record.contains(r#"["x-custom","old"]"#) && !record.contains("x-added"), "{record}");
}

#[test]
fn explains_why_some_headers_cannot_be_added() {
    for (header, error) in [
        (
            "Host: example.com",
            "error: --header: invalid header `Host`: it names the endpoint that the request is sent \
             to\nhint: write the host into the endpoint: http://app.localhost:3000\n",
        ),
        (
            "x-vercel-signature: 0",
            "error: --header: invalid header `x-vercel-signature`: vercel-hooks sets it itself\n...\n",
        ),
    ] {
        let args = ["listen", "--port", "0", "--forward-to", ":1", "-H", header];
        vercel_hooks(args).gives(2, "", error);
    }
    let args = ["listen", "--port", "0", "--header", "a: b"];
    vercel_hooks(args).gives(2, "", "error: [..] not provided: --forward-to <ENDPOINT>\n...\n");
}

#[test]
fn forwards_each_event_to_the_first_server_for_its_type() {
    let [deployments, teams, rest] = [(); 3].map(|()| Server::willing());
    let routes = [
        format!("deployment.*={}", deployments.at("/hooks?a=b")),
        format!("*.ready={}", teams.at("")),
        rest.at(""),
    ];
    let args = routes.iter().flat_map(|route| ["--forward-to", route]).collect::<Vec<_>>();
    let listener = listen(&args);
    for kind in ["deployment.ready", "team.ready", "team.gone"] {
        let body = format!(r#"{{"type":"{kind}"}}"#);
        assert_eq!(listener.answer(&delivery(body, SIGNATURE)).status, 200);
    }
    assert_eq!(listener.answer(&delivery("no event", SIGNATURE)).status, 200);
    assert_eq!(deployments.only().target, "/hooks?a=b");
    assert_eq!(deployments.events()[0]["type"], "deployment.ready");
    assert_eq!(teams.events()[0]["type"], "team.ready");
    assert_eq!((teams.received().len(), rest.received().len()), (1, 2));
}

#[test]
fn answers_events_itself_that_no_server_is_for() {
    let server = Server::always(Reply::status(500));
    let endpoint = format!("team.*={}", server.at(""));
    let listener = forwarding_to(&endpoint, &["--count", "1"]);
    takes(&listener, "a");
    server.was_never_asked();
    listener.gives(0, table([&*plain_row("a")]), notes("", &received(1)));
}

#[test]
fn rejects_forged_events_for_every_server() {
    let servers = [(); 2].map(|()| Server::willing());
    let routes = [format!("deployment.*={}", servers[0].at("")), servers[1].at("")];
    let args = ["--forward-to", &routes[0], "--forward-to", &routes[1], "--reject-invalid"];
    let listener = verifying(&args);
    for body in [r#"{"type":"deployment.ready"}"#, "{}"] {
        assert_eq!(listener.answer(&delivery(body, SIGNATURE)).status, 403);
    }
    for server in servers {
        server.was_never_asked();
    }
}

#[test]
fn hints_at_replay_for_every_server() {
    let servers = [(); 2].map(|()| Server::always(Reply::status(500)));
    let routes = [format!("deployment.*={}", servers[0].at("")), servers[1].at("")];
    let args = ["--forward-to", &routes[0], "--forward-to", &routes[1], "--record", "r"];
    let listener = listen(&[&args[..], &["--count", "1"]].concat());
    assert_eq!(listener.answer(&event("a")).status, 500);
    let hint = "hint: forwarding failed for 1 request; to send again:
  vercel-hooks replay r --failed --type 'deployment.*' --to http://[..]/
  vercel-hooks replay r --failed --to http://[..]/
";
    listener.gives(0, "...\n", format!("{}{hint}", notes("", &received(1))));
}
