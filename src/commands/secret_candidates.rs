//! Why a signature does not match: the secrets that were meant, and those that are around.

use std::path::Path;

use crate::settings::secret::{Secret, SecretKind};
use crate::signature::{Candidate, Evidence, Finding, explain};

/// The secrets that a signature may have been made with.
pub struct SecretCandidates {
    names: Vec<String>,
    /// Others that are around, by their names.
    others: Vec<(String, Vec<u8>)>,
}

impl SecretCandidates {
    /// Those that were meant, and all that can be found.
    pub fn new(secrets: &[Secret]) -> Self {
        let names = secrets.iter().map(|secret| secret.source().to_string()).collect();
        let others = Secret::find_all(SecretKind::Webhook, Path::new("."));
        let others = others.into_iter().map(|(value, source)| (source.to_string(), value));
        Self { names, others: others.collect() }
    }

    /// Looks for the cause, with the secrets that these suspects were made of.
    pub fn explain(&self, secrets: &[Secret], evidence: &Evidence<'_>) -> Finding {
        let candidates = self.names.iter().zip(secrets);
        let secrets: Vec<Candidate<'_>> =
            candidates.map(|(name, secret)| Candidate { name, secret: secret.expose() }).collect();
        let others: Vec<Candidate<'_>> =
            self.others.iter().map(|(name, secret)| Candidate { name, secret }).collect();
        explain(&Evidence { secrets: &secrets, others: &others, ..*evidence })
    }
}
