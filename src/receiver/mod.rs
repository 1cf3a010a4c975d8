//! Receivers: endpoints that verify the webhooks they are sent.

mod config;
mod demo;
mod forwarder;
mod intake;
mod listener;
mod received_request;
mod recent_ids;
mod recorder;

pub use config::ListenerConfig;
pub use demo::{DeliveryLog, Receiver};
pub use forwarder::{Forwarder, Route};
pub use listener::Listener;
pub use received_request::{ListenerEvent, ReceivedRequest, Rejected};
pub use recorder::Recorder;
