//! What a check comes to, and why.

use crate::commands::input::Input;
use crate::commands::secret_candidates::SecretCandidates;
use crate::error::Result;
use crate::settings::secret::Secret;
use crate::signature::{Evidence, Finding, HEADER, Malformed, Signature, SigningKey, Verifier};

/// No larger body is kept to look for what happened to it.
const LARGEST_EXPLAINED: usize = 8 * 1024 * 1024;

/// What a check came to.
pub enum Verdict<'a> {
    /// This secret made the signature.
    Valid(&'a Secret),
    /// None of the secrets did.
    Mismatch,
    /// The signature is none.
    Malformed(Malformed),
    /// The request has no signature.
    Missing,
    /// The request has different signatures.
    Several {
        /// How many.
        count: usize,
    },
}

impl Verdict<'_> {
    /// Why it is not valid, as a stable code.
    pub const fn reason(&self) -> Option<&'static str> {
        match self {
            Self::Valid(_) => None,
            Self::Mismatch => Some("mismatch"),
            Self::Malformed(fault) => Some(fault.code()),
            Self::Missing => Some("signature_missing"),
            Self::Several { .. } => Some("signature_ambiguous"),
        }
    }

    /// The same in a sentence.
    pub fn sentence(&self) -> Option<String> {
        match self {
            Self::Valid(_) => None,
            Self::Mismatch => {
                Some("the signature is not that of this body with this secret".to_owned())
            }
            Self::Malformed(fault) => Some(fault.to_string()),
            Self::Missing => Some(format!("the request has no {HEADER}")),
            Self::Several { count } => Some(format!("the request has {count} different {HEADER}")),
        }
    }
}

/// A check and what was found out about it.
pub struct Checked<'a> {
    /// What it came to.
    pub verdict: Verdict<'a>,
    /// The size of the body.
    pub bytes: u64,
    /// Whether the signature is written in capitals, as Vercel never does.
    pub is_in_capitals: bool,
    /// Why the signature does not match; nothing where the body is too large to find out.
    pub finding: Option<Finding>,
}

/// Secrets to check with.
pub struct Checker {
    secrets: Vec<Secret>,
    keys: Vec<SigningKey>,
    suspects: SecretCandidates,
}

impl Checker {
    /// Prepares to check with these secrets, and to find out whether another one was meant.
    pub fn new(secrets: Vec<Secret>) -> Self {
        let keys = secrets.iter().map(|secret| SigningKey::new(secret.expose())).collect();
        let suspects = SecretCandidates::new(&secrets);
        Self { secrets, keys, suspects }
    }

    /// Checks a body, of which `evidence` knows everything else. What followed it, but was none of
    /// it, can only tell what happened to the body.
    pub fn check(
        &self,
        body: Input,
        surplus: &[u8],
        evidence: &Evidence<'_>,
    ) -> Result<Checked<'_>> {
        let mut verifier = Verifier::new(&self.keys);
        let mut kept = Kept::default();
        let bytes = body.read_chunks(|part| {
            verifier.update(part);
            kept.add(part);
        })?;
        let verdict = match evidence.signature.parse::<Signature>() {
            Ok(signature) => verifier
                .finish(&signature)
                .map_or(Verdict::Mismatch, |index| Verdict::Valid(&self.secrets[index])),
            Err(fault) => Verdict::Malformed(fault),
        };
        let finding = match (&verdict, kept.body) {
            (Verdict::Valid(_), _) => Some(Finding::Nothing),
            (_, Some(body)) => Some(self.finding(body, surplus, evidence)),
            (_, None) => None,
        };
        let is_in_capitals = evidence.signature.bytes().any(|byte| byte.is_ascii_uppercase());
        Ok(Checked { verdict, bytes, is_in_capitals, finding })
    }

    fn finding(&self, mut body: Vec<u8>, surplus: &[u8], evidence: &Evidence<'_>) -> Finding {
        let explain =
            |body: &[u8]| self.suspects.explain(&self.secrets, &Evidence { body, ..*evidence });
        let finding = explain(&body);
        if surplus.is_empty() || matches!(finding, Finding::Proven(_)) {
            return finding;
        }
        // An editor may have made it longer, so that its end is now behind the declared length.
        body.extend_from_slice(surplus);
        match explain(&body) {
            proven @ Finding::Proven(_) => proven,
            _ => finding,
        }
    }
}

/// A body that is kept unless it is too large.
struct Kept {
    body: Option<Vec<u8>>,
}

impl Default for Kept {
    fn default() -> Self {
        Self { body: Some(Vec::new()) }
    }
}

impl Kept {
    fn add(&mut self, part: &[u8]) {
        match &mut self.body {
            Some(body) if body.len() + part.len() <= LARGEST_EXPLAINED => {
                body.extend_from_slice(part);
            }
            body => *body = None,
        }
    }
}
