//! Files and standard input.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use bytes::Bytes;

use crate::error::{Error, Result};
use crate::fs::file_id::FileId;
use crate::output::Output;

/// The name that stands for standard input, or for standard output where something is written.
const STANDARD: &str = "-";

/// The size of the parts in which bodies are read.
const PART: usize = 256 * 1024;

/// Whether a path stands for standard input.
pub fn is_standard_input(path: &Path) -> bool {
    path == Path::new(STANDARD)
}

/// Whether a path to write to stands for standard output.
pub fn is_standard_output(path: &Path) -> bool {
    path == Path::new(STANDARD)
}

/// What to call a path that is read in messages.
pub fn name(path: &Path) -> String {
    if is_standard_input(path) { "standard input".to_owned() } else { path.display().to_string() }
}

/// A file or standard input, open for reading.
pub struct Input {
    name: String,
    reader: Box<dyn Read>,
}

impl Input {
    /// Opens it; a terminal is no input.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::NoInput`].
    pub fn open(path: &Path) -> Result<Self> {
        let name = name(path);
        if !is_standard_input(path) {
            let file = File::open(path).map_err(|source| Error::read(&name, &source))?;
            return Ok(Self { name, reader: Box::new(file) });
        }
        if io::stdin().is_terminal() {
            return Err(Error::usage("no input: standard input is a terminal")
                .with_hint("name a file, or pipe the body in"));
        }
        Ok(Self { name, reader: Box::new(io::stdin()) })
    }

    /// What is in memory already.
    pub fn of(bytes: impl Into<Bytes>) -> Self {
        Self { name: "memory".to_owned(), reader: Box::new(io::Cursor::new(bytes.into())) }
    }

    /// Gives it to `each`, part by part, and returns the size of the whole.
    ///
    /// # Errors
    /// [`Error::Read`].
    pub fn read_parts(mut self, mut each: impl FnMut(&[u8])) -> Result<u64> {
        let mut part = vec![0; PART];
        let mut size = 0;
        loop {
            match self.reader.read(&mut part) {
                Ok(0) => return Ok(size),
                Ok(length) => {
                    each(&part[..length]);
                    size += length as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => return Err(Error::read(self.name, &source)),
            }
        }
    }
}

/// Says that the last line of a file is left out, where whoever wrote it did not come to its end.
pub fn say_if_cut(name: &str, cut_line: Option<usize>, output: &Output) {
    if let Some(line) = cut_line {
        output.warn(format_args!("{name}, line {line} is left out: it has no end"));
    }
}

/// Refuses to write the file that is read; each comes with the flag that names it.
///
/// # Errors
/// [`Error::SameFile`].
pub fn differ(read: (&'static str, &Path), written: (&'static str, &Path)) -> Result<()> {
    let of_read =
        if is_standard_input(read.1) { FileId::from_stdin() } else { FileId::from_path(read.1) };
    match (of_read, FileId::from_path(written.1)) {
        (Ok(one), Ok(other)) if one == other => {
            Err(Error::usage(format!("{} and {} name the same file", read.0, written.0))
                .with_hint("name another file"))
        }
        _ => Ok(()),
    }
}

/// Reads a file or standard input whole.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    Input::open(path)?.read_parts(|part| bytes.extend_from_slice(part))?;
    Ok(bytes)
}

/// Reads a file or standard input whole, unless it is larger than that.
pub fn read_at_most(path: &Path, most: u64) -> Result<Vec<u8>> {
    let Input { name, reader } = Input::open(path)?;
    let mut bytes = Vec::new();
    let result = reader.take(most + 1).read_to_end(&mut bytes).and_then(|_| {
        let is_small = bytes.len() as u64 <= most;
        if is_small { Ok(bytes) } else { Err(io::Error::other("it is too large")) }
    });
    result.map_err(|source| Error::read(name, &source))
}
