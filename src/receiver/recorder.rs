//! Writing requests down before they are acknowledged.
//!
//! Lines that wait at the same time are written and synchronised together, so that each request
//! waits for the disk once, but the disk does not work once for each request.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::thread::{self, JoinHandle};

use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};

use crate::error::{Error, Result};
use crate::fs::locked_file::{self, LockedFile};
use crate::recording::Record;

/// As many lines wait at most; further requests wait before them.
const WAITING: usize = 1024;

/// Files are read and written in parts of this size.
const PART: usize = 64 * 1024;

/// Requests can hold what lets somebody in.
const MODE: u32 = 0o600;

/// How every line of a recording begins, torn or not.
const BEGINNING: &[u8] = br#"{"number":"#;

/// Writes lines to the end of a recording, on a thread of its own.
pub struct Recorder {
    lines: Option<mpsc::Sender<Line>>,
    thread: Option<JoinHandle<()>>,
}

/// What was wrong with a recording when it was opened, and is no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// A line that was being written when the program was killed was taken away: so many bytes.
    /// Its request was not acknowledged.
    TornLine(u64),
    /// The last line had no end.
    MissingEnd,
}

struct Line {
    text: Bytes,
    written: oneshot::Sender<Result<(), String>>,
}

impl Recorder {
    /// Opens a recording, whose lines stay, or makes one.
    ///
    /// # Errors
    /// [`Error::Write`], also where the file is no recording.
    pub fn open(path: &Path) -> Result<(Self, Option<Repair>)> {
        let failed = |source| Error::write(path.display(), &source);
        let (file, end, repair) = open(path).map_err(failed)?;
        let (lines, waiting) = mpsc::channel(WAITING);
        let thread = thread::spawn(move || write_all(file, end, waiting));
        Ok((Self { lines: Some(lines), thread: Some(thread) }, repair))
    }

    /// Adds a line; it is on the disk when this returns.
    ///
    /// # Errors
    /// Why it is not.
    pub async fn record(&self, text: Bytes) -> Result<(), String> {
        let gone = || "the recorder has ended".to_owned();
        let (written, is_written) = oneshot::channel();
        let lines = self.lines.as_ref().ok_or_else(gone)?;
        lines.send(Line { text, written }).await.map_err(|_| gone())?;
        is_written.await.map_err(|_| gone())?
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        drop(self.lines.take());
        if let Some(thread) = self.thread.take() {
            // It has nothing to say if it panicked.
            let _ = thread.join();
        }
    }
}

/// Writes what waits, all of it at once, until nobody can add any more.
fn write_all(file: File, end: u64, mut lines: mpsc::Receiver<Line>) {
    let mut tail = Tail { file, end, is_ragged: false };
    let mut together = Vec::new();
    while lines.blocking_recv_many(&mut together, WAITING) > 0 {
        let result = tail.write(&together).map_err(|error| error.to_string());
        for line in together.drain(..) {
            // Whoever has gone needs no word.
            let _ = line.written.send(result.clone());
        }
    }
}

/// The end of a file, where whole lines are added or none.
struct Tail {
    file: File,
    end: u64,
    /// Whether there may be part of a line behind the end.
    is_ragged: bool,
}

impl Tail {
    fn write(&mut self, lines: &[Line]) -> io::Result<()> {
        if self.is_ragged {
            self.cut()?;
        }
        self.go_to_end()?;
        self.is_ragged = true;
        match self.append(lines) {
            Ok(length) => {
                self.end += length;
                self.is_ragged = false;
                Ok(())
            }
            Err(error) => {
                // Where this fails as well, it is tried again before the next line.
                let _ = self.cut();
                Err(error)
            }
        }
    }

    /// Takes away what stands behind the end.
    fn cut(&mut self) -> io::Result<()> {
        if self.file.metadata()?.len() > self.end {
            self.file.set_len(self.end)?;
        }
        self.is_ragged = false;
        Ok(())
    }

    /// Goes on where the file really ends: somebody else may have cut it off or added to it. Of a
    /// line that was cut in two, nothing stays; one that was added gets an end.
    fn go_to_end(&mut self) -> io::Result<()> {
        let length = self.file.metadata()?.len();
        if length != self.end {
            let start = start_of_last_line(&mut self.file, length)?;
            if length < self.end {
                self.file.set_len(start)?;
                self.end = start;
            } else {
                self.end = length;
                if start < length {
                    self.file.seek(SeekFrom::End(0))?;
                    self.file.write_all(b"\n")?;
                    self.end += 1;
                }
            }
        }
        self.file.seek(SeekFrom::Start(self.end)).map(|_| ())
    }

    fn append(&mut self, lines: &[Line]) -> io::Result<u64> {
        let mut length = 0;
        let mut part = Vec::with_capacity(PART);
        for line in lines {
            part.extend_from_slice(&line.text);
            part.push(b'\n');
            if part.len() >= PART {
                self.file.write_all(&part)?;
                length += part.len() as u64;
                part.clear();
            }
        }
        self.file.write_all(&part)?;
        self.file.sync_data()?;
        Ok(length + part.len() as u64)
    }
}

/// The file, open at its end, and what had to be repaired.
fn open(path: &Path) -> io::Result<(File, u64, Option<Repair>)> {
    let LockedFile { mut file, .. } = locked_file::open(path, MODE)?;
    let mut first = Vec::new();
    Read::by_ref(&mut file).take(BEGINNING.len() as u64).read_to_end(&mut first)?;
    if !BEGINNING.starts_with(&first) {
        return Err(io::Error::other("it is no recording"));
    }
    let length = file.seek(SeekFrom::End(0))?;
    let start = start_of_last_line(&mut file, length)?;
    if start == length {
        return Ok((file, length, None));
    }
    let mut last = Vec::new();
    file.seek(SeekFrom::Start(start))?;
    file.read_to_end(&mut last)?;
    if !last.starts_with(&BEGINNING[..BEGINNING.len().min(last.len())]) {
        return Err(io::Error::other("its last line is no part of a recording"));
    }
    if serde_json::from_slice::<Record>(&last).is_ok() {
        file.write_all(b"\n")?;
        return Ok((file, length + 1, Some(Repair::MissingEnd)));
    }
    file.set_len(start)?;
    file.seek(SeekFrom::Start(start))?;
    Ok((file, start, Some(Repair::TornLine(length - start))))
}

/// Where the last line begins; at the end where that line has one.
fn start_of_last_line(file: &mut File, length: u64) -> io::Result<u64> {
    let mut part = Vec::new();
    let mut end = length;
    while end > 0 {
        let start = end.saturating_sub(PART as u64);
        part.clear();
        file.seek(SeekFrom::Start(start))?;
        Read::by_ref(file).take(end - start).read_to_end(&mut part)?;
        if let Some(at) = part.iter().rposition(|byte| *byte == b'\n') {
            return Ok(start + at as u64 + 1);
        }
        end = start;
    }
    Ok(0)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::http::runtime;

    const LINE: &str = r#"{"number":1,"body":"{}"}"#;

    fn after(before: &str) -> (Result<Option<Repair>>, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r");
        fs::write(&path, before).unwrap();
        let repair = Recorder::open(&path).map(|(recorder, repair)| {
            let record = recorder.record(Bytes::from_static(b"new"));
            runtime::of_this_thread().unwrap().block_on(record).unwrap();
            repair
        });
        (repair, fs::read_to_string(&path).unwrap())
    }

    #[test]
    fn a_torn_last_line_is_taken_away() {
        let long = format!("{LINE}\n{{\"number\":2,\"body\":\"{}", "x".repeat(200_000));
        for torn in [format!("{LINE}\n{{\"num"), format!("{LINE}\n{{\"number\":2,\"bo"), long] {
            let (repair, file) = after(&torn);
            let bytes = (torn.len() - LINE.len() - 1) as u64;
            assert_eq!(repair.unwrap(), Some(Repair::TornLine(bytes)));
            assert_eq!(file, format!("{LINE}\nnew\n"));
        }
    }

    #[test]
    fn a_whole_line_without_an_end_stays() {
        let (repair, file) = after(LINE);
        assert_eq!(repair.unwrap(), Some(Repair::MissingEnd));
        assert_eq!(file, format!("{LINE}\nnew\n"));
    }

    #[test]
    fn whole_recordings_are_left_alone() {
        for before in ["", &format!("{LINE}\n")] {
            let (repair, file) = after(before);
            assert_eq!(repair.unwrap(), None);
            assert_eq!(file, format!("{before}new\n"));
        }
    }

    #[test]
    fn what_is_no_recording_is_not_touched() {
        for notes in ["precious notes", "precious notes\n", &format!("{LINE}\nnotes")] {
            let (repair, file) = after(notes);
            assert!(repair.is_err());
            assert_eq!(file, notes);
        }
    }

    /// What is in a recording of one line, `change`d by somebody else, after another one.
    fn changed(change: impl Fn(&Path)) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r");
        let (recorder, _) = Recorder::open(&path).unwrap();
        let runtime = runtime::of_this_thread().unwrap();
        runtime.block_on(recorder.record(Bytes::from_static(LINE.as_bytes()))).unwrap();
        runtime.block_on(recorder.record(Bytes::from_static(LINE.as_bytes()))).unwrap();
        change(&path);
        runtime.block_on(recorder.record(Bytes::from_static(b"new"))).unwrap();
        fs::read_to_string(&path).unwrap()
    }

    #[test]
    fn what_somebody_else_cut_off_is_not_filled_up() {
        let cut = |length| {
            changed(move |path| {
                File::options().write(true).open(path).unwrap().set_len(length).unwrap();
            })
        };
        let whole = LINE.len() as u64 + 1;
        assert_eq!(cut(0), "new\n");
        assert_eq!(cut(3), "new\n");
        assert_eq!(cut(whole), format!("{LINE}\nnew\n"));
        assert_eq!(cut(whole + 3), format!("{LINE}\nnew\n"));
    }

    #[test]
    fn what_somebody_else_added_stays() {
        for added in ["more", "more\n"] {
            let file = changed(|path| {
                File::options()
                    .append(true)
                    .open(path)
                    .unwrap()
                    .write_all(added.as_bytes())
                    .unwrap();
            });
            assert_eq!(file, format!("{LINE}\n{LINE}\nmore\nnew\n"));
        }
    }
}
