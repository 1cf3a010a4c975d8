//! The flags of `replay`.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use glob::Pattern;

use crate::catalog::parse_glob;
use crate::recording::Speed;
use crate::time::Moment;

use super::completions::candidates;
use super::{DeliveryArgs, TEMPLATE};

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
    /// Files of recorded requests or of events, one per line; `-` is standard input
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// Only events whose type matches a glob: 'deployment.*'
    #[arg(long = "type", value_name = "GLOB", help_heading = "Selection",
          value_parser = parse_glob, add = candidates::event_globs())]
    pub types: Vec<Pattern>,
    /// Only the event with this id, which may be abbreviated: XZKW9…l318E
    #[arg(long = "id", value_name = "ID", help_heading = "Selection")]
    pub ids: Vec<String>,
    /// Only requests recorded at this time or later: 2026-01-31T12:00:00Z or milliseconds
    #[arg(long, value_name = "TIME", help_heading = "Selection", value_parser = Moment::parse)]
    pub since: Option<Moment>,
    /// Only requests recorded at this time or earlier
    #[arg(long, value_name = "TIME", help_heading = "Selection", value_parser = Moment::parse)]
    pub until: Option<Moment>,
    /// Only requests that failed when recorded and did not succeed later
    #[arg(long, help_heading = "Selection")]
    pub failed: bool,
    /// Sign every request again, with the current secret
    #[arg(long, help_heading = "Delivery")]
    pub resign: bool,
    #[command(flatten)]
    pub delivery: DeliveryArgs,
    /// How to scale the recorded gaps: max drops them, 1 keeps them, 10 makes them a tenth
    #[arg(
        long,
        value_name = "FACTOR",
        default_value = "max",
        help_heading = "Pace",
        allow_negative_numbers = true
    )]
    pub speed: Speed,
}
