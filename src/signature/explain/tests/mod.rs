mod cases;

use proptest::prelude::*;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use sha1::digest::Digest;

use super::*;
use crate::signature::SigningKey;
use crate::signature::json::tests::value;
use crate::signature::json::{LOWER_HEX, Layout, escape, escape_slashes, reorder, respace};
use cases::{body_cases, respaced, secret_cases, unicode_escaped};

const SECRET: &[u8] = b"xEbuzM1ZAJ46afITQlYqH605";

/// As Vercel would send it.
pub const EVENT: &str = r#"{"type":"deployment.created","id":"sucbsHXIrIUZ74zatwFlJ","createdAt":1698397677664,"payload":{"user":{"id":"u"},"alias":[],"deployment":{"meta":{"githubCommitMessage":"Fix \"café\" 😀 <b> & co\n","z":1.0,"a":1e5,"empty":{}},"url":"https://a.vercel.app/b"},"target":null,"plan":"pro","regions":["iad1","it's"]}}"#;

fn sign(secret: &[u8], body: &[u8]) -> String {
    SigningKey::new(secret).sign(body).to_string()
}

fn codes(finding: &Finding) -> Vec<&'static str> {
    finding.causes.iter().map(|cause| cause.code).collect()
}

#[track_caller]
fn proven(finding: &Finding) -> Vec<&'static str> {
    assert!(finding.is_proven, "{finding:?}");
    codes(finding)
}

#[track_caller]
fn explained(body: &[u8], signature: &str, secret: &[u8]) -> Vec<&'static str> {
    let secrets = [Candidate { name: "$SECRET", secret }];
    let finding = explain(&Evidence { body, signature, secrets: &secrets, ..Evidence::default() });
    let shown = format!("{finding} {finding:?}");
    assert!(!shown.contains("xEbuzM1ZAJ46"), "{shown}");
    proven(&finding)
}

#[test]
fn proves_each_change_to_the_body() {
    for case in body_cases() {
        let signature = sign(SECRET, &case.signed);
        let received = String::from_utf8_lossy(&case.received);
        assert_eq!(explained(&case.received, &signature, SECRET), [case.code], "{received}");
    }
}

#[test]
fn proves_each_mistake_with_the_secret_alone_and_with_each_change_to_the_body() {
    let secrets = secret_cases();
    for (configured, meant, code) in &secrets {
        let signature = sign(meant, EVENT.as_bytes());
        assert_eq!(explained(EVENT.as_bytes(), &signature, configured), [*code]);
    }
    for (index, case) in body_cases().into_iter().enumerate() {
        for (configured, meant, code) in secrets.iter().cycle().skip(index).take(3) {
            let signature = sign(meant, &case.signed);
            assert_eq!(explained(&case.received, &signature, configured), [*code, case.code]);
        }
    }
}

#[test]
fn proves_several_changes_that_one_framework_makes() {
    let python = unicode_escaped(&respaced(Layout::Spaced));
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

/// As a delivery of 2023, with every key in its order.
const SENT: &str = r#"{"id":"a","payload":{"user":{"id":"u"},"team":null,"alias":[],"deployment":{"id":"d","meta":{"githubCommitMessage":"é /<b>","githubCommitSha":"c","githubDeployment":"1"},"name":"n","url":"u"},"links":{"deployment":"l","project":"p"},"name":"n","plan":"pro","project":{"id":"p"},"regions":[],"target":null,"type":"LAMBDAS","url":"u"},"createdAt":1,"type":"deployment.created"}"#;

fn sorted_by<K: Ord>(json: &str, key: impl Fn(&str) -> K) -> String {
    let sorted = reorder(json, |members, _| {
        members.sort_by_cached_key(|member| key(&member.unescaped_name()));
    });
    sorted.unwrap()
}

#[test]
fn restores_the_order_of_keys_at_every_depth_with_and_without_escapes() {
    let by_name = sorted_by(SENT, str::to_owned);
    let by_length = sorted_by(SENT, |name| (name.len(), name.to_owned()));
    let go = escape(&by_name, LOWER_HEX, |character| "<>&".contains(character));
    let python = unicode_escaped(&respace(&by_name, Layout::Spaced).unwrap());
    let postgres = respace(&by_length, Layout::Spaced).unwrap();
    let php = escape_slashes(&unicode_escaped(&by_name));
    let sent_in_2022 = r#"{"id":"a","payload":{"deployment":{"id":"d","meta":{}},"links":{},"url":"u","user":{},"team":{}},"createdAt":1,"type":"t"}"#;
    for (signed, received, code) in [
        (SENT, &*by_name, "json_reordered"),
        (SENT, &by_length, "json_reordered"),
        (SENT, &go, "json_rewritten"),
        (SENT, &python, "json_rewritten"),
        (SENT, &postgres, "json_rewritten"),
        (SENT, &php, "json_rewritten"),
        (&by_length, SENT, "json_reordered"),
        (&postgres, SENT, "json_rewritten"),
        (sent_in_2022, &sorted_by(sent_in_2022, str::to_owned), "json_reordered"),
    ] {
        let signature = sign(SECRET, signed.as_bytes());
        assert_eq!(explained(received.as_bytes(), &signature, SECRET), [code], "{received}");
    }
}

#[test]
fn restores_the_order_of_keys_of_every_generated_event() {
    for event_type in crate::catalog::EVENT_TYPES {
        let Some(files) = &event_type.files else { continue };
        let signed = respace(files.template, Layout::Compact).unwrap();
        let received = sorted_by(&signed, |name| std::cmp::Reverse(name.to_owned()));
        let signature = sign(SECRET, signed.as_bytes());
        let codes = explained(received.as_bytes(), &signature, SECRET);
        assert_eq!(codes, ["json_reordered"], "{}", event_type.name);
    }
}

#[test]
fn explains_what_a_terminal_shows_pretty_printed_and_colored() {
    let colored = respaced(Layout::Indented("  ")).replace(':', "\u{1b}[0m:\u{1b}[34;1m");
    let signature = sign(SECRET, EVENT.as_bytes());
    let codes = ["body_color_added", "json_respaced"];
    assert_eq!(explained(format!("{colored}\n").as_bytes(), &signature, SECRET), codes);
}

#[test]
fn names_each_thing_that_an_editor_adds() {
    let indented = respaced(Layout::Indented("  "));
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

#[test]
fn proves_the_likely_changes_to_large_bodies() {
    let large = format!("[{}1]", format!("{EVENT},").repeat(1_000));
    assert!(large.len() > SMALL);
    let signature = sign(SECRET, large.as_bytes());
    let spaced = respace(&large, Layout::Spaced).unwrap();
    assert_eq!(explained(spaced.as_bytes(), &signature, SECRET), ["json_respaced"]);
    let python = unicode_escaped(&spaced);
    let codes = ["secret_white_space", "json_rewritten"];
    assert_eq!(explained(python.as_bytes(), &signature, &[SECRET, b"\n"].concat()), codes);
}

#[test]
fn proves_each_algorithm_and_each_spelling_of_the_signature() {
    use sha2::{Sha256, Sha512};
    let body = EVENT.as_bytes();
    let hex256 = |parts: &[&[u8]]| hex::encode(Sha256::digest(parts.concat()));
    let hex512 = |parts: &[&[u8]]| hex::encode(Sha512::digest(parts.concat()));
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
        (hex512(&[body]), &["sha512_without_key"]),
        (hex512(&[SECRET, body]), &["sha512_secret_first"]),
        (hex512(&[body, SECRET]), &["sha512_secret_last"]),
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
fn names_the_secret_that_made_the_signature() {
    let secrets = [
        Candidate { name: "the first", secret: b"first" },
        Candidate { name: "the second", secret: b"second" },
        Candidate { name: "the empty one", secret: b"" },
    ];
    let others = [Candidate { name: "OLD in .env", secret: b"old" }];
    let explain = |body, meant: &[u8]| {
        let signature = sign(meant, b"{}");
        explain(&Evidence {
            body,
            signature: &signature,
            secrets: &secrets,
            others: &others,
            ..Evidence::default()
        })
    };
    for (body, meant, code, name) in [
        (&b"{}"[..], &b"old"[..], "secret_other", Some("OLD in .env")),
        (b"{}\n", b"second", "body_newline_added", Some("the second")),
        (b"{}", b"", "secret_empty", None),
    ] {
        let finding = explain(body, meant);
        assert_eq!((proven(&finding), finding.made_with.as_deref()), (vec![code], name));
    }
    assert!(explain(b"{}", b"old").to_string().contains("OLD in .env"));
    assert!(explain(b"{}", b"").to_string().contains("the empty one"));
    assert_eq!(explain(b"{}", b"second"), Finding::default(), "it matches");
}

#[test]
fn suspects_what_it_cannot_prove() {
    let signature = sign(b"nobody's", EVENT.as_bytes());
    let finding = explain(&Evidence { signature: &signature, ..Evidence::default() });
    assert!(!finding.is_proven);
    assert_eq!(codes(&finding), ["body_empty"]);
    let finding = explain(&Evidence { signature: "none", body: b"{}", ..Evidence::default() });
    assert_eq!(finding, Finding::default());
}

/// The rows that change a body, then those that change a secret.
fn rows() -> [Vec<&'static str>; 2] {
    use order::{ORDERS, POSTGRES_ORDER, SENDERS_ORDERS};
    use style::{ESCAPINGS, LAYOUTS};
    let changes = body::EDITED.iter().chain(body::CHANGES).chain(body::COPIED);
    let changes = changes.map(|change| change.code);
    let styles = LAYOUTS.iter().chain(ESCAPINGS).chain(ORDERS).chain(SENDERS_ORDERS);
    let styles = styles.chain([&POSTGRES_ORDER]).map(|style| style.code);
    let secrets = secret::VISIBLE.iter().chain(secret::INVISIBLE).map(|change| change.code);
    [changes.chain(styles).collect(), secrets.collect()]
}

#[test]
fn every_row_has_a_case() {
    let [bodies, secrets] = rows();
    for code in bodies {
        assert!(body_cases().iter().any(|case| case.code == code), "{code}");
    }
    for code in secrets {
        assert!(secret_cases().iter().any(|(_, _, case)| *case == code), "{code}");
    }
}

#[test]
fn the_page_of_causes_lists_every_code() {
    const PAGE: &str = include_str!("../../../../docs/causes.md");
    let [bodies, secrets] = rows();
    let texts = text::CHANGES.iter().map(|change| change.code);
    let algorithms = algorithm::CONSTRUCTIONS.iter().flat_map(|made| made.codes);
    let suspicions = suspicion::SUSPICIONS.iter().map(|suspicion| suspicion.code);
    let others = ["secret_other", "secret_empty", "secret_unset", "json_rewritten"];
    let all = bodies.into_iter().chain(secrets).chain(texts).chain(algorithms).chain(suspicions);
    for code in all.chain(others).filter(|code| *code != "hmac_sha1") {
        assert!(PAGE.contains(&format!("`{code}`")), "{code}");
    }
}

#[test]
fn every_sentence_says_what_happened_and_then_what_to_do() {
    let changes = body::EDITED.iter().chain(body::CHANGES).chain(body::COPIED);
    let changes = changes.chain(text::CHANGES).chain(secret::VISIBLE).chain(secret::INVISIBLE);
    let rewritings = rewriting::rewritings(r#"{"a": "café / <"}"#.as_bytes());
    let sentences = changes
        .map(|change| change.sentence.to_owned())
        .chain(algorithm::CONSTRUCTIONS.iter().map(|made| made.sentence.to_owned()))
        .chain(rewritings.map(|original| original.causes[0].sentence.clone()));
    for sentence in sentences {
        let (what, advice) = sentence.split_once(": ").unwrap();
        assert!(what.starts_with("the ") || what.contains(" the "), "{sentence}");
        assert!(!advice.is_empty() && !sentence.ends_with('.'), "{sentence}");
    }
}

/// A mismatch is never explained away. Each round tries hundreds of digests.
#[test]
fn never_proves_a_false_cause() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
    let bytes = |rng: &mut Xoshiro256PlusPlus, most: u32| {
        let mut bytes = vec![0; (rng.next_u32() % most) as usize];
        rng.fill_bytes(&mut bytes);
        bytes
    };
    for round in 0..200 {
        let secret = [b"s", bytes(&mut rng, 40).as_slice()].concat();
        let other = bytes(&mut rng, 40);
        let body = match round % 10 {
            0 => serde_json::to_vec(&value(&bytes(&mut rng, 60))).unwrap(),
            _ => bytes(&mut rng, 40),
        };
        let signature = match round % 8 {
            0 => sign(b"not the secret", &body),
            1 => sign(&secret[..secret.len() - 1], &[body.as_slice(), b"."].concat()),
            2 => sign(&secret, &[b"0", body.as_slice()].concat()),
            length => {
                let mut digest = vec![0; [20, 20, 20, 32, 64][length - 3]];
                rng.fill_bytes(&mut digest);
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
        assert!(!explain(&evidence).is_proven, "{body:?} {signature}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn never_panics(
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
        prop_assert!(!finding.is_proven);
    }
}
