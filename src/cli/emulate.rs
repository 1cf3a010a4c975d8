//! The flags of `emulate`.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueHint};

use crate::delivery::{Header, Target, parse_header};
use crate::marketplace::{FailureMode, PORT};
use crate::time::parse_duration;

use super::completions::candidates;
use super::{AddressArgs, SecretArgs, TEMPLATE, TlsArgs};

#[derive(Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks emulate
  vercel-hooks emulate -- npm run dev
  vercel-hooks emulate --proxy -- python server.py
  vercel-hooks emulate --port 0 --count 1 --timeout 30s --json
  vercel-hooks emulate --installation icfg_1 --token-file token.txt
  vercel-hooks emulate --fail 429:2 --fail 500:1 --retry-after 2s
  vercel-hooks emulate --partner localhost:3000 --webhooks localhost:3000/api/webhook
"
)]
pub struct EmulateArgs {
    #[command(flatten)]
    pub address: AddressArgs<PORT>,
    #[command(flatten)]
    pub rules: RulesArgs,
    #[command(flatten)]
    pub store: StoreArgs,
    #[command(flatten)]
    pub end: EndArgs,
    #[command(flatten)]
    pub next: NextArgs,
    #[command(flatten)]
    pub tls: TlsArgs,
    #[command(flatten)]
    pub environment: EnvironmentArgs,
    /// Append every request to a file, as a JSON line, before responding
    #[arg(long, value_name = "FILE", help_heading = "Output", value_hint = ValueHint::FilePath)]
    pub record: Option<PathBuf>,
    /// Run a command whose requests to Vercel reach the emulator, and end with it
    ///
    /// Rows and messages go to standard error, as standard output is the command's. The exit code
    /// is the command's, 127 if there is no such command, and 128 and its number for a signal.
    #[arg(last = true, value_name = "COMMAND", value_hint = ValueHint::CommandWithArguments)]
    pub command: Vec<OsString>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Your server")]
pub struct EnvironmentArgs {
    /// Also be an HTTPS proxy that takes Vercel's hosts, for servers without Node
    #[arg(long)]
    pub proxy: bool,
    /// Print the variables that COMMAND would get, and exit
    #[arg(long, conflicts_with = "command")]
    pub print_env: bool,
    /// Folder of the keys [default: $XDG_STATE_HOME/vercel-hooks]
    #[arg(long, value_name = "PATH", value_hint = ValueHint::DirPath)]
    pub state_dir: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Responses")]
pub struct RulesArgs {
    /// Accept only the token in this file; repeatable
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub token_file: Vec<PathBuf>,
    /// Accept only this installation; repeatable
    #[arg(long, value_name = "ID")]
    pub installation: Vec<String>,
    /// Fail with a status, all requests to the API or the first N: 500, 429:2, disabled:1
    ///
    /// `disabled` is the 403 of a disabled installation. Repeat the flag for failures in sequence.
    #[arg(long, value_name = "STATUS[:N]", value_parser = FailureMode::parse)]
    pub fail: Vec<FailureMode>,
    /// Send Retry-After with 429 and 503
    #[arg(long, value_name = "TIME", value_parser = parse_duration)]
    pub retry_after: Option<Duration>,
    /// Delay every response
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = parse_duration)]
    pub latency: Duration,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "State")]
pub struct StoreArgs {
    /// Keep installations, resources, invoices and so on in a file
    ///
    /// It has the changes of a request before the response is sent, and is for you alone: it holds
    /// the secrets of resources.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub state: Option<PathBuf>,
    /// Begin with an installation and a resource of sample data, the same on every run
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Accept only installations of the state or --installation
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "End")]
pub struct EndArgs {
    /// Exit with 0 after this many accepted notifications
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub count: Option<u64>,
    /// Exit after this time, with 1 if --count was not reached and 0 otherwise
    #[arg(long, value_name = "TIME", value_parser = parse_duration)]
    pub timeout: Option<Duration>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "What Vercel does next")]
pub struct NextArgs {
    /// Read back what changed from your server, as Vercel does: its base URL
    #[arg(long, alias = "deliver", value_name = "ENDPOINT", value_parser = Target::parse,
          add = candidates::words(["localhost"]))]
    pub partner: Option<Target>,
    /// Add a header to these requests, such as a token for tests
    #[arg(long, alias = "deliver-header", value_name = "NAME: VALUE", requires = "partner",
          value_parser = parse_header)]
    pub partner_header: Vec<Header>,
    /// Send the webhooks of invoices and of the end of an installation there
    #[arg(long, value_name = "ENDPOINT", value_parser = Target::parse,
          add = candidates::words(["localhost"]))]
    pub webhooks: Option<Target>,
    #[command(flatten)]
    pub secret: SecretArgs,
    /// Ask another machine without confirmation
    #[arg(long, short = 'y')]
    pub yes: bool,
}
