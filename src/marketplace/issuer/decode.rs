//! Reads a token and says what is wrong with it.

use std::fmt;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::marketplace::partner_api::{PartnerEndpoint, TokenKind};
use crate::time::{Moment, show_duration};

use super::claims::{ISSUER_URL, Role};
use super::from_base64url;
use super::key_set::KeySet;

/// Vercel's other issuers, by how their `iss` starts.
const OTHER_ISSUERS: [(&str, &str); 3] = [
    ("https://oidc.vercel.com", "that of a deployment's own token"),
    ("https://integrations.vercel.com", "that of resource tokens"),
    ("https://vercel.com", "that of Sign in with Vercel"),
];

/// Headers that name a key, which a server must not follow (RFC 8725, 3.10).
const KEY_HEADERS: [&str; 4] = ["jwk", "jku", "x5c", "x5u"];

/// How many known ids a message lists.
const MAX_KIDS: usize = 5;

/// What a token is judged by.
pub struct Expected<'a> {
    pub keys: &'a KeySet,
    /// Where the keys come from.
    pub keys_from: String,
    pub now: Moment,
    pub integration: Option<&'a str>,
    pub endpoint: Option<&'a PartnerEndpoint>,
}

/// A token, as far as it can be read.
#[derive(Debug, Default, Serialize)]
pub struct Decoded {
    pub header: Option<Map<String, Value>>,
    pub claims: Option<Map<String, Value>>,
    #[serde(rename = "signatureIsValid")]
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
            let (kid, known) = (plain(&kid.into()), known.join(", "));
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

    fn judge(&mut self, claims: &Map<String, Value>, expected: &Expected<'_>) {
        self.judge_issuer(claims);
        match (claims.get("aud"), expected.integration) {
            (None | Some(Value::Null), _) => self.problem("audience", "aud is missing"),
            (Some(aud), Some(wanted)) if aud != wanted => {
                self.problem("audience", format!("aud is {}, not `{wanted}`", plain(aud)));
            }
            (Some(Value::String(_)), _) => {}
            (Some(aud), _) => {
                self.problem("audience", format!("aud is {}, not one integration id", plain(aud)));
            }
        }
        self.judge_times(claims, expected.now);
        let kind = kind(claims);
        self.judge_identity(claims, kind);
        if let Some(endpoint) = expected.endpoint.filter(|endpoint| !endpoint.auth.contains(&kind))
        {
            let wanted: Vec<_> = endpoint.auth.iter().map(|kind| kind.name()).collect();
            self.problem(
                "kind",
                format!(
                    "it is a {} token: Vercel calls {} with a {} token",
                    kind.name(),
                    endpoint.name,
                    wanted.join(" or ")
                ),
            );
        }
    }

    fn judge_issuer(&mut self, claims: &Map<String, Value>) {
        match claims.get("iss") {
            Some(Value::String(issuer)) if issuer == ISSUER_URL => {}
            Some(Value::String(issuer)) => {
                let is_of = |url: &&(&str, &str)| {
                    issuer
                        .strip_prefix(url.0)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                };
                let whose = OTHER_ISSUERS.iter().find(is_of);
                let whose = whose.map(|(_, whose)| format!(", {whose}")).unwrap_or_default();
                self.problem("issuer", format!("iss is `{issuer}`{whose}, not `{ISSUER_URL}`"));
            }
            Some(other) => self.problem("issuer", format!("iss is {}, not a string", plain(other))),
            None => self.problem("issuer", "iss is missing"),
        }
    }

    fn judge_times(&mut self, claims: &Map<String, Value>, now: Moment) {
        let mut time = |name: &'static str, is_required: bool| match claims.get(name) {
            None if is_required => {
                self.problem("expiry", format!("{name} is missing: it never expires"));
                None
            }
            None => None,
            Some(value) => {
                let at = moment(value);
                if at.is_none() {
                    self.problem(
                        "time",
                        format!("{name} is {}, not a time in seconds", plain(value)),
                    );
                }
                at
            }
        };
        let (expires, starts, issued) = (time("exp", true), time("nbf", false), time("iat", false));
        if let Some(expires) = expires.filter(|expires| *expires <= now) {
            let ago = show_duration(between(expires, now));
            self.problem("expired", format!("it expired {ago} ago, at {expires}"));
        }
        if let Some(starts) = starts.filter(|starts| *starts > now) {
            let wait = show_duration(between(now, starts));
            self.problem(
                "not-yet-valid",
                format!("it is not valid for another {wait}, until {starts}"),
            );
        } else if let Some(issued) = issued.filter(|issued| *issued > now) {
            let wait = show_duration(between(now, issued));
            self.problem("not-yet-valid", format!("it was issued in the future: in {wait} (iat)"));
        }
    }

    fn judge_identity(&mut self, claims: &Map<String, Value>, kind: TokenKind) {
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        match claims.get("sub") {
            Some(Value::String(subject)) if is_subject(subject, kind) => {}
            None | Some(Value::Null) if kind == TokenKind::System => {}
            other => {
                let form = match kind {
                    TokenKind::User => "account:HEX:user:HEX",
                    TokenKind::System => "account:HEX",
                };
                let is = other.map_or_else(|| "missing".to_owned(), plain);
                self.problem(
                    "subject",
                    format!("sub is {is}; a {} token has `{form}`", kind.name()),
                );
            }
        }
        if kind == TokenKind::User {
            for name in ["account_id", "installation_id", "user_id"] {
                if text(name).is_none() {
                    self.problem("identity", format!("{name} is missing: a user token has it"));
                }
            }
            match claims.get("user_role") {
                Some(Value::String(role)) if Role::ALL.iter().any(|known| known.name() == role) => {
                }
                Some(role) => {
                    self.problem(
                        "role",
                        format!("user_role is {}, not ADMIN or USER", plain(role)),
                    );
                }
                None => self.problem("role", "user_role is missing: a user token has it"),
            }
        }
    }
}

/// Whether a token speaks for a user.
pub fn kind(claims: &Map<String, Value>) -> TokenKind {
    let is_user = ["user_id", "user_role"].iter().any(|name| claims.contains_key(*name))
        || claims.get("sub").and_then(Value::as_str).is_some_and(|sub| sub.contains(":user:"));
    if is_user { TokenKind::User } else { TokenKind::System }
}

fn is_subject(subject: &str, kind: TokenKind) -> bool {
    let is_hex = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let parts: Vec<&str> = subject.split(':').collect();
    match (kind, &parts[..]) {
        (TokenKind::User, ["account", account, "user", user]) => is_hex(account) && is_hex(user),
        (TokenKind::System, ["account", account]) => is_hex(account),
        _ => false,
    }
}

/// The time of a claim, in seconds since 1970.
pub fn moment(value: &Value) -> Option<Moment> {
    let millis = match value.as_i64() {
        Some(seconds) => seconds.checked_mul(1000)?,
        #[expect(clippy::cast_possible_truncation, reason = "a cast saturates")]
        None => (value.as_f64()? * 1000.0) as i64,
    };
    Moment::parse(&millis.to_string()).ok()
}

fn between(earlier: Moment, later: Moment) -> Duration {
    Duration::from_millis(later.millis().abs_diff(earlier.millis()))
}

/// A foreign value within a sentence.
fn plain(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    format!("`{}`", crate::marketplace::truncate(&text))
}
