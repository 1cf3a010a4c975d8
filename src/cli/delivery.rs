//! The flags of every command that delivers.

use clap::Args;

use super::completions::candidates;

/// Where to deliver, and what to expect.
#[derive(Debug, Args)]
#[command(next_help_heading = "Delivery")]
pub struct DeliveryArgs {
    /// localhost (port 3000), :PORT, host:port/path, a URL, or demo
    ///
    /// demo is a receiver started for this run. Without --to: $VERCEL_HOOKS_ENDPOINT, then
    /// `endpoint` in vercel-hooks.toml, both on this machine only.
    #[arg(long, short = 't', value_name = "ENDPOINT", aliases = ["url", "endpoint"],
          add = candidates::words(["localhost", "demo"]))]
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
    #[arg(long, alias = "retry", value_name = "N", default_value_t = 0)]
    pub retries: u32,
    /// Wait this long before the first retry, and twice as long before each further one
    #[arg(long, value_name = "TIME", default_value = "1s")]
    pub retry_wait: String,
    /// The answers that count as success: statuses or classes (200,202 or 4xx)
    #[arg(long, value_name = "STATUS", default_value = "2xx", value_delimiter = ',')]
    pub expect: Vec<String>,
    /// Wait until the endpoint accepts connections, 30s at most unless TIME is given
    #[arg(long, value_name = "TIME", num_args = 0..=1, require_equals = false,
          default_missing_value = "30s")]
    pub wait_ready: Option<String>,
    /// Deliver to another machine without asking
    #[arg(long, short = 'y')]
    pub yes: bool,
}

/// How fast.
#[derive(Debug, Args)]
#[command(next_help_heading = "Pace")]
pub struct PaceArgs {
    /// How many deliveries at once; 1 keeps them in order
    #[arg(long, value_name = "N", default_value_t = 1,
          value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub concurrency: u16,
    /// The time from one delivery to the next
    #[arg(long, value_name = "TIME")]
    pub interval: Option<String>,
}

/// What is shown, and whether anything is sent.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct DisplayArgs {
    /// Print the request instead of sending it
    #[arg(long, short = 'n', conflicts_with = "curl")]
    pub dry_run: bool,
    /// Print a curl command that sends the same bytes, without the secret
    #[arg(long)]
    pub curl: bool,
    /// Show what the endpoint answers even when all is well
    #[arg(long, short = 'v')]
    pub verbose: bool,
}
