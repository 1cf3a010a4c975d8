//! What an endpoint that rejects genuine events may expect instead: another secret, or another form
//! of the signature.

use crate::error::Result;
use crate::signature::{Candidate, Evidence, SigningKey, Tamper, candidate_keys};

use super::cases::{CaseInputs, CaseRequest};

/// A mistake of the endpoint, and what to change about it.
pub struct Guess {
    pub fix: String,
}

type Sign = fn(&[u8], &[u8]) -> String;

/// The signature of a body with a secret, in forms that other services use.
const FORMS: [(Sign, &str); 4] = [
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

impl Guess {
    /// All guesses, each with a request that the endpoint accepts if it is right.
    pub fn all(
        inputs: &CaseInputs,
        others: &[(String, Vec<u8>)],
    ) -> Result<Vec<(Self, CaseRequest)>> {
        let secret = inputs.secret();
        let mut guesses = Vec::new();
        for (sign, fix) in FORMS {
            let request = inputs.control_signed(|body| sign(secret, body))?;
            guesses.push((Self { fix: fix.to_owned() }, request));
        }
        let name = inputs.secret_name();
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
            let fix = fix.replace("{}", key.name.unwrap_or(name));
            guesses.push((Self { fix }, request));
        }
        Ok(guesses)
    }
}

fn hex_digest(secret: &[u8], body: &[u8]) -> String {
    SigningKey::new(secret).sign(body).to_string()
}
