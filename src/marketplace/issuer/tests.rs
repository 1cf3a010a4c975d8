use std::time::Duration;

use serde_json::{Map, Value};

use super::*;
use crate::event::SampleData;
use crate::marketplace::partner_api::{PartnerEndpoint, TokenKind};
use crate::time::Moment;

const INTEGRATION: &str = "oac_9f4YG9JFjgKkRlxoaaGG0y05";

fn now() -> Moment {
    Moment::parse("2026-01-31T12:00:00Z").unwrap()
}

fn claims(kind: TokenKind) -> Map<String, Value> {
    let integration = Some(INTEGRATION.to_owned());
    let spec = TokenSpec { kind, integration, ..TokenSpec::default() };
    spec.claims(&SampleData::new(1, 0), now(), Duration::from_secs(3600))
}

/// What is said about a token, by code.
fn problems(token: &str, issuer: &Issuer, endpoint: &str) -> Vec<&'static str> {
    let keys = KeySet::from_json(&issuer.jwks()).unwrap();
    let expected = Expected {
        keys: &keys,
        keys_from: "the test".to_owned(),
        now: now(),
        integration: Some(INTEGRATION),
        endpoint: Some(PartnerEndpoint::find(endpoint).unwrap()),
    };
    let decoded = Decoded::new(token, &expected);
    decoded.problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn genuine_tokens_have_no_problem() {
    let issuer = Issuer::ephemeral().unwrap();
    for (kind, endpoint) in
        [(TokenKind::User, "provision-resource"), (TokenKind::System, "get-resource")]
    {
        let claims = claims(kind);
        let token = issuer.sign(&claims);
        assert!(problems(&token, &issuer, endpoint).is_empty(), "{kind:?}");
        assert_eq!(verify(&token, &issuer.jwks()), Ok(claims));
    }
}

#[test]
fn each_tampered_token_is_wrong_in_one_way() {
    // Those without a problem are for another customer, or of a user who may only read.
    let rows: &[(&str, &[&str])] = &[
        ("no-header", &[]),
        ("empty-bearer", &["malformed"]),
        ("basic", &[]),
        ("garbage", &["malformed"]),
        ("two-parts", &["malformed"]),
        ("alg-none", &["algorithm"]),
        ("alg-none-title", &["algorithm"]),
        ("alg-none-upper", &["algorithm"]),
        ("alg-none-mixed", &["algorithm"]),
        ("alg-none-no-kid", &["algorithm"]),
        ("hs256-pem", &["algorithm"]),
        ("hs256-modulus", &["algorithm"]),
        ("other-key", &["signature"]),
        ("unknown-kid", &["unknown-kid"]),
        ("other-key-no-kid", &["signature"]),
        ("embedded-jwk", &["embedded-key", "unknown-kid"]),
        ("jku", &["embedded-key", "unknown-kid"]),
        ("changed-payload", &["signature"]),
        ("changed-signature", &["signature"]),
        ("empty-signature", &["signature"]),
        ("expired", &["expired"]),
        ("just-expired", &["expired"]),
        ("not-yet-valid", &["not-yet-valid"]),
        ("no-expiry", &["expiry"]),
        ("wrong-issuer", &["issuer"]),
        ("lookalike-issuer", &["issuer"]),
        ("deployment-issuer", &["issuer"]),
        ("no-issuer", &["issuer"]),
        ("wrong-audience", &["audience"]),
        ("no-audience", &["audience"]),
        ("null-audience", &["audience"]),
        ("audience-list", &["audience"]),
        ("other-installation", &[]),
        ("null-installation", &["identity"]),
        ("system-for-user", &["kind"]),
        ("user-for-system", &["kind"]),
        ("role-user", &[]),
        ("unknown-role", &["role"]),
        ("malformed-subject", &["subject"]),
        ("no-kid", &["no-kid"]),
    ];
    let names = TokenTamper::ALL.iter().map(|tamper| tamper.name);
    assert!(names.eq(rows.iter().map(|(name, _)| *name)));
    let issuer = Issuer::ephemeral().unwrap();
    for (name, expected) in rows {
        let tamper = TokenTamper::named(name).unwrap();
        for (kind, endpoint) in
            [(TokenKind::User, "provision-resource"), (TokenKind::System, "get-resource")]
        {
            let genuine = claims(kind);
            let value = tamper.authorization(&issuer, &genuine);
            if !tamper.applies_to(kind) {
                continue;
            }
            assert_ne!(value, Some(format!("Bearer {}", issuer.sign(&genuine))), "{name}");
            let token = value.as_deref().and_then(|value| value.strip_prefix("Bearer "));
            let found = token.map(|token| problems(token, &issuer, endpoint)).unwrap_or_default();
            // A system token may lack an installation.
            let is_fine = kind == TokenKind::System && *name == "null-installation";
            assert_eq!(found, if is_fine { &[][..] } else { expected }, "{name}");
        }
    }
}

#[test]
fn forged_signatures_are_those_that_their_names_say() {
    let issuer = Issuer::ephemeral().unwrap();
    let genuine = claims(TokenKind::User);
    for (name, secret) in [
        ("hs256-pem", issuer.public_pem().into_bytes()),
        ("hs256-modulus", issuer.public_components().n),
    ] {
        let value = TokenTamper::named(name).unwrap().authorization(&issuer, &genuine).unwrap();
        let (message, signature) = value["Bearer ".len()..].rsplit_once('.').unwrap();
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &secret);
        let signature = from_base64url(signature).unwrap();
        ring::hmac::verify(&key, message.as_bytes(), &signature).expect(name);
    }
    // A server that takes the key from the header finds the signature valid.
    let value =
        TokenTamper::named("embedded-jwk").unwrap().authorization(&issuer, &genuine).unwrap();
    let header = value["Bearer ".len()..].split('.').next().unwrap();
    let header: Value = serde_json::from_slice(&from_base64url(header).unwrap()).unwrap();
    let jwks = serde_json::json!({ "keys": [header["jwk"]] });
    let problem = verify(&value["Bearer ".len()..], &jwks).unwrap_err();
    assert_eq!(problem.code, "embedded-key");
}

#[test]
fn says_what_is_malformed() {
    let issuer = Issuer::ephemeral().unwrap();
    let genuine = issuer.sign(&claims(TokenKind::User));
    let parts: Vec<&str> = genuine.split('.').collect();
    let [header, payload, signature] = parts[..] else { unreachable!() };
    for (token, message) in [
        (format!("{genuine}.x"), "it has 4 parts: a token has three parts, separated by dots"),
        (
            format!("{header}=.{payload}.{signature}"),
            "the header is base64, but tokens use base64url without padding",
        ),
        (format!("{header}.*.{signature}"), "the payload is not base64url"),
        (format!("{header}.{}.{signature}", base64url("[]")), "the payload is not a JSON object"),
        (format!("{}.{payload}.{signature}", base64url("{")), "the header is not valid JSON"),
        (format!("{header}.{payload}.*"), "the signature is not base64url"),
        (format!("{}.{payload}.", base64url("{}")), "the header has no alg"),
    ] {
        assert_eq!(verify(&token, &issuer.jwks()).unwrap_err().message, message, "{token}");
    }
}

#[test]
fn claims_of_any_type_are_judged() {
    let issuer = Issuer::ephemeral().unwrap();
    for value in
        [Value::Null, true.into(), "x".into(), 1e300.into(), i64::MIN.into(), Value::Array(vec![])]
    {
        for name in claims(TokenKind::User)
            .keys()
            .filter(|name| *name != "type" && !name.starts_with("user_"))
        {
            let mut claims = claims(TokenKind::User);
            claims.insert(name.clone(), value.clone());
            let is_text = value.is_string() && ["account_id", "installation_id"].contains(&&**name);
            let found = problems(&issuer.sign(&claims), &issuer, "provision-resource");
            assert!(!found.is_empty() || is_text, "{name}: {value}");
        }
    }
}
