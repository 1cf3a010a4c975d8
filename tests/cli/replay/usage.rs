//! Usage errors: exit code 2, and nothing is sent.

use super::super::server::Server;
use super::super::support::{vercel_hooks, with_secret};
use super::{event, lines, record};

/// Asserts that a file is refused with these words, and that the server is left alone.
#[track_caller]
fn refused(contents: impl AsRef<[u8]>, words: &str) {
    let server = Server::willing();
    with_secret(["replay", "good", "f", "--to", &server.at("")])
        .file("good", lines(&[record("{}")]))
        .file("f", contents)
        .gives(2, "", format!("error: {words}\nhint: a line is [..]\n"));
    server.was_never_asked();
}

#[test]
fn every_line_is_read_before_anything_is_sent() {
    refused("{}\n\n[]\n", "f, line 3: it is not a JSON object");
    refused("{}\nnonsense\n{}\n", "f, line 2: it is not a JSON object");
    refused(
        "{\n  \"a\": 1\n}\n",
        "f: it is one JSON object on several lines, which `send --file` sends as it is",
    );
    refused("{\n  \"log\": x\n}\n", "f: invalid JSON: expected value at line 2 column 10");
    refused("{\"a\":1} {}\n", "f, line 1: trailing characters, at column 9");
    refused("{\"headers\":[[1]],\"body\":\"\"}", "f, line 1: invalid type: [..]");
    refused("{\"headers\":[],\"bodyBase64\":\"?\"}", "f, line 1: Invalid symbol[..]");
    refused(
        "{\"headers\":[[\"a b\",\"s3cret\"]],\"body\":\"\"}",
        "f, line 1: `a b` is not a header name",
    );
    refused(
        "{\"headers\":[[\"authorization\",\"s3cret\\n\"]],\"body\":\"\"}",
        "f, line 1: the value of header `authorization` contains control characters",
    );
    refused(b"\x1f\x8b\x08\n", "f, line 1: it is not a JSON object");
}

#[test]
fn skips_an_incomplete_last_line() {
    let server = Server::willing();
    let whole = lines(&[record(&event("a")), record(&event("b"))]);
    let cut = &whole[..whole.len() - 20];
    vercel_hooks(["replay", "f", "--to", &server.at("")]).file("f", cut).gives(
        0,
        "EVENT [..]\ntype.a [..]\n",
        "warning: skipped line 2 of f: it is incomplete\n",
    );
    assert_eq!(server.only().json()["id"], "a");
    let whole = whole.trim_end();
    let done = vercel_hooks(["replay", "f", "--to", &server.at("")]).file("f", whole).ends(0);
    assert!(!done.stderr.contains("warning"), "{}", done.stderr);
}

#[test]
fn fails_if_there_is_nothing_to_replay() {
    for contents in ["", "\n \r\n", "{\"headers\":"] {
        let done = vercel_hooks(["replay", "f", "-", "--to", ":1"]).file("f", contents).stdin("");
        let done = done.ends(2);
        let error = "error: nothing to replay in f, standard input\n";
        assert!(done.stderr.ends_with(error), "{}", done.stderr);
    }
    let done = vercel_hooks(["replay", "--to", ":1"]).ends(2);
    assert!(done.stderr.contains("<FILE>"), "{}", done.stderr);
}

#[test]
fn rejects_missing_files_and_reading_standard_input_twice() {
    vercel_hooks(["replay", "none", "--to", ":1"]).gives(2, "", "error: cannot read none: [..]\n");
    vercel_hooks(["replay", "-", "-", "--to", ":1"]).stdin("{}").gives(
        2,
        "",
        "error: standard input cannot be both one file and another\n",
    );
    vercel_hooks(["replay", "-", "--to", ":1", "--secret-file", "-"]).stdin("{}").gives(
        2,
        "",
        "error: standard input cannot be both the events and the secret\n",
    );
}

#[test]
fn another_machine_needs_confirmation() {
    vercel_hooks(["replay", "f", "--to", "https://example.com"])
        .file("f", lines(&[record("{}")]))
        .gives(2, "", "error: https://example.com/ is not on this machine\nhint: [..]--yes\n");
}

#[test]
fn explains_mistakes_in_filters() {
    for (flag, value, words) in [
        ("--type", "[", "invalid glob `[`: [..]"),
        ("--since", "yesterday", "invalid time `yesterday`"),
        ("--until", "x", "invalid time `x`"),
    ] {
        vercel_hooks(["replay", "f", "--to", ":1", flag, value]).file("f", "{}").gives(
            2,
            "",
            format!("error: {flag}: {words}\nhint: [..]\n"),
        );
    }
}

#[cfg(unix)]
#[test]
fn every_file_that_is_read_has_a_limit() {
    for (args, mib) in [
        (&["replay", "/dev/zero", "--to", ":1"][..], 256),
        (&["verify", "--request", "/dev/zero"], 256),
        (&["send", "--file", "/dev/zero", "--to", ":1"], 128),
        (&["send", "--template", "/dev/zero", "--to", ":1"], 1),
        (&["generate", "--template", "/dev/zero"], 1),
        (&["generate", "flag.created", "--payload", "/dev/zero"], 1),
        (&["generate", "--scenario", "/dev/zero"], 1),
        (&["notify", "--from", "/dev/zero"], 32),
    ] {
        let error = format!("error: /dev/zero is larger than {mib} MiB\n");
        with_secret(args.iter().copied()).gives(2, "", error);
    }
    let spaces = " ".repeat(40 << 20);
    for (contents, error) in [
        (format!("{spaces}{spaces}"), "line 1 is longer than 64 MiB"),
        (
            format!("a: b\n{spaces}\n{spaces}"),
            "it is larger than 64 MiB and not one JSON object per line",
        ),
    ] {
        for args in [&["replay", "f", "--to", ":1"][..], &["verify", "--request", "f"]] {
            let error = format!("error: cannot read f: {error}\n");
            with_secret(args.iter().copied()).file("f", &contents).gives(2, "", error);
        }
    }
}
