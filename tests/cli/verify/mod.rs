//! `verify`. The expected digests are those of `openssl dgst -sha1 -mac HMAC`.

mod causes;
mod requests;

use super::support::{Run, vercel_hooks, with_secret};

/// The signatures of `{}` and of nothing with [`super::support::SECRET`].
const OF_BRACES: &str = "30fa2393234925ac0599e53c341c26c2a9d3ba97";
const OF_NOTHING: &str = "a70641faebc03d3d196810d7348841a3d62b583a";

const VALID: &str = "valid (secret 964b6afe from $VERCEL_WEBHOOK_SECRET)\n";
const FROM_ENVIRONMENT: &str = "secret: from $VERCEL_WEBHOOK_SECRET, fingerprint 964b6afe\n";
const MISMATCH: &str = "\
✗ signature does not match
hint: none of the usual causes explains it: is this the secret of this webhook, is the body the raw \
one from before any parsing, and does a proxy change it?
";

/// Checks a file that holds `{}`.
fn verify(signature: &str) -> Run {
    with_secret(["verify", "body", "--signature", signature]).file("body", "{}")
}

#[test]
fn accepts_the_signature_in_either_case() {
    verify(OF_BRACES).gives(0, VALID, FROM_ENVIRONMENT);
    let note = "the signature is in upper case, which Vercel never sends: [..]\n";
    let notes = format!("{FROM_ENVIRONMENT}{note}");
    verify(&OF_BRACES.to_uppercase()).gives(0, VALID, notes);
    with_secret(["verify", "--signature", OF_BRACES]).stdin("{}").gives(0, VALID, FROM_ENVIRONMENT);
    with_secret(["verify", "-", "--signature", OF_BRACES, "--quiet"])
        .stdin("{}")
        .gives(0, VALID, "");
}

#[test]
fn rejects_any_other_signature() {
    let other = OF_BRACES.replace("ba97", "ba96");
    verify(&other).gives(1, "invalid\n", format!("{FROM_ENVIRONMENT}{MISMATCH}"));
    with_secret(["verify", "--signature", OF_BRACES, "--quiet"]).stdin("{}\n").gives(
        1,
        "invalid\n",
        "",
    );
}

#[test]
fn rejects_another_secret() {
    verify(OF_BRACES).env("VERCEL_WEBHOOK_SECRET", "another").gives(
        1,
        "invalid\n",
        format!("secret: from $VERCEL_WEBHOOK_SECRET, fingerprint [..]\n{MISMATCH}"),
    );
}

#[test]
fn says_how_a_signature_is_malformed() {
    let twice = OF_BRACES.repeat(2);
    let prefixed = format!("sha1={OF_BRACES}");
    let header = format!("x-vercel-signature: {OF_BRACES}");
    let ended = format!("{OF_BRACES}\n");
    let sha256 = "a".repeat(64);
    let cases: [(&str, &str, &str); 12] = [
        ("", "signature_empty", "the signature is empty"),
        (
            &prefixed,
            "signature_prefix",
            "the signature begins with `sha1=`: Vercel sends 40 hexadecimal digits without a \
             prefix",
        ),
        (
            &header,
            "signature_prefix",
            "the signature begins with `x-vercel-signature:`: Vercel sends 40 hexadecimal \
             digits without a prefix",
        ),
        (&ended, "signature_white_space", "the signature contains whitespace: remove it"),
        (
            &OF_BRACES[1..],
            "signature_length",
            "the signature has 39 hexadecimal digits instead of 40",
        ),
        (&twice, "signature_length", "the signature has 80 hexadecimal digits instead of 40"),
        ("a", "signature_length", "the signature has 1 hexadecimal digits instead of 40"),
        (
            &sha256,
            "signature_length",
            "the signature has 64 hexadecimal digits instead of 40: that is the length of \
             SHA-256; Vercel signs with SHA-1",
        ),
        (
            &sha256[..32],
            "signature_length",
            "the signature has 32 hexadecimal digits instead of 40: that is the length of MD5",
        ),
        (
            "30fa2393-34925ac0599e53c341c26c2a9d3ba97",
            "signature_not_hex",
            "the signature contains `-` at position 9, which is not a hexadecimal digit",
        ),
        (
            "7/zfauXrL6LSdBbV8YTfnCWafHk=",
            "signature_not_hex",
            "the signature contains `/` at position 2, which is not a hexadecimal digit (28 \
             characters is the length of SHA-1 in base64)",
        ),
        (
            "žluťoučký",
            "signature_not_hex",
            "the signature contains `ž` at position 1, which is not a hexadecimal digit",
        ),
    ];
    for (signature, reason, message) in cases {
        let stderr = format!("{FROM_ENVIRONMENT}✗ {message}\n{}", explained(reason, signature));
        verify(signature).gives(1, "invalid\n", stderr.clone());
        with_secret(["verify", "body", "--json", "--signature", signature])
            .file("body", "{}")
            .gives(
                1,
                format!(
                    "{{\"valid\":false,\"reason\":\"{reason}\",\"message\":\"{message}\",\
                     \"bytes\":2,\"secretFingerprint\":null,\"cause\":[..],\"line\":null,\"request\":null}}\n"
                ),
                stderr,
            );
    }
}

/// The hint where a malformed signature is otherwise the right one.
fn explained(reason: &str, signature: &str) -> &'static str {
    if signature.contains(OF_BRACES) && reason != "signature_length" {
        "hint: the signature was made with the secret from $VERCEL_WEBHOOK_SECRET\n"
    } else {
        ""
    }
}

#[test]
fn a_signature_cannot_control_the_terminal() {
    let done = verify("ab\u{1b}[31m").ends(1);
    assert!(!done.stderr.contains('\u{1b}'), "{:?}", done.stderr);
    assert!(done.stderr.contains("`\\u{1b}` at position 3"), "{:?}", done.stderr);
}

#[test]
fn json_has_exactly_these_keys() {
    with_secret(["verify", "--json", "--signature", OF_BRACES]).stdin("{}").gives(
        0,
        "{\"valid\":true,\"reason\":null,\"message\":null,\"bytes\":2,\
         \"secretFingerprint\":\"964b6afe\",\"cause\":null,\"line\":null,\"request\":null}\n",
        FROM_ENVIRONMENT,
    );
    let mismatch = |bytes: u32, cause: &str| {
        format!(
            "{{\"valid\":false,\"reason\":\"mismatch\",\"message\":\"signature does not match\",\
             \"bytes\":{bytes},\"secretFingerprint\":null,\
             \"cause\":{cause},\"line\":null,\"request\":null}}\n"
        )
    };
    let json = ["verify", "--json", "--quiet", "--signature", OF_BRACES];
    with_secret(json).stdin("{ ]").gives(1, mismatch(3, "null"), "");
    with_secret(json).stdin("{}\n").gives(
        1,
        mismatch(
            3,
            "{\"codes\":[\"body_newline_added\"],\"sentences\":[\"a line break was added to the end \
             of the body after signing: [..]\"],\"proven\":true}",
        ),
        "",
    );
    with_secret(json).stdin("").gives(
        1,
        mismatch(
            0,
            "{\"codes\":[\"body_empty\"],\"sentences\":[\"the body is empty, [..]\"],\
             \"proven\":false}",
        ),
        "",
    );
}

#[test]
fn verifies_an_empty_body_but_suspects_it_on_a_mismatch() {
    with_secret(["verify", "--signature", OF_NOTHING]).stdin("").gives(0, VALID, FROM_ENVIRONMENT);
    with_secret(["verify", "--signature", OF_BRACES]).stdin("").gives(
        1,
        "invalid\n",
        format!(
            "{FROM_ENVIRONMENT}\
             ✗ signature does not match\n\
             hint: the body is empty, which no Vercel webhook is: did a body parser or other \
             middleware read it first?\n"
        ),
    );
}

#[test]
fn names_the_secret_that_matched_during_a_rotation() {
    let both = |signature: &str| {
        vercel_hooks([
            "verify",
            "body",
            "--signature",
            signature,
            "--secret-file",
            "new.txt",
            "--secret-file",
            "old.txt",
        ])
        .file("body", "{}")
        .file("new.txt", "sesame-new\n")
        .file("old.txt", "sesame-old\n")
    };
    let origins = "\
secret: from new.txt, fingerprint 0d915d14
secret: from old.txt, fingerprint a719ed7d
";
    let new = "9d2a9b34224c0c4cc59a613f73e497b82de1eb56";
    let old = "31959d43cc44f17353c4298487bafc8985bfc5e5";
    both(new).gives(0, "valid (secret 0d915d14 from new.txt)\n", origins);
    both(old).gives(0, "valid (secret a719ed7d from old.txt)\n", origins);
    both(OF_BRACES).gives(1, "invalid\n", format!("{origins}{MISMATCH}"));
}

#[test]
fn requires_a_signature() {
    with_secret(["verify"]).stdin("{}").gives(
        2,
        "",
        "error: [..]: --signature <HEX>\nhint: [..]--request FILE\n...\n",
    );
}

#[test]
fn names_a_body_that_cannot_be_read() {
    with_secret(["verify", "missing.json", "--quiet", "--signature", OF_BRACES]).gives(
        2,
        "",
        "error: cannot read missing.json: [..]\n",
    );
}

#[test]
fn exits_with_the_verdict_even_if_nobody_reads_it() {
    let mut child = std::process::Command::new(snapbox::cmd::cargo_bin!("vercel-hooks"))
        .args(["verify", "--quiet", "--signature", OF_BRACES])
        .env("VERCEL_WEBHOOK_SECRET", "another secret than that of the signature")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"{}").unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
}
