//! Forged events: what Vercel did not sign, or not so.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha1::{Digest, Sha1};

use crate::signature::{HEADER, SigningKey, Tamper, UNSET_SECRETS};

use super::body;
use super::case::{Definition, Level};
use super::case_builder::CaseBuilder;
use super::exchange::{CaseRequest, ConnectionMode};

/// Servers take headers of 8 KiB and more: what is longer would not reach the receiver.
const TOO_LONG: usize = 4000;

/// No secret makes this signature of anything that anyone knows.
const ZEROS: &str = "0000000000000000000000000000000000000000";

const COMPARE_WHOLE: &str = "Compare the whole signature, in constant time: decode 40 hexadecimal \
                             digits to 20 bytes, refuse any other length, then compare";

const REFUSE_WITHOUT: &str = "Refuse a delivery without a signature before anything else is done \
                              with it";

const NEEDS_SECRET: &str = "Let the receiver fail at its start, or answer 500, where its secret is \
                            not set";

const HEADER_ONLY: &str = "Take the signature from the header `x-vercel-signature` and from \
                           nowhere else";

const HMAC_SHA1: &str = "Accept HMAC-SHA1 in hexadecimal digits and nothing else: that is all \
                         that Vercel sends";

const ONE_HEADER: &str = "Refuse a request with several `x-vercel-signature` headers";

/// None of them may be answered 2xx.
pub const CASES: &[Definition] = &[
    Definition {
        name: "missing",
        level: Level::Must,
        sends: "An event without a signature",
        matters: "anybody can send that",
        remedy: REFUSE_WITHOUT,
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.unsigned(maker.event())],
    },
    Definition {
        name: "empty",
        level: Level::Must,
        sends: "An event with an empty signature",
        matters: "`if (signature)` and comparisons with a missing value let it pass",
        remedy: REFUSE_WITHOUT,
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.with_signature(maker.event(), "")],
    },
    Definition {
        name: "malformed",
        level: Level::Must,
        sends: "An event with 40 characters that are no hexadecimal digits as its signature",
        matters: "decoders that skip what they cannot read make nothing of it, and nothing equals \
                  nothing",
        remedy: COMPARE_WHOLE,
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.with_signature(maker.event(), &"zy".repeat(20))],
    },
    Definition {
        name: "too-long",
        level: Level::Must,
        sends: "An event with a signature of 4,000 digits",
        matters: "an error while comparing must not end in a yes",
        remedy: COMPARE_WHOLE,
        manner: ConnectionMode::Apart,
        make: |maker| {
            let event = maker.event();
            vec![maker.with_signature(event, &"0123456789abcdef".repeat(TOO_LONG / 16))]
        },
    },
    Definition {
        name: "other-body",
        level: Level::Must,
        sends: "An event with the signature of another one",
        matters: "a signature that was seen once would open the door to any body",
        remedy: "Compute the signature over the body of this request, whatever was cached",
        manner: ConnectionMode::Apart,
        make: |maker| {
            let mut events = maker.events(2);
            let (event, other) =
                (events.next().unwrap_or_default(), events.next().unwrap_or_default());
            vec![maker.with_signature(event, &maker.signature(&other))]
        },
    },
    Definition {
        name: "changed-bit",
        level: Level::Must,
        sends: "An event of which one bit was changed after it was signed",
        matters: "the signature is there to show exactly that",
        remedy: "Compute the signature over every byte of the body",
        manner: ConnectionMode::Apart,
        make: |maker| {
            let (event, signature) = signed(maker);
            vec![maker.with_signature(body::with_one_bit_changed(&event), &signature)]
        },
    },
    Definition {
        name: "other-secret",
        level: Level::Must,
        sends: "An event signed with another secret",
        matters: "the secret is all that tells Vercel from others",
        remedy: "Compare the signature with one that is computed here, rather than look whether \
                 there is one",
        manner: ConnectionMode::Apart,
        make: |maker| vec![tampered(maker, Tamper::WrongSecret)],
    },
    Definition {
        name: "empty-secret",
        level: Level::Must,
        sends: "An event signed with the empty secret",
        matters: "a receiver whose secret is not set computes just that, and so can anybody",
        remedy: NEEDS_SECRET,
        manner: ConnectionMode::Apart,
        make: |maker| vec![tampered(maker, Tamper::EmptySecret)],
    },
    Definition {
        name: "unset-secret",
        level: Level::Must,
        sends: "Events signed with the secrets `undefined`, `null` and `None`",
        matters: "that is what a secret that is not set becomes in a text",
        remedy: NEEDS_SECRET,
        manner: ConnectionMode::Apart,
        make: |maker| {
            let signed = |(event, secret): (Vec<u8>, &str)| {
                let signature = SigningKey::new(secret.as_bytes()).sign(&event).to_string();
                maker.with_signature(event, &signature)
            };
            let count = UNSET_SECRETS.len() as u64;
            maker.events(count).zip(UNSET_SECRETS).map(signed).collect()
        },
    },
    Definition {
        name: "sha256",
        level: Level::Must,
        sends: "An event signed with HMAC-SHA256",
        matters: "Vercel signs with SHA-1; who takes this follows another service's rules",
        remedy: HMAC_SHA1,
        manner: ConnectionMode::Apart,
        make: |maker| vec![tampered(maker, Tamper::Sha256)],
    },
    Definition {
        name: "plain-sha1",
        level: Level::Must,
        sends: "An event with the SHA-1 of its body, made without any secret",
        matters: "anybody can compute that",
        remedy: HMAC_SHA1,
        manner: ConnectionMode::Apart,
        make: |maker| {
            let event = maker.event();
            let digest = hex::encode(Sha1::digest(&event));
            vec![maker.with_signature(event, &digest)]
        },
    },
    Definition {
        name: "base64",
        level: Level::Must,
        sends: "An event with its signature in base64",
        matters: "Vercel sends hexadecimal digits; every further form is a further way in",
        remedy: HMAC_SHA1,
        manner: ConnectionMode::Apart,
        make: |maker| {
            let (event, signature) = signed(maker);
            let digest = hex::decode(signature).unwrap_or_default();
            vec![maker.with_signature(event, &BASE64.encode(digest))]
        },
    },
    Definition {
        name: "truncated",
        level: Level::Must,
        sends: "Events with the first digit of their signature, and with the first half",
        matters: "a comparison that stops where the shorter text ends can be guessed digit by \
                  digit",
        remedy: COMPARE_WHOLE,
        manner: ConnectionMode::Apart,
        make: |maker| {
            let cut = |(event, length): (Vec<u8>, usize)| {
                let signature = maker.signature(&event);
                maker.with_signature(event, &signature[..length])
            };
            maker.events(2).zip([1, 20]).map(cut).collect()
        },
    },
    Definition {
        name: "longer",
        level: Level::Should,
        sends: "An event with its signature and 24 further digits",
        matters: "a comparison of beginnings is none of signatures",
        remedy: COMPARE_WHOLE,
        manner: ConnectionMode::Apart,
        make: |maker| vec![followed_by(maker, &ZEROS[..24])],
    },
    Definition {
        name: "trailing",
        level: Level::Should,
        sends: "An event with its signature and `;v1` behind it",
        matters: "a decoder that stops at the first odd character sees only a part of what came",
        remedy: COMPARE_WHOLE,
        manner: ConnectionMode::Apart,
        make: |maker| vec![followed_by(maker, ";v1")],
    },
    Definition {
        name: "two-headers-valid-first",
        level: Level::Should,
        sends: "An event with two signature headers, of which the first is right",
        matters: "a proxy in front may look at the other one",
        remedy: ONE_HEADER,
        manner: ConnectionMode::Apart,
        make: |maker| {
            let (event, signature) = signed(maker);
            vec![maker.with_signatures(event, &[&signature, ZEROS])]
        },
    },
    Definition {
        name: "two-headers-valid-last",
        level: Level::Should,
        sends: "An event with two signature headers, of which the last is right",
        matters: "a proxy in front may look at the other one",
        remedy: ONE_HEADER,
        manner: ConnectionMode::Apart,
        make: |maker| {
            let (event, signature) = signed(maker);
            vec![maker.with_signatures(event, &[ZEROS, &signature])]
        },
    },
    Definition {
        name: "in-query",
        level: Level::Must,
        sends: "An event with its right signature, but in the query of the address",
        matters: "addresses are written to logs, and Vercel signs in a header",
        remedy: HEADER_ONLY,
        manner: ConnectionMode::Apart,
        make: |maker| {
            let (event, signature) = signed(maker);
            let mut request = maker.unsigned(event);
            request.endpoint =
                request.endpoint.and_query(&[(HEADER, &signature), ("signature", &signature)]);
            vec![request]
        },
    },
    Definition {
        name: "in-body",
        level: Level::Must,
        sends: "An event with its right signature, but in the body",
        matters: "a body cannot vouch for itself",
        remedy: HEADER_ONLY,
        manner: ConnectionMode::Apart,
        make: |maker| {
            let (event, signature) = signed(maker);
            let event = body::with_member(&event, "signature", &*signature);
            vec![maker.unsigned(body::with_member(&event, HEADER, &*signature))]
        },
    },
];

/// An event and its right signature.
fn signed(maker: &CaseBuilder<'_>) -> (Vec<u8>, String) {
    let event = maker.event();
    let signature = maker.signature(&event);
    (event, signature)
}

/// # Panics
/// Where the forgery has no signature, as only the one without any.
fn tampered(maker: &CaseBuilder<'_>, tamper: Tamper) -> CaseRequest {
    let event = maker.event();
    let signature = tamper.header(maker.secret(), &event).expect("it forges a signature");
    maker.with_signature(event, &signature)
}

fn followed_by(maker: &CaseBuilder<'_>, more: &str) -> CaseRequest {
    let (event, signature) = signed(maker);
    maker.with_signature(event, &format!("{signature}{more}"))
}
