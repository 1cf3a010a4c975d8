//! Signing and verifying with a key, of bodies that may be too large to hold.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use super::digest::Signature;

/// A secret, prepared for signing once: that takes two blocks of SHA-1.
#[derive(Clone)]
pub struct SigningKey(Hmac<Sha1>);

impl SigningKey {
    /// Any bytes are a key, even none: rejecting an empty secret is up to the caller.
    #[expect(clippy::missing_panics_doc, reason = "HMAC takes keys of any length")]
    pub fn new(secret: &[u8]) -> Self {
        Self(Hmac::new_from_slice(secret).expect("HMAC takes keys of any length"))
    }

    pub fn sign(&self, body: &[u8]) -> Signature {
        let mut signer = self.signer();
        signer.update(body);
        signer.finish()
    }

    /// Compares in constant time.
    pub fn verify(&self, body: &[u8], signature: &Signature) -> bool {
        let mut verifier = Verifier::new(std::slice::from_ref(self));
        verifier.update(body);
        verifier.finish(signature).is_some()
    }

    pub fn signer(&self) -> Signer {
        Signer(self.0.clone())
    }
}

pub struct Signer(Hmac<Sha1>);

impl Signer {
    pub fn update(&mut self, part: &[u8]) {
        self.0.update(part);
    }

    pub fn finish(self) -> Signature {
        Signature(self.0.finalize().into_bytes().into())
    }
}

/// Verifies one body with several keys in one pass.
pub struct Verifier(Vec<Signer>);

impl Verifier {
    pub fn new(keys: &[SigningKey]) -> Self {
        Self(keys.iter().map(SigningKey::signer).collect())
    }

    pub fn update(&mut self, part: &[u8]) {
        for signer in &mut self.0 {
            signer.update(part);
        }
    }

    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The position of the key that made `signature`. Each comparison takes constant time.
    pub fn finish(self, signature: &Signature) -> Option<usize> {
        let matches: Vec<bool> =
            self.0.into_iter().map(|signer| signer.0.verify_slice(&signature.0).is_ok()).collect();
        matches.iter().position(|matched| *matched)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The test cases of RFC 2202, section 3.
    #[test]
    fn agrees_with_rfc_2202() {
        let counting: Vec<u8> = (1..=25).collect();
        let cases: [(&[u8], &[u8], &str); 7] = [
            (&[0x0b; 20], b"Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"),
            (b"Jefe", b"what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
            (&[0xaa; 20], &[0xdd; 50], "125d7342b9ac11cd91a39af48aa17b4f63f175d3"),
            (&counting, &[0xcd; 50], "4c9007f4026250c6bc8414f9bf50c86c2d7235da"),
            (&[0x0c; 20], b"Test With Truncation", "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04"),
            (
                &[0xaa; 80],
                b"Test Using Larger Than Block-Size Key - Hash Key First",
                "aa4ae5e15272d00e95705637ce8a3b55ed402112",
            ),
            (
                &[0xaa; 80],
                b"Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data",
                "e8e99d0f45237d786d6bbaa7965c7808bbff1a91",
            ),
        ];
        for (key, data, expected) in cases {
            assert_eq!(SigningKey::new(key).sign(data).to_string(), expected);
        }
    }

    #[test]
    fn signs_an_empty_body() {
        let expected = "25af6174a0fcecc4d346680a72b7ce644b9a88e8";
        assert_eq!(SigningKey::new(b"secret").sign(b"").to_string(), expected);
    }

    #[test]
    fn finds_the_key_that_matches() {
        let keys = [SigningKey::new(b"old"), SigningKey::new(b"new")];
        let signature = keys[1].sign(b"body");
        let mut verifier = Verifier::new(&keys);
        verifier.update(b"bo");
        verifier.update(b"dy");
        assert_eq!(verifier.finish(&signature), Some(1));
        assert!(!keys[0].verify(b"body", &signature));
    }

    proptest! {
        #[test]
        fn every_bit_counts_and_the_parts_do_not(
            secret: Vec<u8>, body in prop::collection::vec(any::<u8>(), 1..300), cut: usize, bit: usize,
        ) {
            let key = SigningKey::new(&secret);
            let signature = key.sign(&body);
            let (head, tail) = body.split_at(cut % (body.len() + 1));
            let mut signer = key.signer();
            signer.update(head);
            signer.update(tail);
            prop_assert_eq!(signer.finish(), signature);

            let mut other = body.clone();
            other[bit / 8 % body.len()] ^= 1 << (bit % 8);
            prop_assert!(key.verify(&body, &signature));
            prop_assert!(!key.verify(&other, &signature));
        }
    }
}
