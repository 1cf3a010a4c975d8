//! Vercel's signature: the HMAC-SHA1 of a body, in the header `x-vercel-signature`.
//!
//! Source: <https://vercel.com/docs/webhooks/webhooks-api#securing-webhooks>. The header holds
//! 40 hexadecimal digits and nothing else: no prefix, no timestamp.

mod digest;
mod explain;
pub mod json;
mod key;
mod tamper;
mod verdict;

pub use digest::{Malformed, Signature};
pub use explain::{Candidate, Evidence, Finding, OBJECT, candidate_keys, explain};
pub use key::{SigningKey, Verifier};
pub use tamper::Tamper;
pub use verdict::Verdict;

/// What a secret that is not set becomes when it is inserted into text.
pub const UNSET_SECRETS: [&str; 3] = ["undefined", "null", "None"];

pub const HEADER: &str = "x-vercel-signature";
