//! What may have been computed instead of HMAC-SHA1.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha1::digest::Digest;
use sha2::{Sha256, Sha512};

use super::secret::Key;
use super::{CHANGED, Cause, Original};

/// A way to make a digest, with its codes by the hash.
pub struct Construction {
    pub codes: [&'static str; 3],
    pub sentence: &'static str,
}

const HASHES: [&str; 3] = ["SHA-1", "SHA-256", "SHA-512"];

pub static CONSTRUCTIONS: [Construction; 4] = [
    Construction {
        codes: ["hmac_sha1", "hmac_sha256", "hmac_sha512"],
        sentence: "the signature is an HMAC with {}: sign with HMAC-SHA1, as Vercel does",
    },
    Construction {
        codes: ["sha1_without_key", "sha256_without_key", "sha512_without_key"],
        sentence: "the signature is the {} of the body without the secret, which anyone can \
                   compute: sign with HMAC-SHA1, as Vercel does",
    },
    Construction {
        codes: ["sha1_secret_first", "sha256_secret_first", "sha512_secret_first"],
        sentence: "the signature is the {} of the secret followed by the body: sign with \
                   HMAC-SHA1, as Vercel does",
    },
    Construction {
        codes: ["sha1_secret_last", "sha256_secret_last", "sha512_secret_last"],
        sentence: "the signature is the {} of the body followed by the secret: sign with \
                   HMAC-SHA1, as Vercel does",
    },
];

/// How many of the keys, of which the likely ones come first, are tried with a body.
#[derive(Clone, Copy)]
pub struct Depth {
    keys: usize,
    /// A hash of the secret first takes a pass for each key, and is rare.
    secret_first: usize,
}

impl Depth {
    pub const fn new(original: &Original, likely: usize, all: usize) -> Self {
        let length = original.body.len();
        if length > original.thorough {
            Self { keys: likely, secret_first: 0 }
        } else {
            Self { keys: all, secret_first: if length <= CHANGED { all } else { likely } }
        }
    }

    /// The bytes that are hashed for a digest of this length, or as many as take the same time.
    pub const fn cost(self, original: &Original, digest: usize) -> u64 {
        // Few processors have instructions for SHA-512.
        let weight = if digest == 64 { 3 } else { 1 };
        original.body.len() as u64 * (self.keys + 1 + self.secret_first) as u64 * weight
    }
}

pub struct Hit {
    /// None where it is Vercel's.
    pub algorithm: Option<Cause>,
    pub key: Option<usize>,
}

pub type Search<'a> = Box<dyn Fn(&[u8], Depth) -> Option<Hit> + 'a>;

/// Prepares to search for a digest; `None` where no hash is as long.
pub fn search<'a>(digest: &'a [u8], keys: &'a [Key<'a>]) -> Option<Search<'a>> {
    match digest.len() {
        20 => Some(search_with::<Sha1, Hmac<Sha1>>(0, digest, keys)),
        32 => Some(search_with::<Sha256, Hmac<Sha256>>(1, digest, keys)),
        64 => Some(search_with::<Sha512, Hmac<Sha512>>(2, digest, keys)),
        _ => None,
    }
}

fn search_with<'a, D: Digest + Clone + 'a, M: Mac + KeyInit + Clone + 'a>(
    hash: usize,
    digest: &'a [u8],
    keys: &'a [Key<'a>],
) -> Search<'a> {
    let mac = |key: &Key<'_>| M::new_from_slice(&key.bytes).expect("HMAC takes keys of any length");
    let macs: Vec<M> = keys.iter().map(mac).collect();
    let is_digest = move |hash: D| hash.finalize().as_slice() == digest;
    let hit = move |made: &Construction, key| {
        let sentence = made.sentence.replace("{}", HASHES[hash]);
        let code = made.codes[hash];
        Hit { algorithm: (code != "hmac_sha1").then_some(Cause { code, sentence }), key }
    };
    let [hmac, without_key, secret_first, secret_last] = &CONSTRUCTIONS;
    Box::new(move |body, depth| {
        let is_hmac = |mac: &M| mac.clone().chain_update(body).verify_slice(digest).is_ok();
        if let Some(key) = macs[..depth.keys].iter().position(is_hmac) {
            return Some(hit(hmac, Some(key)));
        }
        let whole = D::new_with_prefix(body);
        if is_digest(whole.clone()) {
            return Some(hit(without_key, None));
        }
        let is_last = |key: &Key<'_>| is_digest(whole.clone().chain_update(&key.bytes));
        if let Some(key) = keys[..depth.keys].iter().position(is_last) {
            return Some(hit(secret_last, Some(key)));
        }
        let is_first = |key: &Key<'_>| is_digest(D::new_with_prefix(&key.bytes).chain_update(body));
        let key = keys[..depth.secret_first].iter().position(is_first)?;
        Some(hit(secret_first, Some(key)))
    })
}
