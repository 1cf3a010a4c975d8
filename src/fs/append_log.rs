//! A log of whole lines. Whenever its writer is killed, every line that it acknowledged is there.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::de::IgnoredAny;

use crate::error::{Error, Result};
use crate::fs::locked_file::LockedFile;

const CHUNK: usize = 64 * 1024;

/// What a log contains, and how it is written.
pub struct Format {
    pub name: &'static str,
    /// What every line begins with. Files with other contents are left alone.
    pub prefix: &'static [u8],
    /// Whether a last line without its newline is kept, rather than removed.
    pub is_complete: fn(&[u8]) -> bool,
    /// Permissions of a new file, before the umask.
    pub mode: u32,
    /// Whether appended lines are on the disk, not just with the operating system.
    pub is_synced: bool,
}

/// JSON objects, beside which any other lines stay.
pub const JSON_LINES: Format = Format {
    name: "log",
    prefix: b"",
    is_complete: |line| {
        !line.starts_with(b"{") || serde_json::from_slice::<IgnoredAny>(line).is_ok()
    },
    mode: 0o666,
    is_synced: false,
};

/// A file that grows by whole lines, which can be erased again.
pub struct AppendLog {
    locked: LockedFile,
    path: PathBuf,
    format: &'static Format,
    /// Where the next line begins.
    end: u64,
    /// Whether part of a line may follow the end.
    is_ragged: bool,
    has_gaps: bool,
    /// The length that was left each time that somebody else truncated the file.
    truncations: Vec<u64>,
}

/// What was repaired at the end of a log when it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// This many bytes of a partial line, which was never acknowledged, were removed.
    Removed(u64),
    /// The last line was complete but for its newline.
    Ended,
}

/// An appended line.
#[derive(Debug)]
pub struct Entry {
    place: Range<u64>,
    /// How many truncations came before it.
    truncations: usize,
}

impl AppendLog {
    pub fn open(format: &'static Format, path: &Path) -> Result<(Self, Option<Repair>)> {
        Self::try_open(format, path).map_err(|error| failed(path, &error))
    }

    fn try_open(format: &'static Format, path: &Path) -> io::Result<(Self, Option<Repair>)> {
        let mut log = Self {
            locked: LockedFile::open(path, format.mode)?,
            path: path.to_owned(),
            format,
            end: 0,
            is_ragged: false,
            has_gaps: false,
            truncations: Vec::new(),
        };
        if format.is_synced && log.locked.is_new {
            sync_folder(path)?;
        }
        let length = log.length()?;
        let start = log.read(0..length.min(format.prefix.len() as u64))?;
        log.check_prefix(&start)?;
        let repair = log.end_at(length, true)?;
        Ok((log, repair))
    }

    /// All lines.
    pub fn contents(&mut self) -> Result<Vec<u8>> {
        let contents = self.read(0..self.end);
        contents.map_err(|error| Error::read(self.path.display(), &error))
    }

    /// Has this one line in place of all others, whenever its writer is killed.
    pub fn replace_with(self, line: &[u8]) -> Result<Self> {
        let Self { path, format, .. } = &self;
        let (path, format) = (path.clone(), *format);
        let target = fs::canonicalize(&path);
        target
            .and_then(|target| self.replace(&target, &[line, b"\n"].concat()))
            .map_err(|error| failed(&path, &error))?;
        drop(self);
        Self::open(format, &path).map(|(log, _)| log)
    }

    pub fn append(&mut self, line: &[u8]) -> Result<Entry> {
        self.append_all([line]).map_err(|error| failed(&self.path, &error))
    }

    /// Appends all of these lines or none.
    pub fn append_all<'a>(
        &mut self,
        lines: impl IntoIterator<Item = &'a [u8]>,
    ) -> io::Result<Entry> {
        self.find_end()?;
        self.is_ragged = true;
        let length = self.write(lines).inspect_err(|_| {
            // Where this fails as well, it is tried again before the next line.
            let _ = self.cut_ragged_end();
        })?;
        self.is_ragged = false;
        let start = self.end;
        self.end += length;
        Ok(Entry { place: start..self.end.saturating_sub(1), truncations: self.truncations.len() })
    }

    fn write<'a>(&mut self, lines: impl IntoIterator<Item = &'a [u8]>) -> io::Result<u64> {
        let file = &mut self.locked.file;
        file.seek(SeekFrom::Start(self.end))?;
        let (mut chunk, mut length) = (Vec::new(), 0);
        for part in lines.into_iter().flat_map(|line| [line, b"\n"]) {
            length += part.len() as u64;
            if chunk.len() + part.len() > CHUNK {
                file.write_all(&chunk)?;
                chunk.clear();
            }
            // Long lines are not copied.
            if part.len() > CHUNK {
                file.write_all(part)?;
            } else {
                chunk.extend_from_slice(part);
            }
        }
        file.write_all(&chunk)?;
        if self.format.is_synced {
            file.sync_data()?;
        }
        // What is written to a file that is gone would be lost.
        if !self.is_in_place() {
            return Err(moved());
        }
        Ok(length)
    }

    /// Whether its path still leads to it.
    pub fn is_in_place(&self) -> bool {
        self.locked.is_at(&self.path)
    }

    /// Overwrites a line with spaces, which [`AppendLog::close`] removes.
    pub fn erase(&mut self, entry: Entry) -> Result<()> {
        self.try_erase(entry).map_err(|error| failed(&self.path, &error))
    }

    fn try_erase(&mut self, Entry { place, truncations }: Entry) -> io::Result<()> {
        self.find_end()?;
        if self.truncations[truncations..].iter().any(|left| *left < place.end) {
            // It is gone, and another line may be in its place.
            return Ok(());
        }
        self.has_gaps = true;
        let length = usize::try_from(place.end - place.start).unwrap_or_default();
        self.locked.file.seek(SeekFrom::Start(place.start))?;
        self.locked.file.write_all(&vec![b' '; length])
    }

    /// Removes the gaps that erased lines left, or a new file without any lines.
    pub fn close(self) -> Result<()> {
        let path = self.path.clone();
        self.try_close().map_err(|error| failed(&path, &error))
    }

    fn try_close(mut self) -> io::Result<()> {
        self.find_end()?;
        let lines = if self.has_gaps { Some(self.lines()?) } else { None };
        let is_empty = lines.as_ref().map_or(self.end == 0, Vec::is_empty);
        let is_unused = self.locked.is_new && is_empty;
        // Links to the file stay, and another file in its place is left alone.
        let path = fs::canonicalize(&self.path).ok().filter(|path| self.locked.is_at(path));
        match (path, lines) {
            (None, _) if is_unused => Ok(()),
            (None, _) => Err(moved()),
            (Some(path), _) if is_unused => fs::remove_file(path),
            (Some(path), Some(lines)) => self.replace(&path, &lines),
            (Some(_), None) => Ok(()),
        }
    }

    /// All lines but those that were erased.
    fn lines(&mut self) -> io::Result<Vec<u8>> {
        let lines = self.read(0..self.end)?;
        let mut kept = Vec::new();
        for line in lines.split_inclusive(|byte| *byte == b'\n') {
            if !line.trim_ascii().is_empty() {
                kept.extend_from_slice(line);
            }
        }
        Ok(kept)
    }

    /// Replaces the file at once, so that either the old one or the new one is there.
    fn replace(&self, path: &Path, lines: &[u8]) -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut new = tempfile::Builder::new().prefix(".append-log-").tempfile_in(folder)?;
        new.write_all(lines)?;
        new.as_file().set_permissions(self.locked.file.metadata()?.permissions())?;
        if self.format.is_synced {
            new.as_file().sync_all()?;
        }
        new.persist(path)?;
        if self.format.is_synced { sync_folder(path) } else { Ok(()) }
    }

    /// Goes to where the file really ends: somebody else may have truncated it or added to it.
    fn find_end(&mut self) -> io::Result<()> {
        if self.is_ragged {
            self.cut_ragged_end()?;
        }
        let length = self.length()?;
        if length == self.end {
            return Ok(());
        }
        let is_truncated = length < self.end;
        self.end_at(length, is_truncated)?;
        if is_truncated {
            self.truncations.push(length.min(self.end));
        }
        Ok(())
    }

    fn cut_ragged_end(&mut self) -> io::Result<()> {
        if self.length()? > self.end {
            self.locked.file.set_len(self.end)?;
        }
        self.is_ragged = false;
        Ok(())
    }

    /// Sets the end to this length of the file. A last line without its newline gets one, or is
    /// removed where it `may_be_partial` and is.
    fn end_at(&mut self, length: u64, may_be_partial: bool) -> io::Result<Option<Repair>> {
        let start = self.start_of_last_line(length)?;
        let mut repair = None;
        let mut end = length;
        if start < length {
            let line = self.read(start..length)?;
            if may_be_partial {
                self.check_prefix(&line)?;
            }
            if may_be_partial && !(self.format.is_complete)(&line) {
                self.locked.file.set_len(start)?;
                repair = Some(Repair::Removed(length - start));
                end = start;
            } else {
                self.locked.file.seek(SeekFrom::Start(length))?;
                self.locked.file.write_all(b"\n")?;
                repair = Some(Repair::Ended);
                end = length + 1;
            }
        }
        self.end = end;
        Ok(repair)
    }

    /// The start of a last line without its newline, else the end.
    fn start_of_last_line(&mut self, length: u64) -> io::Result<u64> {
        let mut end = length;
        while end > 0 {
            let start = end.saturating_sub(CHUNK as u64);
            let chunk = self.read(start..end)?;
            if let Some(newline) = chunk.iter().rposition(|byte| *byte == b'\n') {
                return Ok(start + newline as u64 + 1);
            }
            end = start;
        }
        Ok(0)
    }

    fn check_prefix(&self, line: &[u8]) -> io::Result<()> {
        let Format { name, prefix, .. } = self.format;
        if line.starts_with(&prefix[..prefix.len().min(line.len())]) {
            return Ok(());
        }
        Err(io::Error::other(format!("it is not a {name}")))
    }

    fn length(&self) -> io::Result<u64> {
        self.locked.file.metadata().map(|metadata| metadata.len())
    }

    fn read(&mut self, range: Range<u64>) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.locked.file.seek(SeekFrom::Start(range.start))?;
        Read::by_ref(&mut self.locked.file)
            .take(range.end - range.start)
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Puts the name of a new file on the disk.
fn sync_folder(path: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let path = fs::canonicalize(path)?;
    File::open(path.parent().unwrap_or(Path::new("/")))?.sync_all()
}

fn failed(path: &Path, source: &io::Error) -> Error {
    Error::write(path.display(), source)
}

fn moved() -> io::Error {
    io::Error::other("it was moved, removed or replaced meanwhile")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        (folder, path)
    }

    fn open(path: &Path) -> Result<AppendLog> {
        AppendLog::open(&JSON_LINES, path).map(|(log, _)| log)
    }

    fn read(path: &Path) -> String {
        fs::read_to_string(path).unwrap()
    }

    #[test]
    fn lines_stay_until_they_are_erased() {
        let (_folder, path) = path();
        let mut log = open(&path).unwrap();
        let first = log.append(b"first").unwrap();
        log.append(b"second").unwrap();
        assert_eq!(read(&path), "first\nsecond\n");
        log.erase(first).unwrap();
        assert_eq!(read(&path), "     \nsecond\n");
        log.append(b"third").unwrap();
        log.close().unwrap();
        assert_eq!(read(&path), "second\nthird\n");
    }

    #[test]
    fn keeps_earlier_lines_and_ends_a_partial_one() {
        let (_folder, path) = path();
        fs::write(&path, "earlier\ntorn").unwrap();
        let mut log = open(&path).unwrap();
        let entry = log.append(b"new").unwrap();
        log.erase(entry).unwrap();
        log.close().unwrap();
        assert_eq!(read(&path), "earlier\ntorn\n");
    }

    #[test]
    fn removes_a_new_file_without_lines() {
        let (_folder, path) = path();
        open(&path).unwrap().close().unwrap();
        assert!(!path.exists());
        let mut log = open(&path).unwrap();
        let entry = log.append(b"line").unwrap();
        log.erase(entry).unwrap();
        log.close().unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn leaves_other_files_in_the_folder_alone() {
        let (folder, path) = path();
        let beside = folder.path().join("log.new");
        fs::write(&beside, "precious").unwrap();
        let mut log = open(&path).unwrap();
        log.append(b"kept").unwrap();
        let entry = log.append(b"line").unwrap();
        log.erase(entry).unwrap();
        log.close().unwrap();
        assert_eq!((read(&path), read(&beside)), ("kept\n".to_owned(), "precious".to_owned()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn does_not_erase_what_was_truncated_by_somebody_else() {
        let (_folder, path) = path();
        let mut log = open(&path).unwrap();
        let entries = ["one", "two", "three"].map(|line| log.append(line.as_bytes()).unwrap());
        let cut = |length| File::options().write(true).open(&path).unwrap().set_len(length);
        cut(5).unwrap();
        let four = log.append(b"four").unwrap();
        assert_eq!(read(&path), "one\nt\nfour\n");
        for entry in entries {
            log.erase(entry).unwrap();
        }
        assert_eq!(read(&path), "   \nt\nfour\n");
        cut(0).unwrap();
        log.append(b"five").unwrap();
        log.erase(four).unwrap();
        log.close().unwrap();
        assert_eq!(read(&path), "five\n");
    }

    #[test]
    fn keeps_what_somebody_else_added() {
        let (_folder, path) = path();
        let mut log = open(&path).unwrap();
        let one = log.append(b"one").unwrap();
        File::options().append(true).open(&path).unwrap().write_all(b"more").unwrap();
        log.append(b"two").unwrap();
        log.erase(one).unwrap();
        log.close().unwrap();
        assert_eq!(read(&path), "more\ntwo\n");
    }

    #[cfg(unix)]
    #[test]
    fn is_locked_against_other_processes() {
        let (_folder, path) = path();
        let _log = open(&path).unwrap();
        assert!(open(&path).is_err());
    }

    /// What somebody else may do to a log, given its path and a path beside it.
    #[cfg(unix)]
    const CHANGES: [fn(&Path, &Path); 4] = [
        |path, _| fs::remove_file(path).unwrap(),
        |path, beside| fs::rename(path, beside).unwrap(),
        |path, beside| {
            fs::write(beside, "another\n").unwrap();
            fs::rename(beside, path).unwrap();
        },
        |path, beside| {
            fs::write(beside, "another\n").unwrap();
            fs::remove_file(path).unwrap();
            std::os::unix::fs::symlink(beside, path).unwrap();
        },
    ];

    #[cfg(unix)]
    fn contents(folder: &Path) -> Vec<(PathBuf, String)> {
        let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        let mut contents: Vec<_> = files.map(|path| (path.clone(), read(&path))).collect();
        contents.sort();
        contents
    }

    #[cfg(unix)]
    #[test]
    fn leaves_another_file_in_its_place_alone() {
        for change in CHANGES {
            for old in [None, Some("old\n")] {
                let (folder, path) = path();
                if let Some(old) = old {
                    fs::write(&path, old).unwrap();
                }
                let mut log = open(&path).unwrap();
                let entry = log.append(b"line").unwrap();
                log.append(b"kept").unwrap();
                change(&path, &folder.path().join("beside"));
                let before = contents(folder.path());
                let error = log.append(b"more").unwrap_err().to_string();
                assert!(error.contains("moved, removed or replaced"), "{error}");
                assert_eq!(contents(folder.path()), before);
                log.erase(entry).unwrap();
                let before = contents(folder.path());
                assert!(log.close().is_err());
                assert_eq!(contents(folder.path()), before);
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn removes_no_other_file_in_place_of_an_unused_one() {
        for change in CHANGES {
            let (folder, path) = path();
            let log = open(&path).unwrap();
            change(&path, &folder.path().join("beside"));
            let before = contents(folder.path());
            log.close().unwrap();
            assert_eq!(contents(folder.path()), before);
        }
    }

    #[cfg(unix)]
    #[test]
    fn keeps_a_link_that_leads_to_it() {
        let (folder, path) = path();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let mut log = open(&link).unwrap();
        let entry = log.append(b"line").unwrap();
        log.append(b"kept").unwrap();
        log.erase(entry).unwrap();
        log.close().unwrap();
        assert!(link.is_symlink());
        assert_eq!(read(&path), "kept\n");
    }
}
