//! Where `listen` and `emulate` listen, and how they announce it.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::cli::AddressArgs;
use crate::error::{Error, Result};
use crate::http::server::Port;
use crate::output::Output;
use crate::settings::secret::SecretKind;

use super::secrets;

/// A bound address, which is announced once connections are accepted and Ctrl-C is handled.
pub struct Address<'a> {
    url: String,
    url_file: Option<&'a Path>,
}

impl<'a> Address<'a> {
    /// Binds the address. `secret_files` hold secrets, which the URL does not replace.
    pub fn bind<const PORT: u16>(
        args: &'a AddressArgs<PORT>,
        path: &str,
        (kind, secret_files): (SecretKind, &[PathBuf]),
        output: &Output,
    ) -> Result<(Self, Port)> {
        let url_file = args.url_file.as_deref();
        if let Some(file) = url_file {
            secrets::protect(kind, secret_files, ("--url-file", file))?;
        }
        let port = Port::bind(&args.host, args.port)?;
        if !args.host.is_loopback() {
            output
                .warn("other machines can connect: --host is not an address of this machine only");
        }
        Ok((Self { url: format!("{}{path}", port.url()), url_file }, port))
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// `command` is its name, and `more` follows the URL.
    pub fn announce(
        &self,
        command: &str,
        more: impl fmt::Display,
        output: &mut Output,
    ) -> Result<()> {
        let url = &self.url;
        if output.is_json() {
            output.json(&json!({ "listening": url }))?;
            output.flush()?;
        }
        if let Some(file) = self.url_file {
            write_whole(file, url).map_err(|error| Error::write(file.display(), &error))?;
        }
        output.note(format_args!("{command}: listening at {url}{more}"));
        Ok(())
    }
}

/// Replaces a file at once, as a script may already be waiting for it.
fn write_whole(file: &Path, url: &str) -> io::Result<()> {
    if fs::metadata(file).is_ok_and(|metadata| !metadata.is_file()) {
        return fs::write(file, format!("{url}\n"));
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut new = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    writeln!(new, "{url}")?;
    new.persist(file)?;
    Ok(())
}
