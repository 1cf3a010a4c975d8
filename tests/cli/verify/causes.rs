//! `verify` explains why a signature does not match.

use base64::Engine as _;
use vercel_hooks::signature::{SigningKey, Tamper};

use crate::support::{Done, Run, SECRET, vercel_hooks, with_secret};

/// As Vercel would send it.
const EVENT: &str = r#"{"type":"project.created","id":"a","payload":{"project":{"name":"café"}}}"#;

/// The last line where the secret is the configured one.
const MADE_WITH: &str =
    "hint: the signature was made with the secret from $VERCEL_WEBHOOK_SECRET\n";

fn sign(secret: &[u8], body: &[u8]) -> String {
    SigningKey::new(secret).sign(body).to_string()
}

/// Checks a file with the secret of the environment.
fn check(body: impl AsRef<[u8]>, signature: &str) -> Run {
    with_secret(["verify", "body", "--signature", signature]).file("body", body)
}

fn check_json(body: impl AsRef<[u8]>, signature: &str) -> Run {
    with_secret(["verify", "body", "--json", "--signature", signature]).file("body", body)
}

fn codes(done: &Done) -> Vec<String> {
    let printed = &done.json_lines()[0];
    assert_eq!(printed["valid"], false);
    assert_eq!(printed["secretFingerprint"], serde_json::Value::Null);
    let cause = &printed["cause"];
    assert_eq!(
        cause["codes"].as_array().unwrap().len(),
        cause["sentences"].as_array().unwrap().len()
    );
    serde_json::from_value(cause["codes"].clone()).unwrap()
}

#[track_caller]
fn assert_hidden(done: &Done) {
    for secret in [SECRET, "another-one"] {
        assert!(!done.stderr.contains(secret), "{}", done.stderr);
        assert!(!done.text().contains(secret), "{}", done.text());
    }
}

#[test]
fn names_what_happened_to_the_body() {
    let pretty = EVENT.replace(',', ",\n  ").replace(':', ": ");
    let escaped = EVENT.replace('é', "\\u00e9");
    let latin: Vec<u8> = EVENT.chars().map(|character| u8::try_from(character).unwrap()).collect();
    let cases: [(Vec<u8>, &str, &str); 5] = [
        (format!("{EVENT}\n").into(), "body_newline_added", "a line break was added"),
        (pretty.into(), "json_respaced", "the JSON was rewritten after signing"),
        (escaped.into(), "json_unicode_escaped", "the JSON was rewritten after signing"),
        (latin, "body_not_utf8", "the body was signed as UTF-8, but is encoded as Latin-1"),
        (format!("\u{feff}{EVENT}").into(), "body_bom_added", "a byte-order mark was added"),
    ];
    let signature = sign(SECRET.as_bytes(), EVENT.as_bytes());
    for (body, code, sentence) in cases {
        let done = check_json(&body, &signature).ends(1);
        assert_eq!(codes(&done), [code]);
        assert_hidden(&done);
        let done = check(&body, &signature).ends(1);
        assert_eq!(done.text(), "invalid\n");
        assert!(done.stderr.contains(&format!("\n✗ {sentence}")), "{}", done.stderr);
        assert!(done.stderr.ends_with(MADE_WITH), "{}", done.stderr);
    }
}

#[test]
fn names_all_that_an_editor_added() {
    let signature = sign(SECRET.as_bytes(), EVENT.as_bytes());
    let done = check_json(format!("\u{feff}{EVENT}\r\n"), &signature).ends(1);
    assert_eq!(codes(&done), ["body_bom_added", "body_newline_added"]);
    let done = check_json(format!("{EVENT}\u{a0}"), &signature).ends(1);
    assert_eq!(codes(&done), ["body_white_space_added"]);
}

#[test]
fn does_not_take_json_for_a_form_whatever_its_content_type() {
    let signature = sign(b"nobody's", EVENT.as_bytes());
    let request = format!(
        "POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         X-Vercel-Signature: {signature}\r\n\r\n{EVENT}"
    );
    let done = with_secret(["verify", "--request", "request"]).file("request", request).ends(1);
    assert!(!done.stderr.contains("form"), "{}", done.stderr);
    assert!(done.stderr.contains("hint: "), "{}", done.stderr);
}

#[test]
fn explains_a_mismatch_line_by_line() {
    check("{}\n", &sign(SECRET.as_bytes(), b"{}")).gives(
        1,
        "invalid\n",
        "\
secret: from $VERCEL_WEBHOOK_SECRET, fingerprint 964b6afe
✗ signature does not match
✗ a line break was added to the end of the body after signing: verify the raw bytes (`echo` and many \
editors add a line break)
hint: the signature was made with the secret from $VERCEL_WEBHOOK_SECRET
",
    );
}

#[test]
fn names_another_algorithm_or_spelling() {
    let sha256 = Tamper::Sha256.header(SECRET.as_bytes(), EVENT.as_bytes()).unwrap();
    let right = sign(SECRET.as_bytes(), EVENT.as_bytes());
    let base64 = base64::engine::general_purpose::STANDARD.encode(hex::decode(&right).unwrap());
    for (signature, reason, expected) in [
        (sha256.clone(), "signature_length", &["hmac_sha256"][..]),
        (format!("sha256={sha256}"), "signature_prefix", &["hmac_sha256", "signature_prefix"]),
        (base64, "signature_not_hex", &["signature_base64"]),
        (format!("sha1={right}"), "signature_prefix", &["signature_prefix"]),
    ] {
        let done = check_json(EVENT, &signature).ends(1);
        assert_eq!(codes(&done), expected);
        assert_eq!(done.json_lines()[0]["reason"], reason);
        assert!(done.stderr.ends_with(MADE_WITH), "{}", done.stderr);
    }
}

#[test]
fn a_malformed_signature_needs_no_secret() {
    vercel_hooks(["verify", "--no-input", "--signature", "sha1=123"]).stdin("{}").gives(
        1,
        "invalid\n",
        "✗ the signature begins with `sha1=`: [..]\n",
    );
    let signature = format!("sha1={}", sign(b"", b"{}"));
    let done = vercel_hooks(["verify", "--no-input", "--json", "--signature", &signature])
        .file(".env", "VERCEL_WEBHOOK_SECRET=\nINTEGRATION_SECRET=two words\n")
        .stdin("{}")
        .ends(1);
    assert_eq!(codes(&done), ["secret_empty", "signature_prefix"]);
}

#[test]
fn names_quotes_around_the_secret() {
    let quoted = format!("\"{SECRET}\"");
    let signature = sign(SECRET.as_bytes(), EVENT.as_bytes());
    let done = check_json(EVENT, &signature).env("VERCEL_WEBHOOK_SECRET", &quoted).ends(1);
    assert_eq!(codes(&done), ["secret_quoted"]);
    assert_hidden(&done);
}

#[test]
fn names_another_secret_and_its_place() {
    let signature = sign(b"another-one", EVENT.as_bytes());
    let sentence = |name: &str| {
        format!("✗ the signature was made with another secret, the one from {name}: use the same")
    };
    let done = check(EVENT, &signature).env("INTEGRATION_CLIENT_SECRET", "another-one").ends(1);
    assert!(done.stderr.contains(&sentence("$INTEGRATION_CLIENT_SECRET")), "{}", done.stderr);
    // A line that cannot be read is skipped.
    let env = "VERCEL_WEBHOOK_SECRET=two words\nINTEGRATION_SECRET=another-one\n";
    let done = check(EVENT, &signature).file(".env", env).ends(1);
    assert!(done.stderr.contains(&sentence("INTEGRATION_SECRET in .env")), "{}", done.stderr);
    assert_hidden(&done);
    let done = check_json(EVENT, &signature).file(".env", env).ends(1);
    assert_eq!(codes(&done), ["secret_other"]);
    assert_hidden(&done);
}

#[test]
fn names_a_secret_under_a_name_that_is_not_read_by_default() {
    let signature = sign(b"another-one", EVENT.as_bytes());
    let done = check(EVENT, &signature).file(".env", "WEBHOOK_SECRET=another-one\n").ends(1);
    let sentence =
        "✗ the signature was made with another secret, the one from WEBHOOK_SECRET in .env: ";
    assert!(done.stderr.contains(sentence), "{}", done.stderr);
    assert_hidden(&done);
}

#[test]
fn names_a_secret_in_place_of_a_signature_without_showing_it() {
    let done = check_json(EVENT, SECRET).ends(1);
    assert_eq!(codes(&done), ["signature_is_secret"]);
    assert_eq!(done.json_lines()[0]["cause"]["proven"], false);
    assert_hidden(&done);
    let done = check(EVENT, SECRET).ends(1);
    assert!(done.stderr.contains("the signature is the secret itself, "), "{}", done.stderr);
    assert_hidden(&done);
}

#[test]
fn names_what_a_log_or_a_wrapper_did_to_the_body() {
    let signature = sign(SECRET.as_bytes(), EVENT.as_bytes());
    let quoted = serde_json::to_string(EVENT).unwrap();
    for (body, code) in [
        (format!("body={EVENT}\n"), "body_in_text"),
        (format!("'{EVENT}'"), "body_in_text"),
        (format!("{{\"body\":{quoted}}}"), "body_in_json"),
        (format!("[{EVENT}]"), "body_in_json"),
        (quoted.trim_matches('"').to_owned(), "body_escaped"),
        (EVENT.replace('"', "\\x22"), "body_escaped"),
        (EVENT.replace('é', "&eacute;"), "body_entities_encoded"),
        (hex::encode(EVENT), "body_in_hex"),
        (format!("{EVENT}\0"), "body_nul_added"),
    ] {
        assert_eq!(codes(&check_json(&body, &signature).ends(1)), [code], "{body}");
    }
}

#[test]
fn names_an_empty_secret_and_the_danger() {
    let signature = sign(b"", EVENT.as_bytes());
    let done = check(EVENT, &signature).file(".env.local", "INTEGRATION_SECRET=\n").ends(1);
    let sentence = "✗ the signature was made with an empty secret (the one from INTEGRATION_SECRET in \
                    .env.local is empty), so anyone can sign: ";
    assert!(done.stderr.contains(sentence), "{}", done.stderr);
    assert_eq!(codes(&check_json(EVENT, &signature).ends(1)), ["secret_empty"]);
}

#[test]
fn names_a_mistake_with_the_secret_and_one_with_the_body_together() {
    let signature = sign(b"another-one", EVENT.as_bytes());
    let body = format!("{}\n", EVENT.replace(':', ": "));
    let done = check_json(body, &signature).file(".env", "INTEGRATION_SECRET=another-one").ends(1);
    assert_eq!(codes(&done), ["secret_other", "json_respaced"]);
    assert_eq!(done.json_lines()[0]["cause"]["proven"], true);
    assert_hidden(&done);
}

#[test]
fn names_the_secret_that_made_the_signature_during_a_rotation() {
    let signature = sign(b"old", b"{}");
    let args = ["verify", "b", "--signature", &signature];
    let done =
        vercel_hooks(args.into_iter().chain(["--secret-file=new.txt", "--secret-file=old.txt"]))
            .file("b", "{}\r\n")
            .file("new.txt", "new")
            .file("old.txt", "old")
            .ends(1);
    let hint = "\nhint: the signature was made with the secret from old.txt\n";
    assert!(done.stderr.ends_with(hint), "{}", done.stderr);
}

#[test]
fn checks_a_body_that_is_too_large_to_explain() {
    let body = vec![b' '; 8 * 1024 * 1024 + 1];
    check(&body, &sign(SECRET.as_bytes(), EVENT.as_bytes())).gives(
        1,
        "invalid\n",
        "...\n✗ signature does not match\nhint: the body is too large to find out why\n",
    );
}
