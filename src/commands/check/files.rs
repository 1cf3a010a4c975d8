//! The files that reports are written to.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use crate::cli::CheckArgs;
use crate::error::{Error, Result};
use crate::fs::file_id::FileId;
use crate::settings::secret::Kind;

use super::super::{input, secrets};

/// The files that reports are written to, open from the start: a run whose report cannot be
/// written is not begun.
#[derive(Default)]
pub struct Files {
    /// For machines.
    pub junit: Option<Page>,
    /// For people.
    pub markdown: Option<Page>,
}

/// One of them.
pub struct Page {
    name: String,
    file: File,
    /// Whether what is in it stays.
    is_shared: bool,
}

/// The file in which the steps of a job on GitHub write what they have to tell.
const SHARED: &str = "GITHUB_STEP_SUMMARY";

impl Files {
    /// Opens those that were asked for; what is in them stays until there is something to write.
    ///
    /// # Errors
    /// [`Error::SameFile`] and [`Error::Write`].
    pub fn open(args: &CheckArgs) -> Result<Self> {
        let outputs = [("--junit", &args.junit), ("--markdown", &args.markdown)];
        for (flag, path) in outputs {
            let Some(path) = path else { continue };
            secrets::leave_alone(Kind::Webhook, &args.secret.secret_file, (flag, path))?;
        }
        let [junit, markdown] =
            [&args.junit, &args.markdown].map(|path| path.as_deref().map(Page::open).transpose());
        let files = Self { junit: junit?, markdown: markdown? };
        if let (Some(junit), Some(markdown)) = (&args.junit, &args.markdown) {
            input::differ(("--junit", junit), ("--markdown", markdown))?;
        }
        Ok(files)
    }
}

impl Page {
    fn open(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let open = || {
            let file = File::options().create(true).write(true).truncate(false).open(path)?;
            // By whatever name: only now both are surely there.
            let identity = |path: &Path| FileId::from_path(path).ok();
            let shared = std::env::var_os(SHARED).and_then(|shared| identity(shared.as_ref()));
            if shared.is_none() || shared != identity(path) {
                return Ok((file, false));
            }
            File::options().append(true).open(path).map(|file| (file, true))
        };
        match open() {
            Ok((file, is_shared)) => Ok(Self { name, file, is_shared }),
            Err(source) => Err(Error::write(name, &source)),
        }
    }

    /// Replaces what was in it, or adds to it.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn write(mut self, text: &str) -> Result<()> {
        if !self.is_shared {
            // A device or a pipe has nothing to cut off.
            let _ = self.file.set_len(0);
        }
        let written = self.file.write_all(text.as_bytes());
        written.map_err(|source| Error::write(self.name, &source))
    }
}
