//! Why a signature does not match: what may have gone wrong is tried until it does.
//!
//! Nothing here says that a delivery is valid. An explanation tells a developer which mistake to
//! look for; what it explains is to be refused all the same.

mod algorithm;
mod body;
mod compression;
mod encoding;
mod entities;
mod escaping;
mod explanation;
mod order;
mod rewriting;
mod secret;
mod spacing;
mod suspicion;
#[cfg(test)]
mod tests;
mod unescaping;
mod unit;
mod wrapping;
mod writing;

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher};

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

pub use algorithm::{AlgorithmCause, Hash};
pub use body::BodyCause;
pub use compression::Compression;
pub use encoding::Narrow;
pub use escaping::Escaping;
pub use explanation::Explanation;
pub use order::KeyOrder;
pub use rewriting::Rewriting;
pub use secret::{Encoding, SecretCause};
pub use spacing::Spacing;
pub use suspicion::Suspicion;
pub use unit::Case;
pub use wrapping::Wrapping;
pub use writing::WritingCause;

use algorithm::{Depth, Hit, trial};
use body::originals;
use secret::keys;
use suspicion::suspicions;
use writing::Claim;

/// A secret, and what to call it in an explanation, such as `INTEGRATION_SECRET in .env`.
#[derive(Clone, Copy)]
pub struct Candidate<'a> {
    /// What to call it.
    pub name: &'a str,
    /// The secret, which no explanation shows.
    pub secret: &'a [u8],
}

/// What was received and did not match.
#[derive(Clone, Copy, Default)]
pub struct Evidence<'a> {
    /// The body.
    pub body: &'a [u8],
    /// The signature as it came.
    pub signature: &'a str,
    /// The secrets that it was checked with.
    pub secrets: &'a [Candidate<'a>],
    /// Other secrets that are around.
    pub others: &'a [Candidate<'a>],
    /// The length of the body that the request declared.
    pub declared_length: Option<u64>,
    /// The request's `content-type`.
    pub content_type: Option<&'a str>,
    /// The request's `content-encoding`.
    pub content_encoding: Option<&'a str>,
}

/// What was found; nothing of it means that the signature is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// What was found out makes exactly this signature.
    Proven(Explanation),
    /// Something looks wrong, which may or may not be the reason.
    Suspected(Vec<Suspicion>),
    /// No reason is known. The signature of a matching delivery has none either.
    Nothing,
}

/// Up to this size of a body whatever is known to happen is tried.
const SMALL: usize = 256 * 1024;

/// Up to this size of a changed body it is tried with every secret and algorithm.
const CHANGED: usize = 16 * 1024;

/// The same of a body that was changed in several ways, of which there are many.
const CHANGED_MUCH: usize = 4 * 1024;

/// Up to this size of the received body it is tried with every secret and algorithm.
const RECEIVED: usize = 2 * 1024 * 1024;

/// About a second's work: no more bytes are hashed.
const MOST_WORK: u64 = 512 * 1024 * 1024;

/// Finds out why a signature does not match.
///
/// At most one thing that happened to the body (or two that an editor does at once), one that was
/// computed instead and one mistake with the secret are tried together. Large bodies are tried with
/// less; a second or so is the most that it takes.
#[must_use]
pub fn explain(evidence: &Evidence<'_>) -> Finding {
    if let Some(explanation) = prove(evidence) {
        return if explanation.is_empty() {
            Finding::Nothing
        } else {
            Finding::Proven(explanation)
        };
    }
    match suspicions(evidence) {
        none if none.is_empty() => Finding::Nothing,
        some => Finding::Suspected(some),
    }
}

/// Tries everything in turn: the received body first, with each secret, then each body that may
/// have become it.
fn prove(evidence: &Evidence<'_>) -> Option<Explanation> {
    let claim = Claim::read(evidence.signature)?;
    let (keys, likely) = keys(evidence);
    let trial = trial(&claim.digest, &keys, likely)?;
    let explanation = |body, hit: Hit| {
        let key = hit.key.map(|index| &keys[index]);
        Explanation {
            body,
            writing: claim.writing.clone(),
            algorithm: hit.algorithm,
            secret: key.and_then(|key| key.cause.clone()),
            made_with: key.and_then(|key| key.name).map(str::to_owned),
        }
    };

    let received = evidence.body;
    let depth = if received.len() <= RECEIVED { Depth::Full } else { Depth::Likely };
    if let Some(hit) = trial.hit(received, depth) {
        return Some(explanation(Vec::new(), hit));
    }
    let mut tried = HashSet::from([hash_of(received)]);
    let mut work = trial.cost(received, depth);
    if work > MOST_WORK {
        return None;
    }
    for (causes, original) in originals(received, evidence.content_encoding) {
        if !tried.insert(hash_of(&original)) {
            continue;
        }
        let most = if causes.iter().any(BodyCause::is_several) { CHANGED_MUCH } else { CHANGED };
        let depth = if original.len() <= most { Depth::Full } else { Depth::Likely };
        work += trial.cost(&original, depth);
        if work > MOST_WORK {
            return None;
        }
        if let Some(hit) = trial.hit(&original, depth) {
            return Some(explanation(causes, hit));
        }
    }
    None
}

fn hash_of(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// Decodes base64 of either alphabet, padded or not.
fn base64_text(text: &str) -> Option<Vec<u8>> {
    const LENIENT: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let text = text.trim();
    let alphabet = if text.contains(['-', '_']) { alphabet::URL_SAFE } else { alphabet::STANDARD };
    let bytes = GeneralPurpose::new(&alphabet, LENIENT).decode(text).ok()?;
    (!bytes.is_empty()).then_some(bytes)
}
