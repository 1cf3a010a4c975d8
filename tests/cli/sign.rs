//! `sign`. The expected digests are those of `openssl dgst -sha1 -mac HMAC`.

use super::support::{vercel_hooks, with_secret};

/// The line about [`super::support::SECRET`] on standard error.
const FROM_ENVIRONMENT: &str = "secret: from $VERCEL_WEBHOOK_SECRET, fingerprint 964b6afe\n";

const LINE_BREAK: &str = "the body ends with a line break, which is signed too\n";

/// Larger than any buffer, and different in every part.
fn big() -> Vec<u8> {
    (0..300 * 1024_u32).map(|index| u8::try_from(index % 251).unwrap()).collect()
}

/// Bodies that a careless program would change, with their digests.
fn odd_bodies() -> [(Vec<u8>, &'static str); 9] {
    [
        (b"".to_vec(), "a70641faebc03d3d196810d7348841a3d62b583a"),
        (b"{}".to_vec(), "30fa2393234925ac0599e53c341c26c2a9d3ba97"),
        (b"{}\n".to_vec(), "f40e4e4e216fca75bc651ab72399760be5493f5b"),
        (b"{\"a\":1}\r\n".to_vec(), "d7832f7e7fdcacb437c954622346ff6ce294df31"),
        (b"a\0b".to_vec(), "815fa200a8797c3a75ce885fd0ebfb4f2d6bd085"),
        (b"\xff\xfe\xc3(".to_vec(), "dd8db8d942d71e9c02f10f98b7db9f46075e62a6"),
        (b"\xef\xbb\xbf{}".to_vec(), "31c2b2f6a106ec76ceb94f16d1958b393af856d3"),
        (
            "{\"name\":\"žluťoučký 🐎\"}".as_bytes().to_vec(),
            "08b0e63dfc9db6d21dd9d4f23a84ae628c89492e",
        ),
        (big(), "ee329705b8bd406e1ff91ad353cb6a1906db7b3d"),
    ]
}

#[test]
fn prints_forty_lower_case_hexadecimal_digits() {
    vercel_hooks(["sign", "body", "--secret-file", "secret"])
        .file("body", "what do ya want for nothing?")
        .file("secret", "Jefe\n")
        .gives(
            0,
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79\n",
            "secret: from secret, fingerprint [..]\n",
        );
}

#[test]
fn agrees_with_rfc_2202_on_binary_and_long_keys() {
    let counting: Vec<u8> = (1..=25).collect();
    let cases: [(&[u8], &[u8], &str); 6] = [
        (&[0x0b; 20], b"Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"),
        (&[0xaa; 20], &[0xdd; 50], "125d7342b9ac11cd91a39af48aa17b4f63f175d3"),
        (&counting, &[0xcd; 50], "4c9007f4026250c6bc8414f9bf50c86c2d7235da"),
        (&[0x0c; 20], b"Test With Truncation", "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04"),
        (
            &[0xaa; 80],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            "aa4ae5e15272d00e95705637ce8a3b55ed402112",
        ),
        (
            &[0xaa; 80],
            b"Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data",
            "e8e99d0f45237d786d6bbaa7965c7808bbff1a91",
        ),
    ];
    for (key, body, expected) in cases {
        vercel_hooks(["sign", "body", "--secret-file", "key", "--quiet"])
            .file("key", key)
            .file("body", body)
            .gives(0, format!("{expected}\n"), "");
    }
}

#[test]
fn agrees_with_openssl_on_odd_bodies_from_a_file_and_from_standard_input() {
    for (body, expected) in odd_bodies() {
        let line = format!("{expected}\n");
        for args in [["sign", "body"], ["sign", "-"], ["sign", "--quiet"]] {
            let run = with_secret(args).file("body", &body).stdin(body.clone());
            assert_eq!(run.ends(0).text(), line, "{args:?}");
        }
    }
}

#[test]
fn verify_accepts_what_sign_prints() {
    for (body, _) in odd_bodies() {
        let done = with_secret(["sign", "body"]).file("body", &body).ends(0);
        let signature = done.text().trim_end();
        with_secret(["verify", "body", "--signature", signature]).file("body", &body).gives(
            0,
            "valid (secret 964b6afe from $VERCEL_WEBHOOK_SECRET)\n",
            FROM_ENVIRONMENT,
        );
    }
}

#[test]
fn reads_standard_input_and_prints_a_header() {
    with_secret(["sign", "--header", "--quiet"]).stdin("{}").gives(
        0,
        "x-vercel-signature: 30fa2393234925ac0599e53c341c26c2a9d3ba97\n",
        "",
    );
}

#[test]
fn json_has_exactly_these_keys() {
    let line = "{\"signature\":\"f40e4e4e216fca75bc651ab72399760be5493f5b\",\
                \"header\":\"x-vercel-signature\",\"bytes\":3,\"secretFingerprint\":\"964b6afe\"}\n";
    for args in [&["sign", "--json"][..], &["sign", "--json", "--header"]] {
        let notes = format!("{FROM_ENVIRONMENT}{LINE_BREAK}");
        with_secret(args.iter().copied()).stdin("{}\n").gives(0, line, notes);
    }
}

#[test]
fn remarks_on_an_empty_body_and_on_a_line_break_at_the_end() {
    for (body, remark) in
        [("", "warning: the body is empty\n"), ("\n", LINE_BREAK), ("\n{}", ""), ("{}\n ", "")]
    {
        with_secret(["sign", "-"]).stdin(body).gives(
            0,
            "...\n",
            format!("{FROM_ENVIRONMENT}{remark}"),
        );
        with_secret(["sign", "--quiet"]).stdin(body).gives(0, "...\n", "");
    }
}

#[test]
fn refuses_a_secret_on_the_command_line_and_says_why() {
    vercel_hooks(["sign", "--secret", "abc"]).gives(
        2,
        "",
        "error: unexpected argument '--secret' found\nhint: every process on this machine can read [..] \
         --secret-file PATH[..]\n...\n",
    );
}

#[test]
fn refuses_several_secrets() {
    with_secret(["sign", "--secret-file", "one", "--secret-file", "two", "--quiet"])
        .file("one", "1")
        .file("two", "2")
        .stdin("{}")
        .gives(2, "", "error: 2 secrets were given, but there is one signature\nhint: use --secret-file or --secret-env once\n");
}

#[test]
fn names_a_body_that_cannot_be_read() {
    with_secret(["sign", "missing.json", "--quiet"]).gives(
        2,
        "",
        "error: cannot read missing.json: [..]\n",
    );
    with_secret(["sign", ".", "--quiet"]).gives(2, "", "error: cannot read .: [..]\n");
}
