//! Finds out why a signature does not match: undoes what may have gone wrong until a digest does.
//!
//! Each cause is one row of a table. Only a matching digest proves a cause, and what it explains
//! is still invalid.

mod algorithm;
mod body;
mod compression;
mod encoding;
mod order;
mod rewriting;
mod secret;
mod style;
mod suspicion;
mod text;
mod wrapping;

use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher};

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

pub use body::OBJECT;

/// A secret and what to call it, such as `INTEGRATION_SECRET in .env`.
#[derive(Clone, Copy)]
pub struct Candidate<'a> {
    pub name: &'a str,
    /// Never part of an explanation.
    pub secret: &'a [u8],
}

#[derive(Clone, Copy, Default)]
pub struct Evidence<'a> {
    pub body: &'a [u8],
    pub signature: &'a str,
    pub secrets: &'a [Candidate<'a>],
    pub others: &'a [Candidate<'a>],
    pub declared_length: Option<u64>,
    pub content_type: Option<&'a str>,
    pub content_encoding: Option<&'a str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// A stable name, for scripts.
    pub code: &'static str,
    /// What happened, a colon, and what to do about it.
    pub sentence: String,
}

/// The causes that were found, the weightiest first; none where nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    pub causes: Vec<Cause>,
    /// Whether a digest matched once the causes were undone.
    pub is_proven: bool,
    /// The name of the secret that made the signature, where it is proven and has one.
    pub made_with: Option<String>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentences: Vec<&str> = self.causes.iter().map(|cause| &*cause.sentence).collect();
        f.write_str(&sentences.join("; also, "))
    }
}

/// A change to a body, a secret or the text of a signature: one row of a table.
struct Change {
    code: &'static str,
    /// What happened, a colon, and what to do about it. `{}` stands for what differs from case to
    /// case: the name of the secret, or the removed text.
    sentence: &'static str,
    undo: fn(&[u8]) -> Vec<Vec<u8>>,
}

impl Change {
    fn cause(&self, detail: &str) -> Cause {
        Cause { code: self.code, sentence: self.sentence.replace("{}", detail) }
    }
}

struct Original {
    body: Vec<u8>,
    /// What has happened to it since; several causes where one program does all of them.
    causes: Vec<Cause>,
    /// Up to this size the body is tried with every secret and algorithm.
    thorough: usize,
}

/// Up to this size of the received body everything known is undone.
const SMALL: usize = 256 * 1024;

/// The limits of [`Original::thorough`]: of the received body, of a changed one, and of JSON that
/// was changed in several ways at once, of which there are many.
const RECEIVED: usize = 2 * 1024 * 1024;
const CHANGED: usize = 16 * 1024;
const CHANGED_MUCH: usize = 4 * 1024;

/// No more bytes are hashed: about a second's work.
const MAX_WORK: u64 = 512 * 1024 * 1024;

/// Finds out why a signature does not match.
///
/// One change to the body (or several that one program makes), one of the algorithm, one of the
/// secret and any of the signature's text are undone together. Large bodies are tried less
/// thoroughly, so that it takes about a second at most.
pub fn explain(evidence: &Evidence<'_>) -> Finding {
    prove(evidence).unwrap_or_else(|| suspicion::suspect(evidence))
}

/// The secrets that may have been used in place of the configured ones, and why.
pub fn candidate_keys<'a>(evidence: &Evidence<'a>) -> Vec<secret::Key<'a>> {
    secret::keys(evidence).0
}

fn prove(evidence: &Evidence<'_>) -> Option<Finding> {
    let (digest, text_causes) = text::decode(evidence.signature)?;
    let (keys, likely) = secret::keys(evidence);
    let search = algorithm::search(&digest, &keys)?;
    let received =
        Original { body: evidence.body.to_vec(), causes: Vec::new(), thorough: RECEIVED };
    let mut tried = HashSet::new();
    let mut work = 0;
    for original in std::iter::once(received).chain(body::originals(evidence.body)) {
        if !tried.insert(hash_of(&original.body)) {
            continue;
        }
        let depth = algorithm::Depth::new(&original, likely, keys.len());
        work += depth.cost(&original, digest.len());
        if work > MAX_WORK && tried.len() > 1 {
            return None;
        }
        let Some(hit) = search(&original.body, depth) else { continue };
        let key = hit.key.map(|index| &keys[index]);
        let secret = key.and_then(|key| key.cause.clone());
        let causes: Vec<Cause> = secret
            .into_iter()
            .chain(hit.algorithm)
            .chain(text_causes)
            .chain(original.causes)
            .collect();
        // A signature that matches needs no explanation.
        let made_with = key.and_then(|key| key.name).filter(|_| !causes.is_empty());
        let made_with = made_with.map(str::to_owned);
        return Some(Finding { is_proven: !causes.is_empty(), causes, made_with });
    }
    None
}

fn hash_of(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

fn decode_base64(text: &[u8]) -> Option<Vec<u8>> {
    const LENIENT: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let text = str::from_utf8(text).ok()?.trim();
    let alphabet = if text.contains(['-', '_']) { alphabet::URL_SAFE } else { alphabet::STANDARD };
    let bytes = GeneralPurpose::new(&alphabet, LENIENT).decode(text).ok()?;
    (!bytes.is_empty()).then_some(bytes)
}

#[cfg(test)]
mod tests;
