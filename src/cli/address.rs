//! The flags of commands that listen.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::http::server::Host;

use super::completions::candidates;

#[derive(Debug, Args)]
#[command(next_help_heading = "Address")]
pub struct AddressArgs<const PORT: u16> {
    /// Port to listen on; 0 picks a free one
    #[arg(long, short = 'p', value_name = "N", default_value_t = PORT)]
    pub port: u16,
    /// Address to listen on; 0.0.0.0 accepts other machines and containers
    #[arg(long, value_name = "ADDRESS", default_value = "localhost", value_parser = Host::parse,
          add = candidates::words(["localhost", "127.0.0.1", "::1", "0.0.0.0", "::"]))]
    pub host: Host,
    /// Write the URL to a file once connections are accepted
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub url_file: Option<PathBuf>,
}
