//! The flags of `listen`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueHint};

use crate::time::parse_duration;

use super::{SecretArgs, TEMPLATE};

/// Receive webhooks: verify, show, record and pass them on.
#[derive(Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks listen
  vercel-hooks listen --record events.jsonl --forward-to localhost:8080
  vercel-hooks listen --port 0 --count 3 --timeout 1m --expect-valid --json
  vercel-hooks listen --events 'deployment.*' --verbose
  vercel-hooks listen --fail-first 2 --delay 500ms
"
)]
pub struct ListenArgs {
    /// The port; 0 is any that is free
    #[arg(long, short = 'p', value_name = "N", help_heading = "Address",
          default_value_t = crate::http::endpoint::LOCAL_PORT)]
    pub port: u16,
    /// Take events at this path only: /api/webhooks
    #[arg(long, value_name = "PATH", help_heading = "Address")]
    pub path: Option<String>,
    /// What to answer.
    #[command(flatten)]
    pub answer: AnswerArgs,
    /// Where to pass requests on to.
    #[command(flatten)]
    pub forward: ForwardArgs,
    /// When to end.
    #[command(flatten)]
    pub end: ListenEndArgs,
    /// Add each request to a file before it is acknowledged, for replay
    #[arg(long, value_name = "FILE", help_heading = "Output", value_hint = ValueHint::FilePath)]
    pub record: Option<PathBuf>,
    /// Show headers and the indented body
    #[arg(long, short = 'v', help_heading = "Output")]
    pub verbose: bool,
    /// Where the secret comes from.
    #[command(flatten)]
    pub secret: SecretArgs,
}

/// What to answer.
#[derive(Debug, Args)]
#[command(next_help_heading = "Answer")]
pub struct AnswerArgs {
    /// The status
    #[arg(long, value_name = "STATUS", default_value_t = 200,
          value_parser = clap::value_parser!(u16).range(200..600))]
    pub respond: u16,
    /// The body
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub body: String,
    /// Take this long for every answer
    #[arg(long, value_name = "TIME", default_value = "0s")]
    pub delay: String,
    /// Answer the first N requests with 500
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub fail_first: u64,
    /// Answer 403 where the signature is not right
    #[arg(long)]
    pub reject_invalid: bool,
    /// Answer 413 to larger bodies, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = 10 * 1024 * 1024)]
    pub max_body: usize,
}

/// Where to pass requests on to.
#[derive(Debug, Args)]
#[command(next_help_heading = "Passing on")]
pub struct ForwardArgs {
    /// Pass each request on to this server, and give its answer back
    #[arg(long, value_name = "ENDPOINT", conflicts_with_all = ["respond", "body"])]
    pub forward_to: Option<String>,
    /// Pass on to another machine without asking
    #[arg(long, short = 'y')]
    pub yes: bool,
}

/// When to end.
#[derive(Debug, Args)]
#[command(next_help_heading = "End")]
pub struct ListenEndArgs {
    /// End with 0 when this many events came
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub count: Option<u64>,
    /// End after this time: with 1 where --count was not reached, else with 0
    #[arg(long, value_name = "TIME", value_parser = parse_duration)]
    pub timeout: Option<Duration>,
    /// Show and count only events whose type matches; all are answered and recorded
    #[arg(long, value_name = "GLOB")]
    pub events: Option<String>,
    /// End with 1 where a signature was not right
    #[arg(long)]
    pub expect_valid: bool,
}
