//! A file of lines that only this process writes.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use crate::fs::file_id::FileId;

/// A file whose name always goes to another one just when it was opened is given up after so often.
const ATTEMPTS: usize = 100;

/// A file that only this process writes.
pub struct LockedFile {
    /// The file, open at its beginning.
    pub file: File,
    /// Whether there was none before.
    pub is_new: bool,
}

/// Opens a file for reading and writing, or makes one; what is in it stays. On Unix, no other
/// process can open it so meanwhile, and `mode` is that of a file that is made.
///
/// # Errors
/// Also where it is no regular file, or named like standard input.
pub fn open(path: &Path, mode: u32) -> io::Result<LockedFile> {
    if path == Path::new("-") {
        return Err(io::Error::other("that is no file; one of this name is ./-"));
    }
    for _ in 0..ATTEMPTS {
        let Some(LockedFile { file, is_new }) = open_once(path, mode)? else { continue };
        if is_held(&file, path)? {
            return Ok(LockedFile { file, is_new });
        }
    }
    Err(io::Error::other("other processes replace it again and again"))
}

/// Locks an open file, and returns whether its name still leads to it: whoever had the lock before
/// may have taken the file away, or put another one in its place, and what is written to this one
/// would be lost. With the lock, nobody else does that.
fn is_held(file: &File, path: &Path) -> io::Result<bool> {
    // On Windows, a lock would keep readers out as well.
    if cfg!(unix) {
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => io::Error::other("another process is writing it"),
            TryLockError::Error(error) => error,
        })?;
    }
    Ok(FileId::of_path(path).ok() == Some(FileId::of_file(file)?))
}

/// Opens or makes a file; nothing where it went between two steps.
fn open_once(path: &Path, mode: u32) -> io::Result<Option<LockedFile>> {
    // To open a pipe can be to wait for its other end.
    if fs::metadata(path).is_ok_and(|it| !it.is_file()) {
        return Err(no_regular_file());
    }
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    let (opened, is_new) = match options.clone().create_new(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            // A link that leads nowhere is there, and the file behind it is not.
            let is_new =
                fs::symlink_metadata(path).is_ok_and(|it| it.is_symlink()) && !path.exists();
            (options.create(is_new).open(path), is_new)
        }
        opened => (opened, true),
    };
    match opened {
        Err(error) if error.kind() == io::ErrorKind::NotFound && !is_new => Ok(None),
        Ok(file) if !file.metadata()?.is_file() => Err(no_regular_file()),
        opened => opened.map(|file| Some(LockedFile { file, is_new })),
    }
}

fn no_regular_file() -> io::Error {
    io::Error::other("it is no regular file")
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_went_before_it_was_locked_is_not_held() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lines");
        let LockedFile { file, .. } = open_once(&path, 0o600).unwrap().unwrap();
        assert!(is_held(&file, &path).unwrap());
        fs::remove_file(&path).unwrap();
        assert!(!is_held(&file, &path).unwrap());
        fs::write(&path, "").unwrap();
        assert!(!is_held(&file, &path).unwrap());
    }

    #[test]
    fn what_is_new_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let [path, link] = ["lines", "link"].map(|name| folder.path().join(name));
        std::os::unix::fs::symlink("lines", &link).unwrap();
        assert!(open(&link, 0o600).unwrap().is_new);
        assert!(!open(&path, 0o600).unwrap().is_new);
        fs::remove_file(&path).unwrap();
        assert!(open(&path, 0o600).unwrap().is_new);
        assert!(open(&folder.path().join("no/lines"), 0o600).is_err());
    }
}
