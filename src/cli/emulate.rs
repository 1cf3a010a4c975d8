//! The flags of `emulate`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::TEMPLATE;
use super::completions::candidates;

/// Stand in, on this machine, for Vercel's create-event API.
///
/// Any client of the API can be pointed at it: it answers as Vercel documents, prints what it is
/// told, and gives all of it at GET /_emulate/events (DELETE forgets it).
#[derive(Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks emulate
  vercel-hooks emulate --port 0 --count 1 --timeout 30s --json
  vercel-hooks emulate --installation icfg_1 --token-file token.txt
  vercel-hooks emulate --fail 429:2 --fail 500:1 --retry-after 2s
  vercel-hooks emulate --deliver localhost:3000
"
)]
pub struct EmulateArgs {
    /// The port; 0 is any that is free
    #[arg(long, short = 'p', value_name = "N", help_heading = "Address",
          default_value_t = crate::marketplace::PORT)]
    pub port: u16,
    /// What to accept and what to refuse.
    #[command(flatten)]
    pub rules: RulesArgs,
    /// When to end.
    #[command(flatten)]
    pub end: EndArgs,
    /// What to do next.
    #[command(flatten)]
    pub deliver: DeliverArgs,
    /// Add a JSON line per request to a file, before it is answered
    #[arg(long, value_name = "FILE", help_heading = "Output", value_hint = ValueHint::FilePath)]
    pub record: Option<PathBuf>,
}

/// What to accept and what to refuse.
#[derive(Debug, Args)]
#[command(next_help_heading = "Answers")]
pub struct RulesArgs {
    /// Accept the token in this file, and no others but further ones
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub token_file: Vec<PathBuf>,
    /// Know this installation, and no others but further ones
    #[arg(long, value_name = "ID")]
    pub installation: Vec<String>,
    /// Fail with a status, or the first N requests only: 500, 429:2, disabled:1
    ///
    /// disabled is 403 as for a disabled installation. Several follow each other.
    #[arg(long, value_name = "STATUS[:N]")]
    pub fail: Vec<String>,
    /// Ask clients to wait this long after 429 and 503 (Retry-After)
    #[arg(long, value_name = "TIME")]
    pub retry_after: Option<String>,
    /// Take this long for every answer
    #[arg(long, value_name = "TIME", default_value = "0s")]
    pub latency: String,
}

/// When to end.
#[derive(Debug, Args)]
#[command(next_help_heading = "End")]
pub struct EndArgs {
    /// End with 0 when this many notifications were accepted
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub count: Option<u64>,
    /// End after this time: with 1 where --count was not reached, else with 0
    #[arg(long, value_name = "TIME")]
    pub timeout: Option<String>,
}

/// What to do next.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading back")]
pub struct DeliverArgs {
    /// After resource.updated, read the resource from your server, as Vercel does
    #[arg(long, value_name = "ENDPOINT", add = candidates::words(["localhost"]))]
    pub deliver: Option<String>,
    /// Add a header to that; only Vercel can sign Vercel's own token
    #[arg(long, value_name = "NAME: VALUE", requires = "deliver")]
    pub deliver_header: Vec<String>,
    /// Read from another machine without asking
    #[arg(long, short = 'y')]
    pub yes: bool,
}
