//! Checks that an endpoint accepts genuine events and rejects forged ones.

mod advice;
mod body;
mod cases;
mod diagnosis;
mod guess;
mod pace;
mod report;
mod result;
mod run;

pub use cases::{Case, CaseInputs, Suite, TYPE_PREFIX, all, select};
pub use report::{Report, Reproducer, Terminal, print_list};
pub use run::{CheckRun, PreparedCase};
