//! The ids of recent events, to tell when one arrives again.

use std::collections::{HashMap, HashSet, VecDeque};

use sha2::{Digest, Sha256};

/// A hash of an id, so that long ids take no more memory.
type IdHash = [u8; 16];

/// The ids of recently accepted events, and of those in progress.
pub(super) struct RecentIds {
    capacity: usize,
    accepted: HashSet<IdHash>,
    oldest_first: VecDeque<IdHash>,
    /// How many requests of an id are in progress.
    in_progress: HashMap<IdHash, usize>,
}

impl RecentIds {
    /// Remembers this many accepted ids.
    pub fn new(capacity: usize) -> Self {
        let (accepted, oldest_first, in_progress) = Default::default();
        Self { capacity, accepted, oldest_first, in_progress }
    }

    /// Whether the id was accepted or is in progress.
    pub fn contains(&self, id: &str) -> bool {
        let hash = hash(id);
        self.accepted.contains(&hash) || self.in_progress.contains_key(&hash)
    }

    /// Enters a request that is in progress until it [ends](RecentIds::end).
    pub fn begin(&mut self, id: &str) {
        *self.in_progress.entry(hash(id)).or_default() += 1;
    }

    /// Forgets a request in progress, and remembers its id if it was accepted.
    pub fn end(&mut self, id: &str, is_accepted: bool) {
        let hash = hash(id);
        if let Some(count) = self.in_progress.get_mut(&hash) {
            *count -= 1;
            if *count == 0 {
                self.in_progress.remove(&hash);
            }
        }
        if !is_accepted || !self.accepted.insert(hash) {
            return;
        }
        self.oldest_first.push_back(hash);
        if self.oldest_first.len() > self.capacity
            && let Some(oldest) = self.oldest_first.pop_front()
        {
            self.accepted.remove(&oldest);
        }
    }
}

fn hash(id: &str) -> IdHash {
    let mut hash = [0; 16];
    hash.copy_from_slice(&Sha256::digest(id)[..16]);
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forgets_the_oldest() {
        let mut ids = RecentIds::new(2);
        for id in ["a", "a", "b", "b", "c"] {
            ids.begin(id);
            ids.end(id, true);
        }
        assert_eq!(["a", "b", "c"].map(|id| ids.contains(id)), [false, true, true]);
        assert_eq!((ids.accepted.len(), ids.in_progress.len()), (2, 0));
    }

    #[test]
    fn contains_a_rejected_id_only_while_it_is_in_progress() {
        let mut ids = RecentIds::new(2);
        ids.begin("a");
        ids.begin("a");
        ids.end("a", false);
        assert!(ids.contains("a"));
        ids.end("a", false);
        assert!(!ids.contains("a"));
    }

    #[test]
    fn remembers_an_id_if_either_of_two_requests_is_accepted() {
        for outcomes in [[true, false], [false, true]] {
            let mut ids = RecentIds::new(2);
            ids.begin("a");
            ids.begin("a");
            for is_accepted in outcomes {
                ids.end("a", is_accepted);
            }
            assert!(ids.contains("a"));
        }
    }
}
