//! Escapes in the strings of JSON.

pub const LOWER_HEX: &[u8; 16] = b"0123456789abcdef";
pub const UPPER_HEX: &[u8; 16] = b"0123456789ABCDEF";

pub fn escape(json: &str, digits: &[u8; 16], is_escaped: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(json.len());
    let mut plain = 0;
    for (at, character) in json.char_indices().filter(|(_, character)| is_escaped(*character)) {
        out.push_str(&json[plain..at]);
        plain = at + character.len_utf8();
        for unit in character.encode_utf16(&mut [0; 2]) {
            push_unit(&mut out, *unit, digits);
        }
    }
    out.push_str(&json[plain..]);
    out
}

/// Writes slashes as `\/`, also those that already are.
pub fn escape_slashes(json: &str) -> String {
    unescape(json, |character| character == '/').replace('/', "\\/")
}

/// Undoes `\u` escapes and `\/` where they stand for these characters, and writes what must stay
/// escaped as `JSON.stringify` does. Half of a surrogate pair counts as U+FFFD.
pub fn unescape(json: &str, is_unescaped: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (escape, length) = first_escape(rest);
        match escape {
            Escape::Character(character) if is_unescaped(character) => push(&mut out, character),
            Escape::Lone(unit) if is_unescaped(char::REPLACEMENT_CHARACTER) => {
                push_unit(&mut out, unit, LOWER_HEX);
            }
            _ => out.push_str(&rest[..length]),
        }
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

fn push(out: &mut String, character: char) {
    match character {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\u{8}' => out.push_str("\\b"),
        '\u{c}' => out.push_str("\\f"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\0'..='\x1f' => push_unit(out, character as u16, LOWER_HEX),
        _ => out.push(character),
    }
}

fn push_unit(out: &mut String, unit: u16, digits: &[u8; 16]) {
    out.push_str("\\u");
    for shift in [12, 8, 4, 0] {
        out.push(char::from(digits[usize::from(unit >> shift & 0xf)]));
    }
}

enum Escape {
    /// `\/`, or `\u` and four digits, twice for a surrogate pair.
    Character(char),
    Lone(u16),
    Other,
}

/// The escape that starts here, and its length.
fn first_escape(text: &str) -> (Escape, usize) {
    let Some(unit) = first_unit(text) else {
        if text.starts_with("\\/") {
            return (Escape::Character('/'), 2);
        }
        return (Escape::Other, 1 + text[1..].chars().next().map_or(0, char::len_utf8));
    };
    let pair = [Some(unit), first_unit(&text[6..])].into_iter().flatten();
    match char::decode_utf16(pair).next() {
        Some(Ok(character)) => (Escape::Character(character), 6 * character.len_utf16()),
        _ => (Escape::Lone(unit), 6),
    }
}

fn first_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_hex.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::signature::json::tests::value;

    const PLAIN: &str = r#"{"a":"é😀 \\ \" \n </b>&","b":"\\"}"#;

    const fn is_beyond_ascii(character: char) -> bool {
        !character.is_ascii()
    }

    #[test]
    fn escapes_only_what_it_is_told_to() {
        for (escaped, expected) in [
            (
                escape(PLAIN, LOWER_HEX, is_beyond_ascii),
                r#"{"a":"\u00e9\ud83d\ude00 \\ \" \n </b>&","b":"\\"}"#,
            ),
            (
                escape(PLAIN, UPPER_HEX, is_beyond_ascii),
                r#"{"a":"\u00E9\uD83D\uDE00 \\ \" \n </b>&","b":"\\"}"#,
            ),
            (escape_slashes(PLAIN), r#"{"a":"é😀 \\ \" \n <\/b>&","b":"\\"}"#),
            (
                escape(PLAIN, LOWER_HEX, |character| "<>&".contains(character)),
                r#"{"a":"é😀 \\ \" \n \u003c/b\u003e\u0026","b":"\\"}"#,
            ),
        ] {
            assert_eq!(escaped, expected);
            assert_eq!(unescape(&escaped, |_| true), PLAIN);
        }
        assert_eq!(escape_slashes(r#""\/""#), r#""\/""#);
    }

    #[test]
    fn unescapes_only_what_it_is_told_to() {
        let all = r#""\u00e9\/\u003C\u0041\\u00e9\ud800\u000A\u0022""#;
        for (unescaped, expected) in [
            (unescape(all, is_beyond_ascii), r#""é\/\u003C\u0041\\u00e9\ud800\u000A\u0022""#),
            (
                unescape(all, |character| character == '/'),
                r#""\u00e9/\u003C\u0041\\u00e9\ud800\u000A\u0022""#,
            ),
            (
                unescape(all, |character| "<\"".contains(character)),
                r#""\u00e9\/<\u0041\\u00e9\ud800\u000A\"""#,
            ),
            (unescape(all, |_| true), r#""é/<A\\u00e9\ud800\n\"""#),
        ] {
            assert_eq!(unescaped, expected);
        }
    }

    proptest! {
        #[test]
        fn values_stay_and_nothing_panics(seed: Vec<u8>, text in "[\\\\/u0-9a-fé<\"]*") {
            let value = value(&seed);
            let json = value.to_string();
            for rewrite in [
                |json: &str| escape(json, LOWER_HEX, is_beyond_ascii),
                |json: &str| escape(json, UPPER_HEX, |character| "<>&\u{2028}".contains(character)),
                |json: &str| escape_slashes(json),
                |json: &str| unescape(json, is_beyond_ascii),
                |json: &str| unescape(json, |_| true),
            ] {
                let _ = rewrite(&text);
                let rewritten = rewrite(&json);
                let read: serde_json::Value = serde_json::from_str(&rewritten).unwrap();
                prop_assert_eq!(&read, &value, "{}", rewritten);
                prop_assert_eq!(&unescape(&rewritten, |_| true), &json);
            }
        }
    }
}
