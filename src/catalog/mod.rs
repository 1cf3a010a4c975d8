//! The catalog: every event type that Vercel knows, and what is known about it.

mod description;
mod event_type;
mod schema;
mod selection;
mod status;
mod table;

pub use description::{Description, Field, FieldType, Source, label, unverified_note};
pub use event_type::EventType;
pub use schema::schema;
pub use selection::{Named, find, no_match, parse_glob, select, unknown_payload};
pub use status::Status;
pub use table::EVENT_TYPES;
