//! Reads a token and says what is wrong with it.

mod claims;

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::marketplace::partner_api::PartnerEndpoint;
use crate::time::Moment;

use super::from_base64url;
use super::key_set::KeySet;

pub use claims::{is_subject, kind, moment};

/// Headers that name a key, which a server must not follow (RFC 8725, 3.10).
const KEY_HEADERS: [&str; 4] = ["jwk", "jku", "x5c", "x5u"];

/// How many known ids a message lists.
const MAX_KIDS: usize = 5;

/// What a token is checked against.
pub struct Expected<'a> {
    pub keys: &'a KeySet,
    /// Where the keys come from.
    pub keys_from: String,
    pub now: Moment,
    pub integration: Option<&'a str>,
    pub endpoint: Option<&'a PartnerEndpoint>,
}

/// A token, as far as it can be read.
#[derive(Debug, Default)]
pub struct Decoded {
    pub header: Option<Map<String, Value>>,
    pub claims: Option<Map<String, Value>>,
    pub is_signed: bool,
    pub problems: Vec<Problem>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub code: &'static str,
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The claims of a token that one of these keys signed with RS256. Checks no claim.
pub fn verify(token: &str, jwks: &Value) -> Result<Map<String, Value>, Problem> {
    let problem = |message| Problem { code: "keys", message };
    let keys = KeySet::from_json(jwks).map_err(problem)?;
    let mut decoded = Decoded::default();
    decoded.read(token, &keys, "the JWKS");
    match (decoded.problems.into_iter().next(), decoded.claims) {
        (None, Some(claims)) => Ok(claims),
        (problem, _) => Err(problem.expect("a token without claims has a problem")),
    }
}

impl Decoded {
    /// Whether a server should accept it.
    pub const fn is_valid(&self) -> bool {
        self.is_signed && self.problems.is_empty()
    }

    pub fn new(token: &str, expected: &Expected<'_>) -> Self {
        let mut decoded = Self::default();
        decoded.read(token, expected.keys, &expected.keys_from);
        if let Some(claims) = decoded.claims.take() {
            decoded.judge(&claims, expected);
            decoded.claims = Some(claims);
        }
        decoded
    }

    fn problem(&mut self, code: &'static str, message: impl Into<String>) {
        self.problems.push(Problem { code, message: message.into() });
    }

    fn read(&mut self, token: &str, keys: &KeySet, keys_from: &str) {
        let parts: Vec<&str> = token.split('.').collect();
        let [header, payload, signature] = parts[..] else {
            let are = match parts.len() {
                1 => "it has no dots".to_owned(),
                2 => "it has only two parts".to_owned(),
                count => format!("it has {count} parts"),
            };
            self.problem("malformed", format!("{are}: a token has three parts, separated by dots"));
            if let [header, payload] = parts[..] {
                self.header = self.part("header", header);
                self.claims = self.part("payload", payload);
            }
            return;
        };
        self.header = self.part("header", header);
        self.claims = self.part("payload", payload);
        let Some(signature) = from_base64url(signature) else {
            return self.problem("malformed", "the signature is not base64url");
        };
        if let Some(header) = self.header.take() {
            let message = &token[..token.rfind('.').unwrap_or_default()];
            self.check_signature(&header, message.as_bytes(), &signature, keys, keys_from);
            self.header = Some(header);
        }
    }

    fn part(&mut self, name: &str, text: &str) -> Option<Map<String, Value>> {
        let why = match from_base64url(text).map(|bytes| serde_json::from_slice(&bytes)) {
            Some(Ok(Value::Object(members))) => return Some(members),
            Some(Ok(_)) => "not a JSON object",
            Some(Err(_)) => "not valid JSON",
            None if text.contains(['+', '/', '=']) => {
                "base64, but tokens use base64url without padding"
            }
            None => "not base64url",
        };
        self.problem("malformed", format!("the {name} is {why}"));
        None
    }

    fn check_signature(
        &mut self,
        header: &Map<String, Value>,
        message: &[u8],
        signature: &[u8],
        keys: &KeySet,
        keys_from: &str,
    ) {
        match header.get("alg") {
            Some(Value::String(alg)) if alg == "RS256" => {}
            Some(Value::String(alg)) if alg.eq_ignore_ascii_case("none") => {
                return self.problem(
                    "algorithm",
                    format!("alg is `{alg}`: it is not signed, so anybody can have written it"),
                );
            }
            Some(alg) => {
                return self
                    .problem("algorithm", format!("alg is {}: Vercel uses RS256", plain(alg)));
            }
            None => return self.problem("algorithm", "the header has no alg"),
        }
        for name in KEY_HEADERS.into_iter().filter(|name| header.contains_key(*name)) {
            self.problem(
                "embedded-key",
                format!("its header names a key of its own (`{name}`), which a server must ignore"),
            );
        }
        let kid = header.get("kid").and_then(Value::as_str);
        let candidates = keys.candidates(kid);
        if let Some(kid) = kid.filter(|_| candidates.is_empty()) {
            let known: Vec<_> = keys.kids().take(MAX_KIDS).map(|kid| plain(&kid.into())).collect();
            let known = if known.is_empty() { "no kid".to_owned() } else { known.join(", ") };
            let kid = plain(&kid.into());
            return self
                .problem("unknown-kid", format!("kid {kid} is unknown: {keys_from} has {known}"));
        }
        self.is_signed = candidates.iter().any(|key| key.verifies(message, signature));
        if self.is_signed {
            if kid.is_none() {
                self.problem("no-kid", "the header has no kid, which some servers require");
            }
        } else if signature.is_empty() {
            self.problem("signature", "the signature is empty");
        } else {
            self.problem(
                "signature",
                format!(
                    "the signature does not match {keys_from}: another key made it, or the token was \
                     changed afterwards"
                ),
            );
        }
    }
}

/// A foreign value within a sentence.
fn plain(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    format!("`{}`", crate::marketplace::truncate(&text))
}
