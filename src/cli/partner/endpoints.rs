//! The flags of `partner show` and `partner schema`.

use clap::{Args, value_parser};

use super::super::completions::candidates;
use crate::marketplace::partner_api::PartnerEndpoint;

#[derive(Debug, Args)]
pub struct EndpointArgs {
    /// The endpoint, by the name of its page in Vercel's reference
    #[arg(value_name = "ENDPOINT", value_parser = PartnerEndpoint::find,
          add = candidates::partner_endpoints())]
    pub endpoint: &'static PartnerEndpoint,
}

#[derive(Debug, Args)]
pub struct SchemaArgs {
    #[command(flatten)]
    pub endpoint: EndpointArgs,
    /// Print the schema of the response with this status, not of the request
    #[arg(long, value_name = "STATUS", value_parser = value_parser!(u16).range(100..600),
          help_heading = "Selection")]
    pub response: Option<u16>,
}
