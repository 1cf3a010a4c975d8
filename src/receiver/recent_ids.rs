//! The ids of events that came lately, to tell when one comes again.

use std::collections::{HashMap, HashSet, VecDeque};

use sha2::{Digest, Sha256};

/// An id in a size of its own, whatever its length.
type Print = [u8; 16];

/// The ids of events that were taken lately, and of those that are under way.
pub(super) struct RecentIds {
    room: usize,
    taken: HashSet<Print>,
    in_order: VecDeque<Print>,
    /// How many requests of an id are under way.
    under_way: HashMap<Print, usize>,
}

impl RecentIds {
    /// Remembers so many that were taken.
    pub fn new(room: usize) -> Self {
        let (taken, in_order, under_way) = Default::default();
        Self { room, taken, in_order, under_way }
    }

    /// Whether it was taken, or is under way.
    pub fn contain(&self, id: &str) -> bool {
        let print = print(id);
        self.taken.contains(&print) || self.under_way.contains_key(&print)
    }

    /// A request with it is under way, until it [ends](RecentIds::end).
    pub fn begin(&mut self, id: &str) {
        *self.under_way.entry(print(id)).or_default() += 1;
    }

    /// A request that was under way was taken or not. What was taken is remembered, and the oldest
    /// forgotten where there are too many.
    pub fn end(&mut self, id: &str, is_taken: bool) {
        let print = print(id);
        if let Some(count) = self.under_way.get_mut(&print) {
            *count -= 1;
            if *count == 0 {
                self.under_way.remove(&print);
            }
        }
        if !is_taken || !self.taken.insert(print) {
            return;
        }
        self.in_order.push_back(print);
        if self.in_order.len() > self.room
            && let Some(oldest) = self.in_order.pop_front()
        {
            self.taken.remove(&oldest);
        }
    }
}

fn print(id: &str) -> Print {
    let mut print = [0; 16];
    print.copy_from_slice(&Sha256::digest(id)[..16]);
    print
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_are_forgotten() {
        let mut ids = RecentIds::new(2);
        for id in ["a", "a", "b", "b", "c"] {
            ids.begin(id);
            ids.end(id, true);
        }
        assert_eq!(["a", "b", "c"].map(|id| ids.contain(id)), [false, true, true]);
        assert_eq!((ids.taken.len(), ids.under_way.len()), (2, 0));
    }

    #[test]
    fn what_was_not_taken_is_known_only_while_it_is_under_way() {
        let mut ids = RecentIds::new(2);
        ids.begin("a");
        ids.begin("a");
        ids.end("a", false);
        assert!(ids.contain("a"));
        ids.end("a", false);
        assert!(!ids.contain("a"));
    }

    #[test]
    fn of_two_at_once_either_may_be_the_one_that_is_taken() {
        for taken in [[true, false], [false, true]] {
            let mut ids = RecentIds::new(2);
            ids.begin("a");
            ids.begin("a");
            for is_taken in taken {
                ids.end("a", is_taken);
            }
            assert!(ids.contain("a"));
        }
    }
}
