//! The flags of `partner token` and `partner keys`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

#[derive(Debug, Args)]
pub struct TokenArgs {}

#[derive(Debug, Args)]
pub struct KeysArgs {}

#[derive(Debug, Args)]
#[command(next_help_heading = "Key")]
pub struct StateArgs {
    /// The folder of the signing key, which is made on first use
    ///
    /// The default is $XDG_STATE_HOME/vercel-hooks, or ~/.local/state/vercel-hooks; on Windows,
    /// %LOCALAPPDATA%\vercel-hooks.
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub state_dir: Option<PathBuf>,
}
