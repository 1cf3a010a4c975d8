//! What a partner answers: whether it is what was asked for, and its secrets.

use serde_json::Value;

use crate::delivery::{Receipt, StatusPattern};
use crate::http::redact::Redactor;

use super::super::issuer::{Judgement as TokenJudgement, TokenTamper};
use super::super::partner_api::{Judgement, PartnerEndpoint, Violation};

/// Shown in place of a secret.
const REDACTED: &str = "…";

const CUT: &str = "must end, in time and within 1 MiB";

const WITHHELD: &str = "(withheld: it may hold secrets, and is not valid JSON)";

/// Members whose strings are secrets.
const SECRETS: [&str; 2] = ["access_token", "accessToken"];

/// What a call asks for.
#[derive(Clone, Debug)]
pub enum Expectation {
    /// A success that the endpoint specifies.
    Success,
    /// That a broken token is refused, as far as it must be.
    Refusal(TokenJudgement),
    Statuses(Vec<StatusPattern>),
}

/// Whether an answer is as expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallResult {
    Ok,
    /// The answer violates the specification.
    Invalid,
    /// The answer is an error, or has another status than asked for.
    OtherStatus,
    /// A broken token was accepted.
    Accepted,
    /// A broken token was refused, though not with 401 or 403.
    OtherRefusal,
    NoAnswer,
}

impl Expectation {
    /// What a server should do about a broken token at an endpoint.
    pub fn of_tamper(tamper: &TokenTamper, endpoint: &PartnerEndpoint) -> Self {
        let is_allowed = match tamper.name {
            "system-for-user" => endpoint.auth.len() > 1,
            "role-user" => !endpoint.has_idempotency_key(),
            _ => false,
        };
        Self::Refusal(if is_allowed { TokenJudgement::Either } else { tamper.judgement })
    }

    /// The statuses after which a call is not repeated.
    pub fn statuses(&self, endpoint: &PartnerEndpoint) -> Vec<StatusPattern> {
        match self {
            Self::Success => {
                let responses = endpoint.responses.iter().filter(|response| response.is_success());
                responses.map(|response| StatusPattern::Status(response.status)).collect()
            }
            Self::Refusal(_) => [401, 403].map(StatusPattern::Status).into(),
            Self::Statuses(patterns) => patterns.clone(),
        }
    }

    pub fn judge(&self, endpoint: &PartnerEndpoint, answer: &Receipt) -> (CallResult, Judgement) {
        let Some(status) = answer.status else {
            return (CallResult::NoAnswer, Judgement::default());
        };
        let body = answer.response.as_ref().map(|body| &*body.bytes).unwrap_or_default();
        let mut judgement = endpoint.judge(status, answer.content_type.as_deref(), body);
        let is_expected = self.statuses(endpoint).iter().any(|pattern| pattern.matches(status));
        let is_success = (200..300).contains(&status);
        let is_known = matches!(self, Self::Statuses(_)) && is_expected;
        if is_known || matches!(self, Self::Refusal(_)) {
            judgement.violations.retain(|violation| violation.path != "status");
            judgement.notes.retain(|note| note.path != "status");
        }
        if answer.is_response_cut && judgement.violations.iter().any(|found| found.path == "$") {
            judgement.violations = vec![Violation::new("$", CUT)];
        }
        let result = match self {
            Self::Refusal(TokenJudgement::Either) if is_success => CallResult::Ok,
            Self::Refusal(_) if is_success => CallResult::Accepted,
            Self::Refusal(_) if !is_expected => CallResult::OtherRefusal,
            Self::Refusal(_) => CallResult::Ok,
            _ if !is_expected => CallResult::OtherStatus,
            Self::Success | Self::Statuses(_) => {
                if judgement.violations.is_empty() {
                    CallResult::Ok
                } else {
                    CallResult::Invalid
                }
            }
        };
        (result, judgement)
    }
}

impl CallResult {
    pub const fn is_ok(self) -> bool {
        matches!(self, Self::Ok | Self::OtherRefusal)
    }
}

/// The body of an answer without its secrets, wherever they stand in it.
pub fn redact_answer(body: &[u8]) -> Vec<u8> {
    let Ok(mut json) = serde_json::from_slice::<Value>(body) else {
        return if may_hold_secrets(body) { WITHHELD.into() } else { body.to_vec() };
    };
    let mut found = Vec::new();
    take_secrets(&mut json, &mut found);
    // Of members of the same name, the last one counts: an earlier one could hold secrets.
    if found.is_empty() && !may_hold_secrets(body) {
        return body.to_vec();
    }
    let text = json.to_string().into_bytes();
    let redactor = Redactor::new(found.iter().map(String::as_bytes), []);
    redactor.redact(&text, false).unwrap_or(text)
}

fn may_hold_secrets(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body);
    ["secrets", SECRETS[0], SECRETS[1]].iter().any(|name| text.contains(name))
}

fn take_secrets(json: &mut Value, found: &mut Vec<String>) {
    match json {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::Array(secrets) if name == "secrets" => {
                        for secret in secrets {
                            take_secret(secret, found);
                        }
                    }
                    _ if name == "secrets" || SECRETS.contains(&&**name) => {
                        take_strings(member, found);
                    }
                    _ => take_secrets(member, found),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| take_secrets(item, found)),
        _ => {}
    }
}

/// All but its name.
fn take_secret(secret: &mut Value, found: &mut Vec<String>) {
    match secret {
        Value::Object(members) => {
            let members = members.iter_mut().filter(|(name, _)| *name != "name");
            members.for_each(|(_, member)| take_strings(member, found));
        }
        _ => take_strings(secret, found),
    }
}

fn take_strings(json: &mut Value, found: &mut Vec<String>) {
    match json {
        Value::String(text) => found.push(std::mem::replace(text, REDACTED.to_owned())),
        Value::Array(items) => items.iter_mut().for_each(|item| take_strings(item, found)),
        Value::Object(members) => members.values_mut().for_each(|item| take_strings(item, found)),
        Value::Number(number) => {
            found.push(number.to_string());
            *json = REDACTED.into();
        }
        Value::Null | Value::Bool(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redacted(body: &str) -> String {
        String::from_utf8(redact_answer(body.as_bytes())).unwrap()
    }

    #[test]
    fn redacts_secrets_wherever_they_stand() {
        for (body, expected) in [
            (
                r#"{"secrets":[{"name":"URL","value":"s3cret!","prefix":"P_"}],"name":"a"}"#,
                r#"{"secrets":[{"name":"URL","value":"…","prefix":"…"}],"name":"a"}"#,
            ),
            (
                r#"{"secrets":[{"name":"U","value":"s3cret","environmentOverrides":{"preview":"pr3view"}}]}"#,
                r#"{"secrets":[{"name":"U","value":"…","environmentOverrides":{"preview":"…"}}]}"#,
            ),
            (
                r#"{"note":"use s3cret","secrets":[{"name":"U","value":"s3cret"}]}"#,
                r#"{"note":"use …","secrets":[{"name":"U","value":"…"}]}"#,
            ),
            (r#"[{"a":{"access_token":"abc"}}]"#, r#"[{"a":{"access_token":"…"}}]"#),
            (r#"{"secrets":["s3cret",5]}"#, r#"{"secrets":["…","…"]}"#),
            (r#"{"secrets":{"value":1}}"#, r#"{"secrets":{"value":"…"}}"#),
            (r#"{"secrets":[{"value":"s3cret"}],"secrets":[]}"#, r#"{"secrets":[]}"#),
            ("{\"a\": 1}\n", "{\"a\": 1}\n"),
            ("<html>", "<html>"),
            (r#"{"secrets":[{"value":"s3cr"#, WITHHELD),
        ] {
            assert_eq!(redacted(body), expected, "{body}");
        }
    }
}
