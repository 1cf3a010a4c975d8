//! A file of lines that only this process writes.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

/// Opens a file for reading and writing, or makes one; what is in it stays. On Unix, no other
/// process can open it so meanwhile, and `mode` is that of a file that is made.
///
/// # Errors
/// Also where it is no regular file, or named like standard input.
pub fn open(path: &Path, mode: u32) -> io::Result<File> {
    if path == Path::new("-") {
        return Err(io::Error::other("that is no file; one of this name is ./-"));
    }
    // To open a pipe can be to wait for its other end.
    if fs::metadata(path).is_ok_and(|it| !it.is_file()) {
        return Err(no_regular_file());
    }
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    let file = options.open(path)?;
    if !file.metadata()?.is_file() {
        return Err(no_regular_file());
    }
    // On Windows, a lock would keep readers out as well.
    if cfg!(unix) {
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => io::Error::other("another process is writing it"),
            TryLockError::Error(error) => error,
        })?;
    }
    Ok(file)
}

fn no_regular_file() -> io::Error {
    io::Error::other("it is no regular file")
}
