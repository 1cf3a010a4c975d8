//! What holds for every command that listens.

#[cfg(target_os = "linux")]
mod memory;

use std::fs;
use std::net::{Ipv6Addr, TcpListener};
use std::process::Stdio;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::child::{self, LISTENING, Listening};
use super::client::{Connection, Request};
use super::support::vercel_hooks;

/// The commands, and how their summaries end.
const COMMANDS: [(&str, &str); 2] = [("listen", "0 verified"), ("emulate", "0 rejected")];

fn start(command: &str, args: &[&str]) -> Listening {
    let mut child = child::command();
    child.args([command, "--port", "0"]).args(args);
    Listening::start(child, Arc::new(tempfile::tempdir().unwrap()), None)
}

/// What a command says on standard error if nothing was sent to it.
fn idle(command: &str, before: &str, summary: &str) -> String {
    let no_secret = match command {
        "listen" => "warning: no secret: signatures are not checked (--secret-file PATH)\n",
        _ => "",
    };
    format!("{no_secret}{before}{command}: listening at [..]\n{command}: 0 [..], {summary}\n")
}

/// Whether this machine has the address `::1`.
fn has_ipv6() -> bool {
    TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_ok()
}

#[test]
fn probes_of_readiness_succeed_and_do_not_count() {
    for (command, summary) in COMMANDS {
        let server = start(command, &["--json"]);
        assert_eq!(server.answer(&Request::bare("GET", "/")).status, 200);
        assert_eq!(server.answer(&Request::bare("GET", "/?ready")).status, 200);
        let mut connection = server.connect();
        connection.say(b"HEAD / HTTP/1.0\r\n\r\n");
        let mut head = String::new();
        connection.read_to_end(&mut head);
        assert!(head.starts_with("HTTP/1.0 200 OK\r\n") && head.ends_with("\r\n\r\n"), "{head}");
        server.interrupt();
        server.gives(130, "", idle(command, "", summary));
    }
}

#[test]
fn sigterm_ends_with_the_summary() {
    for (command, summary) in COMMANDS {
        let server = start(command, &["--json"]);
        server.signal("TERM");
        server.gives(130, "", idle(command, "", summary));
    }
}

#[test]
fn the_first_line_of_json_is_the_url() {
    for (command, summary) in COMMANDS {
        let args = [command, "--port", "0", "--timeout", "1ms", "--json"];
        vercel_hooks(args).gives(0, LISTENING, idle(command, "", summary));
    }
}

#[test]
fn writes_the_url_to_a_file_even_if_quiet() {
    for (command, _) in COMMANDS {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("url");
        let mut child = child::command()
            .args([command, "--port", "0", "--quiet", "--url-file", "url"])
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let url = loop {
            // It is written at once.
            if let Ok(url) = fs::read_to_string(&file) {
                break url;
            }
            thread::sleep(Duration::from_millis(1));
        };
        let address = url.strip_prefix("http://").unwrap().strip_suffix('\n').unwrap();
        let answer = Connection::to(address).ask_only(&Request::bare("GET", "/"));
        child.kill().unwrap();
        child.wait().unwrap();
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
    for (command, _) in COMMANDS {
        for host in [&[][..], &["--host", "localhost"]] {
            let server = start(command, host);
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
    for (command, _) in COMMANDS {
        let done = vercel_hooks([command, "--port", &port, "--timeout", "1ms"]).ends(2);
        let error = format!("error: cannot listen on port {port} of ::1: ");
        assert!(done.stderr.contains(&error), "{}", done.stderr);
    }
}

#[test]
fn listens_on_the_host_that_is_named() {
    let hosts = [("127.0.0.1", "127.0.0.1:"), ("::1", "[::1]:"), ("[::1]", "[::1]:")];
    for (command, _) in COMMANDS {
        for (host, address) in hosts {
            if host != "127.0.0.1" && !has_ipv6() {
                continue;
            }
            let server = start(command, &["--host", host, "--json"]);
            assert!(server.address.starts_with(address), "{}", server.address);
            assert_eq!(server.answer(&Request::bare("GET", "/")).status, 200);
        }
    }
}

#[test]
fn warns_that_other_machines_can_connect() {
    let warning =
        "warning: other machines can connect: --host is not an address of this machine only\n";
    for (command, summary) in COMMANDS {
        let server = start(command, &["--host", "0.0.0.0", "--json"]);
        // Clients cannot use 0.0.0.0 everywhere.
        assert!(server.address.starts_with("127.0.0.1:"), "{}", server.address);
        assert_eq!(server.answer(&Request::bare("GET", "/")).status, 200);
        server.interrupt();
        server.gives(130, "", idle(command, warning, summary));
    }
}

#[test]
fn explains_an_invalid_host() {
    for (command, _) in COMMANDS {
        for (host, error) in [
            ("example.com", "error: --host: invalid address `example.com`\nhint: write localhost"),
            ("192.0.2.1", "cannot listen on port 0 of 192.0.2.1: "),
        ] {
            let args = [command, "--port", "0", "--timeout", "1ms", "--host", host];
            let stderr = vercel_hooks(args).ends(2).stderr;
            assert!(stderr.contains(error), "{stderr}");
        }
    }
}

#[test]
fn rejects_a_head_before_it_ends() {
    for (command, _) in COMMANDS {
        let server = start(command, &[]);
        let mut connection = server.connect();
        connection.say(b"POST / HTTP/1.1\r\nhost: x\r\nx-long: ");
        connection.say(&vec![b'x'; 40 * 1024]);
        assert_eq!(connection.answer().status, 431);
    }
}
