//! The flags of `partner token` and `partner keys`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueHint};

use crate::cli::TEMPLATE;
use crate::cli::completions::candidates;
use crate::event::{FieldPath, FieldValue};
use crate::marketplace::issuer::{KeySource, Role};
use crate::marketplace::partner_api::PartnerEndpoint;
use crate::settings::project::{INSTALLATION, INTEGRATION};
use crate::time::{Moment, parse_duration};

#[derive(Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks partner token
  vercel-hooks partner token --system --installation icfg_… --integration oac_…
  vercel-hooks partner token --role USER --unset user_email --expires-in 5m
  curl localhost:3000/v1/products/postgres/plans \\
    --header \"authorization: Bearer $(vercel-hooks partner token --pre-install)\"
  vercel-hooks partner token --decode < token.txt
"
)]
pub struct TokenArgs {
    #[command(flatten)]
    pub claims: ClaimsArgs,
    #[command(flatten)]
    pub decode: DecodeArgs,
    #[command(flatten)]
    pub state: StateArgs,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Token")]
pub struct ClaimsArgs {
    /// Make the token of a user (the default)
    #[arg(long, conflicts_with_all = ["system", "pre_install", "decode"])]
    pub user: bool,
    /// Make a token of Vercel's own
    #[arg(long, conflicts_with = "decode")]
    pub system: bool,
    /// Make the system token with which Vercel lists plans before there is an installation
    #[arg(long, conflicts_with_all = ["installation", "decode"])]
    pub pre_install: bool,
    /// The role of the user
    #[arg(long, value_name = "ROLE", value_parser = Role::parse,
          conflicts_with_all = ["system", "pre_install", "decode"],
          add = candidates::words(["ADMIN", "USER"]))]
    pub role: Option<Role>,
    /// The integration: oac_… [$VERCEL_INTEGRATION_ID]
    #[arg(long, value_name = "ID", value_parser = |id: &str| INTEGRATION.check(id))]
    pub integration: Option<String>,
    /// The installation: icfg_… [$VERCEL_INSTALLATION_ID]
    #[arg(long, value_name = "ID", value_parser = |id: &str| INSTALLATION.check(id),
          conflicts_with = "decode")]
    pub installation: Option<String>,
    /// Set a claim to a string (CLAIM=TEXT) or to JSON (CLAIM:=JSON)
    #[arg(long, value_name = "CLAIM=TEXT", conflicts_with = "decode")]
    pub set: Vec<FieldValue>,
    /// Remove a claim
    #[arg(long, value_name = "CLAIM", conflicts_with = "decode")]
    pub unset: Vec<FieldPath>,
    /// Let the token expire after this time
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = parse_duration,
          conflicts_with = "decode")]
    pub expires_in: Duration,
    /// Use the same ids on every run, as `send` and `partner call` do
    #[arg(long, value_name = "N", conflicts_with = "decode")]
    pub seed: Option<u64>,
    /// Make or judge the token at this time: 2026-01-31, 2026-01-31T12:00:00Z or milliseconds since
    /// 1970
    #[arg(long, value_name = "TIME", value_parser = Moment::parse)]
    pub now: Option<Moment>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Explanation")]
pub struct DecodeArgs {
    /// Show what a token says and what is wrong with it; `-`, and no TOKEN, read standard input
    ///
    /// With --integration, also checks for which integration it is. Other users of this machine can
    /// see a token on the command line: pass one that is not your own through standard input.
    #[arg(long, value_name = "TOKEN", num_args = 0..=1, default_missing_value = "-")]
    pub decode: Option<String>,
    /// Check the signature with the JWKS of a file or a URL instead of your own key
    #[arg(long, value_name = "FILE|URL", value_parser = KeySource::parse, requires = "decode",
          value_hint = ValueHint::FilePath)]
    pub jwks: Option<KeySource>,
    /// Check that Vercel calls this endpoint of the Partner API with such a token
    #[arg(long, value_name = "NAME", value_parser = PartnerEndpoint::find, requires = "decode",
          add = candidates::partner_endpoints())]
    pub endpoint: Option<&'static PartnerEndpoint>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Key")]
pub struct StateArgs {
    /// The folder of the signing key, which is made on first use
    ///
    /// The default is $XDG_STATE_HOME/vercel-hooks, or ~/.local/state/vercel-hooks; on Windows,
    /// %LOCALAPPDATA%\vercel-hooks.
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub state_dir: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks partner keys
  vercel-hooks partner keys > jwks.json
"
)]
pub struct KeysArgs {
    #[command(flatten)]
    pub state: StateArgs,
}
