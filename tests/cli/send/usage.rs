//! Usage errors: exit code 2, and nothing is sent.

use super::super::server::Server;
use super::super::support::{vercel_hooks, with_secret};

/// Asserts that a command is refused with these words, and that the server is left alone.
#[track_caller]
fn refused(args: &[&str], words: &str) {
    let server = Server::willing();
    let to = server.at("");
    let args = ["send", "--to", &to].into_iter().chain(args.iter().copied());
    with_secret(args).file("body", "{}").gives(2, "", format!("error: {words}\n...\n"));
    server.was_never_asked();
}

#[test]
fn events_must_be_known() {
    refused(
        &["deployment.redy"],
        "unknown event `deployment.redy`\nhint: [..]deployment.ready[..]",
    );
    refused(&["ready"], "unknown event `ready`\nhint: [..]deployment.ready[..]");
    refused(&["nothing.*"], "no event matches `nothing.*`");
    refused(&["flag.created", "flag.create"], "unknown event `flag.create`");
    refused(&[], "no event was named\nhint: [..]");
}

#[test]
fn undocumented_events_need_a_payload() {
    refused(&["ai-gateway.balance-depleted"], "[..]not documented[..]\nhint: [..]--payload FILE");
}

#[test]
fn rejects_malformed_and_reserved_headers() {
    for header in ["nocolon", "a b: c", ": x", "x-a: a\nb", "X-Vercel-Signature: 0", "host: x"] {
        refused(
            &["flag.created", "--header", header],
            "--header: invalid header `[..]`: [..]\nhint: [..]",
        );
    }
    refused(
        &["flag.created", "-H", "Content-Length: 3"],
        "--header: invalid header `Content-Length`: [..]",
    );
}

#[test]
fn does_not_show_the_value_of_an_invalid_header() {
    for header in ["authorization Bearer s3cret", "a b: s3cret", "authorization: s3cret\u{7}"] {
        let args = ["send", "flag.created", "--to", "demo", "-H", header];
        let done = with_secret(args).ends(2);
        assert!(!done.stderr.contains("s3cret"), "{}", done.stderr);
    }
}

#[test]
fn rejects_a_url_as_path() {
    for path in ["https://me:sesame@elsewhere.invalid/x", "http://:sesame@x?y"] {
        refused(
            &["flag.created", "--path", path],
            "--path: `http[..]://…@[..]` is a URL, not a path\nhint: a path is what follows the server: \
             /api/webhooks",
        );
    }
}

#[test]
fn durations_have_a_unit() {
    for flag in ["--timeout", "--retry-wait", "--interval"] {
        for text in ["5", "soon", "-1s", ""] {
            let given = format!("{flag}={text}");
            refused(
                &["flag.created", &given],
                &format!("{flag}: invalid duration `{text}`\nhint: [..]30s[..]"),
            );
        }
    }
}

#[test]
fn explains_that_wait_ready_took_an_event_name() {
    refused(
        &["--wait-ready", "flag.created"],
        "--wait-ready: `flag.created` is not a duration
hint: name the events before --wait-ready, or write --wait-ready=30s",
    );
}

#[test]
fn points_to_tamper_instead_of_a_signature_header() {
    refused(
        &["flag.created", "--header", "X-Vercel-Signature: 0"],
        "--header: invalid header `X-Vercel-Signature`: [..]\nhint: --tamper sends a wrong signature, [..]",
    );
}

#[test]
fn rejects_invalid_status_patterns() {
    for text in ["ok", "6xx", "0", "99", "600", "2x", ""] {
        let given = format!("--expect={text}");
        refused(
            &["flag.created", &given],
            &format!("--expect: invalid status `{text}`\nhint: [..]4xx[..]"),
        );
    }
}

#[test]
fn rejects_numbers_out_of_range() {
    for (flag, value) in [
        ("--concurrency", "0"),
        ("--concurrency", "1025"),
        ("--repeat", "-1"),
        ("--repeat", "many"),
        ("--retries", "-1"),
        ("--seed", "x"),
    ] {
        let given = format!("{flag}={value}");
        refused(
            &["flag.created", &given],
            &format!("invalid value '{value}' for '{flag} <N>'[..]"),
        );
    }
}

#[test]
fn lists_the_kinds_of_tampering() {
    refused(
        &["flag.created", "--tamper", "sha265"],
        "invalid value 'sha265' for '--tamper <KIND>'\n  [possible values: missing, wrong-secret, \
         wrong-body, sha256, truncated, empty-secret]\n\n  tip: a similar value exists: 'sha256'",
    );
}

#[test]
fn warns_about_an_empty_body() {
    with_secret(["send", "--file", "body", "--to", "demo"]).file("body", "").gives(
        0,
        "...\n",
        "warning: the body is empty\n...",
    );
}

#[test]
fn accepts_flag_names_of_other_tools() {
    for to in ["--url", "--endpoint"] {
        let args = ["send", "flag.created", to, "demo", "--retry", "1", "-q"];
        with_secret(args).ends(0);
    }
}

#[test]
fn suggests_the_nearest_flag() {
    refused(
        &["flag.created", "--dryrun"],
        "unexpected argument '--dryrun' found\n\n  tip: a similar argument exists: '--dry-run'",
    );
}

#[test]
fn rejects_several_sources_of_a_body() {
    for args in [
        &["flag.created", "--file", "body"][..],
        &["--file", "body", "--scenario", "flag-lifecycle"],
        &["--file", "body", "--seed", "1"],
        &["--file", "body", "--set", "a=b"],
        &["flag.created", "--scenario", "flag-lifecycle"],
        &["flag.created", "--dry-run", "--curl"],
        &["flag.created", "--payload", "body", "--template", "body"],
    ] {
        refused(args, "the argument [..] cannot be used with[..]");
    }
}

#[test]
fn files_must_be_readable() {
    refused(&["--file", "none"], "cannot read none: [..]");
    refused(&["--file", "."], "cannot read .: [..]");
    refused(&["flag.created", "--payload", "none"], "cannot read none: [..]");
    refused(&["flag.created", "--secret-file", "none"], "cannot read none: [..]");
}

#[test]
fn rejects_reading_standard_input_twice() {
    for flag in ["--payload", "--template", "--scenario"] {
        let event = if flag == "--payload" { "flag.created" } else { "-q" };
        refused(
            &[event, flag, "-", "--secret-file", "-"],
            "standard input cannot be both the body and the secret",
        );
    }
    refused(
        &["--file", "-", "--secret-file", "-"],
        "standard input cannot be both the body and the secret",
    );
}

#[test]
fn rejects_several_secrets() {
    let args = ["send", "flag.created", "--to", "demo", "--secret-file", "a", "--secret-file", "b"];
    vercel_hooks(args).file("a", "one").file("b", "two").gives(
        2,
        "",
        "...\nerror: 2 secrets were given, but there is one signature\nhint: use --secret-file or --secret-env once\n",
    );
}

#[test]
fn requires_a_secret_that_is_not_empty() {
    let server = Server::willing();
    let to = server.at("");
    let args = ["send", "flag.created", "--to", &to];
    vercel_hooks(args).gives(
        2,
        "",
        "error: no secret to sign with\nhint: [..]--secret-file PATH[..]\n",
    );
    vercel_hooks(args).env("VERCEL_WEBHOOK_SECRET", "").gives(
        2,
        "",
        "error: the secret from $VERCEL_WEBHOOK_SECRET is empty\nhint: [..]\n",
    );
    server.was_never_asked();
}

#[test]
fn rejects_invalid_endpoints() {
    for (to, why) in [
        ("", "[..]"),
        ("ftp://localhost", "only http and https are supported"),
        ("http://", "[..]"),
        (":x", "[..]"),
        (":99999", "[..]"),
        ("localhost:3000:4000", "[..]"),
        ("0.0.0.0:3000", "it is an address to listen on; [..]localhost"),
        ("http://[::]:3000", "it is an address to listen on; [..]localhost"),
        ("3000", "a port needs a colon: `:3000`"),
        ("/api/webhooks", "it is a path: [..]"),
        ("a b", "[..]"),
    ] {
        with_secret(["send", "flag.created", "--to", to]).gives(
            2,
            "",
            format!("error: --to: invalid endpoint `{to}`: {why}\nhint: [..]`:3000`[..]\n"),
        );
    }
}

#[test]
fn rejects_credentials_in_an_endpoint_without_showing_them() {
    let done = with_secret(["send", "flag.created", "--to", "http://me:s3cret@localhost"]).ends(2);
    assert!(done.stderr.contains("credentials"), "{}", done.stderr);
    assert!(!done.stderr.contains("s3cret"), "{}", done.stderr);
}

#[test]
fn prints_errors_even_if_quiet() {
    with_secret(["send", "nothing.at.all", "--to", "demo", "--quiet"]).gives(
        2,
        "",
        "error: unknown event `nothing.at.all`\nhint: [..]\n",
    );
}
