//! The flags of `send`.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueHint};

use crate::signature::Tamper;

use super::{DeliveryArgs, EventArgs, TEMPLATE};

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
    #[command(flatten)]
    pub event: EventArgs,
    /// Send the bytes of a file unchanged; `-` is standard input
    #[arg(long, value_name = "FILE", help_heading = "Event", value_hint = ValueHint::FilePath,
          conflicts_with_all = ["types", "set", "unset", "payload", "template", "scenario", "seed",
                                "now"])]
    pub file: Option<PathBuf>,
    #[command(flatten)]
    pub delivery: DeliveryArgs,
    /// Send an invalid signature; --expect 4xx makes the rejection a success
    #[arg(long, value_name = "KIND", help_heading = "Delivery",
          value_parser = PossibleValuesParser::new(Tamper::ALL.map(|(name, tamper)| {
              PossibleValue::new(name).help(tamper.about())
          })).map(|name| Tamper::named(&name).expect("clap accepts only these names")))]
    pub tamper: Option<Tamper>,
    /// How many rounds of the events to send
    #[arg(long, value_name = "N", default_value_t = 1, visible_alias = "count",
          help_heading = "Pace", value_parser = clap::value_parser!(u64).range(1..))]
    pub repeat: u64,
}
