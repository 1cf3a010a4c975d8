//! The flags of `listen`.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{StringValueParser, TypedValueParser};
use clap::{Args, ValueHint};
use glob::Pattern;
use http::StatusCode;

use crate::catalog::parse_glob;
use crate::delivery::Target;
use crate::error::{Error, Result};
use crate::http::endpoint::{Endpoint, LOCAL_PORT};
use crate::time::parse_duration;

use super::completions::candidates;
use super::{SecretArgs, TEMPLATE};

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
    /// Port to listen on; 0 for any free one
    #[arg(long, short = 'p', value_name = "N", help_heading = "Address",
          default_value_t = LOCAL_PORT)]
    pub port: u16,
    /// Accept events only at this path, such as /api/webhooks
    #[arg(long, value_name = "PATH", help_heading = "Address", value_parser = StringValueParser::new().map(with_slash))]
    pub path: Option<String>,
    #[command(flatten)]
    pub response: ResponseArgs,
    #[command(flatten)]
    pub forward: ForwardArgs,
    #[command(flatten)]
    pub stop: ListenStopArgs,
    /// Append each request to a file before acknowledging it, for replay
    #[arg(long, value_name = "FILE", help_heading = "Output", value_hint = ValueHint::FilePath)]
    pub record: Option<PathBuf>,
    /// Show headers and the indented body
    #[arg(long, short = 'v', help_heading = "Output")]
    pub verbose: bool,
    #[command(flatten)]
    pub secret: SecretArgs,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Response")]
pub struct ResponseArgs {
    /// Response status
    #[arg(long, value_name = "STATUS", default_value = "200",
          value_parser = clap::value_parser!(u16).range(200..600).try_map(StatusCode::from_u16))]
    pub respond: StatusCode,
    /// Response body
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub body: String,
    /// Wait at least this long before each response
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = parse_duration)]
    pub delay: Duration,
    /// Answer the first N requests with 500
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub fail_first: u64,
    /// Answer requests with an invalid signature with 403
    #[arg(long)]
    pub reject_invalid: bool,
    /// Answer larger bodies with 413
    #[arg(long, value_name = "BYTES", default_value_t = 10 * 1024 * 1024)]
    pub max_body: usize,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Forwarding")]
pub struct ForwardArgs {
    /// Forward each request to this server, and return its response
    #[arg(long, value_name = "ENDPOINT", conflicts_with_all = ["respond", "body"],
          value_parser = parse_forward_to, add = candidates::words(["localhost"]))]
    pub forward_to: Option<Endpoint>,
    /// Forward to another machine without asking
    #[arg(long, short = 'y')]
    pub yes: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "End")]
pub struct ListenStopArgs {
    /// Exit with 0 after N events
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub count: Option<u64>,
    /// Exit after this time: with 1 if --count was not reached, else with 0
    #[arg(long, value_name = "TIME", value_parser = parse_duration)]
    pub timeout: Option<Duration>,
    /// Show and count only matching event types; all are answered and recorded
    #[arg(long, value_name = "GLOB", value_parser = parse_glob, add = candidates::event_globs())]
    pub events: Option<Pattern>,
    /// Exit with 1 if a signature was invalid
    #[arg(long)]
    pub expect_valid: bool,
}

fn with_slash(path: String) -> String {
    if path.starts_with('/') { path } else { format!("/{path}") }
}

fn parse_forward_to(text: &str) -> Result<Endpoint> {
    Target::parse(text)?.server.ok_or_else(|| {
        Error::usage("invalid endpoint `demo`: the demo ends with its command; use your own server")
            .with_hint("write `localhost`, `:3000`, `host:port/path` or a URL")
    })
}
