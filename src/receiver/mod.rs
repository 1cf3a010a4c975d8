//! Receivers: endpoints that verify what they are sent.

mod arrival;
mod behaviour;
mod demo;
mod forwarder;
mod ids;
mod ledger;
mod listener;
mod memory;
mod recorder;
mod verdict;

pub use arrival::{Arrival, Turned};
pub use behaviour::Behaviour;
pub use demo::Receiver;
pub use forwarder::Forwarder;
pub use ledger::{Ledger, Received};
pub use listener::{Listener, Told};
pub use recorder::{Recorder, Repair};
pub use verdict::Verdict;
