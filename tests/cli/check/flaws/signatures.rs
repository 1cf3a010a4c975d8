//! Receivers that verify signatures wrongly.

use base64::prelude::{BASE64_STANDARD, Engine};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha1::{Digest, Sha1};
use sha2::Sha256;

use super::super::super::server::{Received, Reply};
use super::super::super::support::SECRET;
use super::super::receiver::{Receiver, but, hmac_sha1, is_genuine, sign, trusting};
use super::Findings::{AcceptsOnly, Diagnosed, Fails};
use super::Flaw;

/// Another body than the one that was sent is hashed.
pub const BODIES: &[Flaw] = &[
    Flaw(
        "re-serializes the body as JavaScript does",
        || reserializing(|value| value.to_string()),
        Diagnosed(
            &["genuine.escapes", "genuine.spaced", "genuine.whitespace"],
            "a new serialization",
        ),
    ),
    Flaw(
        "re-serializes the body as Python does",
        || reserializing(|value| dumps(&value)),
        AcceptsOnly(&["genuine.spaced"], "json.dumps"),
    ),
    Flaw(
        "re-serializes the body in ASCII",
        || reserializing(|value| in_ascii(&value.to_string())),
        Fails(&["genuine.escapes", "genuine.non-ascii", "genuine.spaced", "genuine.whitespace"]),
    ),
    Flaw(
        "re-serializes the body over several lines",
        || reserializing(|value| format!("{value:#}")),
        AcceptsOnly(&[], "parsed body"),
    ),
    Flaw(
        "re-serializes the body with sorted keys",
        || {
            reserializing(|mut value| {
                value.sort_all_objects();
                value.to_string()
            })
        },
        AcceptsOnly(&[], "parsed body"),
    ),
    Flaw(
        "hashes the body after it was read",
        || rewriting(|_| Vec::new()),
        AcceptsOnly(&[], "an empty body"),
    ),
    Flaw(
        "hashes the text of an object",
        || rewriting(|_| b"[object Object]".to_vec()),
        AcceptsOnly(&[], "`[object Object]`"),
    ),
    Flaw(
        "unescapes slashes",
        || rewriting(|body| String::from_utf8_lossy(body).replace("\\/", "/").into_bytes()),
        Fails(&["genuine.escapes"]),
    ),
    Flaw(
        "reads the body as Latin-1",
        || rewriting(|body| body.iter().copied().map(char::from).collect::<String>().into_bytes()),
        Diagnosed(&["genuine.non-ascii"], "UTF-8"),
    ),
    Flaw(
        "decodes the body as ASCII",
        || {
            rewriting(|body| {
                let ascii = |byte: &u8| if byte.is_ascii() { *byte } else { b'?' };
                body.iter().map(ascii).collect()
            })
        },
        Diagnosed(&["genuine.non-ascii"], "UTF-8"),
    ),
    Flaw(
        "trims the body",
        || rewriting(|body| body.trim_ascii().to_vec()),
        Diagnosed(&["genuine.whitespace"], "trims the body"),
    ),
    Flaw(
        "rewrites line breaks",
        || rewriting(|body| String::from_utf8_lossy(body).replace("\r\n", "\n").into_bytes()),
        Fails(&["genuine.whitespace"]),
    ),
];

/// The wrong key, or another algorithm than HMAC-SHA1.
pub const SECRETS: &[Flaw] = &[
    Flaw(
        "also accepts the empty secret",
        || also_accepting(|body| sign("", body)),
        Fails(&["forged.empty-secret"]),
    ),
    Flaw(
        "also accepts the secret `undefined`",
        || also_accepting(|body| sign("undefined", body)),
        Fails(&["forged.unset-secret"]),
    ),
    Flaw(
        "also accepts the secret `null`",
        || also_accepting(|body| sign("null", body)),
        Fails(&["forged.unset-secret"]),
    ),
    Flaw(
        "also accepts the secret `None`",
        || also_accepting(|body| sign("None", body)),
        Fails(&["forged.unset-secret"]),
    ),
    Flaw(
        "has another secret",
        || accepting(|body| sign("another", body)),
        AcceptsOnly(&[], "it has another secret"),
    ),
    Flaw(
        "has an empty secret",
        || accepting(|body| sign("", body)),
        AcceptsOnly(&["forged.empty-secret"], "Set the secret"),
    ),
    Flaw(
        "has the secret `undefined`",
        || accepting(|body| sign("undefined", body)),
        AcceptsOnly(&["forged.unset-secret"], "Set the secret"),
    ),
    Flaw(
        "hashes without the secret",
        || accepting(plain_sha1),
        AcceptsOnly(&["forged.plain-sha1"], "plain SHA-1"),
    ),
    Flaw("also accepts plain SHA-1", || also_accepting(plain_sha1), Fails(&["forged.plain-sha1"])),
    Flaw(
        "hashes with SHA-256",
        || accepting(hmac_sha256),
        AcceptsOnly(&["forged.sha256"], "HMAC-SHA256"),
    ),
    Flaw("also accepts SHA-256", || also_accepting(hmac_sha256), Fails(&["forged.sha256"])),
    Flaw(
        "expects upper-case digits",
        || accepting(|body| sign(SECRET, body).to_uppercase()),
        AcceptsOnly(&[], "upper case"),
    ),
    Flaw(
        "expects `sha1=`",
        || accepting(|body| format!("sha1={}", sign(SECRET, body))),
        AcceptsOnly(&[], "expects `sha1=`"),
    ),
    Flaw(
        "expects `sha1=`, and crashes if lengths differ",
        || {
            Receiver::new(|request| {
                let right = format!("sha1={}", sign(SECRET, &request.body));
                Reply::status(if request.signature() == Some(&right) { 200 } else { 500 })
            })
        },
        AcceptsOnly(&[], "expects `sha1=`"),
    ),
    Flaw(
        "has its secret in quotes",
        || accepting(|body| sign(&format!("\"{SECRET}\""), body)),
        AcceptsOnly(&[], "Remove the quotes"),
    ),
    Flaw(
        "has a secret with a line break",
        || accepting(|body| sign(&format!("{SECRET}\n"), body)),
        AcceptsOnly(&[], "Remove the line break"),
    ),
    Flaw("expects base64", || accepting(base64), AcceptsOnly(&["forged.base64"], "accepts base64")),
    Flaw("also accepts base64", || also_accepting(base64), Fails(&["forged.base64"])),
];

/// Careless comparisons.
pub const COMPARISONS: &[Flaw] = &[
    Flaw("ignores the case of digits", || comparing(str::eq_ignore_ascii_case), Fails(&[])),
    Flaw(
        "accepts the beginning of the signature",
        || comparing(|signature, right| right.starts_with(signature)),
        Fails(&["forged.empty", "forged.truncated"]),
    ),
    Flaw(
        "accepts the first digit",
        || comparing(|signature, right| signature == right || signature == &right[..1]),
        Fails(&["forged.truncated"]),
    ),
    Flaw(
        "accepts the first half",
        || comparing(|signature, right| signature == right || signature == &right[..20]),
        Fails(&["forged.truncated"]),
    ),
    Flaw(
        "accepts a part of the signature",
        || comparing(|signature, right| right.contains(signature)),
        Fails(&["forged.empty", "forged.truncated"]),
    ),
    Flaw(
        "accepts what begins with the signature",
        || comparing(|signature, right| signature.starts_with(right)),
        Fails(&["forged.longer", "forged.trailing"]),
    ),
    Flaw(
        "compares as many characters as both have",
        || comparing(|signature, right| signature.bytes().zip(right.bytes()).all(|(a, b)| a == b)),
        Fails(&["forged.empty", "forged.truncated", "forged.longer", "forged.trailing"]),
    ),
    Flaw(
        "does not compare what is not hexadecimal",
        || comparing(|signature, right| hex::decode(signature).is_err() || signature == right),
        Fails(&["forged.base64", "forged.malformed", "forged.trailing", "forged.truncated"]),
    ),
    Flaw(
        "does not compare what is not 20 bytes in hexadecimal",
        || comparing(|signature, right| !is_digest(signature) || signature == right),
        Fails(&[
            "forged.base64",
            "forged.empty",
            "forged.longer",
            "forged.malformed",
            "forged.sha256",
            "forged.too-long",
            "forged.trailing",
            "forged.truncated",
        ]),
    ),
    Flaw(
        "accepts any 20 bytes in hexadecimal",
        || comparing(|signature, _| is_digest(signature)),
        Fails(&[
            "forged.changed-bit",
            "forged.empty-secret",
            "forged.other-body",
            "forged.other-secret",
            "forged.plain-sha1",
            "forged.unset-secret",
        ]),
    ),
    Flaw(
        "decodes up to the first odd character",
        || comparing(|signature, right| leading_bytes(signature) == leading_bytes(right)),
        Fails(&["forged.trailing"]),
    ),
    Flaw(
        "decodes joined headers up to the first odd character",
        || {
            trusting(|request| {
                let joined = request.all("x-vercel-signature").join(", ");
                leading_bytes(&joined) == hmac_sha1(SECRET, &request.body)
            })
        },
        Fails(&["forged.trailing", "forged.two-headers-valid-first"]),
    ),
];

/// Signatures in the wrong place.
pub const HEADERS: &[Flaw] = &[
    Flaw(
        "reads the first of two headers",
        || trusting(|request| is_right(request, request.all("x-vercel-signature").first())),
        Fails(&["forged.two-headers-valid-first"]),
    ),
    Flaw(
        "reads the last of two headers",
        || trusting(|request| is_right(request, request.all("x-vercel-signature").last())),
        Fails(&["forged.two-headers-valid-last"]),
    ),
    Flaw(
        "reads any of two headers",
        || {
            trusting(|request| {
                request.all("x-vercel-signature").iter().any(|item| is_right(request, Some(item)))
            })
        },
        Fails(&["forged.two-headers-valid-first", "forged.two-headers-valid-last"]),
    ),
    Flaw(
        "accepts a missing signature",
        || trusting(|request| request.all("x-vercel-signature").is_empty() || is_genuine(request)),
        Fails(&["forged.in-body", "forged.in-query", "forged.missing"]),
    ),
    Flaw(
        "accepts an empty signature",
        || trusting(|request| request.signature() == Some("") || is_genuine(request)),
        Fails(&["forged.empty"]),
    ),
    Flaw(
        "accepts a missing or empty signature",
        || {
            trusting(|request| {
                let signature = request.signature().unwrap_or_default();
                signature.is_empty() && request.all("x-vercel-signature").len() < 2
                    || is_genuine(request)
            })
        },
        Fails(&["forged.empty", "forged.in-body", "forged.in-query", "forged.missing"]),
    ),
    Flaw(
        "also reads the query parameter `x-vercel-signature`",
        || reading_query("x-vercel-signature"),
        Fails(&["forged.in-query"]),
    ),
    Flaw(
        "also reads the query parameter `signature`",
        || reading_query("signature"),
        Fails(&["forged.in-query"]),
    ),
    Flaw(
        "also reads the field `x-vercel-signature` of the body",
        || reading_body("x-vercel-signature"),
        Fails(&["forged.in-body"]),
    ),
    Flaw(
        "also reads the field `signature` of the body",
        || reading_body("signature"),
        Fails(&["forged.in-body"]),
    ),
    Flaw(
        "depends on the case of the signature header",
        || {
            but(|request| {
                let has_name = |name| request.headers.iter().any(|header| header.0 == name);
                let is_overlooked = request.method == "POST" && !has_name("x-vercel-signature");
                is_overlooked.then_some(Reply::status(403))
            })
        },
        Fails(&["genuine.header-case"]),
    ),
    Flaw(
        "depends on the case of the content-type header",
        || {
            but(|request| {
                let is_capital = request.headers.iter().any(|header| header.0 == "Content-Type");
                is_capital.then_some(Reply::status(415))
            })
        },
        Fails(&["genuine.header-case"]),
    ),
];

/// Verifies this in place of the body.
fn rewriting(rewrite: fn(&[u8]) -> Vec<u8>) -> Receiver {
    accepting(move |body| sign(SECRET, &rewrite(body)))
}

fn reserializing(serialize: fn(Value) -> String) -> Receiver {
    trusting(move |request| {
        let Ok(value) = serde_json::from_slice(&request.body) else { return false };
        request.signature() == Some(&sign(SECRET, serialize(value).as_bytes()))
    })
}

/// Accepts this signature of a body, and no other.
fn accepting(signature: impl Fn(&[u8]) -> String + Send + 'static) -> Receiver {
    trusting(move |request| request.signature() == Some(&signature(&request.body)))
}

fn also_accepting(signature: fn(&[u8]) -> String) -> Receiver {
    trusting(move |request| {
        is_genuine(request) || request.signature() == Some(&signature(&request.body))
    })
}

/// Compares the header with the right signature in this way.
fn comparing(is_alike: fn(&str, &str) -> bool) -> Receiver {
    trusting(move |request| {
        let right = sign(SECRET, &request.body);
        request.signature().is_some_and(|signature| is_alike(signature, &right))
    })
}

fn reading_query(name: &'static str) -> Receiver {
    trusting(move |request| {
        let (_, query) = request.target.split_once('?').unwrap_or_default();
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let parameter = pairs.find(|pair| pair.0 == name).map(|pair| pair.1);
        is_genuine(request) || is_right(request, parameter.as_ref())
    })
}

fn reading_body(name: &'static str) -> Receiver {
    trusting(move |request| is_genuine(request) || signs_itself(&request.body, name))
}

/// Whether a field holds the signature of the rest.
fn signs_itself(body: &[u8], name: &str) -> bool {
    let Ok(Value::Object(mut members)) = serde_json::from_slice(body) else { return false };
    let signature = members.get(name).cloned();
    for name in ["x-vercel-signature", "signature"] {
        members.shift_remove(name);
    }
    let rest = serde_json::to_vec(&members).unwrap();
    signature.is_some_and(|signature| signature == sign(SECRET, &rest))
}

fn is_right(request: &Received, signature: Option<&&str>) -> bool {
    signature.is_some_and(|&signature| signature == sign(SECRET, &request.body))
}

fn plain_sha1(body: &[u8]) -> String {
    hex::encode(Sha1::digest(body))
}

fn hmac_sha256(body: &[u8]) -> String {
    let mac: Hmac<Sha256> = KeyInit::new_from_slice(SECRET.as_bytes()).unwrap();
    hex::encode(mac.chain_update(body).finalize().into_bytes())
}

fn base64(body: &[u8]) -> String {
    BASE64_STANDARD.encode(hmac_sha1(SECRET, body))
}

/// The bytes of hexadecimal digits up to the first other character, as `Buffer.from` has them.
fn leading_bytes(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks_exact(2);
    pairs.map_while(|pair| hex::decode(pair).ok()).flatten().collect()
}

fn is_digest(signature: &str) -> bool {
    hex::decode(signature).is_ok_and(|bytes| bytes.len() == 20)
}

/// JSON as Python's `json.dumps` writes it.
fn dumps(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                [dumps(&Value::String(name.clone())), dumps(value)].join(": ")
            });
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(dumps).collect::<Vec<_>>().join(", "))
        }
        scalar => in_ascii(&scalar.to_string()),
    }
}

fn in_ascii(text: &str) -> String {
    let escaped = |unit: u16| match u8::try_from(unit) {
        Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
        _ => format!("\\u{unit:04x}"),
    };
    text.encode_utf16().map(escaped).collect()
}
