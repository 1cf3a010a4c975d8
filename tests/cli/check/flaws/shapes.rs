//! Receivers that compare signatures carelessly.

use super::super::super::support::SECRET;
use super::super::receiver::{Receiver, hmac_sha1, sign, trusting};

/// A receiver that holds the header against the right signature in this way.
fn comparing(is_alike: impl Fn(&str, &str) -> bool + Send + 'static) -> Receiver {
    trusting(move |request| {
        let right = sign(SECRET, &request.body);
        request.signature().is_some_and(|signature| is_alike(signature, &right))
    })
}

/// The bytes of hexadecimal digits up to the first other character, as `Buffer.from` has them.
fn leading_bytes(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks_exact(2);
    pairs.map_while(|pair| hex::decode(pair).ok()).flatten().collect()
}

fn is_digest(signature: &str) -> bool {
    hex::decode(signature).is_ok_and(|bytes| bytes.len() == 20)
}

#[test]
fn the_case_of_digits_does_not_matter() {
    comparing(str::eq_ignore_ascii_case).passes();
}

#[test]
fn the_beginning_of_the_signature_will_do() {
    comparing(|signature, right| right.starts_with(signature))
        .fails(["forged.empty", "forged.truncated"]);
}

#[test]
fn the_first_digit_will_do() {
    comparing(|signature, right| signature == right || signature == &right[..1])
        .fails(["forged.truncated"]);
}

#[test]
fn the_first_half_will_do() {
    comparing(|signature, right| signature == right || signature == &right[..20])
        .fails(["forged.truncated"]);
}

#[test]
fn a_part_of_the_signature_will_do() {
    comparing(|signature, right| right.contains(signature))
        .fails(["forged.empty", "forged.truncated"]);
}

#[test]
fn the_beginning_of_the_header_will_do() {
    comparing(|signature, right| signature.starts_with(right))
        .fails(["forged.longer", "forged.trailing"]);
}

#[test]
fn only_as_many_characters_are_compared_as_both_have() {
    comparing(|signature, right| signature.bytes().zip(right.bytes()).all(|(a, b)| a == b))
        .fails(["forged.empty", "forged.truncated", "forged.longer", "forged.trailing"]);
}

#[test]
fn what_is_no_hex_is_not_compared() {
    comparing(|signature, right| hex::decode(signature).is_err() || signature == right).fails([
        "forged.base64",
        "forged.malformed",
        "forged.trailing",
        "forged.truncated",
    ]);
}

#[test]
fn what_is_not_20_bytes_of_hex_is_not_compared() {
    comparing(|signature, right| !is_digest(signature) || signature == right).fails([
        "forged.base64",
        "forged.empty",
        "forged.longer",
        "forged.malformed",
        "forged.sha256",
        "forged.too-long",
        "forged.trailing",
        "forged.truncated",
    ]);
}

#[test]
fn whatever_is_20_bytes_of_hex_will_do() {
    comparing(|signature, _| is_digest(signature)).fails([
        "forged.changed-bit",
        "forged.empty-secret",
        "forged.other-body",
        "forged.other-secret",
        "forged.plain-sha1",
        "forged.unset-secret",
    ]);
}

#[test]
fn hex_is_read_as_far_as_it_goes() {
    comparing(|signature, right| leading_bytes(signature) == leading_bytes(right))
        .fails(["forged.trailing"]);
}

#[test]
fn hex_of_joined_headers_is_read_as_far_as_it_goes() {
    trusting(|request| {
        let joined = request.signatures().join(", ");
        leading_bytes(&joined) == hmac_sha1(SECRET, &request.body)
    })
    .fails(["forged.trailing", "forged.two-headers-valid-first"]);
}
