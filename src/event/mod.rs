//! Events: template, sample world and overrides become the final bytes, once.

mod batch;
mod identity;
mod overrides;
mod path;
mod placeholder;
mod rng;
mod sample_data;
mod samples;
mod scenario;
mod segments;
mod spec;
mod template;

pub use batch::{Batch, Event, Remarks, Reproduction};
pub use identity::Identity;
pub use overrides::{Overrides, Remark};
pub use placeholder::OWN as OWN_PLACEHOLDERS;
pub use samples::{SAMPLES, Sample};
pub use scenario::{SCENARIOS, Scenario};
pub use segments::Layout;
pub use spec::EventSpec;
pub use template::Node;
