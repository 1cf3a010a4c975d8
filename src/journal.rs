//! A file of lines that outlives its writer: whatever stands in it when the program is killed was
//! begun and not finished.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::lone_file;

/// What files are made with, less what the user's mask takes away.
const MODE: u32 = 0o666;

/// A file to whose end lines are added, and from which they can be erased.
pub struct Journal {
    file: File,
    path: PathBuf,
    /// Where the next line begins.
    end: u64,
    /// Whether lines stood in it before.
    was_there: bool,
    has_gaps: bool,
}

/// A line of a journal.
#[derive(Debug)]
pub struct Entry(Range<u64>);

impl Journal {
    /// Opens a file, whose lines stay, or makes one. On Unix, no other process can open it as a
    /// journal meanwhile.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_file(path).map_err(|error| failed(path, error))
    }

    fn open_file(path: &Path) -> io::Result<Self> {
        let was_there = path.exists();
        let mut file = lone_file::open(path, MODE)?;
        let mut end = file.seek(SeekFrom::End(0))?;
        if end > 0 {
            let mut last = [0];
            file.seek(SeekFrom::Start(end - 1))?;
            file.read_exact(&mut last)?;
            if last != *b"\n" {
                file.write_all(b"\n")?;
                end += 1;
            }
        }
        Ok(Self { file, path: path.to_owned(), end, was_there, has_gaps: false })
    }

    /// Adds a line; it is in the file when this returns.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn append(&mut self, line: &[u8]) -> Result<Entry> {
        let start = self.end;
        let line = [line, b"\n"].concat();
        self.write_at(start, &line).map_err(|error| failed(&self.path, error))?;
        self.end += line.len() as u64;
        Ok(Entry(start..self.end - 1))
    }

    /// Takes a line away. Until [`Journal::close`], blanks stand in its place.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn erase(&mut self, Entry(place): Entry) -> Result<()> {
        self.has_gaps = true;
        let length = usize::try_from(place.end - place.start).unwrap_or_default();
        self.write_at(place.start, &vec![b' '; length]).map_err(|error| failed(&self.path, error))
    }

    fn write_at(&mut self, start: u64, bytes: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(start))?;
        self.file.write_all(bytes).inspect_err(|_| {
            // Part of a line is worse than none; the first error is the one to tell.
            let _ = self.file.set_len(self.end);
        })
    }

    /// Closes the gaps that were erased; a file that was made and holds no line goes.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn close(self) -> Result<()> {
        let path = self.path.clone();
        self.close_file().map_err(|error| failed(&path, error))
    }

    fn close_file(mut self) -> io::Result<()> {
        if self.end == 0 && !self.was_there {
            return fs::remove_file(&self.path);
        }
        if !self.has_gaps {
            return Ok(());
        }
        self.file.seek(SeekFrom::Start(0))?;
        let mut lines = Vec::new();
        for line in BufReader::new(&self.file).split(b'\n') {
            let line = line?;
            if !line.trim_ascii().is_empty() {
                lines.extend_from_slice(&line);
                lines.push(b'\n');
            }
        }
        if lines.is_empty() && !self.was_there {
            return fs::remove_file(&self.path);
        }
        // The new file takes the old one's place at once, so that one of them is always whole.
        let path = fs::canonicalize(&self.path)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut new = tempfile::Builder::new().prefix(".journal-").tempfile_in(folder)?;
        new.write_all(&lines)?;
        new.as_file().set_permissions(self.file.metadata()?.permissions())?;
        new.persist(path)?;
        Ok(())
    }
}

fn failed(path: &Path, source: io::Error) -> Error {
    Error::Write { what: path.display().to_string(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        (folder, path)
    }

    fn read(path: &Path) -> String {
        fs::read_to_string(path).unwrap()
    }

    #[test]
    fn what_was_begun_stands_in_it_until_it_is_erased() {
        let (_folder, path) = path();
        let mut journal = Journal::open(&path).unwrap();
        let first = journal.append(b"first").unwrap();
        journal.append(b"second").unwrap();
        assert_eq!(read(&path), "first\nsecond\n");
        journal.erase(first).unwrap();
        assert_eq!(read(&path), "     \nsecond\n");
        journal.append(b"third").unwrap();
        journal.close().unwrap();
        assert_eq!(read(&path), "second\nthird\n");
    }

    #[test]
    fn earlier_lines_stay_and_a_torn_one_is_ended() {
        let (_folder, path) = path();
        fs::write(&path, "earlier\ntorn").unwrap();
        let mut journal = Journal::open(&path).unwrap();
        let entry = journal.append(b"new").unwrap();
        journal.erase(entry).unwrap();
        journal.close().unwrap();
        assert_eq!(read(&path), "earlier\ntorn\n");
    }

    #[test]
    fn a_journal_that_was_made_for_nothing_goes() {
        let (_folder, path) = path();
        Journal::open(&path).unwrap().close().unwrap();
        assert!(!path.exists());
        let mut journal = Journal::open(&path).unwrap();
        let entry = journal.append(b"line").unwrap();
        journal.erase(entry).unwrap();
        journal.close().unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn files_beside_it_are_left_alone() {
        let (folder, path) = path();
        let beside = folder.path().join("journal.new");
        fs::write(&beside, "precious").unwrap();
        let mut journal = Journal::open(&path).unwrap();
        journal.append(b"kept").unwrap();
        let entry = journal.append(b"line").unwrap();
        journal.erase(entry).unwrap();
        journal.close().unwrap();
        assert_eq!((read(&path), read(&beside)), ("kept\n".to_owned(), "precious".to_owned()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_writes_it_meanwhile() {
        let (_folder, path) = path();
        let _journal = Journal::open(&path).unwrap();
        assert!(Journal::open(&path).is_err());
    }
}
