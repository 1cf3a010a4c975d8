//! The secrets that a signature may have been made with.

use std::path::Path;

use crate::settings::secret::{Secret, SecretKind};
use crate::signature::{Candidate, Evidence, Finding, explain};

pub struct SecretCandidates {
    names: Vec<String>,
    others: Vec<(String, Vec<u8>)>,
}

impl SecretCandidates {
    /// The configured secrets, and all others that can be found.
    pub fn new(secrets: &[Secret]) -> Self {
        let names = secrets.iter().map(|secret| secret.source().to_string()).collect();
        let others = Secret::find_all(SecretKind::Webhook, Path::new("."));
        let others = others.into_iter().map(|(value, source)| (source.to_string(), value));
        Self { names, others: others.collect() }
    }

    /// Finds out why a signature does not match; `secrets` are those that this was made with.
    pub fn explain(&self, secrets: &[Secret], evidence: &Evidence<'_>) -> Finding {
        let candidates = self.names.iter().zip(secrets);
        let secrets: Vec<Candidate<'_>> =
            candidates.map(|(name, secret)| Candidate { name, secret: secret.expose() }).collect();
        let others: Vec<Candidate<'_>> =
            self.others.iter().map(|(name, secret)| Candidate { name, secret }).collect();
        explain(&Evidence { secrets: &secrets, others: &others, ..*evidence })
    }
}
