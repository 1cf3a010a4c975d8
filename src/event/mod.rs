//! Events: template, sample world and overrides become the final bytes, once.

mod batch;
mod chance;
mod identity;
mod order;
mod overrides;
mod path;
mod placeholder;
mod samples;
mod scenario;
mod segments;
mod template;
mod world;

pub use batch::{Batch, Event, Remarks, Reproduction};
pub use identity::Identity;
pub use order::Order;
pub use overrides::{Overrides, Remark};
pub use placeholder::OWN as OWN_PLACEHOLDERS;
pub use samples::{SAMPLES, Sample};
pub use scenario::{SCENARIOS, Scenario};
pub use segments::Layout;
pub use template::Node;
