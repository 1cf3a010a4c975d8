mod cases;

use proptest::prelude::*;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use serde_json::Value;
use sha1::digest::Digest;

use super::*;
use crate::signature::SigningKey;
use cases::{cases, respaced, secret_cases};

const SECRET: &[u8] = b"xEbuzM1ZAJ46afITQlYqH605";

/// As Vercel would send it.
const EVENT: &str = r#"{"type":"deployment.created","id":"sucbsHXIrIUZ74zatwFlJ","createdAt":1698397677664,"payload":{"user":{"id":"u"},"alias":[],"deployment":{"meta":{"githubCommitMessage":"Fix \"café\" 😀 <b> & co\n","z":1.0,"a":1e5,"empty":{}},"url":"https://a.vercel.app/b"},"target":null,"plan":"pro","regions":["iad1","it's"]}}"#;

fn sign(secret: &[u8], body: &[u8]) -> String {
    SigningKey::new(secret).sign(body).to_string()
}

/// The codes of what was proven, and the whole of it.
fn proven(finding: Finding) -> (Vec<&'static str>, Explanation) {
    match finding {
        Finding::Proven(explanation) => (explanation.codes(), explanation),
        other => panic!("{other:?}"),
    }
}

fn explained(body: &[u8], signature: &str, secret: &[u8]) -> Vec<&'static str> {
    let secrets = [Candidate { name: "$SECRET", secret }];
    let finding = explain(&Evidence { body, signature, secrets: &secrets, ..Evidence::default() });
    let (codes, explanation) = proven(finding);
    let sentence = explanation.to_string();
    let shown = [sentence, format!("{explanation:?}")].concat();
    assert!(!shown.contains("xEbuzM1ZAJ46"), "{shown}");
    codes
}

#[test]
fn each_thing_that_happens_to_a_body_is_found() {
    for case in cases() {
        let signature = sign(SECRET, &case.signed);
        let received = String::from_utf8_lossy(&case.received);
        assert_eq!(explained(&case.received, &signature, SECRET), [case.code], "{received}");
    }
}

#[test]
fn each_mistake_with_the_secret_is_found_alone_and_with_each_of_the_body() {
    let secrets = secret_cases();
    for (configured, meant, code) in &secrets {
        let signature = sign(meant, EVENT.as_bytes());
        assert_eq!(explained(EVENT.as_bytes(), &signature, configured), [*code]);
    }
    for (index, case) in cases().into_iter().enumerate() {
        for (configured, meant, code) in secrets.iter().cycle().skip(index).take(3) {
            let signature = sign(meant, &case.signed);
            assert_eq!(explained(&case.received, &signature, configured), [*code, case.code]);
        }
    }
}

#[test]
fn several_things_that_one_framework_does_at_once_are_found() {
    let python = Escaping::UnicodeEscaped(Case::Lower).apply(&respaced(Spacing::Spaced));
    let signature = sign(SECRET, EVENT.as_bytes());
    assert_eq!(explained(python.as_bytes(), &signature, SECRET), ["json_rewritten"]);
    let signature = sign(&[SECRET, b"\n"].concat(), EVENT.as_bytes());
    let codes = ["secret_line_break", "json_rewritten"];
    assert_eq!(explained(python.as_bytes(), &signature, SECRET), codes);

    let unsorted = r#"{"type":"t","id":"a","payload":{"a b":1,"a":"é","a!":0}}"#;
    let sorted = r#"{"id": "a", "payload": {"a": "\u00e9", "a b": 1, "a!": 0}, "type": "t"}"#;
    let signature = sign(SECRET, sorted.as_bytes());
    assert_eq!(explained(unsorted.as_bytes(), &signature, SECRET), ["json_rewritten"]);

    let go = r#"{"createdAt":1,"id":"a","payload":{"a":"\u003cé\u003e"},"type":"t"}"#;
    let signed = r#"{"id":"a","payload":{"a":"<é>"},"createdAt":1,"type":"t"}"#;
    let signature = sign(SECRET, signed.as_bytes());
    assert_eq!(explained(go.as_bytes(), &signature, SECRET), ["json_rewritten"]);
}

#[test]
fn what_an_editor_adds_is_named_piece_by_piece() {
    let indented = respaced(Spacing::Spaces(2));
    let windows = indented.replace('\n', "\r\n");
    let line = format!("{indented}\n");
    for (signed, received, codes) in [
        (EVENT, format!("\u{feff}{EVENT}\n"), &["body_bom_added", "body_newline_added"][..]),
        (EVENT, format!("\u{feff}{EVENT}\r\n"), &["body_bom_added", "body_newline_added"]),
        (EVENT, format!("\u{feff} {EVENT}\n\n"), &["body_bom_added", "body_white_space_added"]),
        (EVENT, format!("\u{feff}\u{feff}{EVENT}"), &["body_bom_added"]),
        (EVENT, format!("{EVENT}\u{a0}"), &["body_white_space_added"]),
        (EVENT, format!("{EVENT}\u{b}"), &["body_white_space_added"]),
        (
            EVENT,
            format!("\u{feff}{EVENT}\u{2028}\n"),
            &["body_bom_added", "body_white_space_added"],
        ),
        (&indented, format!("\u{feff}{windows}"), &["body_bom_added", "body_lf_became_crlf"]),
        (&line, format!("\u{feff}{indented}"), &["body_bom_added", "body_newline_lost"]),
    ] {
        let signature = sign(SECRET, signed.as_bytes());
        assert_eq!(explained(received.as_bytes(), &signature, SECRET), codes, "{received:?}");
    }
}

/// Nothing was written again where the white space, escapes and order of the JSON stayed.
#[test]
fn every_rewriting_says_what_differs() {
    for spacing in Spacing::ALL {
        let json = respaced(spacing);
        for (before, after) in [("", ""), ("\u{feff}", "\r\n"), ("\u{feff}\u{feff}", "\u{a0}")] {
            let body = format!("{before}{json}{after}");
            for (rewriting, original) in rewriting::rewritings(body.as_bytes()) {
                let Rewriting { spacing, escaping, order, .. } = rewriting;
                assert!(spacing.is_some() || escaping.is_some() || order.is_some(), "{body:?}");
                assert_ne!(original.trim_ascii(), json.as_bytes(), "{rewriting:?}");
            }
        }
    }
}

#[test]
fn of_large_bodies_the_likely_is_found() {
    let large = format!("[{}1]", format!("{EVENT},").repeat(1_000));
    assert!(large.len() > SMALL);
    let signature = sign(SECRET, large.as_bytes());
    let spaced = spacing::respace(large.as_bytes(), Spacing::Spaced).unwrap();
    assert_eq!(explained(&spaced, &signature, SECRET), ["json_respaced"]);
    let python = Escaping::UnicodeEscaped(Case::Lower).apply(str::from_utf8(&spaced).unwrap());
    let codes = ["secret_white_space", "json_rewritten"];
    assert_eq!(explained(python.as_bytes(), &signature, &[SECRET, b"\n"].concat()), codes);
}

#[test]
fn each_algorithm_and_writing_is_found() {
    use sha2::{Sha256, Sha512};
    let body = EVENT.as_bytes();
    let hex256 = |parts: &[&[u8]]| hex::encode(Sha256::digest(parts.concat()));
    let hex1 = |parts: &[&[u8]]| hex::encode(sha1::Sha1::digest(parts.concat()));
    let hmac256 = crate::signature::Tamper::Sha256.header(SECRET, body).unwrap();
    let base64 = base64::engine::general_purpose::STANDARD.encode(hex::decode(&hmac256).unwrap());
    let right = sign(SECRET, body);
    let newline = [body, b"\n"].concat();
    let hmac512 = {
        use hmac::{KeyInit, Mac};
        let mac: hmac::Hmac<Sha512> = KeyInit::new_from_slice(SECRET).unwrap();
        hex::encode(mac.chain_update(body).finalize().into_bytes())
    };
    for (signature, codes) in [
        (hmac256.clone(), &["hmac_sha256"][..]),
        (format!("sha256={hmac256}"), &["hmac_sha256", "signature_prefix"]),
        (base64, &["hmac_sha256", "signature_base64"]),
        (hmac512, &["hmac_sha512"]),
        (hex1(&[body]), &["sha1_without_key"]),
        (hex1(&[SECRET, body]), &["sha1_secret_first"]),
        (hex1(&[body, SECRET]), &["sha1_secret_last"]),
        (hex256(&[body]), &["sha256_without_key"]),
        (hex256(&[SECRET, body]), &["sha256_secret_first"]),
        (hex256(&[body, SECRET]), &["sha256_secret_last"]),
        (right.to_uppercase(), &["signature_upper_case"]),
        (format!("sha1={right}"), &["signature_prefix"]),
        (format!("\"{right}\"\n"), &["signature_white_space", "signature_quotes"]),
    ] {
        assert_eq!(explained(body, &signature, SECRET), codes, "{signature}");
        let with_newline: Vec<&str> = codes.iter().copied().chain(["body_newline_added"]).collect();
        assert_eq!(explained(&newline, &signature, SECRET), with_newline, "{signature}");
    }
}

#[test]
fn the_secret_that_matches_is_named() {
    let secrets = [
        Candidate { name: "the first", secret: b"first" },
        Candidate { name: "the second", secret: b"second" },
        Candidate { name: "the empty one", secret: b"" },
    ];
    let others = [Candidate { name: "OLD in .env", secret: b"old" }];
    let finding = |body, meant: &[u8]| {
        let signature = sign(meant, b"{}");
        let evidence = Evidence {
            body,
            signature: &signature,
            secrets: &secrets,
            others: &others,
            ..Evidence::default()
        };
        explain(&evidence)
    };
    let (codes, explanation) = proven(finding(b"{}", b"old"));
    assert_eq!(
        (codes, explanation.made_with.as_deref()),
        (vec!["secret_other"], Some("OLD in .env"))
    );
    assert!(explanation.to_string().contains("OLD in .env"));
    let (codes, explanation) = proven(finding(b"{}\n", b"second"));
    assert_eq!(
        (codes, explanation.made_with.as_deref()),
        (vec!["body_newline_added"], Some("the second"))
    );
    let (codes, explanation) = proven(finding(b"{}", b""));
    assert_eq!((codes, explanation.made_with), (vec!["secret_empty"], None));
    assert_eq!(finding(b"{}", b"second"), Finding::Nothing, "it matches");
}

#[test]
fn what_cannot_be_proven_is_suspected() {
    let signature = sign(b"nobody's", EVENT.as_bytes());
    let finding = explain(&Evidence { signature: &signature, ..Evidence::default() });
    assert_eq!(finding, Finding::Suspected(vec![Suspicion::EmptyBody]));
    let finding = explain(&Evidence { signature: "none", body: b"{}", ..Evidence::default() });
    assert_eq!(finding, Finding::Nothing);
}

#[test]
fn every_sentence_says_what_happened_and_then_what_to_do() {
    let bodies = originals(b"\xef\xbb\xbf{\"a\": \"caf\xc3\xa9 / < &amp;\"}\r\n", None);
    for sentence in bodies.flat_map(|(causes, _)| causes).map(|cause| cause.to_string()) {
        let (what, advice) = sentence.split_once(": ").unwrap();
        assert!(what.starts_with("the ") || what.contains(" the "), "{sentence}");
        assert!(!advice.is_empty() && !sentence.ends_with('.'), "{sentence}");
    }
}

#[test]
fn the_page_of_causes_lists_every_code() {
    const PAGE: &str = include_str!("../../../../docs/causes.md");
    let bodies = cases().into_iter().map(|case| case.code);
    let secrets = secret_cases().into_iter().map(|(_, _, code)| code);
    let algorithms = [Hash::Sha1, Hash::Sha256, Hash::Sha512].into_iter().flat_map(|hash| {
        use AlgorithmCause::{SecretFirst, SecretLast, WithoutKey};
        [WithoutKey(hash), SecretFirst(hash), SecretLast(hash)].map(|cause| cause.code())
    });
    let suspicions = [
        Suspicion::EmptyBody,
        Suspicion::CutShort { declared: 1, received: 0 },
        Suspicion::Replaced,
    ];
    let suspicions = suspicions.iter().map(Suspicion::code);
    let others = ["secret_other", "json_rewritten", "signature_upper_case", "hmac_sha256"];
    for code in bodies.chain(secrets).chain(algorithms).chain(suspicions).chain(others) {
        assert!(PAGE.contains(&format!("`{code}`")), "{code}");
    }
}

/// A mismatch is never explained away. Each round tries hundreds of digests.
#[test]
fn nothing_false_is_proven() {
    let mut chance = Xoshiro256PlusPlus::seed_from_u64(1);
    let bytes = |chance: &mut Xoshiro256PlusPlus, most: u32| {
        let mut bytes = vec![0; (chance.next_u32() % most) as usize];
        chance.fill_bytes(&mut bytes);
        bytes
    };
    for round in 0..200 {
        let secret = [b"s", bytes(&mut chance, 40).as_slice()].concat();
        let other = bytes(&mut chance, 40);
        let body = match round % 10 {
            0 => serde_json::to_vec(&value(&bytes(&mut chance, 60))).unwrap(),
            _ => bytes(&mut chance, 40),
        };
        let signature = match round % 8 {
            0 => sign(b"not the secret", &body),
            1 => sign(&secret[..secret.len() - 1], &[body.as_slice(), b"."].concat()),
            2 => sign(&secret, &[b"0", body.as_slice()].concat()),
            length => {
                let mut digest = vec![0; [20, 20, 20, 32, 64][length - 3]];
                chance.fill_bytes(&mut digest);
                hex::encode(digest)
            }
        };
        let secrets = [Candidate { name: "a", secret: &secret }];
        let others = [Candidate { name: "b", secret: &other }];
        let evidence = Evidence {
            body: &body,
            signature: &signature,
            secrets: &secrets,
            others: &others,
            ..Evidence::default()
        };
        assert!(!matches!(explain(&evidence), Finding::Proven(_)), "{body:?} {signature}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_panics(
        body in prop::collection::vec(any::<u8>(), 0..200),
        signature in "[0-9a-f]{40}|[0-9a-fA-F]{64}|[a-z0-9]{0,3}=?[A-Za-z0-9+/_-]{27}=?|.*",
        secret: Vec<u8>,
        content_type in "application/x-www-form-urlencoded|multipart/form-data|.*",
        content_encoding in "gzip|deflate|br|zstd|.*",
    ) {
        let secrets = [Candidate { name: "a", secret: &secret }];
        let finding = explain(&Evidence {
            body: &body,
            signature: &signature,
            secrets: &secrets,
            others: &secrets,
            declared_length: Some(9),
            content_type: Some(&content_type),
            content_encoding: Some(&content_encoding),
        });
        prop_assert!(!matches!(finding, Finding::Proven(_)));
    }
}

/// Some JSON, of any shape, made of these bytes.
pub(super) fn value(seed: &[u8]) -> Value {
    let mut bytes = seed.iter().copied();
    nested(&mut bytes, 0)
}

fn nested(bytes: &mut impl Iterator<Item = u8>, depth: usize) -> Value {
    const TEXTS: [&str; 8] =
        ["", "a", "é/<b>&\"", "\\", "\u{1}\n", "😀: , ", "}]", "\u{2028}\u{7f}"];
    const NUMBERS: [&str; 4] = ["0", "-1.0", "1e5", "1698397677664"];
    let Some(byte) = bytes.next() else { return Value::Null };
    let text = TEXTS[usize::from(byte >> 3) % TEXTS.len()];
    match byte % 6 {
        0 => Value::Bool(byte > 127),
        1 => serde_json::from_str(NUMBERS[usize::from(byte >> 3) % NUMBERS.len()]).unwrap(),
        2 | 3 if depth < 20 => {
            (0..byte >> 5).map(|_| nested(bytes, depth + 1)).collect::<Vec<_>>().into()
        }
        4 | 5 if depth < 20 => Value::Object(
            (0..byte >> 5).map(|n| (format!("{text}{n}"), nested(bytes, depth + 1))).collect(),
        ),
        _ => Value::String(text.to_owned()),
    }
}
