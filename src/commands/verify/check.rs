//! Checks a body against its signature, and finds out why they do not match.

use crate::commands::input::Input;
use crate::commands::secret_candidates::SecretCandidates;
use crate::error::Result;
use crate::settings::secret::Secret;
use crate::signature::{Evidence, Finding, SigningKey, Verdict, Verifier};

/// A larger body is verified, but not explained.
const MAX_EXPLAINED: usize = 8 * 1024 * 1024;

pub struct Checked<'a> {
    pub verdict: Verdict,
    pub secret: Option<&'a Secret>,
    pub bytes: u64,
    pub is_upper_case: bool,
    /// Why the signature does not match; `None` where the body is too large.
    pub finding: Option<Finding>,
}

pub struct Checker {
    secrets: Vec<Secret>,
    keys: Vec<SigningKey>,
    candidates: SecretCandidates,
}

impl Checker {
    pub fn new(secrets: Vec<Secret>) -> Self {
        let keys = secrets.iter().map(|secret| SigningKey::new(secret.expose())).collect();
        let candidates = SecretCandidates::new(&secrets);
        Self { secrets, keys, candidates }
    }

    /// Checks a body, of which `evidence` holds everything else. The bytes that followed it in a
    /// file are not part of it, but may have been before an editor changed the file.
    pub fn check(
        &self,
        body: Input,
        surplus: &[u8],
        evidence: &Evidence<'_>,
    ) -> Result<Checked<'_>> {
        let mut verifier = Verifier::new(&self.keys);
        let mut kept = Some(Vec::new());
        let bytes = body.read_chunks(|part| {
            verifier.update(part);
            kept = kept.take().filter(|body| body.len() + part.len() <= MAX_EXPLAINED);
            if let Some(body) = &mut kept {
                body.extend_from_slice(part);
            }
        })?;
        let verdict = Verdict::new(evidence.signature, verifier);
        let (secret, finding) = match verdict {
            Verdict::Valid(index) => (Some(&self.secrets[index]), Some(Finding::default())),
            _ => (None, kept.map(|body| self.explain(body, surplus, evidence))),
        };
        let is_upper_case = evidence.signature.bytes().any(|byte| byte.is_ascii_uppercase());
        Ok(Checked { verdict, secret, bytes, is_upper_case, finding })
    }

    fn explain(&self, mut body: Vec<u8>, surplus: &[u8], evidence: &Evidence<'_>) -> Finding {
        let explain =
            |body: &[u8]| self.candidates.explain(&self.secrets, &Evidence { body, ..*evidence });
        let finding = explain(&body);
        if surplus.is_empty() || finding.is_proven {
            return finding;
        }
        body.extend_from_slice(surplus);
        let longer = explain(&body);
        if longer.is_proven { longer } else { finding }
    }
}
