//! The sample world: the team, project, deployment, invoice, … that events speak of.
//!
//! A world is made afresh for every round of a run. Everything in it has one value wherever it
//! recurs, and is made when it is first asked for.

use std::cell::OnceCell;

use super::rng::{SeededRng, hash, mix_seeds};
use super::samples::{COUNT, SAMPLES};

/// One consistent set of sample values.
#[derive(Debug)]
pub struct SampleData {
    /// What tells it from the worlds of other rounds and seeds.
    number: u64,
    values: [OnceCell<String>; COUNT],
}

impl SampleData {
    /// The world of the `round`th round of a run with this seed.
    #[must_use]
    pub fn new(seed: u64, round: u64) -> Self {
        Self { number: mix_seeds(seed, round), values: [const { OnceCell::new() }; COUNT] }
    }

    /// The value of the sample at this place in [`SAMPLES`].
    #[must_use]
    pub fn value(&self, index: usize) -> &str {
        self.values[index].get_or_init(|| {
            let sample = &SAMPLES[index];
            (sample.make)(self, &mut self.chance(sample.hash))
        })
    }

    /// The value of the sample of this name.
    ///
    /// # Panics
    /// Where there is none, which a test of every sample would show.
    pub(super) fn get(&self, name: &str) -> &str {
        let hash = hash(name);
        let index = SAMPLES.iter().position(|sample| sample.hash == hash);
        self.value(index.expect("samples name only samples"))
    }

    /// The source of chance for one thing of this world, by the number of its name. It depends on
    /// nothing else, so that new samples do not change the old ones.
    pub(super) fn chance(&self, hash: u64) -> SeededRng {
        SeededRng::new(mix_seeds(self.number, hash))
    }

    /// The id of the event at this place of the round.
    #[must_use]
    pub fn event_id(&self, place: usize) -> String {
        self.chance(mix_seeds(hash("event.id"), place as u64)).nanoid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_recurs_is_the_same_everywhere() {
        let world = SampleData::new(1, 0);
        let bare_id = world.get("deployment.id").replace("dpl_", "");
        assert!(world.get("deployment.inspectorUrl").ends_with(&bare_id));
        assert!(world.get("deployment.url").starts_with(world.get("project.name")));
        assert!(world.get("deployment.url").contains(world.get("team.slug")));
        assert!(world.get("domain.name").contains(world.get("project.name")));
    }

    #[test]
    fn no_value_needs_escaping_in_json() {
        for number in 0..200 {
            let world = SampleData::new(number, 0);
            for sample in &SAMPLES {
                let value = world.get(sample.name);
                assert_eq!(serde_json::Value::from(value).to_string(), format!("\"{value}\""));
            }
        }
    }

    #[test]
    fn every_id_is_different_and_nothing_is_empty() {
        let world = SampleData::new(1, 0);
        let ids: Vec<String> = SAMPLES
            .iter()
            .filter(|sample| sample.name.ends_with("id") || sample.name.ends_with("Id"))
            .map(|sample| world.get(sample.name).to_owned())
            .collect();
        let mut distinct = ids.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), ids.len());
        assert!(SAMPLES.iter().all(|sample| !world.get(sample.name).is_empty()));
    }
}
