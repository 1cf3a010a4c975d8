//! Records requests before they are acknowledged.
//!
//! Lines that wait at the same time are written and synchronized together, so that each request
//! waits for the disk once, but the disk does not work once for each request.

use std::path::Path;
use std::thread::{self, JoinHandle};

use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};

use crate::error::Result;
use crate::fs::append_log::{AppendLog, Format, Repair};
use crate::recording::Record;

/// The most lines that wait to be written, and the most that are written together.
const QUEUE: usize = 1024;

const RECORDING: Format = Format {
    name: "recording",
    prefix: br#"{"number":"#,
    is_complete: |line| serde_json::from_slice::<Record>(line).is_ok(),
    // Requests can contain credentials.
    mode: 0o600,
    is_synced: true,
};

/// Appends lines to a recording, on a thread of its own.
pub struct Recorder {
    lines: Option<mpsc::Sender<Line>>,
    thread: Option<JoinHandle<()>>,
}

struct Line {
    text: Bytes,
    written: oneshot::Sender<Result<(), String>>,
}

impl Recorder {
    /// Opens or creates a recording.
    pub fn open(path: &Path) -> Result<(Self, Option<Repair>)> {
        let (log, repair) = AppendLog::open(&RECORDING, path)?;
        let (lines, queue) = mpsc::channel(QUEUE);
        let thread = thread::spawn(move || write_all(log, queue));
        Ok((Self { lines: Some(lines), thread: Some(thread) }, repair))
    }

    /// Appends a line. It is on the disk when this returns; otherwise, the error says why not.
    pub async fn record(&self, text: Bytes) -> Result<(), String> {
        let ended = || "the recorder has ended".to_owned();
        let (written, is_written) = oneshot::channel();
        let lines = self.lines.as_ref().ok_or_else(ended)?;
        lines.send(Line { text, written }).await.map_err(|_| ended())?;
        is_written.await.map_err(|_| ended())?
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        drop(self.lines.take());
        if let Some(thread) = self.thread.take() {
            // If it panicked, the panic was reported there.
            let _ = thread.join();
        }
    }
}

fn write_all(mut log: AppendLog, mut queue: mpsc::Receiver<Line>) {
    let mut lines = Vec::new();
    while queue.blocking_recv_many(&mut lines, QUEUE) > 0 {
        let result = log.append_all(lines.iter().map(|line| &*line.text));
        let result = result.map(|_| ()).map_err(|error| error.to_string());
        for line in lines.drain(..) {
            // The request may be gone.
            let _ = line.written.send(result.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::io::Write;

    use super::*;
    use crate::http::runtime;

    const LINE: &str = r#"{"number":1,"body":"{}"}"#;

    fn after(before: &str) -> (Result<Option<Repair>>, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r");
        fs::write(&path, before).unwrap();
        let repair = Recorder::open(&path).map(|(recorder, repair)| {
            let record = recorder.record(Bytes::from_static(b"new"));
            runtime::single_threaded().unwrap().block_on(record).unwrap();
            repair
        });
        (repair, fs::read_to_string(&path).unwrap())
    }

    #[test]
    fn removes_a_partial_last_line() {
        let long = format!("{LINE}\n{{\"number\":2,\"body\":\"{}", "x".repeat(200_000));
        for torn in [format!("{LINE}\n{{\"num"), format!("{LINE}\n{{\"number\":2,\"bo"), long] {
            let (repair, file) = after(&torn);
            let bytes = (torn.len() - LINE.len() - 1) as u64;
            assert_eq!(repair.unwrap(), Some(Repair::Removed(bytes)));
            assert_eq!(file, format!("{LINE}\nnew\n"));
        }
    }

    #[test]
    fn ends_a_complete_last_line() {
        let (repair, file) = after(LINE);
        assert_eq!(repair.unwrap(), Some(Repair::Ended));
        assert_eq!(file, format!("{LINE}\nnew\n"));
    }

    #[test]
    fn appends_to_a_whole_recording() {
        for before in ["", &format!("{LINE}\n")] {
            let (repair, file) = after(before);
            assert_eq!(repair.unwrap(), None);
            assert_eq!(file, format!("{before}new\n"));
        }
    }

    #[test]
    fn refuses_to_open_a_file_that_is_not_a_recording() {
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
        let runtime = runtime::single_threaded().unwrap();
        runtime.block_on(recorder.record(Bytes::from_static(LINE.as_bytes()))).unwrap();
        runtime.block_on(recorder.record(Bytes::from_static(LINE.as_bytes()))).unwrap();
        change(&path);
        runtime.block_on(recorder.record(Bytes::from_static(b"new"))).unwrap();
        fs::read_to_string(&path).unwrap()
    }

    #[test]
    fn removes_what_is_left_of_a_line_that_somebody_else_truncated() {
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
    fn keeps_what_somebody_else_added() {
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

    #[cfg(unix)]
    #[test]
    fn does_not_acknowledge_what_would_be_lost_with_a_removed_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r");
        let (recorder, _) = Recorder::open(&path).unwrap();
        let runtime = runtime::single_threaded().unwrap();
        fs::remove_file(&path).unwrap();
        for contents in [None, Some("precious\n")] {
            if let Some(contents) = contents {
                fs::write(&path, contents).unwrap();
            }
            let error = runtime.block_on(recorder.record(Bytes::from_static(b"new"))).unwrap_err();
            assert!(error.contains("removed or replaced"), "{error}");
            assert_eq!(fs::read_to_string(&path).ok().as_deref(), contents);
        }
    }
}
