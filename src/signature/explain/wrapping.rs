//! Bodies that something else was put around: a form, a multipart body, base64, a JSON text.

use std::fmt;

use percent_encoding::percent_decode;
use serde::de::IgnoredAny;

use super::base64_text;

/// No more fields or parts are tried.
const MOST: usize = 8;

/// Of multipart bodies, by RFC 2046.
const LONGEST_BOUNDARY: usize = 70;

/// What was put around the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapping {
    /// A form, the body being a field of it.
    Form,
    /// A multipart body, the body being a part of it.
    Multipart,
    /// Base64.
    Base64,
    /// A text of JSON, with the body inside its quotes.
    JsonText,
}

impl Wrapping {
    /// Every way.
    pub(super) const ALL: [Self; 4] = [Self::Form, Self::Multipart, Self::Base64, Self::JsonText];

    /// A stable name, for scripts.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Form => "body_in_form",
            Self::Multipart => "body_in_multipart",
            Self::Base64 => "body_in_base64",
            Self::JsonText => "body_in_json_text",
        }
    }

    /// The bodies that may be within, the likelier first.
    pub(super) fn contents(self, body: &[u8]) -> Vec<Vec<u8>> {
        match self {
            Self::Form if is_form_shaped(body) => fields(body),
            Self::Multipart => parts(body).unwrap_or_default(),
            Self::Base64 => {
                std::str::from_utf8(body).ok().and_then(base64_text).into_iter().collect()
            }
            Self::JsonText if body.trim_ascii_start().starts_with(b"\"") => {
                serde_json::from_slice(body).ok().map(String::into_bytes).into_iter().collect()
            }
            Self::Form | Self::JsonText => Vec::new(),
        }
    }

    /// What the body looks to be wrapped in, or is said to be where it is no JSON.
    pub(super) fn of(body: &[u8], content_type: Option<&str>) -> Option<Self> {
        let media = content_type.unwrap_or_default().trim_start().to_ascii_lowercase();
        let is_said_to_be = |start| media.starts_with(start) && !is_json(body);
        if is_form_shaped(body) || is_said_to_be("application/x-www-form-urlencoded") {
            return Some(Self::Form);
        }
        let is_multipart = parts(body).is_some() || is_said_to_be("multipart/");
        is_multipart.then_some(Self::Multipart)
    }
}

/// What it is, and what to do about it.
impl fmt::Display for Wrapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => {
                "the signed body is a field of the form that came: check it alone, decoded"
            }
            Self::Multipart => {
                "the signed body is a part of the multipart body that came: check it alone"
            }
            Self::Base64 => {
                "the body is in base64, and was signed before: decode it, then check it"
            }
            Self::JsonText => {
                "the signed body is inside of a JSON text: check what the text says, and look for \
                 a `JSON.stringify` too many"
            }
        })
    }
}

/// Whether it is JSON, whatever its request says of it.
fn is_json(body: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(body).is_ok()
}

/// Whether it is names and values with nothing but what a form leaves unescaped.
fn is_form_shaped(body: &[u8]) -> bool {
    let body = body.trim_ascii_end();
    let is_allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"%&=+-_.*~[]".contains(byte);
    let has_name = body.iter().position(|byte| *byte == b'=').is_some_and(|at| at > 0);
    // Base64 ends with the same sign.
    let has_value = body.iter().rposition(|byte| *byte == b'=') != body.len().checked_sub(1);
    (has_value || body.contains(&b'%')) && has_name && body.iter().all(is_allowed)
}

/// The values of a form, and the names that have none: a body sent as a form without saying so.
fn fields(body: &[u8]) -> Vec<Vec<u8>> {
    let decoded = |text: &[u8]| {
        let spaced: Vec<u8> =
            text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
        percent_decode(&spaced).collect::<Vec<u8>>()
    };
    let content = |field: &[u8]| {
        let at = field.iter().position(|byte| *byte == b'=').unwrap_or(field.len());
        let (name, value) = (&field[..at], field.get(at + 1..).unwrap_or_default());
        decoded(if value.is_empty() { name } else { value })
    };
    body.trim_ascii_end().split(|byte| *byte == b'&').take(MOST).map(content).collect()
}

/// The contents of a multipart body's parts; nothing where it has no boundary.
fn parts(body: &[u8]) -> Option<Vec<Vec<u8>>> {
    let text = body.strip_prefix(b"--")?;
    let end = find(&text[..text.len().min(LONGEST_BOUNDARY + 2)], b"\r\n")?;
    let boundary = [b"\r\n--", &text[..end]].concat();
    let mut rest = &text[end..];
    let mut contents = Vec::new();
    while contents.len() < MOST
        && let Some(start) = find(rest, b"\r\n\r\n")
    {
        let content = &rest[start + 4..];
        let Some(length) = find(content, &boundary) else { break };
        contents.push(content[..length].to_vec());
        rest = &content[length + boundary.len()..];
    }
    (!contents.is_empty()).then_some(contents)
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_within_is_found() {
        let form = b"a=1&payload=%7B%22a%22%3A%22b+c%22%7D&%7B%7D=\n";
        assert_eq!(Wrapping::Form.contents(form), [&b"1"[..], br#"{"a":"b c"}"#, b"{}"]);
        let multipart = b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{}\n\r\n--x\r\n\
                          A: b\r\n\r\n[]\r\n--x--\r\n";
        assert_eq!(Wrapping::Multipart.contents(multipart), [&b"{}\n"[..], b"[]"]);
        assert_eq!(Wrapping::Base64.contents(b"e30="), [b"{}"]);
        assert_eq!(Wrapping::JsonText.contents(br#""{\"a\":1}""#), [br#"{"a":1}"#]);
    }

    #[test]
    fn events_are_not_wrapped() {
        for body in ["", "{}", "e30=", "=", "a", r#"{"a":"b=c"}"#] {
            assert_eq!(Wrapping::of(body.as_bytes(), Some("application/json")), None, "{body}");
        }
        let form = Some("application/x-www-form-urlencoded; charset=utf-8");
        let multipart = Some("multipart/form-data");
        assert_eq!(Wrapping::of(b"", form), Some(Wrapping::Form));
        assert_eq!(Wrapping::of(b"{", multipart), Some(Wrapping::Multipart));
        for said in [form, multipart] {
            assert_eq!(Wrapping::of(br#"{"a":"b=c"}"#, said), None, "JSON is JSON");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(bytes: Vec<u8>, text in "[-a=&%\r\n]*") {
            for wrapping in Wrapping::ALL {
                let _ = wrapping.contents(&bytes);
                let _ = wrapping.contents(text.as_bytes());
            }
        }
    }
}
