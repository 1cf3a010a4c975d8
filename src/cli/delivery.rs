//! The flags of commands that deliver.

use std::time::Duration;

use clap::Args;

use crate::delivery::{Header, StatusPattern, Target, parse_header, parse_path};
use crate::error::{Error, Result};
use crate::time::{parse_duration, parse_timeout};

use super::completions::candidates;
use super::{SecretArgs, TlsArgs};

#[derive(Debug, Args)]
#[command(next_help_heading = "Delivery")]
pub struct DeliveryArgs {
    /// localhost (port 3000), :PORT, host:port/path, a URL, or demo
    ///
    /// `demo` starts a receiver for this run. Default: $VERCEL_HOOKS_ENDPOINT, then `endpoint` in
    /// vercel-hooks.toml, which may only name this machine.
    #[arg(long, short = 't', value_name = "ENDPOINT", aliases = ["url", "endpoint"],
          value_parser = Target::parse, add = candidates::words(["localhost", "demo"]))]
    pub to: Option<Target>,
    /// Send to this path: /api/webhooks
    #[arg(long, value_name = "PATH", value_parser = parse_path)]
    pub path: Option<String>,
    /// Statuses that count as success: codes or classes (200,202 or 4xx)
    #[arg(long, value_name = "STATUS", default_value = "2xx", value_delimiter = ',')]
    pub expect: Vec<StatusPattern>,
    #[command(flatten)]
    pub request: RequestArgs,
    #[command(flatten)]
    pub secret: SecretArgs,
}

/// How requests are sent, or printed.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
#[derive(Debug, Args)]
#[command(next_help_heading = "Delivery")]
pub struct RequestArgs {
    /// Add a header
    #[arg(long, short = 'H', value_name = "NAME: VALUE", value_parser = parse_header)]
    pub header: Vec<Header>,
    /// Time out if a response takes longer
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = parse_timeout)]
    pub timeout: Duration,
    /// Retry this many times after an unexpected response or none
    #[arg(long, alias = "retry", value_name = "N", default_value_t = 0)]
    pub retries: u32,
    /// Wait this long before the first retry; the wait doubles with each further one
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = parse_duration)]
    pub retry_wait: Duration,
    /// Wait until the endpoint accepts connections, up to 30s or TIME
    #[arg(long, value_name = "TIME", num_args = 0..=1, require_equals = false,
          default_missing_value = "30s", value_parser = parse_wait_ready)]
    pub wait_ready: Option<Duration>,
    /// Send to another machine without confirmation
    #[arg(long, short = 'y')]
    pub yes: bool,
    /// Deliveries in flight at once; 1 keeps them in order
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Pace",
          value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub concurrency: u16,
    /// The time from one delivery to the next
    #[arg(long, value_name = "TIME", help_heading = "Pace", value_parser = parse_duration)]
    pub interval: Option<Duration>,
    /// Print the request instead of sending it
    #[arg(long, short = 'n', conflicts_with = "curl", help_heading = "Output")]
    pub dry_run: bool,
    /// Print a curl command that sends the same bytes, without the secret
    #[arg(long, help_heading = "Output")]
    pub curl: bool,
    /// Show the responses of successful deliveries, too
    #[arg(long, short = 'v', help_heading = "Output")]
    pub verbose: bool,
    #[command(flatten)]
    pub tls: TlsArgs,
}

/// `--wait-ready` takes the next argument, even if that was meant as an event.
pub fn parse_wait_ready(text: &str) -> Result<Duration> {
    parse_duration(text).map_err(|_| {
        Error::usage(format!("`{text}` is not a duration"))
            .with_hint("name the events before --wait-ready, or write --wait-ready=30s")
    })
}
