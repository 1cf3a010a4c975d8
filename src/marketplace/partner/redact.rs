//! Redacts the secrets that a partner's response is meant to have.

use serde_json::Value;

use crate::http::redact::Redactor;

/// Shown in place of a secret.
const REDACTED: &str = "…";

const WITHHELD: &str = "(withheld: it may hold secrets, and is not valid JSON)";

/// Members whose strings are secrets.
const SECRETS: [&str; 2] = ["access_token", "accessToken"];

/// The body without its secrets, and without copies of them elsewhere in it.
pub fn redact_response(body: &[u8]) -> Vec<u8> {
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
        String::from_utf8(redact_response(body.as_bytes())).unwrap()
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
