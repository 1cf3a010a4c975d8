//! The catalog: every event type that Vercel knows, and what is known of it.

mod description;
mod event_type;
mod schema;
mod selection;
mod status;
mod table;

pub use description::{Contents, Description, Field, FieldType, Source, unverified_note};
pub use event_type::{EventType, Files};
pub use schema::schema;
pub use selection::{Named, find, no_match, parse_glob, select, unknown_payload};
pub use status::Status;
pub use table::EVENT_TYPES;
