//! The text of a signature, where it is not written as Vercel writes it.

use super::{Cause, Change, decode_base64};

/// What is undone in turn until lower-case digits are left.
pub static CHANGES: &[Change] = &[
    Change {
        code: "signature_white_space",
        sentence: "the signature has whitespace around it: send only the hex digits",
        undo: |text| {
            let trimmed = str::from_utf8(text).unwrap_or_default().trim();
            Vec::from_iter((trimmed.len() < text.len()).then(|| trimmed.into()))
        },
    },
    Change {
        code: "signature_quotes",
        sentence: "the signature has quotes around it: send only the hex digits",
        undo: |text| {
            let unquoted = |quote: &[u8; 1]| text.strip_prefix(quote)?.strip_suffix(quote);
            [b"\"", b"'", b"`"].into_iter().filter_map(unquoted).map(<[u8]>::to_vec).collect()
        },
    },
    Change {
        code: "signature_upper_case",
        sentence: "the signature is in upper case: send lower-case digits, because receivers that \
                   compare text reject upper case",
        undo: |text| {
            let lower = decode_hex(text).map(|_| text.to_ascii_lowercase());
            Vec::from_iter(lower.filter(|lower| lower != text))
        },
    },
    Change {
        code: "signature_base64url",
        sentence: "the signature is in base64url: send hex digits",
        undo: |text| {
            let is_url = text.iter().any(|byte| b"-_".contains(byte));
            Vec::from_iter(base64_to_hex(text).filter(|_| is_url))
        },
    },
    Change {
        code: "signature_base64",
        sentence: "the signature is in base64: send hex digits",
        undo: |text| Vec::from_iter(base64_to_hex(text)),
    },
    Change {
        code: "signature_prefix",
        sentence: "the signature begins with `{}`: send only the hex digits, as Vercel does",
        undo: |text| {
            let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_".contains(byte);
            let end = text.iter().position(|byte| !is_name(byte)).unwrap_or(text.len());
            match text.get(end) {
                Some(b'=' | b':' | b',') if end < LONGEST_PREFIX => {
                    vec![text[end + 1..].trim_ascii().to_vec()]
                }
                _ => Vec::new(),
            }
        },
    },
];

/// The bytes of SHA-1, SHA-256 and SHA-512.
const LENGTHS: [usize; 3] = [20, 32, 64];

const LONGEST_PREFIX: usize = 40;

const MAX_CHANGES: usize = 8;

/// The digest that a text spells, and what is unusual about the spelling.
pub fn decode(text: &str) -> Option<(Vec<u8>, Vec<Cause>)> {
    let mut text = text.as_bytes().to_vec();
    let mut causes = Vec::new();
    for _ in 0..MAX_CHANGES {
        if let Some(digest) = decode_hex(&text)
            && !text.iter().any(u8::is_ascii_uppercase)
        {
            return Some((digest, causes));
        }
        let undone = |change: &'static Change| Some((change, (change.undo)(&text).pop()?));
        let (change, before) = CHANGES.iter().find_map(undone)?;
        let removed = &text[..text.len().saturating_sub(before.len())];
        let cause = change.cause(String::from_utf8_lossy(removed).trim_end());
        if !causes.contains(&cause) {
            causes.push(cause);
        }
        text = before;
    }
    None
}

fn decode_hex(text: &[u8]) -> Option<Vec<u8>> {
    hex::decode(text).ok().filter(|digest| LENGTHS.contains(&digest.len()))
}

fn base64_to_hex(text: &[u8]) -> Option<Vec<u8>> {
    let digest = decode_base64(text).filter(|digest| LENGTHS.contains(&digest.len()))?;
    Some(hex::encode(digest).into_bytes())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HEX: &str = "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";

    #[test]
    fn decodes_and_names_each_spelling() {
        for (text, expected) in [
            (HEX, &[][..]),
            (&format!(" {HEX}\n"), &["signature_white_space"]),
            (&format!("\"{HEX}\""), &["signature_quotes"]),
            (&format!("\" {HEX}\""), &["signature_quotes", "signature_white_space"]),
            (&HEX.to_uppercase(), &["signature_upper_case"]),
            (&format!("sha1={HEX}"), &["signature_prefix"]),
            (&format!("v1={}", HEX.to_uppercase()), &["signature_prefix", "signature_upper_case"]),
            (&format!("X-Sig: {HEX}"), &["signature_prefix"]),
            ("7/zfauXrL6LSdBbV8YTfnCWafHk=", &["signature_base64"]),
            ("7_zfauXrL6LSdBbV8YTfnCWafHk", &["signature_base64url"]),
            ("sha1=7/zfauXrL6LSdBbV8YTfnCWafHk=", &["signature_prefix", "signature_base64"]),
        ] {
            let (digest, causes) = decode(text).unwrap();
            let codes: Vec<&str> = causes.iter().map(|cause| cause.code).collect();
            assert_eq!((hex::encode(digest).as_str(), &codes[..]), (HEX, expected), "{text}");
        }
        for text in ["", "sha1=", "abc", &HEX[1..], "é=é"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }

    #[test]
    fn shows_the_prefix() {
        for (text, prefix) in [("sha1=", "`sha1=`"), ("X-Sig: ", "`X-Sig:`")] {
            let (_, causes) = decode(&format!("{text}{HEX}")).unwrap();
            assert!(causes[0].sentence.contains(prefix), "{causes:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text: String, name in "[a-z]{0,3}[=:é]?[\"' ]?[A-Za-z0-9+/=_-]{0,70}") {
            let _ = decode(&text);
            let _ = decode(&name);
        }
    }
}
