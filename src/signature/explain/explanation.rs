//! Why a signature does not match, proven by one that does.

use std::fmt;

use super::algorithm::AlgorithmCause;
use super::body::BodyCause;
use super::secret::SecretCause;
use super::writing::WritingCause;

/// What differs between what was received and what makes the received signature.
///
/// That a difference was found does not make the delivery a valid one: it was signed otherwise
/// than it should have been, and by whom is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// Of the body; several only where one program does them at once.
    pub body: Vec<BodyCause>,
    /// Of the text of the signature, from the outside in.
    pub writing: Vec<WritingCause>,
    /// Of what was computed.
    pub algorithm: Option<AlgorithmCause>,
    /// Of the secret.
    pub secret: Option<SecretCause>,
    /// The name of the secret that it was made with, or of which that was derived, if any has one.
    pub made_with: Option<String>,
}

impl Explanation {
    /// The stable names of all causes, for scripts.
    #[must_use]
    pub fn codes(&self) -> Vec<&'static str> {
        let body = self.body.iter().map(BodyCause::code);
        let writing = self.writing.iter().map(WritingCause::code);
        let algorithm = self.algorithm.as_ref().map(AlgorithmCause::code);
        let secret = self.secret.as_ref().map(SecretCause::code);
        secret.into_iter().chain(algorithm).chain(writing).chain(body).collect()
    }

    /// Each cause in a sentence, the weightiest first.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let body = self.body.iter().map(ToString::to_string);
        let writing = self.writing.iter().map(ToString::to_string);
        let algorithm = self.algorithm.as_ref().map(ToString::to_string);
        let secret = self.secret.as_ref().map(ToString::to_string);
        secret.into_iter().chain(algorithm).chain(writing).chain(body).collect()
    }

    /// Whether nothing differs.
    pub(super) fn is_empty(&self) -> bool {
        self.codes().is_empty()
    }
}

/// All causes in one sentence.
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentences().join("; besides, "))
    }
}
