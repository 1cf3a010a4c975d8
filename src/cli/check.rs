//! The flags of `check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::completions::candidates;
use super::{SecretArgs, TEMPLATE};

/// Test that an endpoint treats webhooks as it must: that it takes genuine events in every form,
/// refuses forged ones and survives the rest.
///
/// A failed `must` means that genuine events are lost or forged ones get through, and ends in exit
/// code 1; a failed `should` is shown, and counts with --strict.
#[derive(Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks check demo
  vercel-hooks check localhost --path /api/webhooks
  vercel-hooks check :3000 --events 'deployment.*' --strict
  vercel-hooks check :3000 --suite forged --expect-rejection 401,403
  vercel-hooks check https://preview.example.com/api/webhooks --yes \\
    --wait-ready --junit check.xml --markdown \"$GITHUB_STEP_SUMMARY\"
  vercel-hooks check --list
"
)]
pub struct CheckArgs {
    /// localhost (port 3000), :PORT, host:port/path, a URL, or demo
    ///
    /// demo is a receiver started for this run. Without it: $VERCEL_HOOKS_ENDPOINT, then `endpoint`
    /// in vercel-hooks.toml, both on this machine only.
    #[arg(value_name = "ENDPOINT", add = candidates::words(["localhost", "demo"]))]
    pub endpoint: Option<String>,
    /// List the cases instead of running them
    #[arg(long, short = 'l', help_heading = "Cases")]
    pub list: bool,
    /// Only the cases of a suite
    #[arg(long, value_name = "SUITE", value_enum, value_delimiter = ',', help_heading = "Cases")]
    pub suite: Vec<SuiteName>,
    /// Only these cases: a name or a glob ('forged.*')
    #[arg(long, value_name = "CASE", value_delimiter = ',', help_heading = "Cases",
          add = candidates::check_cases())]
    pub only: Vec<String>,
    /// All but these cases: a name or a glob
    #[arg(long, value_name = "CASE", value_delimiter = ',', help_heading = "Cases",
          add = candidates::check_cases())]
    pub skip: Vec<String>,
    /// The event types that the endpoint is for: types, globs or `all`
    ///
    /// Each is sent once (genuine.type.*), and the first that is neither legacy nor flat is what the
    /// other cases send.
    #[arg(long, value_name = "TYPE", value_delimiter = ',', help_heading = "Cases",
          add = candidates::event_selection())]
    pub events: Vec<String>,
    /// Let every failure count, not only those of level `must`
    #[arg(long, help_heading = "Judgement")]
    pub strict: bool,
    /// What a refusal of a forged event has to be: statuses or classes (401,403); any but 2xx
    /// unless given
    #[arg(long, value_name = "STATUS", value_delimiter = ',', help_heading = "Judgement")]
    pub expect_rejection: Vec<String>,
    /// Give up on an answer after this time; Vercel does after 30s
    #[arg(long, value_name = "TIME", default_value = "30s", help_heading = "Judgement")]
    pub timeout: String,
    /// The endpoint, named as for `send`
    #[arg(
        long,
        short = 't',
        value_name = "ENDPOINT",
        conflicts_with = "endpoint",
        help_heading = "Delivery",
        add = candidates::words(["localhost", "demo"])
    )]
    pub to: Option<String>,
    /// Check this path: /api/webhooks
    #[arg(long, value_name = "PATH", help_heading = "Delivery")]
    pub path: Option<String>,
    /// Add a header to every request
    #[arg(long, short = 'H', value_name = "NAME: VALUE", help_heading = "Delivery")]
    pub header: Vec<String>,
    /// How many cases at once
    #[arg(long, value_name = "N", default_value_t = 4, help_heading = "Delivery",
          value_parser = clap::value_parser!(u16).range(1..=64))]
    pub concurrency: u16,
    /// Make the same requests on every run
    #[arg(long, value_name = "N", help_heading = "Delivery")]
    pub seed: Option<u64>,
    /// The time of the events; with --seed, 2026-01-31T12:00:00Z unless given
    #[arg(long, value_name = "TIME", help_heading = "Delivery")]
    pub now: Option<String>,
    /// Wait until the endpoint accepts connections, 30s at most unless TIME is given
    #[arg(long, value_name = "TIME", num_args = 0..=1, default_missing_value = "30s",
          help_heading = "Delivery")]
    pub wait_ready: Option<String>,
    /// Check an endpoint on another machine without asking
    #[arg(long, short = 'y', help_heading = "Delivery")]
    pub yes: bool,
    /// Write a JUnit report
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub junit: Option<PathBuf>,
    /// Write a report in Markdown; added to what is there if it is $GITHUB_STEP_SUMMARY
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub markdown: Option<PathBuf>,
    /// Where the secret comes from.
    #[command(flatten)]
    pub secret: SecretArgs,
}

/// A suite, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SuiteName {
    /// What Vercel may send: it has to be taken
    Genuine,
    /// What Vercel did not sign: it has to be refused
    Forged,
    /// What no receiver expects: it has to be survived
    Robustness,
}
