//! The files that reports are written to.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use crate::cli::CheckArgs;
use crate::error::{Error, Result};

use super::super::input;

/// The files that reports are written to, open from the start: a run whose report cannot be
/// written is not begun.
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
}

impl Files {
    /// Creates those that were asked for.
    ///
    /// # Errors
    /// [`Error::SameFile`] and [`Error::Write`].
    pub fn create(args: &CheckArgs) -> Result<Self> {
        let outputs = [("--junit", &args.junit), ("--markdown", &args.markdown)];
        for (flag, path) in outputs {
            let Some(path) = path else { continue };
            for secret in &args.secret.secret_file {
                input::differ(("--secret-file", secret), (flag, path))?;
            }
        }
        let junit = args.junit.as_deref().map(Page::create).transpose()?;
        if let (Some(junit), Some(markdown)) = (&args.junit, &args.markdown) {
            input::differ(("--junit", junit), ("--markdown", markdown))?;
        }
        Ok(Self { junit, markdown: args.markdown.as_deref().map(Page::create).transpose()? })
    }
}

impl Page {
    fn create(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        match File::create(path) {
            Ok(file) => Ok(Self { name, file }),
            Err(source) => Err(Error::Write { what: name, source }),
        }
    }

    /// Writes the whole of it.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn write(mut self, text: &str) -> Result<()> {
        let written = self.file.write_all(text.as_bytes());
        written.map_err(|source| Error::Write { what: self.name, source })
    }
}
