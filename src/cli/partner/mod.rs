//! The flags of `partner`.

mod call;
mod endpoints;
mod token;

use clap::{Args, Subcommand};

use super::TEMPLATE;

pub use call::{CallArgs, CallBodyArgs};
pub use endpoints::{EndpointArgs, SchemaArgs};
pub use token::{ClaimsArgs, KeysArgs, StateArgs, TokenArgs};

#[derive(Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks partner list
  vercel-hooks partner show provision-resource
  vercel-hooks partner token --user --role ADMIN
  vercel-hooks partner call upsert-installation --to localhost:3000
"
)]
pub struct PartnerArgs {
    #[command(subcommand)]
    pub command: PartnerCommand,
}

#[derive(Debug, Subcommand)]
pub enum PartnerCommand {
    /// List the endpoints of the Partner API
    #[command(
        help_template = TEMPLATE,
        before_help = "\
Examples:
  vercel-hooks partner list
  vercel-hooks partner list --json
"
    )]
    List,
    /// Describe an endpoint: when Vercel calls it, its request and its responses
    #[command(
        help_template = TEMPLATE,
        before_help = "\
Examples:
  vercel-hooks partner show provision-resource
  vercel-hooks partner show delete-installation --json
"
    )]
    Show(EndpointArgs),
    /// Print the JSON Schema of a request or a response
    #[command(
        help_template = TEMPLATE,
        before_help = "\
Examples:
  vercel-hooks partner schema provision-resource
  vercel-hooks partner schema provision-resource --response 200
"
    )]
    Schema(SchemaArgs),
    /// Print a token as Vercel sends it, or explain one
    Token(Box<TokenArgs>),
    /// Print the public keys that verify the tokens, as a JWKS
    Keys(KeysArgs),
    /// Call an endpoint of a partner's server as Vercel does, and judge the response
    Call(Box<CallArgs>),
}
