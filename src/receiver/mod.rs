//! The built-in receiver: an endpoint that verifies what it is sent.

mod ledger;
mod server;

pub use ledger::{Ledger, Received, Verdict};
pub use server::Receiver;
