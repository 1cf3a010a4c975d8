//! Signatures that an endpoint must reject.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::key::SigningKey;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tamper {
    Missing,
    WrongSecret,
    WrongBody,
    Sha256,
    Truncated,
    EmptySecret,
}

impl Tamper {
    /// Every kind, with its name on the command line.
    pub const ALL: [(&'static str, Self); 6] = [
        ("missing", Self::Missing),
        ("wrong-secret", Self::WrongSecret),
        ("wrong-body", Self::WrongBody),
        ("sha256", Self::Sha256),
        ("truncated", Self::Truncated),
        ("empty-secret", Self::EmptySecret),
    ];

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, tamper)| *tamper)
    }

    pub const fn about(self) -> &'static str {
        match self {
            Self::Missing => "no signature",
            Self::WrongSecret => "signed with another secret",
            Self::WrongBody => "the signature of another body",
            Self::Sha256 => "HMAC-SHA256 instead of HMAC-SHA1",
            Self::Truncated => "the first half of the signature",
            Self::EmptySecret => "signed with an empty secret",
        }
    }

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
    fn no_kind_verifies() {
        let key = SigningKey::new(b"secret");
        for (name, tamper) in Tamper::ALL {
            let header = tamper.header(b"secret", b"{}");
            let signature = header.and_then(|header| header.parse::<Signature>().ok());
            let is_valid = signature.is_some_and(|signature| key.verify(b"{}", &signature));
            assert!(!is_valid, "{name}");
        }
    }
}
