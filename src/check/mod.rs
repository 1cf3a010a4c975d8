//! Checks that an endpoint accepts genuine events and rejects forged ones.

mod advice;
mod body;
mod case;
mod cases;
mod diagnosis;
mod guess;
mod pace;
mod prepared;
mod report;
mod request;
mod result;
mod run;
mod selection;
mod silence;

pub use cases::{CONTROL, CaseInputs, Suite, TYPE_PREFIX, WebhookCase, all};
pub use prepared::PreparedCase;
pub use report::{Report, RunInfo, Terminal, print_list};
pub use run::CheckRun;
pub use selection::select;
