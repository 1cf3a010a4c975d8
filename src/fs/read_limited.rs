//! A file of settings, which is small.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::error::{Error, Result};

/// One that is larger is some other file.
const LARGEST: u64 = 1024 * 1024;

/// Reads a file that is called `name` in messages; nothing where there is none.
///
/// # Errors
/// [`Error::Read`], also where it is no regular file, or too large.
pub fn read(path: &Path, name: &str) -> Result<Option<Vec<u8>>> {
    let failed = |source| Error::read(name, &source);
    let other = |why: &str| failed(io::Error::other(why));
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
        // To open a pipe would be to wait for its other end.
        Ok(metadata) if !metadata.is_file() => return Err(other("it is no regular file")),
        Ok(_) => {}
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        return Err(other("it is larger than 1 MiB"));
    }
    Ok(Some(bytes))
}
