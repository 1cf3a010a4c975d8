//! Endpoints that do not respond.

use super::super::server::{ClosedPort, Reply, Server};
use super::super::support::with_secret;
use super::{notes, table};

/// Delivers to an endpoint that gives no answer, and asserts what is said of that.
#[track_caller]
fn fails(to: &str, args: &[&str], status: &str, advice: &str) {
    let args = ["send", "flag.created", "--to", to].into_iter().chain(args.iter().copied());
    with_secret(args).gives(
        3,
        table(&[("flag.created", status)]),
        notes(&format!("hint: [..]{advice}[..]\n")),
    );
}

#[test]
fn a_refused_connection_is_explained() {
    let closed = ClosedPort::new();
    let to = closed.endpoint();
    fails(&to, &[], "refused", &format!("nothing listens at http://{to}/: [..]--wait-ready"));
}

#[test]
fn an_unknown_host_is_explained() {
    fails("http://nowhere.invalid/", &["--yes"], "unknown host", "does not resolve");
}

#[test]
fn times_out_if_the_endpoint_never_responds() {
    let server = Server::always(Reply::silence());
    fails(&server.at(""), &["--timeout", "200ms"], "timed out", "--timeout");
}

#[test]
fn times_out_if_the_response_headers_never_end() {
    let server = Server::always(Reply::Stall(b"HTTP/1.1 200 OK\r\nx-a: ".to_vec()));
    fails(&server.at(""), &["--timeout", "200ms"], "timed out", "--timeout");
}

#[test]
fn explains_a_connection_closed_without_a_response() {
    for bytes in [&b""[..], b"HTTP/1.1 200", b"HTTP/1.1 200 OK\r\ncontent-le"] {
        let server = Server::always(Reply::Raw(bytes.to_vec()));
        fails(&server.at(""), &[], "closed", "closed the connection");
    }
}

#[test]
fn explains_a_response_that_is_not_http() {
    let tls_alert = b"\x15\x03\x01\x00\x02\x02\x46";
    for bytes in [
        &b"hello there, how are you?\r\n\r\n"[..],
        tls_alert,
        b"\0\0\0\0\0\0\0\0\0\0\0\0",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 two hundred\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
    ] {
        let server = Server::always(Reply::Raw(bytes.to_vec()));
        fails(&server.at(""), &[], "not HTTP", "not HTTP");
    }
}

#[test]
fn gives_up_on_endless_response_headers() {
    let server = Server::always(Reply::Endless(b"HTTP/1.1 200 OK\r\nx-long: ".to_vec()));
    fails(&server.at(""), &[], "not HTTP", "not HTTP");
}

#[test]
fn rejects_a_content_length_that_is_not_a_number() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n";
    let server = Server::always(Reply::Raw(head.to_vec()));
    fails(&server.at(""), &[], "not HTTP", "not HTTP");
}

#[test]
fn tls_to_a_plain_server_is_explained() {
    let server = Server::willing();
    fails(&format!("https://{}", server.at("")), &[], "TLS failed", "http://");
    assert!(server.received().is_empty());
}

#[test]
fn one_failure_does_not_stop_the_others() {
    let server = Server::in_turn([Reply::close(), Reply::status(200)]);
    with_secret(["send", "flag.created", "flag.deleted", "--to", &server.at(""), "-q"]).gives(
        3,
        table(&[("flag.created", "closed"), ("flag.deleted", "200 OK")]),
        "",
    );
}

#[test]
fn waits_until_the_endpoint_listens() {
    let server = Server::willing();
    for wait in [&["--wait-ready"][..], &["--wait-ready", "5s"], &["--wait-ready=5s"]] {
        let args = ["send", "flag.created", "--to", &server.at(""), "-q"];
        with_secret(args.into_iter().chain(wait.iter().copied())).gives(
            0,
            table(&[("flag.created", "200 OK")]),
            "",
        );
    }
    assert_eq!(server.received().len(), 3);
}

#[test]
fn gives_up_if_the_endpoint_never_listens() {
    let closed = ClosedPort::new();
    let to = closed.endpoint();
    with_secret(["send", "flag.created", "--to", &to, "--wait-ready", "50ms"]).gives(
        3,
        "",
        notes(&format!(
            "waiting for http://{to}/, up to 50 ms\nerror: http://{to}/ did not accept connections \
             within 50 ms\nhint: [..]\n"
        )),
    );
}
