//! Where the key is kept.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

const NAME: &str = "vercel-hooks";

/// The folder of a flag, or the user's own: `$XDG_STATE_HOME`, then what the platform has.
pub fn state_folder(flag: Option<&Path>) -> Result<PathBuf> {
    if let Some(folder) = flag {
        return Ok(folder.to_owned());
    }
    let absolute =
        |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let parent = absolute("XDG_STATE_HOME").or_else(|| {
        if cfg!(windows) {
            absolute("LOCALAPPDATA")
        } else {
            let home = std::env::home_dir().filter(|home| home.is_absolute())?;
            Some(home.join(".local/state"))
        }
    });
    parent.map(|parent| parent.join(NAME)).ok_or_else(|| {
        Error::usage("no folder for the signing key: $HOME is not set")
            .with_hint("name one with --state-dir or $XDG_STATE_HOME")
    })
}
