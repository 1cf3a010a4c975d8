//! Commands that cannot run as given: exit code 2, and nothing is sent.

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
fn headers_have_a_name_and_a_value_and_leave_the_delivery_alone() {
    for header in ["nocolon", "a b: c", ": x", "x-a: a\nb", "X-Vercel-Signature: 0", "host: x"] {
        refused(&["flag.created", "--header", header], "invalid header `[..]`: [..]\nhint: [..]");
    }
    refused(&["flag.created", "-H", "Content-Length: 3"], "invalid header `Content-Length`: [..]");
}

#[test]
fn a_bad_header_is_not_shown_with_its_value() {
    for header in ["authorization Bearer s3cret", "a b: s3cret", "authorization: s3cret\u{7}"] {
        let args = ["send", "flag.created", "--to", "demo", "-H", header];
        let done = with_secret(args).ends(2);
        assert!(!done.stderr.contains("s3cret"), "{}", done.stderr);
    }
}

#[test]
fn a_path_names_no_server() {
    for path in ["https://me:sesame@elsewhere.invalid/x", "http://:sesame@x?y"] {
        refused(
            &["flag.created", "--path", path],
            "`http[..]://…@[..]` is a URL, not a path\nhint: a path is what follows the server: \
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
                &format!("invalid duration `{text}`\nhint: [..]30s[..]"),
            );
        }
    }
}

#[test]
fn what_wait_ready_takes_by_mistake_is_explained() {
    refused(
        &["--wait-ready", "flag.created"],
        "--wait-ready takes a time, not `flag.created`
hint: name the events before --wait-ready, or write --wait-ready=30s",
    );
}

#[test]
fn the_signature_is_no_header_to_add() {
    refused(
        &["flag.created", "--header", "X-Vercel-Signature: 0"],
        "invalid header `X-Vercel-Signature`: [..]\nhint: --tamper sends a wrong signature, [..]",
    );
}

#[test]
fn expectations_are_a_status_or_a_class() {
    for text in ["ok", "6xx", "0", "99", "600", "2x", ""] {
        let given = format!("--expect={text}");
        refused(&["flag.created", &given], &format!("invalid status `{text}`\nhint: [..]4xx[..]"));
    }
}

#[test]
fn numbers_have_bounds() {
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
fn a_mistyped_kind_of_tampering_is_answered_with_the_list() {
    refused(
        &["flag.created", "--tamper", "sha265"],
        "invalid value 'sha265' for '--tamper <KIND>'\n  [possible values: missing, wrong-secret, \
         wrong-body, sha256, truncated, empty-secret]\n\n  tip: a similar value exists: 'sha256'",
    );
}

#[test]
fn an_empty_body_is_remarked_on() {
    with_secret(["send", "--file", "body", "--to", "demo"]).file("body", "").gives(
        0,
        "...\n",
        "warning: the body is empty\n...",
    );
}

#[test]
fn flags_of_other_tools_are_understood() {
    for to in ["--url", "--endpoint"] {
        let args = ["send", "flag.created", to, "demo", "--retry", "1", "-q"];
        with_secret(args).ends(0);
    }
}

#[test]
fn a_mistyped_flag_is_answered_with_the_nearest() {
    refused(
        &["flag.created", "--dryrun"],
        "unexpected argument '--dryrun' found\n\n  tip: a similar argument exists: '--dry-run'",
    );
}

#[test]
fn a_body_is_given_only_once() {
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
fn standard_input_is_only_one_thing() {
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
fn one_secret_signs() {
    let args = ["send", "flag.created", "--to", "demo", "--secret-file", "a", "--secret-file", "b"];
    vercel_hooks(args).file("a", "one").file("b", "two").gives(
        2,
        "",
        "...\nerror: 2 secrets were given, but there is one signature\nhint: give --secret-file once\n",
    );
}

#[test]
fn a_secret_must_be_there_and_not_be_empty() {
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
fn endpoints_must_make_sense() {
    for (to, why) in [
        ("", "[..]"),
        ("ftp://localhost", "only http and https are spoken"),
        ("http://", "[..]"),
        (":x", "[..]"),
        (":99999", "[..]"),
        ("localhost:3000:4000", "[..]"),
        ("0.0.0.0:3000", "that is an address to listen on; [..]localhost"),
        ("http://[::]:3000", "that is an address to listen on; [..]localhost"),
        ("3000", "a port is written with a colon: `:3000`"),
        ("/api/webhooks", "that is a path: [..]"),
        ("a b", "[..]"),
    ] {
        with_secret(["send", "flag.created", "--to", to]).gives(
            2,
            "",
            format!("error: invalid endpoint `{to}`: {why}\nhint: [..]`:3000`[..]\n"),
        );
    }
}

#[test]
fn a_password_in_an_endpoint_is_refused_and_not_shown() {
    let done = with_secret(["send", "flag.created", "--to", "http://me:s3cret@localhost"]).ends(2);
    assert!(done.stderr.contains("credentials"), "{}", done.stderr);
    assert!(!done.stderr.contains("s3cret"), "{}", done.stderr);
}

#[test]
fn errors_are_said_even_when_quiet() {
    with_secret(["send", "nothing.at.all", "--to", "demo", "--quiet"]).gives(
        2,
        "",
        "error: unknown event `nothing.at.all`\nhint: [..]\n",
    );
}
