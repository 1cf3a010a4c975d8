//! What is wrong with the claims of a token.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::marketplace::partner_api::TokenKind;
use crate::time::{Moment, show_duration};

use super::super::claims::{ISSUER_URL, Role};
use super::{Decoded, Expected, plain};

/// Vercel's other issuers, by how their `iss` starts.
const OTHER_ISSUERS: [(&str, &str); 3] = [
    ("https://oidc.vercel.com", "that of a deployment's own token"),
    ("https://integrations.vercel.com", "that of resource tokens"),
    ("https://vercel.com", "that of Sign in with Vercel"),
];

impl Decoded {
    pub(super) fn judge(&mut self, claims: &Map<String, Value>, expected: &Expected<'_>) {
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
            subject if is_subject(subject, kind) => {}
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

/// The kind of a token with these claims.
pub fn kind(claims: &Map<String, Value>) -> TokenKind {
    let is_user = ["user_id", "user_role"].iter().any(|name| claims.contains_key(*name))
        || claims.get("sub").and_then(Value::as_str).is_some_and(|sub| sub.contains(":user:"));
    if is_user { TokenKind::User } else { TokenKind::System }
}

/// Whether a `sub` is well-formed. A system token from before an installation names no account.
pub fn is_subject(subject: Option<&Value>, kind: TokenKind) -> bool {
    let is_hex = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let subject = match subject {
        None | Some(Value::Null) => return kind == TokenKind::System,
        Some(subject) => subject.as_str().unwrap_or_default(),
    };
    let parts: Vec<&str> = subject.split(':').collect();
    match (kind, &parts[..]) {
        (TokenKind::User, ["account", account, "user", user]) => is_hex(account) && is_hex(user),
        (TokenKind::System, ["account", account]) => is_hex(account),
        _ => false,
    }
}

/// Reads a claim in seconds since 1970.
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
