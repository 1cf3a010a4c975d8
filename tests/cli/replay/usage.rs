//! Files that cannot be replayed: exit code 2, and nothing is sent.

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
    refused("{}\n\n[]\n", "f, line 3: it is no JSON object");
    refused("{}\nnonsense\n{}\n", "f, line 2: it is no JSON object");
    refused("{\n  \"a\": 1\n}\n", "f, line 1: EOF while parsing an object, at column 1");
    refused("{\"a\":1} {}\n", "f, line 1: trailing characters, at column 9");
    refused("{\"headers\":{},\"body\":\"\"}", "f, line 1: invalid type: [..]");
    refused("{\"headers\":[],\"bodyBase64\":\"?\"}", "f, line 1: Invalid symbol[..]");
    refused(
        "{\"headers\":[[\"a b\",\"s3cret\"]],\"body\":\"\"}",
        "f, line 1: `a b` is no name of a header",
    );
    refused(
        "{\"headers\":[[\"authorization\",\"s3cret\\n\"]],\"body\":\"\"}",
        "f, line 1: the value of the header `authorization` has control characters",
    );
    refused(b"\x1f\x8b\x08\n", "f, line 1: it is no JSON object");
}

#[test]
fn a_last_line_that_was_cut_is_left_out() {
    let server = Server::willing();
    let whole = lines(&[record(&event("a")), record(&event("b"))]);
    let cut = &whole[..whole.len() - 20];
    vercel_hooks(["replay", "f", "--to", &server.at("")]).file("f", cut).gives(
        0,
        "EVENT [..]\ntype.a [..]\n",
        "warning: f, line 2 is left out: it has no end\n",
    );
    assert_eq!(server.only().json()["id"], "a");
    let whole = whole.trim_end();
    let done = vercel_hooks(["replay", "f", "--to", &server.at("")]).file("f", whole).ends(0);
    assert!(!done.stderr.contains("warning"), "{}", done.stderr);
}

#[test]
fn there_has_to_be_something() {
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
fn files_must_be_there_and_standard_input_is_one_thing() {
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
fn another_machine_needs_a_yes() {
    vercel_hooks(["replay", "f", "--to", "https://example.com"])
        .file("f", lines(&[record("{}")]))
        .gives(2, "", "error: https://example.com/ is not on this machine\nhint: [..]--yes\n");
}

#[test]
fn mistakes_in_filters_are_named() {
    for (flag, value, words) in [
        ("--type", "[", "invalid glob `[`: [..]"),
        ("--since", "yesterday", "invalid time `yesterday`"),
        ("--until", "x", "invalid time `x`"),
    ] {
        vercel_hooks(["replay", "f", "--to", ":1", flag, value]).file("f", "{}").gives(
            2,
            "",
            format!("error: {words}\nhint: [..]\n"),
        );
    }
}
