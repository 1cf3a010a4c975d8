//! What may have been computed instead of HMAC-SHA1.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha1::digest::Digest;
use sha2::{Sha256, Sha512};

use super::CHANGED;
use super::secret::Key;

/// What the signature is instead of an HMAC-SHA1. With SHA-512 only the HMAC is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlgorithmCause {
    /// An HMAC with another hash.
    Hmac(Hash),
    /// The hash of the body alone.
    WithoutKey(Hash),
    /// The hash of the secret and then the body.
    SecretFirst(Hash),
    /// The hash of the body and then the secret.
    SecretLast(Hash),
}

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// SHA-1, 20 bytes.
    Sha1,
    /// SHA-256, 32 bytes.
    Sha256,
    /// SHA-512, 64 bytes.
    Sha512,
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha512 => "SHA-512",
        })
    }
}

impl AlgorithmCause {
    /// A stable name, for scripts.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Hmac(Hash::Sha1) => "hmac_sha1",
            Self::Hmac(Hash::Sha256) => "hmac_sha256",
            Self::Hmac(Hash::Sha512) => "hmac_sha512",
            Self::WithoutKey(Hash::Sha1) => "sha1_without_key",
            Self::WithoutKey(Hash::Sha256) => "sha256_without_key",
            Self::WithoutKey(Hash::Sha512) => "sha512_without_key",
            Self::SecretFirst(Hash::Sha1) => "sha1_secret_first",
            Self::SecretFirst(Hash::Sha256) => "sha256_secret_first",
            Self::SecretFirst(Hash::Sha512) => "sha512_secret_first",
            Self::SecretLast(Hash::Sha1) => "sha1_secret_last",
            Self::SecretLast(Hash::Sha256) => "sha256_secret_last",
            Self::SecretLast(Hash::Sha512) => "sha512_secret_last",
        }
    }
}

/// What it is, and what to do about it.
impl fmt::Display for AlgorithmCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hmac(hash) => write!(f, "the signature is an HMAC with {hash}: ")?,
            Self::WithoutKey(hash) => write!(
                f,
                "the signature is the {hash} of the body without any secret, which anybody can \
                 compute: "
            )?,
            Self::SecretFirst(hash) => {
                write!(f, "the signature is the {hash} of the secret followed by the body: ")?;
            }
            Self::SecretLast(hash) => {
                write!(f, "the signature is the {hash} of the body followed by the secret: ")?;
            }
        }
        f.write_str("sign with HMAC-SHA1, as Vercel does")
    }
}

/// How much is tried with a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// The likely secrets and algorithms.
    Likely,
    /// Everything.
    Full,
}

/// A match: what was computed, with which of the keys if with any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub algorithm: Option<AlgorithmCause>,
    pub key: Option<usize>,
}

/// Keys that are ready to be tried with bodies.
pub(super) trait Trial {
    /// What makes the digest of this body, if anything does.
    fn hit(&self, body: &[u8], depth: Depth) -> Option<Hit>;

    /// The bytes that a trial hashes, or as many as take the same time.
    fn cost(&self, body: &[u8], depth: Depth) -> u64;
}

/// Prepares what makes digests as long as this one.
pub(super) fn trial<'a>(
    digest: &'a [u8],
    keys: &'a [Key<'a>],
    likely: usize,
) -> Option<Box<dyn Trial + 'a>> {
    Some(match digest.len() {
        20 => Box::new(Keyed::<Sha1, Hmac<Sha1>>::new(Hash::Sha1, digest, keys, likely)),
        32 => Box::new(Keyed::<Sha256, Hmac<Sha256>>::new(Hash::Sha256, digest, keys, likely)),
        64 => Box::new(Keyed::<Sha512, Hmac<Sha512>>::new(Hash::Sha512, digest, keys, likely)),
        _ => return None,
    })
}

struct Keyed<'a, D, M> {
    hash: Hash,
    digest: &'a [u8],
    keys: Vec<Prepared<'a, D, M>>,
    /// How many of them are likely.
    likely: usize,
}

struct Prepared<'a, D, M> {
    bytes: &'a [u8],
    mac: M,
    /// The hash of the secret, to go on with.
    begun: D,
}

impl<'a, D: Digest, M: Mac + KeyInit> Keyed<'a, D, M> {
    fn new(hash: Hash, digest: &'a [u8], keys: &'a [Key<'a>], likely: usize) -> Self {
        let prepared = |key: &'a Key<'a>| {
            let bytes = key.bytes.as_ref();
            let mac = M::new_from_slice(bytes).expect("HMAC takes keys of any length");
            Prepared { bytes, mac, begun: D::new_with_prefix(bytes) }
        };
        Self { hash, digest, keys: keys.iter().map(prepared).collect(), likely }
    }

    fn keys(&self, depth: Depth) -> &[Prepared<'a, D, M>] {
        match depth {
            Depth::Likely => &self.keys[..self.likely],
            Depth::Full => &self.keys,
        }
    }

    fn find(&self, depth: Depth, matches: impl Fn(&Prepared<'a, D, M>) -> bool) -> Option<usize> {
        self.keys(depth).iter().position(matches)
    }
}

impl<D: Digest + Clone, M: Mac + KeyInit + Clone> Trial for Keyed<'_, D, M> {
    fn hit(&self, body: &[u8], depth: Depth) -> Option<Hit> {
        let found = |algorithm, key| Some(Hit { algorithm, key });
        let is_digest = |hash: D| hash.finalize().as_slice() == self.digest;

        let hmac = self.find(depth, |key| {
            key.mac.clone().chain_update(body).verify_slice(self.digest).is_ok()
        });
        if hmac.is_some() {
            let usual = self.hash == Hash::Sha1;
            return found((!usual).then_some(AlgorithmCause::Hmac(self.hash)), hmac);
        }
        if self.hash == Hash::Sha512 {
            return None;
        }
        let whole = D::new_with_prefix(body);
        if is_digest(whole.clone()) {
            return found(Some(AlgorithmCause::WithoutKey(self.hash)), None);
        }
        let last = self.find(depth, |key| is_digest(whole.clone().chain_update(key.bytes)));
        if last.is_some() {
            return found(Some(AlgorithmCause::SecretLast(self.hash)), last);
        }
        let depth = depth_of_secret_first(body, depth)?;
        let first = self.find(depth, |key| is_digest(key.begun.clone().chain_update(body)));
        first.and_then(|_| found(Some(AlgorithmCause::SecretFirst(self.hash)), first))
    }

    fn cost(&self, body: &[u8], depth: Depth) -> u64 {
        let first = depth_of_secret_first(body, depth).map_or(0, |it| self.keys(it).len());
        let passes = self.keys(depth).len() + 1 + first;
        // Few processors have instructions for SHA-512.
        let weight = if self.hash == Hash::Sha512 { 3 } else { 1 };
        body.len() as u64 * passes as u64 * weight
    }
}

/// It takes a pass for each secret, and is rarely met.
const fn depth_of_secret_first(body: &[u8], depth: Depth) -> Option<Depth> {
    match depth {
        Depth::Likely => None,
        Depth::Full if body.len() <= CHANGED => Some(Depth::Full),
        Depth::Full => Some(Depth::Likely),
    }
}
