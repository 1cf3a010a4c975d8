//! What `emulate` prints and records.

use crate::error::{Exit, Result};
use crate::fs::append_log::AppendLog;
use crate::marketplace::{EVENTS_PATH, ReadBack, Seen};
use crate::output::{Cell, Column, Output, Rows, Tone, counted, excerpt, json_bytes, short_status};

const TYPE_WIDTH: usize = 20;
const ID_WIDTH: usize = 29;
const NARROW_ID: usize = 12;

/// No more of a foreign text is shown in a cell, and below a row.
const LONGEST: usize = 60;
const LONGEST_REASON: usize = 2000;

/// The report of one run.
pub struct EmulateReport<'a> {
    output: &'a mut Output,
    rows: Rows,
    journal: Option<AppendLog>,
    accepted: u64,
    refused: u64,
    exit: Exit,
}

impl<'a> EmulateReport<'a> {
    /// Begins a report with the titles of its columns.
    ///
    /// # Errors
    /// Those of printing.
    pub fn new(journal: Option<AppendLog>, output: &'a mut Output) -> Result<Self> {
        let rows = output.begin_rows(vec![
            Column::clock(),
            Column::text("NOTIFICATION", TYPE_WIDTH),
            Column::text("INSTALLATION", ID_WIDTH).at_least(NARROW_ID),
            Column::text("RESOURCE", NARROW_ID),
            Column::status("STATUS"),
        ])?;
        Ok(Self { output, rows, journal, accepted: 0, refused: 0, exit: Exit::Success })
    }

    /// Says where the stand-in listens.
    pub fn announce(&self, url: &str) {
        self.output.note(format_args!(
            "emulate: listening at {url}, all that was seen is at {EVENTS_PATH}"
        ));
    }

    /// How many notifications were accepted.
    pub const fn accepted(&self) -> u64 {
        self.accepted
    }

    /// Records and prints one request.
    ///
    /// # Errors
    /// Those of recording and printing.
    pub fn seen(&mut self, seen: &Seen) -> Result<()> {
        self.accepted += u64::from(seen.is_accepted());
        self.refused += u64::from(!seen.is_accepted());
        if let Some(journal) = &mut self.journal {
            journal.append(&json_bytes(seen))?;
        }
        if self.output.is_json() {
            self.output.json(seen)?;
        } else {
            self.output.row(&self.rows, &cells(seen))?;
            if let Some(error) = &seen.error {
                self.quote(&error.reason())?;
            }
        }
        self.output.flush()
    }

    /// Prints what reading a resource back came to.
    ///
    /// # Errors
    /// Those of printing.
    pub fn read_back(&mut self, read_back: &ReadBack) -> Result<()> {
        if !read_back.ok {
            self.exit = Exit::No;
        }
        if self.output.is_json() {
            self.output.json(read_back)?;
        } else {
            let url = &read_back.url;
            if read_back.ok {
                // One of the known words, then.
                let status = read_back.resource_status.as_deref().unwrap_or("-");
                self.output.below(&format!(
                    "read back {url}: as the Partner API says, the resource is {status}"
                ))?;
            } else {
                self.quote(&format!("read back {url}: {}", read_back.problems.join("; ")))?;
            }
        }
        self.output.flush()
    }

    /// Says what was waited for and did not come; then the run has failed.
    pub fn say_short(&mut self, shortfall: Option<String>) {
        if let Some(shortfall) = shortfall {
            self.exit = self.exit.worst(Exit::No);
            self.output.bad(shortfall);
        }
    }

    /// Ends the report, with so many resources not read back in time; the exit code says whether
    /// everything came and every resource was as it should be.
    ///
    /// # Errors
    /// Those of recording.
    pub fn end(mut self, not_read_back: usize) -> Result<Exit> {
        if let Some(journal) = self.journal {
            journal.close()?;
        }
        if not_read_back > 0 {
            self.exit = Exit::No;
            let resources = counted(not_read_back as u64, "resource");
            self.output.bad(format_args!("did not read back {resources} in time"));
        }
        let (accepted, refused) = (self.accepted, self.refused);
        self.output.note(format_args!("emulate: {accepted} accepted, {refused} refused"));
        Ok(self.exit)
    }

    /// Shows a text below a row that may repeat what a client or a server said.
    fn quote(&mut self, text: &str) -> Result<()> {
        let (text, _) = excerpt(text.as_bytes(), LONGEST_REASON);
        self.output.quote(&text)
    }
}

fn cells(seen: &Seen) -> [Cell; 5] {
    let short = |text: Option<&str>| excerpt(text.unwrap_or("-").as_bytes(), LONGEST).0;
    let time = seen.time.to_string();
    let clock = time.get(11..19).unwrap_or_default();
    let tone = if seen.is_accepted() { Tone::Good } else { Tone::Bad };
    [
        clock.into(),
        short(seen.event_text("type")).into(),
        short(seen.installation_id.as_deref()).into(),
        short(seen.event_text("resourceId")).into(),
        Cell::toned(tone, short_status(seen.status)),
    ]
}
