//! Where the token comes from; it is never shown.

use super::super::server::{ClosedPort, Reply, Server};
use super::super::support::{Run, vercel_hooks};
use super::{RESOURCE, accepting, table};

/// Part of every token of these tests, so that one look finds any of them.
const MARK: &str = "sesame";

/// The places where a token can stand, the strongest first.
const PLACES: [&str; 7] = [
    "t.txt",
    "$VERCEL_INSTALLATION_TOKEN",
    "$VERCEL_TOKEN",
    "VERCEL_INSTALLATION_TOKEN in .env.local",
    "VERCEL_TOKEN in .env.local",
    "VERCEL_INSTALLATION_TOKEN in .env",
    "VERCEL_TOKEN in .env",
];

/// `notify` of a resource without a token.
fn notify(url: &str, args: &[&str]) -> Run {
    let fixed = ["notify", "--api-url", url, "--retry-wait", "1ms"];
    vercel_hooks(fixed.iter().chain(&RESOURCE).chain(args).copied())
}

/// The same with tokens in all places from this one on: `sesame-` and the position.
fn with_tokens(mut run: Run, strongest: usize) -> Run {
    let rest = || PLACES.into_iter().enumerate().skip(strongest);
    let lines = |file: &str| -> String {
        rest()
            .filter_map(|(index, place)| Some((index, place.strip_suffix(file)?)))
            // The weaker one comes first, as the order of lines must not matter.
            .rev()
            .map(|(index, name)| [name, "=", MARK, "-", &index.to_string(), "\n"].concat())
            .collect()
    };
    for (index, place) in rest() {
        if let Some(name) = place.strip_prefix('$') {
            run = run.env(name, &format!("{MARK}-{index}"));
        }
    }
    run.file("t.txt", format!("{MARK}-0\n"))
        .file(".env.local", lines(" in .env.local"))
        .file(".env", lines(" in .env"))
}

/// Asserts like [`Run::gives`], and that nothing printed holds a token.
#[track_caller]
fn hides_tokens(run: Run, code: i32, stdout: &str, stderr: &str) {
    let done = run.gives(code, stdout, stderr);
    assert_hidden(&done.stdout, &done.stderr);
}

#[track_caller]
fn assert_hidden(stdout: &[u8], stderr: &str) {
    let printed = format!("{}{stderr}", String::from_utf8_lossy(stdout));
    assert!(!printed.contains(MARK), "a token is shown:\n{printed}");
}

#[test]
fn each_source_overrides_the_weaker_ones() {
    for (strongest, place) in PLACES.into_iter().enumerate() {
        let server = accepting();
        let flag: &[&str] = if strongest == 0 { &["--token-file", "t.txt"] } else { &[] };
        let run = with_tokens(notify(&server.url("/"), flag), strongest);
        let stderr = format!("token: from {place}, fingerprint [..]\n");
        hides_tokens(run, 0, &table(&[("db_7", "201 Created", 1)]), &stderr);
        let authorization = format!("Bearer {MARK}-{strongest}");
        assert_eq!(server.only().header("authorization"), Some(authorization.as_str()));
    }
}

#[test]
fn standard_input_can_be_the_token() {
    for token in ["sesame", "sesame\n", "sesame\r\n"] {
        let server = accepting();
        hides_tokens(
            notify(&server.url("/"), &["--token-file", "-"])
                .env("VERCEL_INSTALLATION_TOKEN", "sesame-other")
                .stdin(token),
            0,
            &table(&[("db_7", "201 Created", 1)]),
            "token: from standard input, fingerprint [..]\n",
        );
        assert_eq!(server.only().header("authorization"), Some("Bearer sesame"));
    }
}

#[test]
fn standard_input_cannot_be_both_token_and_notifications() {
    let server = accepting();
    let args = ["notify", "--api-url", &server.url("/"), "--from", "-", "--token-file", "-"];
    hides_tokens(
        vercel_hooks(args).stdin("sesame"),
        2,
        "",
        "error: standard input cannot be both the notifications and the token\n",
    );
    server.was_never_asked();
}

#[test]
fn rejects_an_empty_token_from_any_source() {
    let server = accepting();
    let url = server.url("/");
    let rejects = |run: Run, origin: &str| {
        let stderr = format!(
            "error: the token from {origin} is empty\nhint: check where it should be set\n"
        );
        hides_tokens(run, 2, "", &stderr);
    };
    for nothing in ["", "\n", "\r\n"] {
        let from_file = notify(&url, &["--token-file", "t.txt"]).file("t.txt", nothing);
        rejects(from_file, "t.txt");
        rejects(notify(&url, &["--token-file", "-"]).stdin(nothing), "standard input");
    }
    for name in ["VERCEL_INSTALLATION_TOKEN", "VERCEL_TOKEN"] {
        let run = notify(&url, &[]).env(name, "").file(".env", "OTHER=sesame");
        rejects(run, &format!("${name}"));
        for file in [".env.local", ".env"] {
            rejects(
                notify(&url, &[]).file(file, format!("{name}=\n")),
                &format!("{name} in {file}"),
            );
        }
    }
    server.was_never_asked();
}

#[test]
fn rejects_a_token_that_no_header_can_carry_without_showing_it() {
    let server = accepting();
    for token in ["sesame\nme\n", "sesame\n\n", "sesame\r\nx: y", "\u{1b}sesame", "sesame\u{7f}"] {
        let run = notify(&server.url("/"), &["--token-file", "t.txt"]).file("t.txt", token);
        hides_tokens(
            run,
            2,
            "",
            "token: from t.txt, fingerprint [..]
warning: the token from t.txt looks wrong: [..]
error: the token from t.txt contains characters that no token has
hint: does the file hold anything besides the token?
",
        );
    }
    let run = notify(&server.url("/"), &["-q"]).env("VERCEL_TOKEN", "sesame\nme");
    hides_tokens(
        run,
        2,
        "",
        "error: the token from $VERCEL_TOKEN contains characters [..]\nhint: [..]\n",
    );
    server.was_never_asked();
}

#[test]
fn does_not_prompt_for_a_token_without_a_terminal() {
    let server = accepting();
    for args in [&[][..], &["--no-input"], &["--json"], &["-q"]] {
        hides_tokens(
            notify(&server.url("/"), args).stdin("sesame\n"),
            2,
            "",
            "error: no access token for Vercel
hint: use --token-file PATH (`-` reads standard input), or set VERCEL_INSTALLATION_TOKEN
",
        );
    }
    server.was_never_asked();
}

#[test]
fn names_an_unusable_token_file() {
    let server = accepting();
    hides_tokens(
        notify(&server.url("/"), &["--token-file", "missing.txt"]).env("VERCEL_TOKEN", MARK),
        2,
        "",
        "error: cannot read missing.txt: [..]\n",
    );
    hides_tokens(
        notify(&server.url("/"), &["--token-file", "t.txt"]).file("t.txt", MARK.repeat(20_000)),
        2,
        "",
        "error: cannot read t.txt: it is too large for a token\n",
    );
    server.was_never_asked();
}

#[test]
fn does_not_use_a_webhook_secret_as_token() {
    let server = accepting();
    hides_tokens(
        notify(&server.url("/"), &[])
            .env("VERCEL_WEBHOOK_SECRET", MARK)
            .env("INTEGRATION_SECRET", MARK),
        2,
        "",
        "error: no access token [..]\n...\n",
    );
    server.was_never_asked();
}

#[test]
fn hints_at_account_tokens() {
    let advice = "hint: the token is from [..], which usually holds the token of an account: set \
                  VERCEL_INSTALLATION_TOKEN to the token of the installation\n";
    let wrong = |place: usize, status: u16| {
        let server = Server::always(Reply::status(status));
        let run = with_tokens(notify(&server.url("/"), &[]), place);
        let stdout = table(&[("db_7", &status.to_string(), 1)]);
        let origin = PLACES[place];
        let is_of_account = origin.contains("VERCEL_TOKEN") && matches!(status, 401 | 403);
        let advice = if is_of_account { advice.replace("[..]", origin) } else { String::new() };
        let stderr = format!(
            "token: from {origin}, fingerprint [..]\nhint: [..]\n\
             {advice}"
        );
        hides_tokens(run, 1, &stdout, &stderr);
    };
    for place in 1..PLACES.len() {
        wrong(place, 401);
        wrong(place, 403);
    }
    wrong(2, 404);
}

#[test]
fn no_output_shows_a_token() {
    let refusing = Server::always(Reply::with_body(
        401,
        r#"{"error":{"code":"forbidden","message":"The request is not authorized."}}"#,
    ));
    let failing = Server::always(Reply::status(500));
    let closed = ClosedPort::new();
    let accepting = accepting();
    let urls = [
        (accepting.url("/"), 0),
        (refusing.url("/"), 1),
        (failing.url("/"), 1),
        (format!("http://{}/", closed.endpoint()), 3),
    ];
    let forms: [&[&str]; 4] = [&[], &["--json"], &["-q"], &["--json", "-q"]];
    let previews: [&[&str]; 4] =
        [&["--dry-run"], &["--dry-run", "--json"], &["--curl"], &["--curl", "--json"]];
    let of_lines: &[&str] = &["--from", "changes.jsonl", "--failed", "failed.jsonl"];
    let mistakes: [&[&str]; 6] = [
        &["deployment.ready"],
        &["resource.updated"],
        &["--from", "missing.jsonl"],
        &["--from", ".env"],
        &["resource.updated", "--timeout", "soon"],
        &["resource.updated", "--token", "x"],
    ];
    let run = |url: &str, token: &[&str], args: &[&str], code: i32| {
        let fixed = ["notify", "--api-url", url, "--retry-wait", "1ms", "--max-wait", "3ms"];
        let args: Vec<&str> = fixed.iter().chain(token).chain(args).copied().collect();
        let lines = super::lines(["a", "b"]);
        let done = with_tokens(vercel_hooks(args), 0).file("changes.jsonl", lines).ends(code);
        assert_hidden(&done.stdout, &done.stderr);
        if done.files("").contains(&"failed.jsonl".to_owned()) {
            assert_hidden(&done.read("failed.jsonl"), "");
        }
    };
    for token in [&[][..], &["--token-file", "t.txt"]] {
        for (url, code) in &urls {
            for form in forms {
                run(url, token, &[&RESOURCE, form].concat(), *code);
                run(url, token, &[of_lines, form].concat(), *code);
            }
        }
        for preview in previews {
            run(&urls[0].0, token, &[&RESOURCE, preview].concat(), 0);
        }
        for mistake in mistakes {
            run(&urls[0].0, token, mistake, 2);
        }
        run("demo", token, &RESOURCE, 0);
        run("http://192.0.2.1", token, &RESOURCE, 2);
    }
}

#[test]
fn help_does_not_show_the_environment() {
    for help in ["-h", "--help"] {
        let run = with_tokens(vercel_hooks(["notify", help]), 0);
        hides_tokens(run, 0, "...\nUsage: [..]\n...\n", "");
    }
}
