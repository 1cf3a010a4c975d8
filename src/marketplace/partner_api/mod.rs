//! The Partner API, which Vercel calls on a partner's server: its endpoints as data, and judging a
//! response.

mod advice;
mod endpoint;
mod judge;
mod schema;
mod violation;

#[cfg(test)]
mod tests;

pub use endpoint::{Need, PartnerEndpoint, QueryParameter, Response, TokenKind};
pub use judge::{Judgement, Note};
pub use violation::Violation;
