//! The memory that bodies take together while they come and are worked on.
//!
//! Bodies take it as they come, for nobody knows how much of what was declared will. So all of it
//! can be with bodies that wait for more. One of them at a time then goes on in a reserve, where it
//! may become as large as a body can be: it ends, and the others have its memory.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The memory of all bodies: so many bytes, and once more the largest body.
pub(super) struct MemoryBudget {
    bytes: Arc<Semaphore>,
    reserve: Arc<Semaphore>,
}

/// The memory of one body, for as long as the value lives.
#[derive(Debug, Default)]
pub(super) struct Reservation {
    bytes: Option<OwnedSemaphorePermit>,
    /// Whether it may become as large as a body can be.
    reserve: Option<OwnedSemaphorePermit>,
}

impl MemoryBudget {
    /// So many bytes, besides the reserve.
    pub fn new(bytes: usize) -> Self {
        Self { bytes: Arc::new(Semaphore::new(bytes)), reserve: Arc::new(Semaphore::new(1)) }
    }

    /// Makes a room larger, as soon as that can be.
    pub async fn enlarge(&self, room: &mut Reservation, bytes: usize) {
        if room.reserve.is_some() {
            return;
        }
        let count = u32::try_from(bytes).unwrap_or(u32::MAX);
        tokio::select! {
            biased;
            Ok(more) = Arc::clone(&self.bytes).acquire_many_owned(count) => match &mut room.bytes {
                Some(bytes) => bytes.merge(more),
                None => room.bytes = Some(more),
            },
            Ok(reserve) = Arc::clone(&self.reserve).acquire_owned() => room.reserve = Some(reserve),
            // Nobody closes them.
            else => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use futures_util::future::join_all;

    use super::*;
    use crate::http::runtime;

    #[test]
    fn bodies_that_together_take_more_than_there_is_end_all_the_same() {
        let memory = MemoryBudget::new(10);
        let bodies = (0..20).map(async |_| {
            let mut room = Reservation::default();
            for _ in 0..9 {
                memory.enlarge(&mut room, 1).await;
                // The others come on as well.
                tokio::task::yield_now().await;
            }
        });
        runtime::single_threaded().unwrap().block_on(join_all(bodies));
        assert_eq!((memory.bytes.available_permits(), memory.reserve.available_permits()), (10, 1));
    }

    #[test]
    fn one_body_can_be_larger_than_all_there_is() {
        let memory = MemoryBudget::new(10);
        let mut room = Reservation::default();
        for _ in 0..9 {
            memory.enlarge(&mut room, 8).now_or_never().unwrap();
        }
    }

    #[test]
    fn where_the_reserve_is_taken_others_wait() {
        let memory = MemoryBudget::new(10);
        let [mut one, mut other, mut third] = [(); 3].map(|()| Reservation::default());
        memory.enlarge(&mut one, 10).now_or_never().unwrap();
        memory.enlarge(&mut other, 1).now_or_never().unwrap();
        assert!(memory.enlarge(&mut third, 1).now_or_never().is_none());
        drop(other);
        memory.enlarge(&mut third, 1).now_or_never().unwrap();
    }
}
