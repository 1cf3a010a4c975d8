//! The flags of `notify`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueHint};

use crate::marketplace::{ApiTarget, NotificationType};
use crate::settings::project::{BILLING_PLAN, INSTALLATION, PRODUCT, RESOURCE};
use crate::time::{parse_duration, parse_timeout};

use super::TEMPLATE;
use super::completions::candidates;

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
    #[command(flatten)]
    pub notification: NotificationArgs,
    #[command(flatten)]
    pub many: ManyArgs,
    #[command(flatten)]
    pub api: ApiArgs,
    /// Print the request instead of sending it; needs no token
    #[arg(long, short = 'n', help_heading = "Output", conflicts_with = "curl")]
    pub dry_run: bool,
    /// Print a curl command instead, which reads $VERCEL_INSTALLATION_TOKEN
    #[arg(long, help_heading = "Output")]
    pub curl: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Notification")]
pub struct NotificationArgs {
    /// resource.updated or installation.updated
    #[arg(value_name = "TYPE", help_heading = None::<&'static str>,
          value_parser = NotificationType::parse,
          add = candidates::notification_types())]
    pub notification: Option<NotificationType>,
    /// The installation: icfg_… [$VERCEL_INSTALLATION_ID]
    #[arg(long, value_name = "ID", value_parser = |id: &str| INSTALLATION.check(id))]
    pub installation: Option<String>,
    /// resource.updated: the resource, by your id [$VERCEL_RESOURCE_ID]
    #[arg(long, value_name = "ID", value_parser = |id: &str| RESOURCE.check(id))]
    pub resource: Option<String>,
    /// resource.updated: your product, by slug or id [$VERCEL_PRODUCT_ID]
    #[arg(long, value_name = "ID", value_parser = |id: &str| PRODUCT.check(id))]
    pub product: Option<String>,
    /// installation.updated: the new billing plan [$VERCEL_BILLING_PLAN_ID]
    #[arg(long, value_name = "ID", value_parser = |id: &str| BILLING_PLAN.check(id))]
    pub billing_plan: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Many notifications")]
pub struct ManyArgs {
    /// Send one notification per line of a file; `-` is standard input
    ///
    /// A line is {"installationId":"icfg_…","event":{"type":"resource.updated",…}};
    /// `installationId` is optional with --installation. All lines are checked before the first is
    /// sent.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath,
          conflicts_with_all = ["notification", "resource", "product", "billing_plan"])]
    pub from: Option<PathBuf>,
    /// Keep the failed lines in a file, for another --from
    ///
    /// Each line is written before it is sent and removed when Vercel accepts it, so that no line
    /// is lost even if the command is killed. Existing lines are kept.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub failed: Option<PathBuf>,
    /// Send this many requests at once
    #[arg(long, value_name = "N", default_value_t = 4,
          value_parser = clap::value_parser!(u16).range(1..=64))]
    pub concurrency: u16,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "API")]
pub struct ApiArgs {
    /// Read the installation's access token from a file; `-` is standard input
    ///
    /// Without it: $VERCEL_INSTALLATION_TOKEN or $VERCEL_TOKEN, then the same names in the .env
    /// files, then a prompt.
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub token_file: Option<PathBuf>,
    /// URL of the API, or `demo` for a local emulator of it [$VERCEL_API_URL]
    ///
    /// The default is https://api.vercel.com. Plain HTTP is for this machine only.
    #[arg(long, value_name = "URL", value_parser = ApiTarget::parse, add = candidates::words(["demo"]))]
    pub api_url: Option<ApiTarget>,
    /// Wait this long for each response
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = parse_timeout)]
    pub timeout: Duration,
    /// Wait this long between attempts in total; 0s disables retries
    #[arg(long, value_name = "TIME", default_value = "1m", value_parser = parse_duration)]
    pub max_wait: Duration,
    /// Wait this long before the first retry, and twice as long before each next one
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = parse_duration)]
    pub retry_wait: Duration,
}
