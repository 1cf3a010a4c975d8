//! Whether a signature is valid.

use std::fmt;

use http::HeaderMap;

use super::{HEADER, Malformed, SigningKey, Verifier};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Valid(usize),
    Mismatch,
    Missing,
    /// There are several signatures, and servers differ in which one they read.
    Ambiguous,
    Malformed(Malformed),
    Unchecked,
}

impl Verdict {
    /// The verdict on a signature, by a verifier that has read the body.
    pub fn new(signature: &str, verifier: Verifier) -> Self {
        match signature.parse() {
            Err(malformed) => Self::Malformed(malformed),
            Ok(_) if verifier.is_empty() => Self::Unchecked,
            Ok(signature) => verifier.finish(&signature).map_or(Self::Mismatch, Self::Valid),
        }
    }

    pub fn from_headers(headers: &HeaderMap, body: &[u8], keys: &[SigningKey]) -> Self {
        let mut values = headers.get_all(HEADER).iter();
        match (values.next(), values.next()) {
            (None, _) => Self::Missing,
            (Some(_), Some(_)) => Self::Ambiguous,
            (Some(value), None) => {
                let mut verifier = Verifier::new(keys);
                verifier.update(body);
                Self::new(&String::from_utf8_lossy(value.as_bytes()), verifier)
            }
        }
    }

    pub const fn is_valid(&self) -> bool {
        matches!(self, Self::Valid(_))
    }

    pub const fn is_invalid(&self) -> bool {
        !matches!(self, Self::Valid(_) | Self::Unchecked)
    }

    pub fn code(&self) -> Option<&'static str> {
        self.words().0
    }

    /// One word, for a table.
    pub fn label(&self) -> &'static str {
        self.words().1
    }

    fn words(&self) -> (Option<&'static str>, &'static str, &str) {
        match self {
            Self::Valid(_) => (None, "verified", "signature verified"),
            Self::Mismatch => (Some("mismatch"), "mismatch", "signature does not match"),
            Self::Missing => (Some("signature_missing"), "missing", "no signature"),
            Self::Ambiguous => (Some("signature_ambiguous"), "ambiguous", "several signatures"),
            Self::Malformed(Malformed { code, message }) => (Some(code), "malformed", message),
            Self::Unchecked => (Some("unchecked"), "unchecked", "signature not checked"),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words().2)
    }
}
