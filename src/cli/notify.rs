//! The flags of `notify`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::TEMPLATE;
use super::completions::candidates;

/// Tell Vercel that a resource or an installation's billing plan changed.
///
/// It is what a Marketplace integration must do when something changes on its side: Vercel then
/// reads the new state from the integration (create-event of the Marketplace API).
#[derive(Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks notify resource.updated --installation icfg_1 --resource db_7 \\
    --api-url demo
  vercel-hooks notify resource.updated --installation icfg_… --resource db_7 \\
    --product postgres --token-file token.txt
  vercel-hooks notify installation.updated --installation icfg_… \\
    --billing-plan pro
  vercel-hooks notify --from changes.jsonl --failed failed.jsonl
"
)]
pub struct NotifyArgs {
    /// What changed.
    #[command(flatten)]
    pub notification: NotificationArgs,
    /// Many at once.
    #[command(flatten)]
    pub many: ManyArgs,
    /// The API, and how hard to try.
    #[command(flatten)]
    pub api: ApiArgs,
    /// Print the request instead of sending it; needs no token
    #[arg(long, short = 'n', help_heading = "Output", conflicts_with = "curl")]
    pub dry_run: bool,
    /// Print a curl command instead, with $VERCEL_INSTALLATION_TOKEN in it
    #[arg(long, help_heading = "Output")]
    pub curl: bool,
}

/// What changed.
///
/// What has no flag is looked for under its name in the environment, in .env.local and .env, then
/// in vercel-hooks.toml.
#[derive(Debug, Args)]
#[command(next_help_heading = "Notification")]
pub struct NotificationArgs {
    /// resource.updated or installation.updated
    #[arg(value_name = "TYPE", help_heading = None::<&'static str>,
          add = candidates::notification_types())]
    pub notification: Option<String>,
    /// The installation: icfg_… [$VERCEL_INSTALLATION_ID]
    #[arg(long, value_name = "ID")]
    pub installation: Option<String>,
    /// resource.updated: the resource, by your id [$VERCEL_RESOURCE_ID]
    #[arg(long, value_name = "ID")]
    pub resource: Option<String>,
    /// resource.updated: your product, by slug or id [$VERCEL_PRODUCT_ID]
    #[arg(long, value_name = "ID")]
    pub product: Option<String>,
    /// installation.updated: the new billing plan [$VERCEL_BILLING_PLAN_ID]
    #[arg(long, value_name = "ID")]
    pub billing_plan: Option<String>,
}

/// Many at once.
#[derive(Debug, Args)]
#[command(next_help_heading = "Many at once")]
pub struct ManyArgs {
    /// Send one notification per line of a file; `-` is standard input
    ///
    /// A line is {"installationId":"icfg_…","event":{"type":"resource.updated",…}}; the
    /// installation can be left out where --installation names it. Every line is checked before
    /// the first is sent.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath,
          conflicts_with_all = ["notification", "resource", "product", "billing_plan"])]
    pub from: Option<PathBuf>,
    /// Keep what Vercel did not take in a file, for --from
    ///
    /// A line is written before its notification is sent and goes when Vercel has taken it, so
    /// that nothing is lost whatever ends the run. Lines that are there stay.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub failed: Option<PathBuf>,
    /// How many requests at once
    #[arg(long, value_name = "N", default_value_t = 4,
          value_parser = clap::value_parser!(u16).range(1..=64))]
    pub concurrency: u16,
}

/// The API, and how hard to try.
#[derive(Debug, Args)]
#[command(next_help_heading = "API")]
pub struct ApiArgs {
    /// Read the installation's access token from a file; `-` is standard input
    ///
    /// Without it: $VERCEL_INSTALLATION_TOKEN or $VERCEL_TOKEN, then the same names in .env.local
    /// and .env, then a prompt.
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub token_file: Option<PathBuf>,
    /// The API: a URL, or demo, a stand-in for this run [$VERCEL_API_URL]
    ///
    /// https://api.vercel.com unless something else is said. In plain HTTP only to this machine.
    #[arg(long, value_name = "URL", add = candidates::words(["demo"]))]
    pub api_url: Option<String>,
    /// Give up on an answer after this time
    #[arg(long, value_name = "TIME", default_value = "30s")]
    pub timeout: String,
    /// Spend this long in all on waiting to try again; 0s never tries again
    #[arg(long, value_name = "TIME", default_value = "1m")]
    pub max_wait: String,
    /// Wait this long before the first retry, and twice as long before each further one
    #[arg(long, value_name = "TIME", default_value = "1s")]
    pub retry_wait: String,
}
