//! The ids of events that came lately, to tell when one comes again.

use std::collections::{HashSet, VecDeque};

use sha2::{Digest, Sha256};

/// So many ids are remembered.
const REMEMBERED: usize = 100_000;

/// An id in a size of its own, whatever its length.
type Print = [u8; 16];

/// The ids that came lately.
#[derive(Default)]
pub(super) struct Ids {
    known: HashSet<Print>,
    in_order: VecDeque<Print>,
}

impl Ids {
    /// Whether it is remembered.
    pub fn contain(&self, id: &str) -> bool {
        self.known.contains(&print(id))
    }

    /// Remembers it, and forgets the oldest where there are too many.
    pub fn remember(&mut self, id: &str) {
        if !self.known.insert(print(id)) {
            return;
        }
        self.in_order.push_back(print(id));
        if self.in_order.len() > REMEMBERED
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
        let mut ids = Ids::default();
        for number in 0..=REMEMBERED {
            ids.remember(&number.to_string());
            ids.remember(&number.to_string());
        }
        assert!(!ids.contain("0"));
        assert!(ids.contain("1"));
        assert_eq!(ids.known.len(), REMEMBERED);
    }
}
