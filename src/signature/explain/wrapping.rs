//! Bodies inside a form or a multipart body.

use percent_encoding::percent_decode;

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

    proptest! {
        #[test]
        fn never_panics(bytes: Vec<u8>, text in "[-a=&%\r\n]*") {
            for body in [&bytes[..], text.as_bytes()] {
                let _ = form_fields(body);
                let _ = multipart_parts(body);
            }
        }
    }
}
