//! Spellings of endpoints, and confirmation for other machines.

use std::net::Ipv6Addr;

use super::super::server::Server;
use super::super::support::with_secret;

#[test]
fn accepts_many_spellings_of_this_machine() {
    let server = Server::willing();
    let port = server.port();
    let spellings = [
        (format!(":{port}"), "/"),
        (format!(":{port}/x"), "/x"),
        (format!("localhost:{port}"), "/"),
        (format!("localhost:{port}/x?y=z"), "/x?y=z"),
        (format!("LOCALHOST:{port}"), "/"),
        (format!("127.0.0.1:{port}/x/"), "/x/"),
        (format!("http://127.0.0.1:{port}"), "/"),
        (format!("http://localhost:{port}/a%2Fb#part"), "/a%2Fb"),
    ];
    for (index, (spelling, target)) in spellings.iter().enumerate() {
        with_secret(["send", "flag.created", "--to", spelling, "-q"]).ends(0);
        assert_eq!(server.received()[index].target, *target, "{spelling}");
    }
}

#[test]
fn accepts_ipv6_addresses_in_brackets() {
    // Not every machine has it.
    let Ok(server) = Server::willing_at(Ipv6Addr::LOCALHOST) else { return };
    for spelling in [server.at("/x"), server.url("/x")] {
        with_secret(["send", "flag.created", "--to", &spelling, "-q"]).ends(0);
    }
    let received = server.received();
    assert_eq!(received.len(), 2);
    assert!(received.iter().all(|request| request.target == "/x"));
    assert_eq!(received[0].header("host"), Some(server.at("").as_str()));
}

#[test]
fn localhost_without_a_port_is_port_3000() {
    for (spelling, url) in [
        ("localhost", "http://localhost:3000/"),
        ("127.0.0.1/x", "http://127.0.0.1:3000/x"),
        ("::1", "http://[::1]:3000/"),
        ("http://localhost", "http://localhost/"),
        ("example.com", "https://example.com/"),
        ("example.com:8443/x", "https://example.com:8443/x"),
    ] {
        let args = ["send", "flag.created", "--to", spelling, "--dry-run", "--json", "-q"];
        assert_eq!(with_secret(args).ends(0).json_lines()[0]["url"], url);
    }
}

#[test]
fn a_path_replaces_the_path_of_the_endpoint() {
    let server = Server::willing();
    let paths =
        [("/api/hooks", "/api/hooks"), ("api", "/api"), ("/a?b=c", "/a?b=c"), ("//a", "//a")];
    for (index, (path, target)) in paths.iter().enumerate() {
        let args = ["send", "flag.created", "--to", &server.at("/old?q"), "--path", path, "-q"];
        with_secret(args).ends(0);
        assert_eq!(server.received()[index].target, *target, "{path}");
    }
}

#[test]
fn another_machine_needs_confirmation() {
    let proxy = Server::willing();
    for args in [&["--no-input"][..], &["--wait-ready"], &["--json"], &["--retries", "3"]] {
        with_secret(
            ["send", "flag.created", "--to", "http://192.0.2.1/"]
                .into_iter()
                .chain(args.iter().copied()),
        )
        .env("HTTP_PROXY", &proxy.url("/"))
        .gives(2, "", "error: http://192.0.2.1/ is not on this machine\nhint: [..]--yes\n");
    }
    proxy.was_never_asked();
}

#[test]
fn a_confirmed_delivery_goes_through_the_proxy() {
    let proxy = Server::willing();
    with_secret(["send", "flag.created", "--to", "http://nowhere.invalid/x", "--yes", "-q"])
        .env("HTTP_PROXY", &proxy.url("/"))
        .ends(0);
    let request = proxy.only();
    assert_eq!(request.target, "http://nowhere.invalid/x");
    assert_eq!(request.header("host"), Some("nowhere.invalid"));
}

#[test]
fn deliveries_to_this_machine_ignore_proxies() {
    let (server, proxy) = (Server::willing(), Server::willing());
    let variables = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"];
    for to in [server.at(""), format!("localhost:{}", server.port()), "demo".to_owned()] {
        let mut run = with_secret(["send", "flag.created", "--to", &to, "--wait-ready", "-q"]);
        for variable in variables {
            run = run.env(variable, &proxy.url("/"));
        }
        run.ends(0);
    }
    assert_eq!(server.received().len(), 2);
    proxy.was_never_asked();
}

#[test]
fn names_that_only_look_like_this_machine_need_confirmation() {
    for to in
        ["http://localhost.example.com", "127.0.0.1.example.com", "http://localhost@192.0.2.1/"]
    {
        let done = with_secret(["send", "flag.created", "--to", to, "-q"]).ends(2);
        assert_eq!(done.stdout, b"", "{to}");
    }
}
