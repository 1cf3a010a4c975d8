//! The issuer of the tokens with which Vercel calls a partner: its key, claims, and broken tokens.

mod claims;
mod key;
mod state_folder;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

pub use claims::{ISSUER_URL, Role, TokenKind, TokenSpec};
pub use key::Issuer;
pub use state_folder::state_folder;

fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
