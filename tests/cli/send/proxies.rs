//! Deliveries to other machines, through proxies that the environment names.

use std::io::{Read, Write};
use std::net::{Ipv6Addr, TcpListener};
use std::thread;

use super::super::server::{ClosedPort, Server};
use super::super::support::{Run, with_secret};
use super::{notes, table};

/// A name that resolves nowhere (RFC 6761).
const ELSEWHERE: &str = "http://elsewhere.invalid/hook";

fn sending(to: &str, args: &[&str]) -> Run {
    let fixed = ["send", "flag.created", "--yes", "--to", to];
    with_secret(fixed.into_iter().chain(args.iter().copied()))
}

#[test]
fn a_proxy_carries_deliveries_to_other_machines() {
    let proxy = Server::willing();
    for args in [&["-q"][..], &["-q", "--wait-ready", "5s"]] {
        sending(ELSEWHERE, args).env("HTTP_PROXY", &proxy.url("/")).gives(
            0,
            table(&[("flag.created", "200 OK")]),
            "",
        );
    }
    assert!(proxy.received().iter().all(|request| request.target == ELSEWHERE));
    assert_eq!(proxy.received().len(), 2);
}

#[test]
fn a_proxy_that_is_down_is_named_without_its_credentials() {
    let closed = ClosedPort::new();
    let proxy = closed.endpoint();
    for (to, variable) in [
        (ELSEWHERE, "HTTP_PROXY"),
        ("https://elsewhere.invalid", "HTTPS_PROXY"),
        (ELSEWHERE, "ALL_PROXY"),
    ] {
        sending(to, &[]).env(variable, &format!("http://me:sesame@{proxy}")).gives(
            3,
            table(&[("flag.created", "refused")]),
            notes(&format!("hint: [..]the proxy http://{proxy}: does it run[..]NO_PROXY[..]\n")),
        );
    }
}

#[test]
fn a_proxy_that_cannot_be_one_is_refused() {
    for proxy in ["http://me:sesame@bad host:1", "ftp://me:sesame@proxy.invalid", "two words"] {
        for args in [&["-q"][..], &["-q", "--wait-ready", "1h"]] {
            for (to, variable) in [
                (ELSEWHERE, "HTTP_PROXY"),
                ("https://elsewhere.invalid", "https_proxy"),
                (ELSEWHERE, "ALL_PROXY"),
            ] {
                let message =
                    format!("error: {variable} is not a usable proxy\nhint: [..]NO_PROXY[..]\n");
                let done = sending(to, args).env(variable, proxy).gives(2, "", message);
                assert!(!done.stderr.contains("sesame"), "{}", done.stderr);
            }
        }
        let unheeded = sending(ELSEWHERE, &["-q"]).env("HTTP_PROXY", proxy);
        unheeded.env("NO_PROXY", "elsewhere.invalid").ends(3);
        sending("demo", &["-q"]).env("HTTP_PROXY", proxy).ends(0);
    }
    sending(ELSEWHERE, &["-q"]).env("HTTP_PROXY", " ").ends(3);
}

#[test]
fn a_host_that_needs_no_proxy_is_reached_without() {
    let proxy = Server::willing();
    sending(ELSEWHERE, &["-q"])
        .env("HTTP_PROXY", &proxy.url("/"))
        .env("NO_PROXY", "invalid")
        .gives(3, table(&[("flag.created", "unknown host")]), "");
    proxy.was_never_asked();
}

#[test]
fn a_socks_proxy_carries_deliveries_too() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("socks5h://{}", listener.local_addr().unwrap());
    let serving = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // RFC 1928: a greeting, a way to authenticate, a name and a port, a bound address.
        let mut greeting = [0; 3];
        stream.read_exact(&mut greeting).unwrap();
        stream.write_all(&[5, 0]).unwrap();
        let mut head = [0; 5];
        stream.read_exact(&mut head).unwrap();
        let mut name = vec![0; usize::from(head[4]) + 2];
        stream.read_exact(&mut name).unwrap();
        stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).unwrap();
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n").unwrap();
        name
    });
    sending(ELSEWHERE, &["-q"]).env("ALL_PROXY", &proxy).gives(
        0,
        table(&[("flag.created", "200 OK")]),
        "",
    );
    assert_eq!(serving.join().unwrap(), b"elsewhere.invalid\0P");
}

#[test]
fn this_machine_is_waited_for_where_deliveries_go() {
    // Resolvers may know localhost by one family only.
    let Ok(server) = Server::willing_at(Ipv6Addr::LOCALHOST) else { return };
    for host in ["localhost", "app.localhost", "app.localhost."] {
        let to = format!("{host}:{}", server.port());
        sending(&to, &["-q", "--wait-ready", "5s"]).gives(
            0,
            table(&[("flag.created", "200 OK")]),
            "",
        );
    }
}
