//! Reads small files, such as settings.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::error::{Error, Result};

/// In bytes.
const LIMIT: u64 = 1024 * 1024;

/// Reads a regular file up to a limit, or nothing where there is none. Messages call it `name`.
pub fn read(path: &Path, name: &str) -> Result<Option<Vec<u8>>> {
    let failed = |source| Error::read(name, &source);
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
        // Opening a pipe would wait for its other end.
        Ok(metadata) if !metadata.is_file() => {
            return Err(failed(io::Error::other("it is not a regular file")));
        }
        Ok(_) => {}
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LIMIT {
        return Err(failed(io::Error::other("it is larger than 1 MiB")));
    }
    Ok(Some(bytes))
}
