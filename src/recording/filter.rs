//! Which of many saved events are meant.

use std::collections::HashSet;

use glob::Pattern;

use crate::time::Moment;

use super::saved::Saved;

/// Which saved events are meant: those that fit everything that is asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Its type fits one of these, unless there are none.
    pub types: Vec<Pattern>,
    /// Its id is one of these, unless there are none; `*` and `…` stand for any text.
    pub ids: Vec<String>,
    /// It was recorded then or later.
    pub since: Option<Moment>,
    /// It was recorded then or earlier.
    pub until: Option<Moment>,
    /// It was recorded as not taken, and not as taken later on.
    pub failed: bool,
}

impl Filter {
    /// Whether nothing is asked for.
    #[must_use]
    pub const fn takes_all(&self) -> bool {
        self.types.is_empty()
            && self.ids.is_empty()
            && self.since.is_none()
            && self.until.is_none()
            && !self.failed
    }

    /// Leaves those that are meant, of events in the order in which they came.
    pub fn apply(&self, events: &mut Vec<Saved>) {
        if self.failed {
            let mut taken: HashSet<String> = HashSet::new();
            let mut is_open: Vec<bool> = events
                .iter()
                .rev()
                .map(|saved| {
                    let id = saved.event.identity.id.as_ref();
                    if has_failed(saved) {
                        return !id.is_some_and(|id| taken.contains(id));
                    }
                    taken.extend(id.cloned());
                    false
                })
                .collect();
            events.retain(|_| is_open.pop().unwrap_or_default());
        }
        events.retain(|saved| self.takes(saved));
    }

    /// Whether an event is meant, whatever became of it. What is not known of it does not fit.
    fn takes(&self, saved: &Saved) -> bool {
        let identity = &saved.event.identity;
        let fits_type = |name: &String| self.types.iter().any(|pattern| pattern.matches(name));
        let fits_id = |id: &String| self.ids.iter().any(|wanted| is_meant(wanted, id));
        let fits_since = |since| saved.time().is_some_and(|time| time >= since);
        let fits_until = |until| saved.time().is_some_and(|time| time <= until);
        (self.types.is_empty() || identity.event_type.as_ref().is_some_and(fits_type))
            && (self.ids.is_empty() || identity.id.as_ref().is_some_and(fits_id))
            && self.since.is_none_or(fits_since)
            && self.until.is_none_or(fits_until)
    }
}

fn has_failed(saved: &Saved) -> bool {
    saved.request.as_ref().is_some_and(|request| request.has_failed)
}

/// Whether this is the id, or what is shown of it where there is no room.
fn is_meant(wanted: &str, id: &str) -> bool {
    wanted == id
        || wanted.split_once(['*', '…']).is_some_and(|(start, end)| {
            id.strip_prefix(start).is_some_and(|rest| rest.ends_with(end))
        })
}
