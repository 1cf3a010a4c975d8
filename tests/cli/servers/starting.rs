//! Addresses and readiness.

use std::fs;
use std::net::{Ipv6Addr, TcpListener};
use std::thread;
use std::time::Duration;

use super::super::client::{Connection, Request};
use super::super::support::vercel_hooks;
use super::COMMANDS;

/// Whether this machine has the address `::1`.
fn has_ipv6() -> bool {
    TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_ok()
}

#[test]
fn probes_of_readiness_succeed_and_do_not_count() {
    for command in COMMANDS {
        let server = command.start(&["--json"]);
        assert_eq!(server.answer(&Request::bare("GET", "/")).status, 200);
        assert_eq!(server.answer(&Request::bare("GET", "/?ready")).status, 200);
        let mut connection = server.connect();
        connection.say(b"HEAD / HTTP/1.0\r\n\r\n");
        let mut head = String::new();
        connection.read_to_end(&mut head);
        assert!(head.starts_with("HTTP/1.0 200 OK\r\n") && head.ends_with("\r\n\r\n"), "{head}");
        server.interrupt();
        server.gives(130, "", command.idle(""));
    }
}

#[test]
fn writes_the_url_to_a_file_even_if_quiet() {
    for command in COMMANDS {
        let server = command.run(&["--quiet", "--url-file", "url"]).starts();
        let url = loop {
            // It is written at once.
            if let Ok(url) = fs::read_to_string(server.path("url")) {
                break url;
            }
            thread::sleep(Duration::from_millis(1));
        };
        let address = url.strip_prefix("http://").unwrap().strip_suffix('\n').unwrap();
        let answer = Connection::to(address).ask_only(&Request::bare("GET", "/"));
        assert_eq!(answer.status, 200);
    }
}

#[test]
fn refuses_to_replace_a_secret_by_the_url() {
    for (command, flag) in [("listen", "--secret-file"), ("emulate", "--token-file")] {
        let args = [command, "--port", "0", "--timeout", "1ms", "--url-file", "s", flag, "s"];
        let done = vercel_hooks(args).file("s", "precious").ends(2);
        assert_eq!(done.read("s"), b"precious");
        assert!(done.stderr.contains("--url-file"), "{}", done.stderr);
    }
}

#[test]
fn localhost_is_both_addresses_of_this_machine() {
    for command in COMMANDS {
        for host in [&[][..], &["--host", "localhost"]] {
            let server = command.start(host);
            assert!(server.address.starts_with("127.0.0.1:"), "{}", server.address);
            assert_eq!(server.answer(&Request::bare("GET", "/")).status, 200);
            if has_ipv6() {
                let mut connection = Connection::to(&format!("[::1]:{}", server.port()));
                assert_eq!(connection.ask(&Request::bare("GET", "/")).status, 200);
            }
        }
    }
}

#[test]
fn nobody_else_can_receive_what_is_sent_to_localhost() {
    let Ok(other) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)) else { return };
    let port = other.local_addr().unwrap().port().to_string();
    for command in COMMANDS {
        let done = vercel_hooks([command.name, "--port", &port, "--timeout", "1ms"]).ends(2);
        let error = format!("error: cannot listen on port {port} of ::1: ");
        assert!(done.stderr.contains(&error), "{}", done.stderr);
    }
}

#[test]
fn listens_on_the_host_that_is_named() {
    let hosts = [("127.0.0.1", "127.0.0.1:"), ("::1", "[::1]:"), ("[::1]", "[::1]:")];
    for command in COMMANDS {
        for (host, address) in hosts {
            if host != "127.0.0.1" && !has_ipv6() {
                continue;
            }
            let server = command.start(&["--host", host, "--json"]);
            assert!(server.address.starts_with(address), "{}", server.address);
            assert_eq!(server.answer(&Request::bare("GET", "/")).status, 200);
        }
    }
}

#[test]
fn warns_that_other_machines_can_connect() {
    let warning =
        "warning: other machines can connect: --host is not an address of this machine only\n";
    for command in COMMANDS {
        let server = command.start(&["--host", "0.0.0.0", "--json"]);
        // Clients cannot use 0.0.0.0 everywhere.
        assert!(server.address.starts_with("127.0.0.1:"), "{}", server.address);
        assert_eq!(server.answer(&Request::bare("GET", "/")).status, 200);
        server.interrupt();
        server.gives(130, "", command.idle(warning));
    }
}

#[test]
fn explains_an_invalid_host() {
    for command in COMMANDS {
        for (host, error) in [
            ("example.com", "error: --host: invalid address `example.com`\nhint: write localhost"),
            ("192.0.2.1", "cannot listen on port 0 of 192.0.2.1: "),
        ] {
            let stderr = command.run(&["--timeout", "1ms", "--host", host]).ends(2).stderr;
            assert!(stderr.contains(error), "{stderr}");
        }
    }
}
