//! Events: a template, sample data and overrides, serialized once into the final bytes.

mod batch;
mod field_path;
mod identity;
mod overrides;
mod placeholder;
mod rng;
mod sample_data;
mod scenario;
mod segments;
mod spec;
mod template;

pub use batch::{Batch, Event, Reproduction, Warnings};
pub use field_path::FieldPath;
pub use identity::Identity;
pub use overrides::{FieldValue, OverrideWarning, Overrides};
pub use placeholder::{EventContext, fill_text};
pub use sample_data::SampleData;
pub use scenario::{SCENARIOS, Scenario};
pub use segments::{Layout, Segments};
pub use spec::EventSpec;
pub use template::Node;
