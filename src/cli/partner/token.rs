//! The flags of `partner token` and `partner keys`.

use clap::Args;

#[derive(Debug, Args)]
pub struct TokenArgs {}

#[derive(Debug, Args)]
pub struct KeysArgs {}
