//! Signatures that an endpoint must refuse.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::key::SigningKey;

/// A way to make a signature wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tamper {
    /// No signature header at all.
    Missing,
    /// Made with another secret.
    WrongSecret,
    /// Made for another body.
    WrongBody,
    /// HMAC-SHA256, as much public code wrongly has it.
    Sha256,
    /// The first half of the right one.
    Truncated,
    /// Made with the empty secret, as a receiver without configuration would compute it.
    EmptySecret,
}

impl Tamper {
    /// Every way, under the name that the command line uses.
    pub const ALL: [(&'static str, Self); 6] = [
        ("missing", Self::Missing),
        ("wrong-secret", Self::WrongSecret),
        ("wrong-body", Self::WrongBody),
        ("sha256", Self::Sha256),
        ("truncated", Self::Truncated),
        ("empty-secret", Self::EmptySecret),
    ];

    /// The way of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, tamper)| *tamper)
    }

    /// What is wrong, for people.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Missing => "no signature",
            Self::WrongSecret => "signed with another secret",
            Self::WrongBody => "the signature of another body",
            Self::Sha256 => "HMAC-SHA256 instead of SHA-1",
            Self::Truncated => "half of the signature",
            Self::EmptySecret => "signed with the empty secret",
        }
    }

    /// The value of the header, if one is sent.
    #[must_use]
    pub fn header(self, secret: &[u8], body: &[u8]) -> Option<String> {
        let with = |secret: &[u8], body: &[u8]| SigningKey::new(secret).sign(body).to_string();
        Some(match self {
            Self::Missing => return None,
            Self::WrongSecret => with(&[secret, b"-but-another"].concat(), body),
            Self::WrongBody => with(secret, &[body, b" "].concat()),
            Self::Sha256 => sha256(secret, body),
            Self::Truncated => with(secret, body)[..20].to_owned(),
            Self::EmptySecret => with(b"", body),
        })
    }
}

fn sha256(secret: &[u8], body: &[u8]) -> String {
    let mut mac: Hmac<Sha256> =
        Hmac::new_from_slice(secret).expect("HMAC takes keys of any length");
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signature::Signature;

    #[test]
    fn none_of_them_verifies() {
        let key = SigningKey::new(b"secret");
        for (name, tamper) in Tamper::ALL {
            let header = tamper.header(b"secret", b"{}");
            let signature = header.and_then(|header| header.parse::<Signature>().ok());
            assert!(!signature.is_some_and(|it| key.verify(b"{}", &it)), "{name}");
        }
    }
}
