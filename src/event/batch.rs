//! Events by the round: every round has a sample world of its own, shared by its events.

use bytes::Bytes;

use crate::error::{Error, Result};
use crate::time::Moment;

use super::chance::Chance;
use super::order::Order;
use super::overrides::{Overrides, Remark};
use super::placeholder::Filling;
use super::segments::{Layout, Segments};
use super::world::World;

/// One event: its exact bytes, and what to call it.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its type, or where its template came from.
    pub name: String,
    /// What is signed, sent and printed.
    pub body: Bytes,
}

/// What makes events the same again, or different every time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reproduction {
    /// The seed of ids and choices; a fresh one where there is none.
    pub seed: Option<u64>,
    /// The time of every round; the current time where there is none.
    pub now: Option<Moment>,
}

/// A number of rounds of the same events.
#[derive(Debug)]
pub struct Batch {
    casts: Vec<Cast>,
    rounds: u64,
    seed: u64,
    now: Option<Moment>,
}

/// An order ready to be filled.
#[derive(Debug)]
struct Cast {
    name: String,
    segments: Segments,
    offset: i64,
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
        orders: Vec<Order>,
        overrides: &Overrides,
        layout: Layout,
        rounds: u64,
        reproduction: Reproduction,
    ) -> Result<(Self, Remarks)> {
        let mut casts = Vec::with_capacity(orders.len());
        let mut remarks: Remarks = Vec::with_capacity(orders.len());
        for mut order in orders {
            let mut changes = overrides.clone();
            changes.add_defaults(order.settings);
            remarks.push((order.name.clone(), changes.apply(&mut order.template)?));
            let segments = Segments::new(&order.template, layout);
            casts.push(Cast { name: order.name, segments, offset: order.offset });
        }
        refuse_unset_of_nothing(&remarks)?;
        let seed = reproduction.seed.unwrap_or_else(Chance::fresh_seed);
        Ok((Self { casts, rounds, seed, now: reproduction.now }, remarks))
    }

    /// How many events there will be.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.rounds.saturating_mul(self.casts.len() as u64)
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
        self.casts.iter().map(|cast| cast.name.as_str())
    }

    /// Makes the events, one after the other; none is kept.
    pub fn events(&self) -> impl Iterator<Item = Event> {
        (0..self.rounds).flat_map(move |round| {
            let mut chance = Chance::seeded(self.seed, round);
            let world = World::new(&mut chance);
            let start = self.now.unwrap_or_else(Moment::now);
            self.casts.iter().map(move |cast| {
                let event_id = chance.nanoid();
                let filling = Filling {
                    world: &world,
                    event_id: &event_id,
                    moment: start.plus_millis(cast.offset),
                };
                let mut body = Vec::with_capacity(1024);
                cast.segments.fill(&filling, &mut body);
                Event { name: cast.name.clone(), body: Bytes::from(body) }
            })
        })
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
            Err(Error::NothingToUnset { path: path.clone(), nearest: nearest.clone() })
        }
        _ => Ok(()),
    }
}
