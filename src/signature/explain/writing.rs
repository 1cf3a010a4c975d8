//! How the text of a signature is written, other than as Vercel writes it.

use std::fmt;

use super::base64_text;

/// What is unusual about the text of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WritingCause {
    /// White space around it.
    WhiteSpace,
    /// Quotes around it.
    Quotes,
    /// Something before it.
    Prefix(String),
    /// Upper-case hexadecimal digits.
    UpperCase,
    /// Base64 instead of hexadecimal digits.
    Base64,
    /// The alphabet of base64 for addresses.
    Base64Url,
}

impl WritingCause {
    /// A stable name, for scripts.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WhiteSpace => "signature_white_space",
            Self::Quotes => "signature_quotes",
            Self::Prefix(_) => "signature_prefix",
            Self::UpperCase => "signature_upper_case",
            Self::Base64 => "signature_base64",
            Self::Base64Url => "signature_base64url",
        }
    }
}

/// What is unusual, and what to do about it.
impl fmt::Display for WritingCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WhiteSpace => {
                f.write_str("there is white space around the signature: send its digits alone")
            }
            Self::Quotes => {
                f.write_str("there are quotes around the signature: send its digits alone")
            }
            Self::Prefix(prefix) => write!(
                f,
                "the signature begins with `{prefix}`: send its digits alone, as Vercel does"
            ),
            Self::UpperCase => f.write_str(
                "the signature is in upper case: send lower-case digits, as receivers that \
                 compare texts refuse others",
            ),
            Self::Base64 => {
                f.write_str("the signature is in base64: send it in hexadecimal digits")
            }
            Self::Base64Url => {
                f.write_str("the signature is in base64url: send it in hexadecimal digits")
            }
        }
    }
}

/// A signature as it was claimed, decoded.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Claim {
    pub writing: Vec<WritingCause>,
    pub digest: Vec<u8>,
}

/// The bytes of SHA-1, SHA-256 and SHA-512.
const LENGTHS: [usize; 3] = [20, 32, 64];

/// No name before a signature is longer.
const LONGEST_PREFIX: usize = 40;

impl Claim {
    /// Reads a text; nothing where it can be no digest at all.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut writing = Vec::new();
        let mut rest = trimmed(text, &mut writing);
        for quote in ['"', '\'', '`'] {
            let within = rest.strip_prefix(quote).and_then(|it| it.strip_suffix(quote));
            if let Some(within) = within {
                writing.push(WritingCause::Quotes);
                rest = trimmed(within, &mut writing);
            }
        }
        if let Some(digest) = decoded(rest, &mut writing) {
            return Some(Self { writing, digest });
        }
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let end = rest.bytes().position(|byte| !is_name(byte)).filter(|at| *at < LONGEST_PREFIX)?;
        let separated = rest[end..].starts_with(['=', ':', ',']);
        let (prefix, after) = rest.split_at_checked(end + 1).filter(|_| separated)?;
        writing.push(WritingCause::Prefix(prefix.to_owned()));
        let digest = decoded(after.trim(), &mut writing)?;
        Some(Self { writing, digest })
    }
}

fn trimmed<'a>(text: &'a str, writing: &mut Vec<WritingCause>) -> &'a str {
    let trimmed = text.trim();
    if trimmed.len() < text.len() && !writing.contains(&WritingCause::WhiteSpace) {
        writing.push(WritingCause::WhiteSpace);
    }
    trimmed
}

fn decoded(text: &str, writing: &mut Vec<WritingCause>) -> Option<Vec<u8>> {
    let is_digest = |bytes: &Vec<u8>| LENGTHS.contains(&bytes.len());
    if let Some(bytes) = hex::decode(text).ok().filter(is_digest) {
        if text.contains(|digit: char| digit.is_ascii_uppercase()) {
            writing.push(WritingCause::UpperCase);
        }
        return Some(bytes);
    }
    let bytes = base64_text(text).filter(is_digest)?;
    let is_url = text.contains(['-', '_']);
    writing.push(if is_url { WritingCause::Base64Url } else { WritingCause::Base64 });
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HEX: &str = "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";

    #[test]
    fn each_writing_is_read_and_named() {
        use WritingCause::{Base64, Base64Url, Prefix, Quotes, UpperCase, WhiteSpace};
        for (text, expected) in [
            (HEX.to_owned(), vec![]),
            (format!(" {HEX}\n"), vec![WhiteSpace]),
            (format!("\"{HEX}\""), vec![Quotes]),
            (HEX.to_uppercase(), vec![UpperCase]),
            (format!("sha1={HEX}"), vec![Prefix("sha1=".to_owned())]),
            (format!("v1={}", HEX.to_uppercase()), vec![Prefix("v1=".to_owned()), UpperCase]),
            (format!("X-Sig: {HEX}"), vec![Prefix("X-Sig:".to_owned())]),
            ("7/zfauXrL6LSdBbV8YTfnCWafHk=".to_owned(), vec![Base64]),
            ("7_zfauXrL6LSdBbV8YTfnCWafHk".to_owned(), vec![Base64Url]),
            (
                "sha1=7/zfauXrL6LSdBbV8YTfnCWafHk=".to_owned(),
                vec![Prefix("sha1=".to_owned()), Base64],
            ),
        ] {
            let claim = Claim::read(&text).unwrap();
            assert_eq!(claim, Claim { writing: expected, digest: hex::decode(HEX).unwrap() });
        }
        for text in ["", "sha1=", "abc", &HEX[1..], "é=é"] {
            assert_eq!(Claim::read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(text: String, name in "[a-z]{0,3}[=:é]?[\"' ]?[A-Za-z0-9+/=_-]{0,70}") {
            let _ = Claim::read(&text);
            let _ = Claim::read(&name);
        }
    }
}
