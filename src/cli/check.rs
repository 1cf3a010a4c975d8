//! The flags of `check`.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum, ValueHint};
use glob::Pattern;

use crate::catalog::parse_glob;
use crate::check::Suite;
use crate::delivery::{Header, StatusPattern, Target, parse_header, parse_path};
use crate::error::{Error, Result};
use crate::time::{Moment, parse_duration, parse_timeout};

use super::completions::candidates;
use super::delivery::parse_wait_ready;
use super::{SecretArgs, TEMPLATE};

#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
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
    /// `demo` starts a receiver for this run. Default: $VERCEL_HOOKS_ENDPOINT, then `endpoint` in
    /// vercel-hooks.toml, which may only name this machine.
    #[arg(value_name = "ENDPOINT", value_parser = Target::parse,
          add = candidates::words(["localhost", "demo"]))]
    pub endpoint: Option<Target>,
    /// List the cases instead of running them
    #[arg(long, short = 'l', help_heading = "Cases")]
    pub list: bool,
    /// Only the cases of these suites
    #[arg(long, value_name = "SUITE", value_enum, value_delimiter = ',', help_heading = "Cases")]
    pub suite: Vec<Suite>,
    /// Only these cases: an id or a glob ('forged.*')
    #[arg(long, value_name = "CASE", value_delimiter = ',', value_parser = case_glob,
          help_heading = "Cases", add = candidates::check_cases())]
    pub only: Vec<Pattern>,
    /// All but these cases: an id or a glob
    #[arg(long, value_name = "CASE", value_delimiter = ',', value_parser = case_glob,
          help_heading = "Cases", add = candidates::check_cases())]
    pub skip: Vec<Pattern>,
    /// The event types that the endpoint handles: types, globs or `all`
    ///
    /// Each is sent once (genuine.type.*). The other cases send the first of them that is neither
    /// legacy nor flat.
    #[arg(long, value_name = "TYPE", value_delimiter = ',', value_parser = event_word,
          help_heading = "Cases", add = candidates::event_selection())]
    pub events: Vec<String>,
    /// Count every failure, not only those of level `must`
    #[arg(long, help_heading = "Expectations")]
    pub strict: bool,
    /// The statuses that reject a forged event: codes or classes (401,403); default: any but 2xx
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = rejection,
          help_heading = "Expectations")]
    pub expect_rejection: Vec<StatusPattern>,
    /// Time out if a response takes longer; Vercel waits 30s
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = parse_timeout,
          help_heading = "Expectations")]
    pub timeout: Duration,
    /// The endpoint, named as for `send`
    #[arg(
        long,
        short = 't',
        value_name = "ENDPOINT",
        conflicts_with = "endpoint",
        help_heading = "Delivery",
        value_parser = Target::parse,
        add = candidates::words(["localhost", "demo"])
    )]
    pub to: Option<Target>,
    /// Send to this path: /api/webhooks
    #[arg(long, value_name = "PATH", value_parser = parse_path, help_heading = "Delivery")]
    pub path: Option<String>,
    /// Add a header to every request
    #[arg(long, short = 'H', value_name = "NAME: VALUE", value_parser = parse_header,
          help_heading = "Delivery")]
    pub header: Vec<Header>,
    /// Cases to run at once
    #[arg(long, value_name = "N", default_value_t = 4, help_heading = "Delivery",
          value_parser = clap::value_parser!(u16).range(1..=64))]
    pub concurrency: u16,
    /// Start requests at least this far apart, for endpoints with a rate limit
    #[arg(long, value_name = "TIME", value_parser = parse_duration, help_heading = "Delivery")]
    pub interval: Option<Duration>,
    /// Send the same requests on every run
    #[arg(long, value_name = "N", help_heading = "Delivery")]
    pub seed: Option<u64>,
    /// The time of the events; default with --seed: 2026-01-31T12:00:00Z
    #[arg(long, value_name = "TIME", value_parser = Moment::parse, help_heading = "Delivery")]
    pub now: Option<Moment>,
    /// Wait until the endpoint accepts connections, up to 30s or TIME
    #[arg(long, value_name = "TIME", num_args = 0..=1, default_missing_value = "30s",
          value_parser = parse_wait_ready, help_heading = "Delivery")]
    pub wait_ready: Option<Duration>,
    /// Check an endpoint on another machine without confirmation
    #[arg(long, short = 'y', help_heading = "Delivery")]
    pub yes: bool,
    /// Write a JUnit report
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub junit: Option<PathBuf>,
    /// Write a Markdown report; appended if FILE is $GITHUB_STEP_SUMMARY
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub markdown: Option<PathBuf>,
    /// Also print curl commands that send the failed requests again
    #[arg(long, short = 'v', help_heading = "Output")]
    pub verbose: bool,
    #[command(flatten)]
    pub secret: SecretArgs,
}

impl CheckArgs {
    pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);
}

impl ValueEnum for Suite {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.label()).help(match self {
            Self::Genuine => "Events that Vercel may send: they must be accepted",
            Self::Forged => "Events that Vercel did not sign: they must be rejected",
            Self::Robustness => "Requests that no receiver expects: they must not crash it",
        }))
    }
}

fn case_glob(text: &str) -> Result<Pattern> {
    parse_glob(text.trim())
}

#[expect(clippy::unnecessary_wraps, reason = "the form of a value parser")]
fn event_word(text: &str) -> Result<String> {
    Ok(text.trim().to_owned())
}

fn rejection(text: &str) -> Result<StatusPattern> {
    let pattern: StatusPattern = text.trim().parse()?;
    if (200..300).any(|status| pattern.matches(status)) {
        return Err(Error::usage(format!(
            "`{}` is not a rejection: Vercel counts it as delivered",
            text.trim()
        ))
        .with_hint("name the statuses with which the endpoint rejects forged events: 401,403"));
    }
    Ok(pattern)
}
