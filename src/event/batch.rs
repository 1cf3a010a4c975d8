//! Batches of events: every round gets its own sample data, shared by its events.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use crate::error::{Error, Result};
use crate::time::Moment;

use super::identity::Identity;
use super::overrides::{OverrideWarning, Overrides};
use super::placeholder::EventContext;
use super::rng::{SeededRng, hash_name, mix_seeds};
use super::sample_data::SampleData;
use super::segments::{Layout, Segments};
use super::spec::EventSpec;

/// An event as it is signed, sent and printed.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its type, or the file its template came from.
    pub name: Arc<str>,
    pub identity: Identity,
    pub body: Bytes,
}

impl Event {
    pub fn from_body(name: &str, body: impl Into<Bytes>) -> Self {
        let body = body.into();
        Self { name: name.into(), identity: Identity::from_body(&body), body }
    }
}

/// What makes events reproducible; without a seed or a time, every run differs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reproduction {
    pub seed: Option<u64>,
    pub now: Option<Moment>,
}

impl Reproduction {
    pub fn fresh_seed() -> u64 {
        SeededRng::fresh_seed()
    }

    /// Derives the seed of one event, so that it does not depend on the others.
    pub fn for_name(self, name: &str) -> Self {
        Self { seed: self.seed.map(|seed| mix_seeds(seed, hash_name(name))), ..self }
    }
}

/// The warnings about each event of a round.
pub type Warnings = Vec<(String, Vec<OverrideWarning>)>;

#[derive(Debug)]
pub struct Batch {
    templates: Vec<EventTemplate>,
    rounds: u64,
    seed: u64,
    now: Option<Moment>,
    /// The latest round and its time, which all its events share.
    latest: Mutex<Option<(u64, Moment)>>,
}

#[derive(Debug)]
struct EventTemplate {
    name: Arc<str>,
    segments: Segments,
    offset: i64,
    /// Whether type and id are known without parsing the body.
    is_plain: bool,
}

impl Batch {
    /// Applies the overrides to every event and returns the warnings about each.
    pub fn new(
        specs: Vec<EventSpec>,
        overrides: &Overrides,
        layout: Layout,
        rounds: u64,
        reproduction: Reproduction,
    ) -> Result<(Self, Warnings)> {
        let mut templates = Vec::with_capacity(specs.len());
        let mut warnings = Vec::with_capacity(specs.len());
        for mut spec in specs {
            let mut warned = overrides.defaults(spec.settings).apply(&mut spec.template)?;
            warned.extend(overrides.apply(&mut spec.template)?);
            warnings.push((spec.name.clone(), warned));
            templates.push(EventTemplate {
                segments: Segments::new(&spec.template, layout),
                is_plain: spec.template.is_plain_event(&spec.name),
                name: spec.name.into(),
                offset: spec.offset,
            });
        }
        reject_useless_unset(&warnings)?;
        let seed = reproduction.seed.unwrap_or_else(SeededRng::fresh_seed);
        let latest = Mutex::new(None);
        Ok((Self { templates, rounds, seed, now: reproduction.now, latest }, warnings))
    }

    pub fn event_count(&self) -> u64 {
        self.rounds.saturating_mul(self.templates.len() as u64)
    }

    pub const fn rounds(&self) -> u64 {
        self.rounds
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.templates.iter().map(|template| &*template.name)
    }

    pub fn events(&self) -> impl Iterator<Item = Event> {
        (0..self.rounds).flat_map(move |round| {
            let data = SampleData::new(self.seed, round);
            let start = self.start_of(round);
            (0..self.templates.len()).map(move |index| self.fill(index, &data, start))
        })
    }

    /// The event of this number, counted from 0 through all rounds.
    pub fn event(&self, number: u64) -> Event {
        let per_round = self.templates.len() as u64;
        let index = usize::try_from(number % per_round).unwrap_or_default();
        let round = number / per_round;
        self.fill(index, &SampleData::new(self.seed, round), self.start_of(round))
    }

    fn start_of(&self, round: u64) -> Moment {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        match *latest {
            Some((known, start)) if known >= round => start,
            _ => {
                let start = self.now.unwrap_or_else(Moment::now);
                *latest = Some((round, start));
                start
            }
        }
    }

    fn fill(&self, index: usize, data: &SampleData, start: Moment) -> Event {
        let template = &self.templates[index];
        let event_id = data.event_id(index);
        let time = start.plus_millis(template.offset);
        let body = template.segments.fill(&EventContext { data, event_id: &event_id, time });
        let identity = if template.is_plain {
            Identity { event_type: Some(template.name.to_string()), id: Some(event_id) }
        } else {
            Identity::from_body(body.as_bytes())
        };
        Event { name: Arc::clone(&template.name), identity, body: body.into() }
    }
}

/// Some events of a glob may lack a field; where all of them do, the path is a mistake.
fn reject_useless_unset(warnings: &Warnings) -> Result<()> {
    let Some((_, first)) = warnings.first() else { return Ok(()) };
    for warning in first {
        let OverrideWarning::Absent { path, nearest } = warning else { continue };
        let is_same = |other: &OverrideWarning| matches!(other, OverrideWarning::Absent { path: known, .. } if known == path);
        if warnings.iter().all(|(_, others)| others.iter().any(is_same)) {
            let hint = match nearest {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => "`vercel-hooks events show TYPE` shows the fields".to_owned(),
            };
            return Err(Error::usage(format!("cannot unset `{path}`: it is not in the event"))
                .with_hint(hint));
        }
    }
    Ok(())
}
