//! Files and standard input.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use crate::error::{Error, Result};

/// The name that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// The size of the parts in which bodies are read.
const PART: usize = 256 * 1024;

/// Whether a path stands for standard input.
pub fn is_standard_input(path: &Path) -> bool {
    path == Path::new(STANDARD_INPUT)
}

/// What to call a path in messages.
pub fn name(path: &Path) -> String {
    if is_standard_input(path) { "standard input".to_owned() } else { path.display().to_string() }
}

/// Gives a file or standard input to `each`, part by part, and returns the size of the whole.
pub fn read_parts(path: &Path, mut each: impl FnMut(&[u8])) -> Result<u64> {
    let mut reader = open(path)?;
    let mut part = vec![0; PART];
    let mut size = 0;
    loop {
        match reader.read(&mut part) {
            Ok(0) => return Ok(size),
            Ok(length) => {
                each(&part[..length]);
                size += length as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(source) => return Err(Error::Read { what: name(path), source }),
        }
    }
}

/// Reads a file or standard input whole.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?
        .read_to_end(&mut bytes)
        .map_err(|source| Error::Read { what: name(path), source })?;
    Ok(bytes)
}

fn open(path: &Path) -> Result<Box<dyn Read>> {
    if !is_standard_input(path) {
        let file = File::open(path).map_err(|source| Error::Read { what: name(path), source })?;
        return Ok(Box::new(file));
    }
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Err(Error::NoInput);
    }
    Ok(Box::new(stdin.lock()))
}
