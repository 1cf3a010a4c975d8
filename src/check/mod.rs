//! Does an endpoint treat webhooks as it must? A suite of cases, their requests, and the
//! judgement of what comes back.

mod advice;
mod body;
mod case;
mod cases;
mod exchange;
mod finding;
mod forged;
mod genuine;
mod maker;
mod remedy;
mod robustness;
mod run;
mod selection;

pub use advice::{ADVICE, Advice};
pub use case::{CONTROL, Case, Level, Suite, TYPE_PREFIX};
pub use cases::all;
pub use exchange::Request;
pub use finding::{Finding, Outcome, Tally};
pub use maker::Material;
pub use remedy::name_common_cause;
pub use run::{Prepared, Run, prepare};
pub use selection::Selection;
