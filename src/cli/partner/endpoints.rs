//! The flags of `partner show` and `partner schema`.

use clap::Args;

#[derive(Debug, Args)]
pub struct EndpointArgs {
    /// The endpoint
    #[arg(value_name = "ENDPOINT")]
    pub endpoint: String,
}

#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// The endpoint
    #[arg(value_name = "ENDPOINT")]
    pub endpoint: String,
}
