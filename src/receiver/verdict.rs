//! What a receiver makes of a signature.

use http::HeaderMap;

use crate::signature::{HEADER, Malformed, Signature, SigningKey, Verifier};

/// What a receiver makes of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is the body's, with the secret of this place among those tried.
    Verified(usize),
    /// It is not.
    Mismatch,
    /// There is none.
    Missing,
    /// There are several, and nobody can tell which one counts.
    Ambiguous,
    /// It cannot be one.
    Malformed(Malformed),
    /// There was no secret to try.
    Unchecked,
}

impl Verdict {
    /// The verdict on the signature in these headers.
    #[must_use]
    pub fn of(headers: &HeaderMap, body: &[u8], keys: &[SigningKey]) -> Self {
        let mut values = headers.get_all(HEADER).iter();
        let Some(value) = values.next() else { return Self::Missing };
        if values.next().is_some() {
            return Self::Ambiguous;
        }
        match String::from_utf8_lossy(value.as_bytes()).parse::<Signature>() {
            Err(fault) => Self::Malformed(fault),
            Ok(_) if keys.is_empty() => Self::Unchecked,
            Ok(signature) => {
                let mut verifier = Verifier::new(keys);
                verifier.update(body);
                verifier.finish(&signature).map_or(Self::Mismatch, Self::Verified)
            }
        }
    }

    /// Whether the signature is the body's.
    #[must_use]
    pub const fn is_verified(&self) -> bool {
        matches!(self, Self::Verified(_))
    }

    /// Whether something is wrong with it.
    #[must_use]
    pub const fn is_invalid(&self) -> bool {
        !matches!(self, Self::Verified(_) | Self::Unchecked)
    }

    /// A stable name of what is wrong, for scripts.
    #[must_use]
    pub const fn code(&self) -> Option<&'static str> {
        match self {
            Self::Verified(_) => None,
            Self::Mismatch => Some("mismatch"),
            Self::Missing => Some("signature_missing"),
            Self::Ambiguous => Some("signature_ambiguous"),
            Self::Malformed(fault) => Some(fault.code()),
            Self::Unchecked => Some("unchecked"),
        }
    }

    /// In a word, for a table.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Verified(_) => "verified",
            Self::Mismatch => "mismatch",
            Self::Missing => "missing",
            Self::Ambiguous => "ambiguous",
            Self::Malformed(_) => "malformed",
            Self::Unchecked => "unchecked",
        }
    }

    /// In a few words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Verified(_) => "signature verified".to_owned(),
            Self::Mismatch => "signature does not match".to_owned(),
            Self::Missing => "no signature".to_owned(),
            Self::Ambiguous => "several signatures".to_owned(),
            Self::Malformed(fault) => fault.to_string(),
            Self::Unchecked => "signature not checked".to_owned(),
        }
    }
}
