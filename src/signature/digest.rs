//! The 20 bytes of a signature, and their form in the header.

use std::fmt;
use std::str::FromStr;

const LENGTH: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature(pub(super) [u8; LENGTH]);

/// Why a text is not a signature.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Malformed {
    /// A stable name, for scripts.
    pub code: &'static str,
    pub(super) message: String,
}

/// 40 lower-case hexadecimal digits.
impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [0; 2 * LENGTH];
        hex::encode_to_slice(self.0, &mut digits).map_err(|_| fmt::Error)?;
        f.write_str(str::from_utf8(&digits).map_err(|_| fmt::Error)?)
    }
}

impl FromStr for Signature {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let malformed = |code, message: String| Err(Malformed { code, message });
        if text.is_empty() {
            return malformed("signature_empty", "the signature is empty".to_owned());
        }
        if let Some((prefix, rest)) = text.split_once(['=', ':'])
            && rest.len() > 2
        {
            let prefix = &text[..=prefix.len()];
            let message = format!(
                "the signature begins with `{prefix}`: Vercel sends 40 hexadecimal digits without \
                 a prefix"
            );
            return malformed("signature_prefix", message);
        }
        if text.contains(char::is_whitespace) {
            let message = "the signature contains whitespace: remove it".to_owned();
            return malformed("signature_white_space", message);
        }
        let length = text.chars().count();
        if let Some(index) = text.chars().position(|character| !character.is_ascii_hexdigit()) {
            let character = text.chars().nth(index).unwrap_or_default();
            let position = index + 1;
            let guess = match length {
                27 | 28 => " (28 characters is the length of SHA-1 in base64)",
                43 | 44 => " (44 characters is the length of SHA-256 in base64)",
                _ => "",
            };
            let message = format!(
                "the signature contains `{character}` at position {position}, which is not a \
                 hexadecimal digit{guess}"
            );
            return malformed("signature_not_hex", message);
        }
        let mut bytes = [0; LENGTH];
        if hex::decode_to_slice(text, &mut bytes).is_ok() {
            return Ok(Self(bytes));
        }
        let guess = match length {
            32 => ": that is the length of MD5",
            64 => ": that is the length of SHA-256; Vercel signs with SHA-1",
            128 => ": that is the length of SHA-512; Vercel signs with SHA-1",
            _ => "",
        };
        let message = format!("the signature has {length} hexadecimal digits instead of 40{guess}");
        malformed("signature_length", message)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GOOD: &str = "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";

    #[test]
    fn reads_either_case_and_writes_lower_case() {
        let signature: Signature = GOOD.to_uppercase().parse().unwrap();
        assert_eq!(signature.to_string(), GOOD);
    }

    #[test]
    fn names_each_mistake() {
        for (text, code, message) in [
            ("", "signature_empty", "the signature is empty"),
            (&format!("sha1={GOOD}"), "signature_prefix", "begins with `sha1=`"),
            (
                &format!("x-vercel-signature: {GOOD}"),
                "signature_prefix",
                "begins with `x-vercel-signature:`",
            ),
            (&format!("{GOOD}\n"), "signature_white_space", "contains whitespace"),
            (&GOOD[1..], "signature_length", "has 39 hexadecimal digits"),
            (&"a".repeat(64), "signature_length", "has 64 hexadecimal digits"),
            ("7/zfauXrL6LSdBbV8YTfnCWafHk=", "signature_not_hex", "base64"),
        ] {
            let malformed = text.parse::<Signature>().unwrap_err();
            assert_eq!(malformed.code, code, "{text}");
            assert!(malformed.to_string().contains(message), "{malformed}");
        }
    }

    proptest! {
        #[test]
        fn every_digest_reads_back(bytes: [u8; LENGTH]) {
            let signature = Signature(bytes);
            prop_assert_eq!(signature.to_string().parse::<Signature>().unwrap(), signature);
        }

        #[test]
        fn never_panics(text in ".*") {
            let _ = text.parse::<Signature>();
        }
    }
}
