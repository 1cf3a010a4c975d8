//! Receivers that verify another body than the one that came, or take not every body.

use serde_json::Value;

use super::super::super::support::SECRET;
use super::super::receiver::{Answer, Receiver, but, sign, trusting};

/// A receiver that reads the body as JSON, and verifies what it writes of it.
fn rewriting(write: impl Fn(Value) -> String + Send + 'static) -> Receiver {
    trusting(move |request| {
        let Ok(value) = serde_json::from_slice(&request.body) else { return false };
        request.signature() == Some(&sign(SECRET, write(value).as_bytes()))
    })
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

#[test]
fn the_body_is_rewritten_as_javascript_does() {
    rewriting(|value| value.to_string()).fails([
        "genuine.escapes",
        "genuine.spaced",
        "genuine.whitespace",
    ]);
}

#[test]
fn the_body_is_rewritten_as_python_does() {
    rewriting(|value| dumps(&value))
        .takes_nothing_genuine_but(["genuine.spaced"])
        .blames("json.dumps");
}

#[test]
fn the_body_is_rewritten_in_ascii() {
    rewriting(|value| in_ascii(&value.to_string())).fails([
        "genuine.escapes",
        "genuine.non-ascii",
        "genuine.spaced",
        "genuine.whitespace",
    ]);
}

#[test]
fn the_body_is_rewritten_over_several_lines() {
    rewriting(|value| format!("{value:#}")).takes_nothing_genuine_but([]);
}

#[test]
fn the_body_is_rewritten_in_the_order_of_its_keys() {
    rewriting(|mut value| {
        value.sort_all_objects();
        value.to_string()
    })
    .takes_nothing_genuine_but([]);
}

#[test]
fn slashes_of_the_body_are_rewritten() {
    trusting(|request| {
        let text = String::from_utf8_lossy(&request.body).replace("\\/", "/");
        request.signature() == Some(&sign(SECRET, text.as_bytes()))
    })
    .fails(["genuine.escapes"]);
}

#[test]
fn surrogate_pairs_are_refused() {
    but(|request| {
        let text = String::from_utf8_lossy(&request.body).to_lowercase();
        text.contains("\\ud83d").then_some(Answer::status(400))
    })
    .fails(["genuine.escapes"]);
}

#[test]
fn the_body_is_read_as_latin_1() {
    trusting(|request| {
        let text: String = request.body.iter().copied().map(char::from).collect();
        request.signature() == Some(&sign(SECRET, text.as_bytes()))
    })
    .fails(["genuine.non-ascii"]);
}

#[test]
fn the_body_is_trimmed() {
    trusting(|request| request.signature() == Some(&sign(SECRET, request.body.trim_ascii())))
        .fails(["genuine.whitespace"]);
}

#[test]
fn line_breaks_of_the_body_are_rewritten() {
    trusting(|request| {
        let text = String::from_utf8_lossy(&request.body).replace("\r\n", "\n");
        request.signature() == Some(&sign(SECRET, text.as_bytes()))
    })
    .fails(["genuine.whitespace"]);
}

#[test]
fn a_body_of_100_kib_is_too_large() {
    but(|request| (request.body.len() > 100 * 1024).then_some(Answer::status(413)))
        .fails(["genuine.large-body"]);
}

#[test]
fn a_body_of_1_mib_is_too_large() {
    but(|request| (request.body.len() >= 1024 * 1024).then_some(Answer::status(413)))
        .fails(["genuine.large-body"]);
}

#[test]
fn a_body_of_more_than_1_mib_is_too_large() {
    but(|request| (request.body.len() > 1024 * 1024).then_some(Answer::status(413))).passes();
}

#[test]
fn a_body_without_a_length_is_refused() {
    but(|request| request.header("transfer-encoding").map(|_| Answer::status(411)))
        .fails(["genuine.chunked"]);
}

#[test]
fn a_body_without_a_length_is_taken_for_an_empty_one() {
    but(|request| request.header("transfer-encoding").map(|_| Answer::status(403)))
        .fails(["genuine.chunked"]);
}
