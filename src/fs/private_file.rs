//! Files with secrets of our own: made once, and readable by their owner only.

use std::fs::{self, DirBuilder};
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::error::{Error, Result};

use super::read_limited;

/// Reads a file, or creates it with what `generate` returns. `what` names it in messages.
///
/// Of several processes that create it at once, the first wins and the others read its file.
pub fn read_or_create(
    path: &Path,
    what: &str,
    generate: impl FnOnce() -> Result<Vec<u8>>,
) -> Result<Vec<u8>> {
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    create_folder(folder)?;
    if let Some(bytes) = read(path, what)? {
        return Ok(bytes);
    }
    let bytes = generate()?;
    match create(folder, path, &bytes) {
        Ok(()) => Ok(bytes),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            read(path, what)?.ok_or_else(|| Error::write(path.display(), &error))
        }
        Err(source) => Err(Error::write(path.display(), &source)),
    }
}

fn read(path: &Path, what: &str) -> Result<Option<Vec<u8>>> {
    let name = format!("{what} {}", path.display());
    let bytes = read_limited::read(path, &name)?;
    if bytes.is_some() {
        let is_private = |mode| mode & !0o700 == 0;
        reject_mode(path, is_private, &format!("access {name}"), "600")?;
    }
    Ok(bytes)
}

#[cfg(unix)]
fn reject_mode(path: &Path, is_safe: fn(u32) -> bool, access: &str, safe: &str) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;

    let metadata = fs::metadata(path).map_err(|source| Error::read(path.display(), &source))?;
    let mode = metadata.permissions().mode() & 0o777;
    if is_safe(mode) {
        return Ok(());
    }
    Err(Error::usage(format!("other users can {access} (mode {mode:04o})"))
        .with_hint(format!("run `chmod {safe} {}`", shell_quoted(path))))
}

#[cfg(unix)]
fn shell_quoted(path: &Path) -> String {
    let text = path.display().to_string();
    shlex::try_quote(&text).map(std::borrow::Cow::into_owned).unwrap_or(text)
}

/// On Windows, the folder of a user is the user's alone.
#[cfg(not(unix))]
fn reject_mode(_path: &Path, _is_safe: fn(u32) -> bool, _access: &str, _safe: &str) -> Result<()> {
    Ok(())
}

/// Creates a folder that only its owner can look into, or accepts one that only its owner can
/// write to: others could replace the files in it.
pub fn create_folder(folder: &Path) -> Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|source| {
        Error::usage(format!("cannot create the folder {}: {source}", folder.display()))
    })?;
    let is_private = |mode| mode & 0o022 == 0;
    reject_mode(folder, is_private, &format!("write to the folder {}", folder.display()), "go-w")
}

/// Fails if the file exists. Nobody sees half of it.
fn create(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Its mode is 0600.
    let mut file = NamedTempFile::with_prefix_in(".new-", folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path)?;
    Ok(())
}
