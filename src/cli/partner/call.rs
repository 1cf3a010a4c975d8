//! The flags of `partner call`.

use clap::Args;

#[derive(Debug, Args)]
pub struct CallArgs {
    /// The endpoint
    #[arg(value_name = "ENDPOINT")]
    pub endpoint: String,
}
