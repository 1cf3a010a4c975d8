//! HTML entities.

/// How an apostrophe is written: not everybody has an entity for it.
pub(super) const APOSTROPHES: [&str; 3] = ["'", "&#39;", "&#x27;"];

/// No entity that matters is longer.
const LONGEST: usize = 10;

/// The text with its entities decoded; nothing where it has none.
pub(super) fn decode(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((character, length)) = first_entity(rest) {
            out.push(character);
            rest = &rest[length..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    (out.len() != text.len()).then_some(out)
}

/// The character that the entity here stands for, and how long the entity is.
fn first_entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let character = match &text[1..end] {
        "quot" => '"',
        "apos" => '\'',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        numeric => {
            let digits = numeric.strip_prefix('#')?;
            let hexadecimal = digits.strip_prefix(['x', 'X']);
            let code = match hexadecimal {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => digits.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((character, end + 1))
}

/// The text with entities for what means something in HTML.
pub(super) fn encode(text: &str, apostrophe: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', apostrophe)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_usual_entity_is_decoded_once() {
        let encoded = "&quot;&#34;&#x22;&apos;&#39;&amp;lt;&lt;&gt;&nope;&&#xd800;&é;";
        assert_eq!(decode(encoded).unwrap(), "\"\"\"''&lt;<>&nope;&&#xd800;&é;");
        assert_eq!(decode("a & b"), None);
    }

    proptest! {
        #[test]
        fn decoding_undoes_encoding(text: String) {
            for apostrophe in APOSTROPHES {
                let encoded = encode(&text, apostrophe);
                prop_assert_eq!(decode(&encoded).unwrap_or(encoded), text.clone());
            }
            let _ = decode(&text);
        }
    }
}
