//! The flags of `send`.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, ValueHint};

use crate::signature::Tamper;

use super::{EventArgs, SecretArgs, TEMPLATE};

/// Sign events and deliver them to an endpoint, the way Vercel does.
#[derive(Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks send deployment.ready --to demo
  vercel-hooks send deployment.ready --to :3000 --path /api/webhooks
  vercel-hooks send --scenario invoice-unpaid --to localhost --wait-ready
  vercel-hooks send --file body.json --to localhost --curl
  vercel-hooks send deployment.error --to localhost --tamper sha256 --expect 4xx
  vercel-hooks send all --to localhost --repeat 100 --concurrency 16
"
)]
pub struct SendArgs {
    /// Which events.
    #[command(flatten)]
    pub event: EventArgs,
    /// Send a body exactly as it is; `-` is standard input
    #[arg(long, value_name = "FILE", help_heading = "Event", value_hint = ValueHint::FilePath,
          conflicts_with_all = ["types", "set", "unset", "payload", "template", "seed", "now"])]
    pub file: Option<PathBuf>,
    /// Send the events of a scenario in order: a name or a file
    #[arg(long, value_name = "NAME|FILE", help_heading = "Event",
          conflicts_with_all = ["types", "payload", "template", "file"])]
    pub scenario: Option<String>,
    /// Where to deliver, and what to expect.
    #[command(flatten)]
    pub delivery: DeliveryArgs,
    /// How many deliveries, and how fast.
    #[command(flatten)]
    pub pace: PaceArgs,
    /// Print the request instead of sending it
    #[arg(long, short = 'n', help_heading = "Output", conflicts_with = "curl")]
    pub dry_run: bool,
    /// Print a curl command that sends the same bytes, without the secret
    #[arg(long, help_heading = "Output")]
    pub curl: bool,
    /// Show what the endpoint answers even when all is well
    #[arg(long, short = 'v', help_heading = "Output")]
    pub verbose: bool,
    /// Where the secret comes from.
    #[command(flatten)]
    pub secret: SecretArgs,
}

/// Where to deliver, and what to expect.
#[derive(Debug, Args)]
#[command(next_help_heading = "Delivery")]
pub struct DeliveryArgs {
    /// localhost (port 3000), :PORT, host:port/path, a URL, or demo
    ///
    /// demo is a receiver started for this run. Without --to: $VERCEL_HOOKS_ENDPOINT, then
    /// `endpoint` in vercel-hooks.toml, both on this machine only.
    #[arg(long, short = 't', value_name = "ENDPOINT")]
    pub to: Option<String>,
    /// Deliver to this path: /api/webhooks
    #[arg(long, value_name = "PATH")]
    pub path: Option<String>,
    /// Add a header
    #[arg(long, short = 'H', value_name = "NAME: VALUE")]
    pub header: Vec<String>,
    /// Give up on an answer after this time
    #[arg(long, value_name = "TIME", default_value = "30s")]
    pub timeout: String,
    /// Try again this often, unless the answer is the expected one
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub retries: u32,
    /// Wait this long before the first retry, and twice as long before each further one
    #[arg(long, value_name = "TIME", default_value = "1s")]
    pub retry_wait: String,
    /// The answer that counts as success: a status (403) or a class (4xx)
    #[arg(long, value_name = "STATUS", default_value = "2xx")]
    pub expect: String,
    /// Send what must be refused; --expect 4xx makes the refusal a success
    #[arg(long, value_name = "KIND",
          value_parser = PossibleValuesParser::new(Tamper::ALL.map(|(name, tamper)| {
              PossibleValue::new(name).help(tamper.about())
          })))]
    pub tamper: Option<String>,
    /// Wait until the endpoint accepts connections, 30s at most unless TIME is given
    #[arg(long, value_name = "TIME", num_args = 0..=1, require_equals = false,
          default_missing_value = "30s")]
    pub wait_ready: Option<String>,
    /// Deliver to another machine without asking
    #[arg(long, short = 'y')]
    pub yes: bool,
}

/// How many deliveries, and how fast.
#[derive(Debug, Args)]
#[command(next_help_heading = "Pace")]
pub struct PaceArgs {
    /// How many rounds of the events
    #[arg(long, value_name = "N", default_value_t = 1, visible_alias = "count",
          value_parser = clap::value_parser!(u64).range(1..))]
    pub repeat: u64,
    /// How many deliveries at once; 1 keeps them in order
    #[arg(long, value_name = "N", default_value_t = 1,
          value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub concurrency: u16,
    /// The time from one delivery to the next
    #[arg(long, value_name = "TIME")]
    pub interval: Option<String>,
}
