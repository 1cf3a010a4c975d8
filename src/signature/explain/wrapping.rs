//! Bodies inside a form, a multipart body, other JSON, or text that shows them.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::decode_base64;
use crate::http::decode::form_decoded;

const MAX_PARTS: usize = 8;

/// The limit of RFC 2046.
const LONGEST_BOUNDARY: usize = 70;

/// Whether a body is names and values, with only the characters that a form leaves unescaped.
pub fn is_form(body: &[u8]) -> bool {
    let body = body.trim_ascii_end();
    let is_allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"%&=+-_.*~[]".contains(byte);
    let has_name = body.iter().position(|byte| *byte == b'=').is_some_and(|at| at > 0);
    // Base64 ends with the same sign.
    let has_value = body.iter().rposition(|byte| *byte == b'=') != body.len().checked_sub(1);
    (has_value || body.contains(&b'%')) && has_name && body.iter().all(is_allowed)
}

/// The values of a form, and the names without a value: JSON that was sent as a form is a name.
pub fn form_fields(body: &[u8]) -> Vec<Vec<u8>> {
    if !is_form(body) {
        return Vec::new();
    }
    let content = |field: &[u8]| {
        let at = field.iter().position(|byte| *byte == b'=').unwrap_or(field.len());
        let (name, value) = (&field[..at], field.get(at + 1..).unwrap_or_default());
        form_decoded(if value.is_empty() { name } else { value })
    };
    body.trim_ascii_end().split(|byte| *byte == b'&').take(MAX_PARTS).map(content).collect()
}

pub fn multipart_parts(body: &[u8]) -> Vec<Vec<u8>> {
    let Some(text) = body.strip_prefix(b"--") else { return Vec::new() };
    let first_line = &text[..text.len().min(LONGEST_BOUNDARY + 2)];
    let Some(end) = find(first_line, b"\r\n") else { return Vec::new() };
    let boundary = [b"\r\n--", &text[..end]].concat();
    let mut rest = &text[end..];
    let mut contents = Vec::new();
    while contents.len() < MAX_PARTS
        && let Some(start) = find(rest, b"\r\n\r\n")
    {
        let content = &rest[start + 4..];
        let Some(length) = find(content, &boundary) else { break };
        contents.push(content[..length].to_vec());
        rest = &content[length + boundary.len()..];
    }
    contents
}

pub fn braced(text: &[u8]) -> Option<&[u8]> {
    let start = text.iter().position(|byte| *byte == b'{')?;
    let end = text.iter().rposition(|byte| *byte == b'}')?;
    text.get(start..=end)
}

/// `None` where there are no color codes.
pub fn without_colors(text: &[u8]) -> Option<Vec<u8>> {
    let mut parts = text.split(|byte| *byte == 0x1b);
    let mut plain = parts.next()?.to_vec();
    for part in parts {
        let is_code = |byte: &u8| !b"[;0123456789".contains(byte);
        let end = part.iter().position(is_code).map_or(part.len(), |end| end + 1);
        plain.extend_from_slice(&part[end..]);
    }
    (plain.len() < text.len()).then_some(plain)
}

/// How deep other programs put a body.
const MAX_DEPTH: usize = 3;

/// No more members of an object or items of a list are read.
const MAX_MEMBERS: usize = 64;

/// The objects in JSON, and those in its texts, as they are or in base64.
pub fn json_members(body: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    if let Ok(json) = serde_json::from_slice::<&RawValue>(body) {
        collect_members(json.get(), 0, true, &mut found);
    }
    found.truncate(MAX_PARTS);
    found
}

fn collect_members(json: &str, depth: usize, is_only: bool, found: &mut Vec<Vec<u8>>) {
    let members: Vec<&RawValue> = match json.as_bytes().first() {
        Some(b'{') => serde_json::from_str::<BTreeMap<String, &RawValue>>(json)
            .map(|members| members.into_values().collect())
            .unwrap_or_default(),
        Some(b'[') => serde_json::from_str(json).unwrap_or_default(),
        _ => return,
    };
    let is_object = |text: &[u8]| text.trim_ascii_start().starts_with(b"{");
    let holds_one = members.len() == 1;
    for member in members.into_iter().take(MAX_MEMBERS).map(RawValue::get) {
        if member.starts_with('"') {
            let text = serde_json::from_str::<String>(member).unwrap_or_default().into_bytes();
            let decoded = || decode_base64(&text).filter(|decoded| is_object(decoded));
            found.extend(if is_object(&text) { Some(text) } else { decoded() });
            continue;
        }
        // An event has objects of its own: only those of a wrapper are bodies.
        if is_only && is_object(member.as_bytes()) {
            found.push(member.as_bytes().to_vec());
        }
        if depth < MAX_DEPTH {
            collect_members(member, depth + 1, is_only && holds_one, found);
        }
    }
}

/// What text may have been before its quotes were escaped: as in the texts of JSON (up to thrice),
/// as in C, Python and nginx, as in CSV, and as in a shell.
pub fn unescaped(body: &[u8]) -> Vec<Vec<u8>> {
    let Some(text) = braced(body).and_then(|text| str::from_utf8(text).ok()) else {
        return Vec::new();
    };
    let from_json = |text: &String| {
        let is_escaped = text[1..].trim_ascii_start().starts_with('\\');
        is_escaped.then(|| serde_json::from_str(&format!("\"{text}\"")).ok()).flatten()
    };
    let mut found: Vec<Vec<u8>> = std::iter::successors(from_json(&text.to_owned()), from_json)
        .take(MAX_DEPTH)
        .map(String::into_bytes)
        .collect();
    if [r"\x", r"\'", r"\\"].iter().any(|escape| text.contains(escape)) {
        found.push(unescape_bytes(text.as_bytes()));
    }
    if text[1..].trim_ascii_start().starts_with("\"\"") {
        found.push(text.replace("\"\"", "\"").into_bytes());
    }
    if text.contains(r"'\''") {
        found.push(text.replace(r"'\''", "'").into_bytes());
    }
    found
}

/// Undoes the escapes of C: `\x22`, `\n`, `\'`.
fn unescape_bytes(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, after @ ..] = rest {
        let hex = |digits: &[u8]| u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok();
        let (byte, length) = match after {
            _ if *first != b'\\' => (*first, 1),
            [b'x', high, low, ..] => hex(&[*high, *low]).map_or((*first, 1), |byte| (byte, 4)),
            [b'n', ..] => (b'\n', 2),
            [b'r', ..] => (b'\r', 2),
            [b't', ..] => (b'\t', 2),
            [escaped, ..] => (*escaped, 2),
            [] => (*first, 1),
        };
        out.push(byte);
        rest = &rest[length..];
    }
    out
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn finds_what_is_inside() {
        let form = b"a=1&payload=%7B%22a%22%3A%22b+c%22%7D&%7B%7D=\n";
        assert_eq!(form_fields(form), [&b"1"[..], br#"{"a":"b c"}"#, b"{}"]);
        let multipart = b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{}\n\r\n--x\r\n\
                          A: b\r\n\r\n[]\r\n--x--\r\n";
        assert_eq!(multipart_parts(multipart), [&b"{}\n"[..], b"[]"]);
    }

    #[test]
    fn events_are_neither() {
        for body in ["", "{}", "e30=", "=", "a", r#"{"a":"b=c"}"#] {
            assert!(!is_form(body.as_bytes()), "{body}");
            assert!(multipart_parts(body.as_bytes()).is_empty(), "{body}");
        }
    }

    #[test]
    fn reads_members_of_wrappers_but_not_the_objects_of_an_event() {
        let wrapper = br#"[{"a":"{}","b":{"c":{"d":1}},"e":{"f":"e30"},"g":"x"}]"#;
        let members: Vec<String> = json_members(wrapper)
            .into_iter()
            .map(|member| String::from_utf8(member).unwrap())
            .collect();
        assert_eq!(members[1..], ["{}", r#"{"c":{"d":1}}"#, r#"{"f":"e30"}"#, "{}"]);
        let event = br#"{"id":"a","payload":{"user":{"id":"u"},"team":{"id":"t"}}}"#;
        assert_eq!(json_members(event), [br#"{"user":{"id":"u"},"team":{"id":"t"}}"#]);
    }

    proptest! {
        #[test]
        fn never_panics(
            bytes: Vec<u8>,
            text in "[-a=&%\r\n]*",
            json in "[{\\[\\\\'\"a:,x2é\u{1b};m]*\\}?",
        ) {
            for body in [&bytes[..], text.as_bytes(), json.as_bytes()] {
                let _ = json_members(body);
                let _ = unescaped(body);
                let _ = without_colors(body);
                let _ = form_fields(body);
                let _ = multipart_parts(body);
            }
        }
    }
}
