//! The URL of the API.

use super::super::server::Server;
use super::super::support::vercel_hooks;
use super::{RESOURCE, TOKEN, TOKEN_NOTE, accepting, notify_at, table};

/// `notify` of a resource with these further arguments, without an API or a token.
fn notify(args: &[&str]) -> super::Run {
    vercel_hooks(["notify"].iter().chain(&RESOURCE).chain(args).copied())
}

/// The URL of the request that these arguments and files lead to.
#[track_caller]
fn url_of(run: super::Run) -> String {
    run.ends(0).json_lines()[0]["url"].as_str().unwrap().to_owned()
}

#[test]
fn the_default_is_vercels_own_api() {
    let args = ["--dry-run", "--json"];
    let vercels = "https://api.vercel.com/v1/installations/icfg_1/events";
    assert_eq!(url_of(notify(&args)), vercels);
    assert_eq!(url_of(notify(&args).env("VERCEL_API_URL", "")), vercels);
}

#[test]
fn the_flag_overrides_the_environment() {
    let (server, other) = (accepting(), accepting());
    let run = || notify(&[]).env("VERCEL_INSTALLATION_TOKEN", TOKEN);
    run().env("VERCEL_API_URL", &server.url("/base")).ends(0);
    assert_eq!(server.only().target, "/base/v1/installations/icfg_1/events");

    notify(&["--api-url", &other.url("/")])
        .env("VERCEL_INSTALLATION_TOKEN", TOKEN)
        .env("VERCEL_API_URL", &server.url("/"))
        .ends(0);
    other.only();
    server.only();
}

#[test]
fn files_cannot_set_the_api_url() {
    let server = accepting();
    let files = ["--dry-run", "--json"];
    for file in [".env", ".env.local"] {
        let run = notify(&files).file(file, format!("VERCEL_API_URL={}\n", server.url("/")));
        assert_eq!(url_of(run), "https://api.vercel.com/v1/installations/icfg_1/events");
    }
    notify(&files).file("vercel-hooks.toml", format!("api-url = \"{}\"\n", server.url("/"))).gives(
        2,
        "",
        "error: cannot use vercel-hooks.toml: line 1: unknown field `api-url`[..]\n",
    );
    server.was_never_asked();
}

#[test]
fn sends_a_token_over_plain_http_to_loopback_only() {
    let proxy = accepting();
    for url in [
        "http://192.0.2.1",
        "http://api.vercel.com",
        "http://localhost.example.com/",
        "HTTP://192.0.2.1:80/x",
    ] {
        let stderr = |place| {
            format!(
                "error: {place}: refusing to send a token to http://[..] over plain HTTP\n\
                 hint: write the URL with https://\n"
            )
        };
        for args in [&[][..], &["--dry-run"], &["--curl"], &["--json"]] {
            notify_at(url, &[&RESOURCE, args].concat()).env("HTTP_PROXY", &proxy.url("/")).gives(
                2,
                "",
                stderr("--api-url"),
            );
        }
        notify(&[])
            .env("VERCEL_INSTALLATION_TOKEN", TOKEN)
            .env("VERCEL_API_URL", url)
            .env("HTTP_PROXY", &proxy.url("/"))
            .gives(2, "", stderr("VERCEL_API_URL"));
    }
    proxy.was_never_asked();
}

#[test]
fn addresses_of_other_machines_use_tls() {
    for (spelling, url) in [
        ("api.example.com", "https://api.example.com/"),
        ("https://api.example.com:8443/x/", "https://api.example.com:8443/x/"),
        ("192.0.2.1", "https://192.0.2.1/"),
        ("localhost", "http://localhost:8372/"),
        (":4001", "http://localhost:4001/"),
    ] {
        let shown = url_of(notify(&["--api-url", spelling, "-n", "--json"]));
        assert_eq!(shown, format!("{url}v1/installations/icfg_1/events"));
    }
}

#[test]
fn rejects_invalid_urls() {
    for (url, why) in [
        ("", "[..]"),
        ("ftp://localhost", "only http and https are supported"),
        ("http://", "[..]"),
        ("0.0.0.0:4000", "[..]"),
        ("a b", "[..]"),
    ] {
        let stderr =
            format!("error: --api-url: invalid endpoint `{url}`: {why}\nhint: write [..]\n");
        notify_at(url, &RESOURCE).gives(2, "", stderr);
    }
}

#[test]
fn suggests_a_colon_before_a_port() {
    let stderr = "error: --api-url: invalid endpoint `4000` (did you mean `:4000`?)\n";
    notify_at("4000", &RESOURCE).gives(2, "", stderr);
}

#[test]
fn credentials_in_the_url_are_not_shown() {
    let done = notify_at("https://me:sesame@api.example.com", &RESOURCE).ends(2);
    let error = "error: --api-url: invalid endpoint `https://…@api.example.com`: ";
    assert!(done.stderr.starts_with(error), "{}", done.stderr);
    assert!(!done.stderr.contains("sesame"), "{}", done.stderr);
}

#[test]
fn hints_about_the_url_name_only_existing_flags() {
    for url in ["https://me:you@api.example.com", "/v1"] {
        let done = notify_at(url, &RESOURCE).ends(2);
        for flag in ["--header", "--path"] {
            assert!(!done.stderr.contains(flag), "{}", done.stderr);
        }
    }
}

#[test]
fn loopback_ignores_proxies() {
    let (server, proxy) = (accepting(), Server::willing());
    let variables = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"];
    for url in [server.url("/"), format!("localhost:{}", server.port()), "demo".to_owned()] {
        let mut run = notify_at(&url, &RESOURCE);
        for variable in variables {
            run = run.env(variable, &proxy.url("/"));
        }
        run.ends(0);
    }
    assert_eq!(server.received().len(), 2);
    proxy.was_never_asked();
}

#[test]
fn the_demo_needs_no_token_and_shows_what_it_received() {
    notify(&["--api-url", "demo"]).gives(
        0,
        table(&[("db_7", "201 Created", 1)]),
        "token: generated for this run, fingerprint [..]
demo: a local emulator of Vercel's API listens at http://127.0.0.1:[..]
x-vercel-id: [..]
✓ demo: the emulator received resource.updated and responded with 201
hint: omit --api-url to notify Vercel; `vercel-hooks emulate` is for your own tests
",
    );
}

#[test]
fn the_demo_accepts_a_token_and_can_be_set_in_the_environment() {
    notify(&["--json"])
        .env("VERCEL_API_URL", "demo")
        .env("VERCEL_INSTALLATION_TOKEN", TOKEN)
        .gives(
            0,
            "{\"line\":null,\"installationId\":\"icfg_1\",[..]\"ok\":true,\"status\":201,[..]}\n",
            format!("{TOKEN_NOTE}demo: [..]\nx-vercel-id: [..]\n✓ demo: [..]\nhint: [..]\n"),
        );
}

#[test]
fn the_demo_accepts_many_notifications() {
    let resources: Vec<String> = (0..100).map(|number| format!("r{number}")).collect();
    let lines = super::lines(resources.iter().map(String::as_str));
    let args = ["notify", "--api-url", "demo", "--from", "-", "--json", "--failed", "failed.jsonl"];
    let done = vercel_hooks(args).stdin(lines).gives(
        0,
        "...\n",
        "token: generated for this run, fingerprint [..]
demo: a local emulator of Vercel's API listens at http://127.0.0.1:[..]
✓ 100 notifications in [..]: all accepted
demo: the emulator accepted 100 of 100 requests
hint: [..]
",
    );
    assert_eq!(done.json_lines().len(), 100);
    assert_eq!(done.files(""), [] as [&str; 0]);
}

#[test]
fn the_demo_has_no_preview() {
    for flag in ["--dry-run", "--curl"] {
        notify(&["--api-url", "demo", flag]).gives(
            2,
            "",
            format!("error: {flag} and --api-url demo cannot be used together\n"),
        );
    }
}
