//! A file that only this process writes.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use crate::fs::file_id::FileId;

/// Other processes may replace the file between opening and locking it; after this many times, give
/// up.
const ATTEMPTS: usize = 100;

/// A file open for reading and writing, locked against other processes on Unix.
pub struct LockedFile {
    pub file: File,
    pub id: FileId,
    /// Whether opening created it.
    pub is_new: bool,
}

impl LockedFile {
    /// Opens a regular file, or creates it with this `mode`. What it contains stays.
    pub fn open(path: &Path, mode: u32) -> io::Result<Self> {
        if path == Path::new("-") {
            return Err(io::Error::other(
                "`-` is not a file (for a file of this name, write `./-`)",
            ));
        }
        for _ in 0..ATTEMPTS {
            let Some((file, is_new)) = open_once(path, mode)? else { continue };
            lock(&file)?;
            let locked = Self { id: FileId::from_file(&file)?, file, is_new };
            if locked.is_at(path) {
                return Ok(locked);
            }
        }
        Err(io::Error::other("other processes keep replacing it"))
    }

    /// Whether `path` still leads to this file, rather than having been removed or replaced.
    pub fn is_at(&self, path: &Path) -> bool {
        FileId::from_path(path).is_ok_and(|id| id == self.id)
    }
}

fn lock(file: &File) -> io::Result<()> {
    // On Windows, a lock would keep readers out as well.
    if !cfg!(unix) {
        return Ok(());
    }
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => io::Error::other("another process is writing it"),
        TryLockError::Error(error) => error,
    })
}

/// Returns the file and whether it is new, or nothing if it was removed halfway.
fn open_once(path: &Path, mode: u32) -> io::Result<Option<(File, bool)>> {
    let irregular = || io::Error::other("it is not a regular file");
    // Opening a pipe could wait for its other end.
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(irregular());
    }
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    let (opened, is_new) = match options.clone().create_new(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            // A dangling link exists although its target does not.
            let is_new = path.is_symlink() && !path.exists();
            (options.create(is_new).open(path), is_new)
        }
        opened => (opened, true),
    };
    match opened {
        Err(error) if error.kind() == io::ErrorKind::NotFound && !is_new => Ok(None),
        Ok(file) if !file.metadata()?.is_file() => Err(irregular()),
        opened => opened.map(|file| Some((file, is_new))),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn notices_when_its_path_leads_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let [path, moved] = ["lines", "moved"].map(|name| folder.path().join(name));
        let locked = LockedFile::open(&path, 0o600).unwrap();
        assert!(locked.is_at(&path));
        fs::rename(&path, &moved).unwrap();
        assert!(!locked.is_at(&path));
        fs::write(&path, "").unwrap();
        assert!(!locked.is_at(&path));
    }

    #[test]
    fn knows_whether_it_created_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let [path, link] = ["lines", "link"].map(|name| folder.path().join(name));
        std::os::unix::fs::symlink("lines", &link).unwrap();
        assert!(LockedFile::open(&link, 0o600).unwrap().is_new);
        assert!(!LockedFile::open(&path, 0o600).unwrap().is_new);
        fs::remove_file(&path).unwrap();
        assert!(LockedFile::open(&path, 0o600).unwrap().is_new);
        assert!(LockedFile::open(&folder.path().join("no/lines"), 0o600).is_err());
    }
}
