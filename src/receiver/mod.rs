//! Receivers: endpoints that verify what they are sent.

mod arrival;
mod config;
mod delivery_log;
mod demo;
mod forwarder;
mod listener;
mod memory_budget;
mod recent_ids;
mod recorder;

pub use arrival::{ReceivedRequest, Rejected};
pub use config::ListenerConfig;
pub use delivery_log::{DeliveryLog, Received};
pub use demo::Receiver;
pub use forwarder::Forwarder;
pub use listener::{Listener, ListenerEvent};
pub use recorder::{Recorder, Repair};
