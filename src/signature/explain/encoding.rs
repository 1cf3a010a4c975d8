//! Text that was decoded with one encoding and written with another, and text with HTML entities.

/// The characters that Windows-1252 has where Latin-1 has controls, from 0x80 on.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The character of a byte in an encoding of one byte for each.
pub type Charset = fn(u8) -> char;

pub fn latin_1(byte: u8) -> char {
    char::from(byte)
}

/// What Windows and browsers take Latin-1 for.
pub fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..0xa0 => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// The bytes that were decoded to this text; `None` where it may be as it was.
pub fn encode(text: &[u8], charset: Charset) -> Option<Vec<u8>> {
    if text.is_ascii() {
        return None;
    }
    let byte = |character| {
        // What Windows-1252 leaves open is read as the controls of Latin-1.
        let byte = u8::try_from(character).ok();
        byte.or_else(|| (0x80..0xa0).find(|byte| charset(*byte) == character))
    };
    str::from_utf8(text).ok()?.chars().map(byte).collect()
}

/// The UTF-8 of bytes in this encoding; `None` where they are UTF-8.
pub fn decode(bytes: &[u8], charset: Charset) -> Option<Vec<u8>> {
    if str::from_utf8(bytes).is_ok() {
        return None;
    }
    let text: String = bytes.iter().map(|byte| charset(*byte)).collect();
    Some(text.into_bytes())
}

/// Reads UTF-16 with a byte-order mark, as `>` in Windows PowerShell writes it.
pub fn decode_utf16(bytes: &[u8]) -> Option<Vec<u8>> {
    let (is_little, rest) = match bytes {
        [0xff, 0xfe, rest @ ..] => (true, rest),
        [0xfe, 0xff, rest @ ..] => (false, rest),
        _ => return None,
    };
    let (pairs, odd) = rest.as_chunks::<2>();
    let unit = |pair: &[u8; 2]| {
        if is_little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) }
    };
    let units = pairs.iter().map(unit);
    let text: String = char::decode_utf16(units).collect::<Result<_, _>>().ok()?;
    odd.is_empty().then(|| text.into_bytes())
}

/// How apostrophes are written: some programs have no entity for them.
pub const APOSTROPHES: [&str; 3] = ["'", "&#39;", "&#x27;"];

pub fn encode_entities(text: &str, apostrophe: &str) -> String {
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
    use crate::http::decode::decode_html;

    #[test]
    fn recovers_misread_text() {
        assert_eq!(encode("caf\u{c3}\u{a9}".as_bytes(), latin_1).unwrap(), "café".as_bytes());
        assert_eq!(encode("â‚¬".as_bytes(), windows_1252).unwrap(), "€".as_bytes());
        assert_eq!(encode("â‚¬".as_bytes(), latin_1), None);
        assert_eq!(decode(b"caf\xe9", latin_1).unwrap(), "café".as_bytes());
        assert_eq!(decode(b"\x80", windows_1252).unwrap(), "€".as_bytes());
        assert_eq!(encode(b"plain", latin_1), None);
    }

    proptest! {
        #[test]
        fn encoding_undoes_decoding(bytes: Vec<u8>, text: String) {
            for charset in [latin_1 as Charset, windows_1252] {
                if let Some(wide) = decode(&bytes, charset) {
                    prop_assert_eq!(encode(&wide, charset), Some(bytes.clone()));
                }
            }
            let mut utf16 = vec![0xff, 0xfe];
            utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
            prop_assert_eq!(decode_utf16(&utf16), Some(text.clone().into_bytes()));
            let _ = decode_utf16(&bytes);
            for apostrophe in APOSTROPHES {
                let encoded = encode_entities(&text, apostrophe);
                let decoded = decode_html(encoded.as_bytes()).unwrap_or(encoded.into_bytes());
                prop_assert_eq!(&decoded, text.as_bytes());
            }
        }
    }
}
