//! Events that Vercel did not sign: none may get a 2xx.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha1::{Digest, Sha1};

use crate::signature::{HEADER, SigningKey, Tamper, UNSET_SECRETS};

use super::super::body;
use super::super::case::Case;
use super::super::case::Level::{Must, Should};
use super::super::request::CaseRequest;
use super::Requests::{Many, One};
use super::builder::CaseBuilder;
use super::{ConnectionMode, WebhookCase};

/// Servers accept headers of at least 8 KiB; a longer one would not reach the receiver.
const LONG_SIGNATURE: usize = 4000;

/// Nobody knows a body and a secret with this signature.
const ZEROS: &str = "0000000000000000000000000000000000000000";

const COMPARE_WHOLE: &str = "Compare the whole signature, in constant time: decode 40 hexadecimal \
                             digits to 20 bytes, reject any other length, then compare";

const REQUIRE_SIGNATURE: &str = "Reject a delivery without a signature before doing anything else \
                                 with it";

const REQUIRE_SECRET: &str = "Make the receiver fail at startup, or respond 500, when its secret \
                              is not set";

const HEADER_ONLY: &str = "Read the signature from the `x-vercel-signature` header and from \
                           nowhere else";

const HMAC_SHA1_ONLY: &str = "Accept HMAC-SHA1 in hexadecimal digits and nothing else: Vercel \
                              sends nothing else";

const ONE_HEADER: &str = "Reject a request with several `x-vercel-signature` headers";

pub const CASES: &[WebhookCase] = &[
    Case {
        id: "forged.missing",
        level: Must,
        sends: "An event without a signature",
        matters: "anyone can send that",
        fix: REQUIRE_SIGNATURE,
        requests: One(|b| b.unsigned(b.event())),
    },
    Case {
        id: "forged.empty",
        level: Must,
        sends: "An event with an empty signature",
        matters: "`if (signature)` and comparisons with a missing value let it pass",
        fix: REQUIRE_SIGNATURE,
        requests: One(|b| b.with_signature(b.event(), "")),
    },
    Case {
        id: "forged.malformed",
        level: Must,
        sends: "An event with 40 characters that are not hexadecimal digits as its signature",
        matters: "decoders that skip what they cannot read make nothing of it, and nothing equals \
                  nothing",
        fix: COMPARE_WHOLE,
        requests: One(|b| b.with_signature(b.event(), &"zy".repeat(20))),
    },
    Case {
        id: "forged.too-long",
        level: Must,
        sends: "An event with a signature of 4,000 digits",
        matters: "an error while comparing must not end in a yes",
        fix: COMPARE_WHOLE,
        requests: One(|b| {
            let digits = "0123456789abcdef".repeat(LONG_SIGNATURE / 16);
            b.with_signature(b.event(), &digits)
        }),
    },
    Case {
        id: "forged.other-body",
        level: Must,
        sends: "An event with the signature of another event",
        matters: "a signature that was seen once would open the door to any body",
        fix: "Compute the signature of this request's body, whatever was cached",
        requests: One(|b| b.with_signature(b.event(), &b.signature(&b.event_number(1)))),
    },
    Case {
        id: "forged.changed-bit",
        level: Must,
        sends: "An event in which one bit was changed after it was signed",
        matters: "detecting exactly that is what the signature is for",
        fix: "Compute the signature from every byte of the body",
        requests: One(|b| {
            let (event, signature) = signed_event(b);
            b.with_signature(body::with_one_bit_changed(&event), &signature)
        }),
    },
    Case {
        id: "forged.other-secret",
        level: Must,
        sends: "An event signed with another secret",
        matters: "the secret is all that distinguishes Vercel from anyone else",
        fix: "Compare the signature with one computed from the body, instead of checking only that \
              there is one",
        requests: One(|b| tampered(b, Tamper::WrongSecret)),
    },
    Case {
        id: "forged.empty-secret",
        level: Must,
        sends: "An event signed with the empty secret",
        matters: "a receiver whose secret is not set computes just that, and so can anyone",
        fix: REQUIRE_SECRET,
        requests: One(|b| tampered(b, Tamper::EmptySecret)),
    },
    Case {
        id: "forged.unset-secret",
        level: Must,
        sends: "Events signed with the secrets `undefined`, `null` and `None`",
        matters: "an unset secret becomes one of these when it is converted to a string",
        fix: REQUIRE_SECRET,
        requests: Many(ConnectionMode::Separate, |b| {
            let sign = |(event, secret): (Vec<u8>, &str)| {
                let signature = SigningKey::new(secret.as_bytes()).sign(&event).to_string();
                b.with_signature(event, &signature)
            };
            b.events(UNSET_SECRETS.len() as u64).zip(UNSET_SECRETS).map(sign).collect()
        }),
    },
    Case {
        id: "forged.sha256",
        level: Must,
        sends: "An event signed with HMAC-SHA256",
        matters: "Vercel signs with SHA-1; accepting this follows another service's rules",
        fix: HMAC_SHA1_ONLY,
        requests: One(|b| tampered(b, Tamper::Sha256)),
    },
    Case {
        id: "forged.plain-sha1",
        level: Must,
        sends: "An event with the plain SHA-1 of its body, computed without any secret",
        matters: "anyone can compute that",
        fix: HMAC_SHA1_ONLY,
        requests: One(|b| {
            let event = b.event();
            let digest = hex::encode(Sha1::digest(&event));
            b.with_signature(event, &digest)
        }),
    },
    Case {
        id: "forged.base64",
        level: Must,
        sends: "An event with its signature in base64",
        matters: "Vercel sends hexadecimal digits; every other accepted form is another way in",
        fix: HMAC_SHA1_ONLY,
        requests: One(|b| {
            let (event, signature) = signed_event(b);
            let digest = hex::decode(signature).unwrap_or_default();
            b.with_signature(event, &BASE64.encode(digest))
        }),
    },
    Case {
        id: "forged.truncated",
        level: Must,
        sends: "Events with only the first digit, and only the first half, of their signature",
        matters: "if a comparison stops where the shorter text ends, a signature can be guessed \
                  digit by digit",
        fix: COMPARE_WHOLE,
        requests: Many(ConnectionMode::Separate, |b| {
            let truncate = |(event, length): (Vec<u8>, usize)| {
                let signature = b.signature(&event);
                b.with_signature(event, &signature[..length])
            };
            b.events(2).zip([1, 20]).map(truncate).collect()
        }),
    },
    Case {
        id: "forged.longer",
        level: Should,
        sends: "An event with its signature followed by 24 more digits",
        matters: "comparing only the beginning does not compare signatures",
        fix: COMPARE_WHOLE,
        requests: One(|b| with_suffix(b, &ZEROS[..24])),
    },
    Case {
        id: "forged.trailing",
        level: Should,
        sends: "An event with its signature followed by `;v1`",
        matters: "a decoder that stops at the first odd character sees only part of the header",
        fix: COMPARE_WHOLE,
        requests: One(|b| with_suffix(b, ";v1")),
    },
    Case {
        id: "forged.two-headers-valid-first",
        level: Should,
        sends: "An event with two signature headers, of which the first is valid",
        matters: "nobody can forge it without the secret, but a proxy in front may look at the \
                  other one",
        fix: ONE_HEADER,
        requests: One(|b| {
            let (event, signature) = signed_event(b);
            b.with_signatures(event, &[&signature, ZEROS])
        }),
    },
    Case {
        id: "forged.two-headers-valid-last",
        level: Should,
        sends: "An event with two signature headers, of which the last is valid",
        matters: "nobody can forge it without the secret, but a proxy in front may look at the \
                  other one",
        fix: ONE_HEADER,
        requests: One(|b| {
            let (event, signature) = signed_event(b);
            b.with_signatures(event, &[ZEROS, &signature])
        }),
    },
    Case {
        id: "forged.in-query",
        level: Must,
        sends: "An event with its valid signature in the query of the URL",
        matters: "URLs are written to logs, and Vercel signs in a header",
        fix: HEADER_ONLY,
        requests: One(|b| {
            let (event, signature) = signed_event(b);
            let mut request = b.unsigned(event);
            request.endpoint =
                request.endpoint.and_query(&[(HEADER, &signature), ("signature", &signature)]);
            request
        }),
    },
    Case {
        id: "forged.in-body",
        level: Must,
        sends: "An event with its valid signature in the body",
        matters: "a body cannot vouch for itself",
        fix: HEADER_ONLY,
        requests: One(|b| {
            let (event, signature) = signed_event(b);
            let event = body::with_member(&event, "signature", &*signature);
            b.unsigned(body::with_member(&event, HEADER, &*signature))
        }),
    },
];

fn signed_event(b: &CaseBuilder<'_>) -> (Vec<u8>, String) {
    let event = b.event();
    let signature = b.signature(&event);
    (event, signature)
}

fn tampered(b: &CaseBuilder<'_>, tamper: Tamper) -> CaseRequest {
    let event = b.event();
    let signature = tamper.header(b.secret(), &event).expect("the forgery has a signature");
    b.with_signature(event, &signature)
}

fn with_suffix(b: &CaseBuilder<'_>, suffix: &str) -> CaseRequest {
    let (event, signature) = signed_event(b);
    b.with_signature(event, &format!("{signature}{suffix}"))
}
