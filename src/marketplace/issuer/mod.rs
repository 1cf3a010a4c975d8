//! The issuer of the tokens with which Vercel calls a partner: its key, the claims of its tokens, and forged tokens.

mod claims;
mod decode;
mod key;
mod key_set;
mod key_source;
mod state_folder;
mod tamper;

#[cfg(test)]
mod tests;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

pub use claims::{ISSUER_URL, Role, TokenSpec};
pub use decode::{Decoded, Expected, is_subject, kind, moment, verify};
pub use key::Issuer;
pub use key_set::KeySet;
pub use key_source::KeySource;
pub use state_folder::state_folder;
pub use tamper::{Requirement, TokenTamper};

fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}
