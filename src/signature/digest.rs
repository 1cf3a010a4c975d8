//! The 20 bytes of a signature, and their form in the header.

use std::fmt;
use std::str::FromStr;

/// The number of bytes of a SHA-1 digest.
pub const LENGTH: usize = 20;

/// A signature, decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature(pub(super) [u8; LENGTH]);

/// Why a text is no signature.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// Nothing at all.
    #[error("the signature is empty")]
    Empty,
    /// Something before the digits.
    #[error(
        "the signature begins with `{0}`: Vercel sends the 40 hexadecimal digits without a prefix"
    )]
    Prefix(String),
    /// Blanks around or within the digits.
    #[error("the signature contains white space: remove it")]
    WhiteSpace,
    /// A character that is no hexadecimal digit.
    #[error("the signature contains `{character}` at position {position}, which is no hexadecimal digit{}", guess_encoding(*.length))]
    NotHex {
        /// The first such character.
        character: char,
        /// Where it stands, counted from 1.
        position: usize,
        /// The number of characters of the whole.
        length: usize,
    },
    /// Too few or too many digits.
    #[error("the signature has {found} hexadecimal digits instead of 40{}", guess_algorithm(*.found))]
    Length {
        /// How many there are.
        found: usize,
    },
}

impl Malformed {
    /// A stable name of the mistake, for scripts.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "signature_empty",
            Self::Prefix(_) => "signature_prefix",
            Self::WhiteSpace => "signature_white_space",
            Self::NotHex { .. } => "signature_not_hex",
            Self::Length { .. } => "signature_length",
        }
    }
}

const fn guess_encoding(length: usize) -> &'static str {
    match length {
        27 | 28 => " (28 characters is the length of SHA-1 in base64)",
        43 | 44 => " (44 characters is the length of SHA-256 in base64)",
        _ => "",
    }
}

const fn guess_algorithm(length: usize) -> &'static str {
    match length {
        32 => ": that is the length of MD5",
        64 => ": that is the length of SHA-256; Vercel signs with SHA-1",
        128 => ": that is the length of SHA-512; Vercel signs with SHA-1",
        _ => "",
    }
}

/// 40 lower-case hexadecimal digits.
impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [0; 2 * LENGTH];
        hex::encode_to_slice(self.0, &mut digits).map_err(|_| fmt::Error)?;
        f.write_str(str::from_utf8(&digits).map_err(|_| fmt::Error)?)
    }
}

/// Accepts 40 hexadecimal digits of either case, and names what else it is given.
impl FromStr for Signature {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        if text.is_empty() {
            return Err(Malformed::Empty);
        }
        if let Some((prefix, _)) = text.split_once(['=', ':']).filter(|(_, rest)| rest.len() > 2) {
            let separator = &text[prefix.len()..=prefix.len()];
            return Err(Malformed::Prefix(format!("{prefix}{separator}")));
        }
        if text.contains(char::is_whitespace) {
            return Err(Malformed::WhiteSpace);
        }
        let not_hex = |&(_, character): &(usize, char)| !character.is_ascii_hexdigit();
        let length = text.chars().count();
        if let Some((at, character)) = text.chars().enumerate().find(not_hex) {
            return Err(Malformed::NotHex { character, position: at + 1, length });
        }
        let mut bytes = [0; LENGTH];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| Malformed::Length { found: length })?;
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GOOD: &str = "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";

    fn fault(text: &str) -> Malformed {
        text.parse::<Signature>().unwrap_err()
    }

    #[test]
    fn either_case_is_read_and_lower_case_is_written() {
        let signature: Signature = GOOD.to_uppercase().parse().unwrap();
        assert_eq!(signature.to_string(), GOOD);
    }

    #[test]
    fn each_fault_is_named() {
        assert_eq!(fault(""), Malformed::Empty);
        assert_eq!(fault(&format!("sha1={GOOD}")), Malformed::Prefix("sha1=".to_owned()));
        assert_eq!(
            fault(&format!("x-vercel-signature: {GOOD}")),
            Malformed::Prefix("x-vercel-signature:".to_owned())
        );
        assert_eq!(fault(&format!("{GOOD}\n")), Malformed::WhiteSpace);
        assert_eq!(fault(&GOOD[1..]), Malformed::Length { found: 39 });
        assert_eq!(fault(&"a".repeat(64)), Malformed::Length { found: 64 });
        let base64 = fault("7/zfauXrL6LSdBbV8YTfnCWafHk=");
        assert!(base64.to_string().contains("base64"), "{base64}");
    }

    proptest! {
        #[test]
        fn every_digest_reads_back(bytes: [u8; LENGTH]) {
            let signature = Signature(bytes);
            prop_assert_eq!(signature.to_string().parse::<Signature>().unwrap(), signature);
        }

        #[test]
        fn nothing_panics(text in ".*") {
            let _ = text.parse::<Signature>();
        }
    }
}
