//! Receivers that check signatures with the wrong key, or with something else than HMAC-SHA1.

use base64::prelude::{BASE64_STANDARD, Engine};
use hmac::{Hmac, KeyInit, Mac};
use sha1::{Digest, Sha1};
use sha2::Sha256;

use super::super::super::support::SECRET;
use super::super::receiver::{Receiver, Request, hmac_sha1, is_genuine, sign, trusting};

/// A receiver that trusts this signature of a body besides the right one.
fn also_trusting(signature: impl Fn(&[u8]) -> String + Send + 'static) -> Receiver {
    trusting(move |request| is_genuine(request) || has(request, &signature(&request.body)))
}

fn has(request: &Request, signature: &str) -> bool {
    request.signature() == Some(signature)
}

fn hmac_sha256(body: &[u8]) -> String {
    let mac: Hmac<Sha256> = KeyInit::new_from_slice(SECRET.as_bytes()).unwrap();
    hex::encode(mac.chain_update(body).finalize().into_bytes())
}

#[test]
fn the_empty_secret_is_taken() {
    also_trusting(|body| sign("", body)).fails(["forged.empty-secret"]);
}

#[test]
fn the_secret_undefined_is_taken() {
    also_trusting(|body| sign("undefined", body)).fails(["forged.unset-secret"]);
}

#[test]
fn the_secret_null_is_taken() {
    also_trusting(|body| sign("null", body)).fails(["forged.unset-secret"]);
}

#[test]
fn the_secret_none_is_taken() {
    also_trusting(|body| sign("None", body)).fails(["forged.unset-secret"]);
}

#[test]
fn the_secret_is_another_one() {
    trusting(|request| has(request, &sign("another", &request.body)))
        .takes_nothing_genuine_but([])
        .blames("it has another secret");
}

#[test]
fn the_secret_is_not_set() {
    for (secret, id) in [("", "forged.empty-secret"), ("undefined", "forged.unset-secret")] {
        trusting(|request| has(request, &sign(secret, &request.body)))
            .takes_nothing_genuine_but([id])
            .blames("Set the secret");
    }
}

#[test]
fn a_digest_without_the_secret_is_taken_instead() {
    trusting(|request| has(request, &hex::encode(Sha1::digest(&request.body))))
        .takes_nothing_genuine_but(["forged.plain-sha1"])
        .blames("plain SHA-1");
}

#[test]
fn sha_256_is_taken_instead() {
    trusting(|request| has(request, &hmac_sha256(&request.body)))
        .takes_nothing_genuine_but(["forged.sha256"])
        .blames("HMAC-SHA256");
}

#[test]
fn sha_256_is_taken_too() {
    also_trusting(hmac_sha256).fails(["forged.sha256"]);
}

#[test]
fn a_digest_without_the_secret_is_taken() {
    also_trusting(|body| hex::encode(Sha1::digest(body))).fails(["forged.plain-sha1"]);
}

#[test]
fn base64_is_taken_too() {
    also_trusting(|body| BASE64_STANDARD.encode(hmac_sha1(SECRET, body))).fails(["forged.base64"]);
}

#[test]
fn base64_is_taken_instead() {
    trusting(|request| has(request, &BASE64_STANDARD.encode(hmac_sha1(SECRET, &request.body))))
        .takes_nothing_genuine_but(["forged.base64"])
        .blames("takes base64");
}
