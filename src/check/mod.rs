//! Does an endpoint treat webhooks as it must? A suite of cases, their requests, and the
//! judgement of what comes back.

mod advice;
mod body;
mod case;
mod case_builder;
mod cases;
mod diagnosis;
mod exchange;
mod forged;
mod genuine;
mod result;
mod robustness;
mod run;
mod selection;

pub use advice::{ADVICE, Advice};
pub use case::{CONTROL, Case, Level, Suite, TYPE_PREFIX};
pub use case_builder::CaseInputs;
pub use cases::all;
pub use diagnosis::name_common_cause;
pub use exchange::CaseRequest;
pub use result::{CaseOutcome, CaseResult, Tally};
pub use run::{CheckRun, Prepared, prepare};
pub use selection::Selection;
