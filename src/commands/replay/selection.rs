//! The events to replay: what has to be known before the first is sent. Each is read again when it
//! is sent, as recordings can be larger than memory.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use crate::commands::input::Seekable;
use crate::delivery::{Header, is_credential};
use crate::error::Result;
use crate::recording::{self, Filter, Place, SavedEvent};
use crate::signature::HEADER;
use crate::time::Moment;

/// The most bytes of recorded credentials that are searched for in every response. What a request
/// itself was sent with is searched for in any case.
const MAX_CREDENTIALS: usize = 16 * 1024;

pub struct Selection {
    filter: Filter,
    /// Whether the events are signed again.
    signs: bool,
    files: Vec<(String, Mutex<Box<dyn Seekable>>)>,
    pub selected: Vec<Selected>,
    /// Selected events that failed, by id: they are left out where a later delivery succeeded.
    failed: HashMap<String, Vec<usize>>,
    pub credentials: HashSet<Header>,
    credentials_size: usize,
    pub total: u64,
    pub not_post: u64,
    /// Requests that were skipped because their signature was not verified.
    pub unverified: u64,
}

#[expect(clippy::struct_excessive_bools, reason = "each is an answer to a question of the job")]
pub struct Selected {
    source: Source,
    is_superseded: bool,
    pub time: Option<Moment>,
    /// In characters.
    pub name_width: usize,
    pub has_request: bool,
    pub has_credentials: bool,
    /// Whether it has a signature that was valid.
    pub is_genuine: bool,
}

enum Source {
    File { number: usize, place: Place },
    Memory(Box<SavedEvent>),
}

impl Selection {
    pub fn new(filter: Filter, signs: bool) -> Self {
        Self {
            filter,
            signs,
            files: Vec::new(),
            selected: Vec::new(),
            failed: HashMap::new(),
            credentials: HashSet::new(),
            credentials_size: 0,
            total: 0,
            not_post: 0,
            unverified: 0,
        }
    }

    /// Reads a file to its end. Returns the number of a last line that is incomplete.
    pub fn read(&mut self, name: &str, mut file: Box<dyn Seekable>) -> Result<Option<usize>> {
        let cut_line = recording::read(name, &mut file, |event, place| self.add(event, place))?;
        self.files.push((name.to_owned(), Mutex::new(file)));
        Ok(cut_line)
    }

    /// Leaves out events that were delivered later.
    pub fn finish(mut self) -> Self {
        self.failed = HashMap::new();
        self.selected.retain(|event| !event.is_superseded);
        self
    }

    pub fn read_again(&self, index: usize) -> Result<SavedEvent> {
        match &self.selected[index].source {
            Source::Memory(saved) => Ok(SavedEvent::clone(saved)),
            Source::File { number, place } => {
                let (name, file) = &self.files[*number];
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                recording::read_at(name, &mut *file, *place)
            }
        }
    }

    fn add(&mut self, saved: SavedEvent, place: Option<Place>) {
        self.total += 1;
        let request = saved.request.as_ref();
        if request.is_some_and(|request| !request.is_post) {
            self.not_post += 1;
            return;
        }
        let was_forged = request.is_some_and(|request| request.was_forged);
        let was_unchecked = request.is_some_and(|request| request.was_unchecked);
        let is_unverified =
            (was_forged && (self.signs || self.filter.failed)) || (was_unchecked && self.signs);
        if is_unverified && !self.filter.names(&saved) {
            self.unverified += 1;
            return;
        }
        let id = saved.event.identity.id.as_ref();
        if self.filter.failed
            && request.and_then(|request| request.was_accepted) == Some(true)
            && let Some(failed) = id.and_then(|id| self.failed.remove(id))
        {
            for index in failed {
                self.selected[index].is_superseded = true;
            }
        }
        if !self.filter.matches(&saved) {
            return;
        }
        if self.filter.failed
            && let Some(id) = id
        {
            self.failed.entry(id.clone()).or_default().push(self.selected.len());
        }
        let headers = request.and_then(|request| request.headers.as_ref());
        let credentials =
            headers.into_iter().flatten().filter(|(name, _)| is_credential(name.as_str()));
        let mut has_credentials = false;
        for (name, value) in credentials {
            has_credentials = true;
            if self.credentials_size + value.len() <= MAX_CREDENTIALS
                && self.credentials.insert((name.clone(), value.clone()))
            {
                self.credentials_size += value.len();
            }
        }
        let is_signed = headers.is_some_and(|headers| headers.contains_key(HEADER));
        self.selected.push(Selected {
            is_superseded: false,
            time: saved.time(),
            name_width: saved.event.identity.type_or(&saved.event.name).chars().count(),
            has_request: request.is_some(),
            has_credentials,
            is_genuine: is_signed && !was_forged,
            source: match place {
                Some(place) => Source::File { number: self.files.len(), place },
                None => Source::Memory(Box::new(saved)),
            },
        });
    }
}
