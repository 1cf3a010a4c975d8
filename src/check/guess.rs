//! What an endpoint that rejects genuine events may expect instead: another secret, another form of
//! the signature, or that of another body.

use crate::delivery::is_protection;
use crate::error::Result;
use crate::signature::{Candidate, Evidence, OBJECT, SigningKey, Tamper, candidate_keys};

use super::body;
use super::cases::CaseInputs;
use super::request::CaseRequest;
use super::result::{CaseResult, Exchange};

type Sign = fn(&[u8], &[u8]) -> String;

/// What endpoints compute instead of the signature of a body with a secret.
const FORMS: [(Sign, &str); 8] = [
    (
        |secret, body| hex_digest(secret, body).to_uppercase(),
        "Compare with lower-case digits, or compare bytes: the endpoint expects the signature in \
         upper case",
    ),
    (
        |secret, body| format!("sha1={}", hex_digest(secret, body)),
        "Expect the digits alone: the endpoint expects `sha1=` before them, which Vercel does not \
         send",
    ),
    (
        |secret, body| {
            format!("sha256={}", Tamper::Sha256.header(secret, body).unwrap_or_default())
        },
        "Hash with SHA-1, and expect the digits alone: the endpoint expects `sha256=` and an \
         HMAC-SHA256, which is how GitHub signs",
    ),
    (
        |secret, body| format!("sha1={}", hex_digest(secret, body).to_uppercase()),
        "Expect lower-case digits alone: the endpoint expects `sha1=` and upper case",
    ),
    (
        |secret, _| hex_digest(secret, b""),
        "Hash the raw body before anything else reads it: the endpoint hashes an empty body",
    ),
    (
        |secret, _| hex_digest(secret, OBJECT),
        "Hash the raw body: the endpoint hashes `[object Object]`, which is what JavaScript makes \
         of a parsed body",
    ),
    (
        |secret, body| hex_digest(secret, &body::sorted(body)),
        "Hash the raw body: the endpoint hashes the parsed body, written again with sorted keys",
    ),
    (
        |secret, body| hex_digest(secret, &body::indented(body)),
        "Hash the raw body: the endpoint hashes the parsed body, written again over several lines",
    ),
];

/// What the endpoint does with its secret, by the code with which `verify` names the same mistake
/// of a sender. `{}` stands for the name of our secret.
const SECRETS: [(&str, &str); 9] = [
    (
        "secret_other",
        "Use the same secret on both sides: the endpoint has another one, that from {}",
    ),
    (
        "secret_white_space",
        "Remove the whitespace around the secret from {}: the secret of the endpoint has none",
    ),
    (
        "secret_quoted",
        "Remove the quotes around the secret from {}: the secret of the endpoint has none",
    ),
    (
        "secret_line_break",
        "Remove the line break after the secret where the endpoint runs: it is the secret from {} \
         and a line break (`echo` writes one, `printf %s` does not)",
    ),
    (
        "secret_unquoted",
        "Remove the quotes around the secret where the endpoint runs: it is the secret from {} in \
         quotes",
    ),
    (
        "secret_hex_encoded",
        "Use the text of the secret as the key: the endpoint decodes the secret from {} from \
         hexadecimal digits",
    ),
    (
        "secret_base64_encoded",
        "Use the text of the secret as the key: the endpoint decodes the secret from {} from base64",
    ),
    (
        "secret_hex_decoded",
        "Use the text of the secret as the key: the endpoint encodes the secret from {} in \
         hexadecimal digits",
    ),
    (
        "secret_base64_decoded",
        "Use the text of the secret as the key: the endpoint encodes the secret from {} in base64",
    ),
];

/// What to change if the endpoint accepts something else instead of the control, which it rejected,
/// and how many requests it took to find out.
pub async fn find(
    control: &CaseResult,
    inputs: &CaseInputs,
    others: &[(String, Vec<u8>)],
    send: impl AsyncFn(&CaseRequest) -> Exchange,
) -> Result<(Option<String>, usize)> {
    let is_about_the_signature = match control.status() {
        Some(404 | 405 | 413 | 415 | 429) | None => false,
        Some(status) => status >= 400,
    };
    if !is_about_the_signature || control.response.as_ref().is_some_and(is_protection) {
        return Ok((None, 0));
    }
    let guesses = all(inputs, others)?;
    let count = guesses.len();
    for (index, (fix, request)) in guesses.into_iter().enumerate() {
        if send(&request).await.is_accepted() {
            // An endpoint that has just started may accept everything by now.
            let is_other = !send(&inputs.control(0)?).await.is_accepted();
            return Ok((is_other.then_some(fix), index + 2));
        }
    }
    Ok((None, count))
}

/// What to change for each mistake, with a request that an endpoint accepts that makes it.
fn all(inputs: &CaseInputs, others: &[(String, Vec<u8>)]) -> Result<Vec<(String, CaseRequest)>> {
    let (name, secret) = (inputs.secret_name(), inputs.secret());
    let mut guesses = Vec::new();
    for (sign, fix) in FORMS {
        guesses.push((fix.to_owned(), inputs.control_signed(|body| sign(secret, body))?));
    }
    let own = [Candidate { name, secret }];
    let others: Vec<Candidate<'_>> =
        others.iter().map(|(name, secret)| Candidate { name, secret }).collect();
    let evidence = Evidence { secrets: &own, others: &others, ..Evidence::default() };
    for key in candidate_keys(&evidence) {
        let code = key.cause.as_ref().map(|cause| cause.code);
        // A case of its own shows an empty secret and one that is not set.
        let Some((_, fix)) = SECRETS.iter().find(|(known, _)| Some(*known) == code) else {
            continue;
        };
        let request = inputs.control_signed(|body| hex_digest(&key.bytes, body))?;
        guesses.push((fix.replace("{}", key.name.unwrap_or(name)), request));
    }
    Ok(guesses)
}

fn hex_digest(secret: &[u8], body: &[u8]) -> String {
    SigningKey::new(secret).sign(body).to_string()
}
