//! The files that reports are written to.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use crate::check::Report;
use crate::cli::CheckArgs;
use crate::error::{Error, Result};
use crate::fs::file_id::FileId;
use crate::settings::secret::SecretKind;

use super::super::{input, secrets};

/// The file to which the steps of a GitHub Actions job add their summaries.
const STEP_SUMMARY: &str = "GITHUB_STEP_SUMMARY";

/// Opened before the run, which does not begin if its report cannot be written.
pub struct ReportFiles {
    junit: Option<ReportFile>,
    markdown: Option<ReportFile>,
}

struct ReportFile {
    name: String,
    file: File,
    is_step_summary: bool,
}

impl ReportFiles {
    /// Leaves what is in the files until there is a report.
    pub fn open(args: &CheckArgs) -> Result<Self> {
        let outputs = [("--junit", &args.junit), ("--markdown", &args.markdown)];
        for (flag, path) in outputs {
            let Some(path) = path else { continue };
            secrets::protect(SecretKind::Webhook, &args.secret.secret_file, (flag, path))?;
        }
        let [junit, markdown] =
            outputs.map(|(_, path)| path.as_deref().map(ReportFile::open).transpose());
        let files = Self { junit: junit?, markdown: markdown? };
        if let (Some(junit), Some(markdown)) = (&args.junit, &args.markdown) {
            input::differ(("--junit", junit), ("--markdown", markdown))?;
        }
        Ok(files)
    }

    pub const fn are_wanted(&self) -> bool {
        self.junit.is_some() || self.markdown.is_some()
    }

    pub fn write(self, report: &Report) -> Result<()> {
        let junit = self.junit.map_or(Ok(()), |file| file.write(&report.to_junit()?));
        let markdown = self.markdown.map_or(Ok(()), |file| file.write(&report.to_markdown()));
        junit.and(markdown)
    }
}

impl ReportFile {
    fn open(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let open = || {
            let file = File::options().create(true).write(true).truncate(false).open(path)?;
            // The same file may have several names, which can be compared only once it exists.
            let id = |path: &Path| FileId::from_path(path).ok();
            let summary = std::env::var_os(STEP_SUMMARY).and_then(|path| id(path.as_ref()));
            if summary.is_none() || summary != id(path) {
                return Ok((file, false));
            }
            File::options().append(true).open(path).map(|file| (file, true))
        };
        match open() {
            Ok((file, is_step_summary)) => Ok(Self { name, file, is_step_summary }),
            Err(source) => Err(Error::write(name, &source)),
        }
    }

    /// Replaces the content, or adds to a step summary.
    fn write(mut self, text: &str) -> Result<()> {
        if !self.is_step_summary {
            // A device or a pipe has nothing to cut off.
            let _ = self.file.set_len(0);
        }
        let written = self.file.write_all(text.as_bytes());
        written.map_err(|source| Error::write(self.name, &source))
    }
}
