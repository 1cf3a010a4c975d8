//! The flags of `partner call`.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use http::HeaderValue;

use crate::delivery::{StatusPattern, Target};
use crate::error::{Error, Result};
use crate::event::{FieldPath, FieldValue};
use crate::marketplace::issuer::{Role, TokenTamper};
use crate::marketplace::partner_api::PartnerEndpoint;
use crate::settings::project::{BILLING_PLAN, INSTALLATION, INTEGRATION, PRODUCT, RESOURCE};
use crate::time::Moment;

use super::super::completions::candidates;
use super::super::{RequestArgs, TEMPLATE};
use super::token::StateArgs;

#[derive(Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks partner call upsert-installation --to demo
  vercel-hooks partner call upsert-installation --to localhost --seed 7
  vercel-hooks partner call provision-resource --to localhost --seed 7 \\
    --set name=orders --billing-plan pro
  vercel-hooks partner call get-resource --to :3000/api --resource db_7 --json
  vercel-hooks partner call delete-resource --to localhost --resource db_7 \\
    --tamper expired
"
)]
pub struct CallArgs {
    /// The endpoint of the Partner API, as in `partner list`
    #[arg(value_name = "ENDPOINT", value_parser = PartnerEndpoint::find,
          add = candidates::partner_endpoints())]
    pub endpoint: &'static PartnerEndpoint,
    /// The partner's base URL: localhost (port 3000), :PORT, host:port/path, a URL, or demo
    ///
    /// Paths of the API are appended to its own path. `demo` starts a built-in partner for this
    /// run.
    #[arg(long, short = 't', value_name = "SERVER", aliases = ["url", "base-url"],
          value_parser = Target::parse, add = candidates::words(["localhost", "demo"]),
          help_heading = "Call")]
    pub to: Target,
    /// Statuses that count as success: codes or classes (404 or 4xx)
    ///
    /// The default is what the endpoint specifies, and 401 or 403 with --tamper.
    #[arg(long, value_name = "STATUS", value_delimiter = ',', help_heading = "Call")]
    pub expect: Vec<StatusPattern>,
    #[command(flatten)]
    pub body: CallBodyArgs,
    #[command(flatten)]
    pub token: CallTokenArgs,
    #[command(flatten)]
    pub state: StateArgs,
    /// Use this idempotency key instead of a new one for each call
    #[arg(long, value_name = "KEY", help_heading = "Call", value_parser = parse_key)]
    pub idempotency_key: Option<HeaderValue>,
    /// How often to call
    #[arg(long, value_name = "N", default_value_t = 1, visible_alias = "count",
          help_heading = "Pace", value_parser = clap::value_parser!(u64).range(1..))]
    pub repeat: u64,
    #[command(flatten)]
    pub request: RequestArgs,
    /// Show the secrets in responses
    #[arg(long, help_heading = "Output")]
    pub show_secrets: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Call")]
pub struct CallBodyArgs {
    /// The installation: icfg_… [$VERCEL_INSTALLATION_ID]
    #[arg(long, value_name = "ID", value_parser = |id: &str| INSTALLATION.check(id))]
    pub installation: Option<String>,
    /// The resource, by the partner's id [$VERCEL_RESOURCE_ID]
    #[arg(long, value_name = "ID", value_parser = |id: &str| RESOURCE.check(id))]
    pub resource: Option<String>,
    /// The product, by slug or id [$VERCEL_PRODUCT_ID]
    #[arg(long, value_name = "ID", value_parser = |id: &str| PRODUCT.check(id))]
    pub product: Option<String>,
    /// The billing plan [$VERCEL_BILLING_PLAN_ID]
    #[arg(long, value_name = "ID", value_parser = |id: &str| BILLING_PLAN.check(id))]
    pub billing_plan: Option<String>,
    /// The claim of a transfer, by the partner's id
    #[arg(long, value_name = "ID")]
    pub claim: Option<String>,
    /// Set a field of the request body to a string (PATH=TEXT) or to JSON (PATH:=JSON)
    #[arg(long, value_name = "PATH=TEXT")]
    pub set: Vec<FieldValue>,
    /// Remove a field of the request body
    #[arg(long, value_name = "PATH")]
    pub unset: Vec<FieldPath>,
    /// Use the same ids and sample data on every run, as `send` and `partner token` do
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Set the time of the call: 2026-01-31, 2026-01-31T12:00:00Z or milliseconds since 1970
    #[arg(long, value_name = "TIME", value_parser = Moment::parse)]
    pub now: Option<Moment>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Token")]
pub struct CallTokenArgs {
    /// The integration: oac_… [$VERCEL_INTEGRATION_ID]
    #[arg(long, value_name = "ID", value_parser = |id: &str| INTEGRATION.check(id))]
    pub integration: Option<String>,
    /// Call with the token of a user
    #[arg(long, conflicts_with = "system")]
    pub user: bool,
    /// Call with the token of Vercel itself
    #[arg(long)]
    pub system: bool,
    /// The role of the user
    #[arg(long, value_name = "ROLE", default_value = "ADMIN", value_parser = Role::parse,
          add = candidates::words(["ADMIN", "USER"]))]
    pub role: Role,
    /// Call with the system token of Vercel before there is an installation
    #[arg(long, conflicts_with = "user")]
    pub pre_install: bool,
    /// Break the token in one way; the call succeeds if it is rejected
    #[arg(long, value_name = "KIND",
          value_parser = PossibleValuesParser::new(TokenTamper::ALL.iter().map(|tamper| {
              PossibleValue::new(tamper.name).help(tamper.about)
          })).try_map(|name| TokenTamper::named(&name)))]
    pub tamper: Option<&'static TokenTamper>,
}

fn parse_key(text: &str) -> Result<HeaderValue> {
    let is_empty = text.trim().is_empty();
    HeaderValue::from_str(text).ok().filter(|_| !is_empty).ok_or_else(|| {
        Error::usage("invalid idempotency key: it is empty, or has control characters")
    })
}
