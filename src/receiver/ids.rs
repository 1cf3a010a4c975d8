//! The ids of events that came lately, to tell when one comes again.

use std::collections::{HashSet, VecDeque};

use sha2::{Digest, Sha256};

/// An id in a size of its own, whatever its length.
type Print = [u8; 16];

/// The ids that came lately.
pub(super) struct Ids {
    room: usize,
    known: HashSet<Print>,
    in_order: VecDeque<Print>,
}

impl Ids {
    /// Remembers so many.
    pub fn new(room: usize) -> Self {
        Self { room, known: HashSet::new(), in_order: VecDeque::new() }
    }

    /// Whether it is remembered.
    pub fn contain(&self, id: &str) -> bool {
        self.known.contains(&print(id))
    }

    /// Remembers it, and forgets the oldest where there are too many.
    pub fn remember(&mut self, id: &str) {
        let print = print(id);
        if !self.known.insert(print) {
            return;
        }
        self.in_order.push_back(print);
        if self.in_order.len() > self.room
            && let Some(oldest) = self.in_order.pop_front()
        {
            self.known.remove(&oldest);
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
        let mut ids = Ids::new(2);
        for id in ["a", "a", "b", "b", "c"] {
            ids.remember(id);
        }
        assert_eq!(["a", "b", "c"].map(|id| ids.contain(id)), [false, true, true]);
        assert_eq!(ids.known.len(), 2);
    }
}
