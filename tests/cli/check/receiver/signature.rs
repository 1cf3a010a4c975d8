//! The signature of a delivery, written down a second time.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use super::super::super::support::SECRET;
use super::Request;

/// The header's value for a body under a secret.
pub fn sign(secret: &str, body: &[u8]) -> String {
    hex::encode(hmac_sha1(secret, body))
}

/// The bytes of the signature.
pub fn hmac_sha1(secret: &str, body: &[u8]) -> Vec<u8> {
    mac(secret, body).finalize().into_bytes().to_vec()
}

/// Whether the request has one signature, which is that of its body.
pub fn is_genuine(request: &Request) -> bool {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let Some(signature) = request.signature() else { return false };
    signature.len() == 40
        && signature.bytes().all(is_digit)
        && hex::decode(signature)
            .is_ok_and(|bytes| mac(SECRET, &request.body).verify_slice(&bytes).is_ok())
}

fn mac(secret: &str, body: &[u8]) -> Hmac<Sha1> {
    let mac: Hmac<Sha1> = KeyInit::new_from_slice(secret.as_bytes()).unwrap();
    mac.chain_update(body)
}
