//! Vercel's signature: the HMAC-SHA1 of a body, in the header `x-vercel-signature`.
//!
//! Source: <https://vercel.com/docs/webhooks/webhooks-api#securing-webhooks>. The header holds
//! 40 hexadecimal digits and nothing else: no prefix, no timestamp.

mod digest;
pub mod explain;
mod key;
mod tamper;

pub use digest::{Malformed, Signature};
pub use explain::{Candidate, Evidence, Explanation, Finding, explain};
pub use key::{Signer, SigningKey, Verifier};
pub use tamper::Tamper;

/// What a secret that is not set becomes where it is put into a text.
pub const UNSET_SECRETS: [&str; 3] = ["undefined", "null", "None"];

/// The request header that carries the signature.
pub const HEADER: &str = "x-vercel-signature";
