//! The subcommands of `events`.

use clap::{Args, Subcommand};
use glob::Pattern;

use crate::catalog::parse_glob;

use super::TEMPLATE;
use super::completions::candidates;

#[derive(Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks events list
  vercel-hooks events list 'deployment*' --legacy
  vercel-hooks events show marketplace.invoice.overdue
  vercel-hooks events schema deployment.ready > deployment.ready.schema.json
"
)]
pub struct EventsArgs {
    #[command(subcommand)]
    pub command: EventsCommand,
}

#[derive(Debug, Subcommand)]
pub enum EventsCommand {
    /// List event types
    List(ListArgs),
    /// Describe an event type: when it fires, its fields and an example
    #[command(
        help_template = TEMPLATE,
        before_help = "\
Examples:
  vercel-hooks events show deployment.ready
  vercel-hooks events show domain.renewal.failed --json
"
    )]
    Show(TypeArgs),
    /// Print the JSON Schema of an event type
    #[command(
        help_template = TEMPLATE,
        before_help = "\
Examples:
  vercel-hooks events schema deployment.ready
  vercel-hooks events schema flag.created > flag.created.schema.json
"
    )]
    Schema(TypeArgs),
    /// List scenarios: ordered sequences of related events
    #[command(
        help_template = TEMPLATE,
        before_help = "\
Examples:
  vercel-hooks events scenarios
  vercel-hooks send --scenario invoice-unpaid --to demo
"
    )]
    Scenarios,
}

#[derive(Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks events list
  vercel-hooks events list --group marketplace
  vercel-hooks events list 'deployment*' --legacy --undocumented --json
"
)]
pub struct ListArgs {
    /// Only types that match a glob: 'deployment*'
    #[arg(value_name = "GLOB", value_parser = parse_glob, add = candidates::event_globs())]
    pub glob: Option<Pattern>,
    /// Only types of a group: deployment, domain, flag, marketplace, project, …
    #[arg(long, value_name = "NAME", help_heading = "Selection",
          add = candidates::event_groups())]
    pub group: Option<String>,
    /// Include legacy types, which new webhooks cannot subscribe to
    #[arg(long, help_heading = "Selection")]
    pub legacy: bool,
    /// Include types that the API accepts but Vercel does not document
    #[arg(long, help_heading = "Selection")]
    pub undocumented: bool,
}

#[derive(Debug, Args)]
pub struct TypeArgs {
    /// The event type, in either spelling if there are two
    #[arg(value_name = "TYPE", add = candidates::event_types())]
    pub event_type: String,
}
