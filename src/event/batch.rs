//! Events by the round: every round has a sample world of its own, shared by its events.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use crate::error::{Error, Result};
use crate::time::Moment;

use super::identity::Identity;
use super::overrides::{Overrides, Remark};
use super::placeholder::Filling;
use super::rng::{SeededRng, hash, mix_seeds};
use super::sample_data::SampleData;
use super::segments::{Layout, Segments};
use super::spec::EventSpec;

/// One event: its exact bytes, and what they say of themselves.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its type, or where its template came from.
    pub name: Arc<str>,
    /// What the body calls itself.
    pub identity: Identity,
    /// What is signed, sent and printed.
    pub body: Bytes,
}

impl Event {
    /// An event whose bytes are given.
    #[must_use]
    pub fn given(name: &str, body: Vec<u8>) -> Self {
        Self { name: name.into(), identity: Identity::of(&body), body: body.into() }
    }
}

/// What makes events the same again, or different every time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reproduction {
    /// The seed of ids and choices; a fresh one where there is none.
    pub seed: Option<u64>,
    /// The time of every round; the current time where there is none.
    pub now: Option<Moment>,
}

impl Reproduction {
    /// A seed for a run that is to be told how it can be repeated.
    #[must_use]
    pub fn fresh_seed() -> u64 {
        SeededRng::fresh_seed()
    }

    /// The same for one thing among others, by its name: what it gets does not depend on them.
    #[must_use]
    pub fn of(self, name: &str) -> Self {
        Self { seed: self.seed.map(|seed| mix_seeds(seed, hash(name))), ..self }
    }
}

/// A number of rounds of the same events.
#[derive(Debug)]
pub struct Batch {
    templates: Vec<EventTemplate>,
    rounds: u64,
    seed: u64,
    now: Option<Moment>,
    /// The latest round asked for by number and its time, which all its events share.
    latest: Mutex<Option<(u64, Moment)>>,
}

/// An order ready to be filled.
#[derive(Debug)]
struct EventTemplate {
    name: Arc<str>,
    segments: Segments,
    offset: i64,
    /// Whether the body's type is the name and its id the one made for it, so that nobody needs
    /// to read the body again.
    is_plain: bool,
}

/// Remarks on one of the ordered events.
pub type Remarks = Vec<(String, Vec<Remark>)>;

impl Batch {
    /// Applies the overrides to every order, and says what the user may not have meant.
    ///
    /// # Errors
    /// Those of [`Overrides::apply`], and [`Error::NothingToUnset`] where a path to unset is in
    /// none of the events.
    pub fn new(
        orders: Vec<EventSpec>,
        overrides: &Overrides,
        layout: Layout,
        rounds: u64,
        reproduction: Reproduction,
    ) -> Result<(Self, Remarks)> {
        let mut templates = Vec::with_capacity(orders.len());
        let mut remarks: Remarks = Vec::with_capacity(orders.len());
        for mut order in orders {
            let defaults = overrides.defaults(order.settings);
            let mut said = defaults.apply(&mut order.template)?;
            said.extend(overrides.apply(&mut order.template)?);
            remarks.push((order.name.clone(), said));
            let segments = Segments::new(&order.template, layout);
            let is_plain = order.template.is_plain_event(&order.name);
            templates.push(EventTemplate {
                name: order.name.into(),
                segments,
                offset: order.offset,
                is_plain,
            });
        }
        refuse_unset_of_nothing(&remarks)?;
        let seed = reproduction.seed.unwrap_or_else(SeededRng::fresh_seed);
        let latest = Mutex::new(None);
        Ok((Self { templates, rounds, seed, now: reproduction.now, latest }, remarks))
    }

    /// How many events there will be.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.rounds.saturating_mul(self.templates.len() as u64)
    }

    /// Whether there will be none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How often the events are made anew.
    #[must_use]
    pub const fn rounds(&self) -> u64 {
        self.rounds
    }

    /// The names of the events of one round, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.templates.iter().map(|template| &*template.name)
    }

    /// Makes the events, one after the other; none is kept.
    pub fn events(&self) -> impl Iterator<Item = Event> {
        (0..self.rounds).flat_map(move |round| {
            let world = SampleData::new(self.seed, round);
            let start = self.start_of(round);
            (0..self.templates.len()).map(move |place| self.fill(place, &world, start))
        })
    }

    /// Makes the event of this number, counted from 0 through all rounds.
    #[must_use]
    pub fn event(&self, number: u64) -> Event {
        let per_round = self.templates.len() as u64;
        let place = usize::try_from(number % per_round).unwrap_or_default();
        let round = number / per_round;
        self.fill(place, &SampleData::new(self.seed, round), self.start_of(round))
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

    fn fill(&self, place: usize, world: &SampleData, start: Moment) -> Event {
        let template = &self.templates[place];
        let event_id = world.event_id(place);
        let moment = start.plus_millis(template.offset);
        let body = template.segments.fill(&Filling { world, event_id: &event_id, moment });
        let identity = if template.is_plain {
            Identity { event_type: Some(template.name.to_string()), id: Some(event_id) }
        } else {
            Identity::of(body.as_bytes())
        };
        Event { name: Arc::clone(&template.name), identity, body: body.into() }
    }
}

/// Some events of a glob may lack a field; where all of them do, the path is a mistake.
fn refuse_unset_of_nothing(remarks: &Remarks) -> Result<()> {
    let Some((_, first)) = remarks.first() else { return Ok(()) };
    let is_absent_everywhere = |remark: &&Remark| {
        let Remark::Absent { path, .. } = remark else { return false };
        remarks.iter().all(|(_, others)| {
            others
                .iter()
                .any(|other| matches!(other, Remark::Absent { path: known, .. } if known == path))
        })
    };
    match first.iter().find(is_absent_everywhere) {
        Some(Remark::Absent { path, nearest }) => {
            let hint = nearest.as_ref().map_or_else(
                || "`vercel-hooks events show TYPE` shows the fields".to_owned(),
                |nearest| format!("did you mean `{nearest}`?"),
            );
            Err(Error::usage(format!("cannot unset `{path}`: it is not in the event"))
                .with_hint(hint))
        }
        _ => Ok(()),
    }
}
