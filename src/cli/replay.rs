//! The flags of `replay`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::completions::candidates;
use super::{DeliveryArgs, DisplayArgs, PaceArgs, SecretArgs, TEMPLATE};

/// Deliver recorded requests again, with the bytes and the signatures that they had; events
/// without a request are signed afresh.
#[derive(Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks replay recording.jsonl --to :3000
  vercel-hooks replay recording.jsonl --to localhost --failed --resign
  vercel-hooks replay *.jsonl --to :3000 --type 'deployment.*' --speed 10
  vercel-hooks replay recording.jsonl --to :3000 --id XZKW9Bn6H1fqPUJll318E -v
  vercel-hooks generate all | vercel-hooks replay - --to demo
"
)]
pub struct ReplayArgs {
    /// Files of recorded requests or of events, one a line; `-` is standard input
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// Only events whose type fits a glob: 'deployment.*'
    #[arg(long = "type", value_name = "GLOB", help_heading = "Selection",
          add = candidates::event_globs())]
    pub types: Vec<String>,
    /// Only the event of this id, or of one shortened to its ends: XZKW9…l318E
    #[arg(long = "id", value_name = "ID", help_heading = "Selection")]
    pub ids: Vec<String>,
    /// Only what was recorded then or later: 2026-01-31T12:00:00Z or milliseconds
    #[arg(long, value_name = "TIME", help_heading = "Selection")]
    pub since: Option<String>,
    /// Only what was recorded then or earlier
    #[arg(long, value_name = "TIME", help_heading = "Selection")]
    pub until: Option<String>,
    /// Only what was recorded as not taken, and not as taken later on
    #[arg(long, help_heading = "Selection")]
    pub failed: bool,
    /// Sign everything afresh, with the current secret
    #[arg(long, help_heading = "Delivery")]
    pub resign: bool,
    /// Where to deliver, and what to expect.
    #[command(flatten)]
    pub delivery: DeliveryArgs,
    /// What becomes of the recorded gaps: max drops them, 1 keeps them, 10 makes them a tenth
    #[arg(
        long,
        value_name = "FACTOR",
        default_value = "max",
        help_heading = "Pace",
        allow_negative_numbers = true
    )]
    pub speed: String,
    /// How fast.
    #[command(flatten)]
    pub pace: PaceArgs,
    /// What is shown.
    #[command(flatten)]
    pub display: DisplayArgs,
    /// Where the secret comes from.
    #[command(flatten)]
    pub secret: SecretArgs,
}
