//! What is never reached by mistake, and what nobody may read in a report.

use super::super::server::ClosedPort;
use super::{FEW, Reply, SECRET, SECRET_NOTE, Server, check, vercel_hooks, with_secret};

#[test]
fn another_machine_needs_confirmation() {
    let proxy = Server::willing();
    for endpoint in ["http://192.0.2.1/", "http://nowhere.invalid/"] {
        for args in [&[][..], &["--no-input"], &["--json"], &["--wait-ready"]] {
            check(endpoint, args).env("HTTP_PROXY", &proxy.url("/")).gives(
                2,
                "",
                format!("{SECRET_NOTE}error: {endpoint} is not on this machine\nhint: [..]--yes\n"),
            );
        }
    }
    proxy.was_never_asked();
}

#[test]
fn another_machine_is_reached_through_the_proxy() {
    let proxy = super::receiver(403);
    check("http://nowhere.invalid/x", &["--yes", "--only", FEW, "-q"])
        .env("HTTP_PROXY", &proxy.url("/"))
        .ends(0);
    let targets: Vec<String> = proxy.received().into_iter().map(|item| item.target).collect();
    assert_eq!(targets, ["http://nowhere.invalid/x"; 4]);
}

#[test]
fn this_machine_is_not_reached_through_a_proxy() {
    let (server, proxy) = (super::receiver(403), Server::willing());
    for endpoint in [server.at(""), format!("localhost:{}", server.port()), "demo".to_owned()] {
        check(&endpoint, &["--only", FEW, "-q"])
            .env("HTTP_PROXY", &proxy.url("/"))
            .env("all_proxy", &proxy.url("/"))
            .ends(0);
    }
    assert_eq!(server.received().len(), 8);
    proxy.was_never_asked();
}

#[test]
fn the_endpoint_may_be_named_as_for_deliveries() {
    let server = super::receiver(403);
    for flag in ["--to", "-t"] {
        with_secret(["check", flag, &server.at(""), "--only", FEW, "-q"]).ends(0);
    }
    assert_eq!(server.received().len(), 8);
    with_secret(["check", "demo", "--to", "demo"]).gives(
        2,
        "",
        "error: [..]cannot be used with[..]\n...",
    );
}

#[test]
fn the_endpoint_may_be_a_default() {
    let server = super::receiver(403);
    let args = ["check", "--only", "genuine.valid", "-q"];
    with_secret(args).env("VERCEL_HOOKS_ENDPOINT", &server.at("/variable")).ends(0);
    let config = format!("endpoint = \"{}\"\n", server.url("/file"));
    with_secret(args).file("vercel-hooks.toml", &config).ends(0);
    with_secret(args)
        .file("vercel-hooks.toml", &config)
        .env("VERCEL_HOOKS_ENDPOINT", &server.at("/variable"))
        .ends(0);
    with_secret(args.into_iter().chain(["--path", "/flag"]))
        .file("vercel-hooks.toml", &config)
        .ends(0);
    let targets: Vec<String> = server.received().into_iter().map(|item| item.target).collect();
    assert_eq!(targets, ["/variable", "/file", "/variable", "/flag"]);
}

#[test]
fn a_default_is_on_this_machine() {
    let args = ["check", "--only", "genuine.valid", "--yes"];
    with_secret(args).env("VERCEL_HOOKS_ENDPOINT", "http://192.0.2.1/").gives(
        2,
        "",
        "error: [..]\nhint: [..]\n",
    );
    with_secret(args).file("vercel-hooks.toml", "endpoint = \"http://192.0.2.1/\"\n").gives(
        2,
        "",
        "error: [..]\nhint: [..]\n",
    );
}

#[test]
fn without_an_endpoint_or_a_secret_nothing_is_sent() {
    with_secret(["check"]).gives(2, "", "error: [..]endpoint[..]\nhint: [..]\n");
    let server = Server::willing();
    vercel_hooks(["check", &server.at("")]).gives(
        2,
        "",
        "error: no secret to sign with\nhint: [..]\n",
    );
    vercel_hooks(["check", &server.at(""), "--secret-file", "empty"]).file("empty", "\n").gives(
        2,
        "",
        "error: [..]\nhint: [..]\n",
    );
    server.was_never_asked();
}

#[test]
fn a_secret_file_signs_and_is_named_in_the_commands() {
    let server = Server::answering(|_, received| {
        Reply::status(if super::is_genuine(received) { 503 } else { 403 })
    });
    let args = ["check", &server.at(""), "--only", "genuine.valid", "--secret-file", "my secret"];
    vercel_hooks(args).file("my secret", format!("{SECRET}\r\n")).gives(
        1,
        "...\n  Reproduce: vercel-hooks check [..] --only genuine.valid [..] --secret-file 'my secret'\n...\n",
        "secret: from my secret, fingerprint [..]\n...\n",
    );
}

#[test]
fn the_secret_is_in_no_report() {
    let port = ClosedPort::new();
    let (willing, refusing) = (Server::willing(), Server::always(Reply::status(401)));
    for endpoint in [port.endpoint(), willing.at(""), refusing.at("")] {
        for json in [&[][..], &["--json"]] {
            let args = ["--skip", "genuine.chunked", "--junit", "j.xml", "--markdown", "m.md"];
            let run = check(&endpoint, &[&args[..], json].concat()).env("GITHUB_ACTIONS", "true");
            let done = run.ends(if endpoint == port.endpoint() { 3 } else { 1 });
            let files = [done.read("j.xml"), done.read("m.md")].concat();
            for text in [done.text(), &done.stderr, std::str::from_utf8(&files).unwrap()] {
                assert!(!text.is_empty() && !text.contains(SECRET), "{text}");
            }
        }
    }
}

#[test]
fn credential_headers_are_sent_but_not_shown() {
    let headers =
        ["Authorization: Bearer hunter2", "x-vercel-protection-bypass: hunter3", "Cookie: hunter4"];
    for json in [&[][..], &["--json"]] {
        let server = Server::willing();
        let mut args = vec!["--only", FEW, "--junit", "j.xml", "--markdown", "m.md"];
        args.extend(headers.iter().flat_map(|header| ["-H", header]));
        args.extend(json);
        let done = check(&server.at(""), &args).env("GITHUB_ACTIONS", "true").ends(1);
        for request in server.received() {
            assert_eq!(request.header("authorization"), Some("Bearer hunter2"));
            assert_eq!(request.header("x-vercel-protection-bypass"), Some("hunter3"));
            assert_eq!(request.header("cookie"), Some("hunter4"));
        }
        let (junit, page) = (done.read("j.xml"), done.read("m.md"));
        for text in [done.stdout.clone(), junit, page] {
            let text = String::from_utf8(text).unwrap();
            assert!(!text.contains("hunter"), "{text}");
            assert!(text.contains("authorization: …"), "{text}");
            assert!(text.contains("x-vercel-protection-bypass: …"), "{text}");
        }
        assert!(!done.stderr.contains("hunter"), "{}", done.stderr);
    }
}

#[test]
fn rejects_a_password_in_the_endpoint_without_showing_it() {
    let server = Server::willing();
    let endpoint = format!("http://user:hunter2@{}", server.at("/"));
    check(&endpoint, &["--only", FEW]).gives(
        2,
        "",
        "error: invalid endpoint `http://…@[..]`: [..]\nhint: [..]\n",
    );
    server.was_never_asked();
}

#[test]
fn redacts_headers_and_secrets_that_a_response_repeats() {
    let server = Server::answering(|_, received| {
        let headers: Vec<String> =
            received.headers.iter().map(|item| format!("{item:?}")).collect();
        Reply::with_body(400, format!("{} {SECRET}", headers.join("\n")))
    });
    let args = ["--only", FEW, "-H", "x-own: hunter2", "--junit", "j.xml", "--markdown", "m.md"];
    for json in [&[][..], &["--json"]] {
        let done = check(&server.at(""), &[&args[..], json].concat()).ends(1);
        for text in [done.stdout.clone(), done.read("j.xml"), done.read("m.md")] {
            let text = String::from_utf8(text).unwrap();
            assert!(text.contains("x-own") && !text.contains("hunter"), "{text}");
            assert!(!text.contains(SECRET), "{text}");
        }
    }
}

/// Asserts that a check of a server that replies so, once with `--json` and once without, shows
/// nothing of `hidden` anywhere, and something of it left out.
#[track_caller]
fn hides(headers: &[&str], hidden: &[&str], reply: &Reply) {
    let server = Server::always(reply.clone());
    let mut args = vec!["--only", "genuine.valid", "--junit", "j.xml", "--markdown", "m.md"];
    args.extend(headers.iter().flat_map(|header| ["-H", header]));
    for json in [&[][..], &["--json"]] {
        let run = check(&server.at(""), &[&args[..], json].concat()).env("GITHUB_ACTIONS", "true");
        let done = run.ends(1);
        let files =
            [done.read("j.xml"), done.read("m.md")].map(|item| String::from_utf8(item).unwrap());
        for text in [done.text(), &done.stderr, &files[0], &files[1]] {
            for value in hidden {
                assert!(!text.contains(value), "{value}: {text}");
            }
        }
        assert!(done.text().contains('…'), "{}", done.text());
    }
}

#[test]
fn redacts_a_location_that_repeats_them() {
    let headers = ["x-vercel-protection-bypass: BYPASS/CODE"];
    for location in [
        "/login?bypass=BYPASS/CODE".to_owned(),
        "/login?bypass=BYPASS%2fCODE".to_owned(),
        format!("/login?secret={SECRET}&bypass=BYPASS%2FCODE"),
    ] {
        hides(&headers, &["BYPASS", "CODE", SECRET], &Reply::redirect(307, &location));
    }
    let server = Server::always(Reply::redirect(307, "/login?bypass=BYPASS/CODE&x=1"));
    let args = ["-H", headers[0], "--only", "genuine.valid"];
    let done = check(&server.at(""), &args).ends(1);
    assert!(done.text().contains("redirects to `/login?bypass=…&x=1`"), "{}", done.text());
}

#[test]
fn redacts_parts_of_header_values() {
    let headers = [
        "Authorization: Bearer TOPSECRETTOKEN",
        "Cookie: theme=dark; session=COOKIESECRET",
        "Proxy-Authorization: Basic dXNlcjpQQVNTV09SRA==",
        r#"x-key: ab"cdefgh"#,
    ];
    for answer in [
        "token TOPSECRETTOKEN",
        "session COOKIESECRET",
        "user:PASSWORD",
        "PASSWORD",
        r#"{"h":"ab\"cdefgh"}"#,
        "h=ab%22cdefgh",
    ] {
        let hidden = ["TOPSECRET", "COOKIESECRET", "PASSWORD", "cdefgh"];
        hides(&headers, &hidden, &Reply::with_body(400, answer));
    }
}

#[test]
fn redacts_a_value_that_is_cut_off() {
    let body = format!("{}TOPSECRETTOKEN", " ".repeat(64 * 1024 - 10));
    hides(&["x-key: TOPSECRETTOKEN"], &["TOPSEC"], &Reply::with_body(400, body));
    let begun = "HTTP/1.1 400 No\r\ncontent-length: 100\r\n\r\nTOPSECRETT";
    hides(&["x-key: TOPSECRETTOKEN"], &["TOPSEC"], &Reply::Raw(begun.into()));
}
