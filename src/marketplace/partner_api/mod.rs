//! The Partner API, which Vercel calls on a partner's server: its endpoints as data, and judging a
//! response.

mod advice;
mod endpoint;
mod judge;
mod schema;
mod validate;
mod violation;

#[cfg(test)]
mod tests;

pub use endpoint::{Need, PartnerEndpoint, TokenKind};
pub use judge::Judgement;
pub use schema::Schema;
pub use violation::Violation;
