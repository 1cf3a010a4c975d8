//! The flags of `send`.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, ValueHint};

use crate::signature::Tamper;

use super::{DeliveryArgs, DisplayArgs, EventArgs, PaceArgs, SecretArgs, TEMPLATE};

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
          conflicts_with_all = ["types", "set", "unset", "payload", "template", "scenario", "seed",
                                "now"])]
    pub file: Option<PathBuf>,
    /// Where to deliver, and what to expect.
    #[command(flatten)]
    pub delivery: DeliveryArgs,
    /// Send what must be refused; --expect 4xx makes the refusal a success
    #[arg(long, value_name = "KIND", help_heading = "Delivery",
          value_parser = PossibleValuesParser::new(Tamper::ALL.map(|(name, tamper)| {
              PossibleValue::new(name).help(tamper.about())
          })))]
    pub tamper: Option<String>,
    /// How many rounds of the events
    #[arg(long, value_name = "N", default_value_t = 1, visible_alias = "count",
          help_heading = "Pace", value_parser = clap::value_parser!(u64).range(1..))]
    pub repeat: u64,
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
