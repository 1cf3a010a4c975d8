//! Escapes of JSON, undone without reading a value.

use super::unit::{Case, push_unit};

/// What an escape stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Unicode,
    Slash,
    Html,
    Other,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [Self::Unicode, Self::Slash, Self::Html, Self::Other];

    const fn of(character: char) -> Self {
        match character {
            '/' => Self::Slash,
            '<' | '>' | '&' | '\'' | '"' | '+' | '=' | '`' => Self::Html,
            '\0'..='\x7f' => Self::Other,
            _ => Self::Unicode,
        }
    }
}

/// JSON without the escapes of these kinds.
pub(super) fn unescape(json: &str, kinds: &[Kind]) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (escape, after) = first_escape(rest);
        match escape {
            Escape::Slash if kinds.contains(&Kind::Slash) => out.push('/'),
            Escape::Character(it) if kinds.contains(&Kind::of(it)) => push(&mut out, it),
            // Go escapes the two separators of lines for the sake of HTML.
            Escape::Character(it @ ('\u{2028}' | '\u{2029}')) if kinds.contains(&Kind::Html) => {
                out.push(it);
            }
            Escape::Lone(unit) if kinds.contains(&Kind::Other) => {
                push_unit(&mut out, unit, Case::Lower);
            }
            _ => out.push_str(&rest[..rest.len() - after.len()]),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// As `JSON.stringify` writes it.
fn push(out: &mut String, character: char) {
    match character {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\u{8}' => out.push_str("\\b"),
        '\u{c}' => out.push_str("\\f"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\0'..='\x1f' => push_unit(out, character as u16, Case::Lower),
        _ => out.push(character),
    }
}

enum Escape {
    Slash,
    /// `\u` and four digits, or two such where one character takes two.
    Character(char),
    /// One half of a character.
    Lone(u16),
    /// Of another sort.
    Other,
}

/// The escape that begins here, and what comes after it.
fn first_escape(text: &str) -> (Escape, &str) {
    let Some(unit) = first_unit(text) else {
        let escape = if text.starts_with("\\/") { Escape::Slash } else { Escape::Other };
        let length = 1 + text[1..].chars().next().map_or(0, char::len_utf8);
        return (escape, &text[length..]);
    };
    let after = &text[6..];
    if let Some(character) = char::from_u32(u32::from(unit)) {
        return (Escape::Character(character), after);
    }
    if let Some(second) = first_unit(after)
        && let Some(Ok(character)) = char::decode_utf16([unit, second]).next()
    {
        return (Escape::Character(character), &after[6..]);
    }
    (Escape::Lone(unit), after)
}

fn first_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_hex.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use crate::signature::explain::Escaping;

    #[test]
    fn only_the_kind_that_was_meant_is_undone() {
        let all = r#""\u00e9\/\u003C\u0041\\u00e9\ud800\u000A\u0022""#;
        for (escaping, expected) in [
            (Escaping::UnicodePlain, r#""é\/\u003C\u0041\\u00e9\ud800\u000A\u0022""#),
            (Escaping::SlashesPlain, r#""\u00e9/\u003C\u0041\\u00e9\ud800\u000A\u0022""#),
            (Escaping::HtmlPlain, r#""\u00e9\/<\u0041\\u00e9\ud800\u000A\"""#),
            (Escaping::Least, r#""é/<A\\u00e9\ud800\n\"""#),
        ] {
            assert_eq!(escaping.apply(all), expected, "{escaping:?}");
        }
    }
}
