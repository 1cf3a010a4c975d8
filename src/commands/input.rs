//! Files and standard input.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use bytes::Bytes;

use crate::error::{Error, Result};
use crate::fs::append_log::Repair;
use crate::fs::file_id::FileId;
use crate::output::{Output, counted};

const CHUNK: usize = 256 * 1024;

pub const MIB: u64 = 1024 * 1024;

/// The largest inputs that are kept in memory, in bytes: the body of `send`; a template, a payload
/// or a scenario; notifications; recordings.
pub const MAX_BODY: u64 = 128 * MIB;
pub const MAX_TEMPLATE: u64 = 8 * MIB;
pub const MAX_NOTIFICATIONS: u64 = 64 * MIB;
pub const MAX_RECORDING: u64 = 256 * MIB;

/// Whether a path is `-`: standard input, or standard output for a file to write.
pub fn is_dash(path: &Path) -> bool {
    path == Path::new("-")
}

pub fn name(path: &Path) -> String {
    if is_dash(path) { "standard input".to_owned() } else { path.display().to_string() }
}

pub struct Input {
    name: String,
    reader: Box<dyn Read>,
}

impl Input {
    pub fn open(path: &Path) -> Result<Self> {
        let name = name(path);
        if !is_dash(path) {
            let file = File::open(path).map_err(|source| Error::read(&name, &source))?;
            return Ok(Self { name, reader: Box::new(file) });
        }
        if io::stdin().is_terminal() {
            return Err(Error::usage("no input: standard input is a terminal")
                .with_hint("name a file, or pipe the body in"));
        }
        Ok(Self { name, reader: Box::new(io::stdin()) })
    }

    pub fn from_bytes(bytes: impl Into<Bytes>) -> Self {
        Self { name: "memory".to_owned(), reader: Box::new(io::Cursor::new(bytes.into())) }
    }

    /// Reads to the end, chunk by chunk, and returns the size.
    pub fn read_chunks(mut self, mut on_chunk: impl FnMut(&[u8])) -> Result<u64> {
        let mut chunk = vec![0; CHUNK];
        let mut size = 0;
        loop {
            match self.reader.read(&mut chunk) {
                Ok(0) => return Ok(size),
                Ok(length) => {
                    on_chunk(&chunk[..length]);
                    size += length as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => return Err(Error::read(self.name, &source)),
            }
        }
    }
}

pub fn warn_if_cut(name: &str, cut_line: Option<usize>, output: &Output) {
    if let Some(line) = cut_line {
        output.warn(format_args!("skipped line {line} of {name}: it is incomplete"));
    }
}

pub fn warn_of_repair(repair: Option<Repair>, file: &str, done: &str, output: &Output) {
    match repair {
        Some(Repair::Removed(bytes)) => output.warn(format_args!(
            "removed a partial last line from {file}: {} of a request that was not {done}",
            counted(bytes, "byte")
        )),
        Some(Repair::Ended) => {
            output.warn(format_args!("added the missing newline to the last line of {file}"));
        }
        None => {}
    }
}

/// Refuses to write a file that is also read; each comes with its flag.
pub fn differ(read: (&'static str, &Path), written: (&'static str, &Path)) -> Result<()> {
    let read_id = if is_dash(read.1) { FileId::from_stdin() } else { FileId::from_path(read.1) };
    match (read_id, FileId::from_path(written.1)) {
        (Ok(one), Ok(other)) if one == other => {
            Err(Error::usage(format!("{} and {} name the same file", read.0, written.0))
                .with_hint("name another file"))
        }
        _ => Ok(()),
    }
}

/// Reads an input of up to `limit` bytes.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>> {
    let Input { name, reader } = Input::open(path)?;
    let mut bytes = Vec::new();
    let size = reader.take(limit + 1).read_to_end(&mut bytes);
    if size.map_err(|source| Error::read(&name, &source))? as u64 > limit {
        return Err(Error::usage(format!("{name} is larger than {} MiB", limit / MIB)));
    }
    Ok(bytes)
}
