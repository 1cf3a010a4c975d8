//! Filters saved events.

use std::collections::HashSet;

use glob::Pattern;

use crate::time::Moment;

use super::saved::SavedEvent;

/// Selects the saved events that meet every condition.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub types: Vec<Pattern>,
    /// `*` and `…` stand for any text.
    pub ids: Vec<String>,
    pub since: Option<Moment>,
    pub until: Option<Moment>,
    /// Only events that were not accepted, not even in a later delivery.
    pub failed: bool,
}

impl Filter {
    pub const fn takes_all(&self) -> bool {
        self.types.is_empty()
            && self.ids.is_empty()
            && self.since.is_none()
            && self.until.is_none()
            && !self.failed
    }

    /// Drops requests whose signature was invalid, or not checked where they would be signed, unless
    /// an id names them, and counts them.
    pub fn drop_unverified(&self, events: &mut Vec<SavedEvent>, are_signed: bool) -> usize {
        let total = events.len();
        events.retain(|saved| {
            let is_unverified = saved
                .request
                .as_ref()
                .is_some_and(|request| request.was_forged || (are_signed && request.was_unchecked));
            !is_unverified || self.names(saved)
        });
        total - events.len()
    }

    /// Filters events in the order in which they were recorded.
    pub fn apply(&self, events: &mut Vec<SavedEvent>) {
        if self.failed {
            let mut accepted: HashSet<String> = HashSet::new();
            events.reverse();
            events.retain(|saved| {
                let id = saved.event.identity.id.as_ref();
                let was_accepted = saved.request.as_ref().and_then(|request| request.was_accepted);
                if was_accepted == Some(true) {
                    accepted.extend(id.cloned());
                }
                was_accepted == Some(false) && !id.is_some_and(|id| accepted.contains(id))
            });
            events.reverse();
        }
        events.retain(|saved| self.matches(saved));
    }

    /// Unknown values do not match.
    fn matches(&self, saved: &SavedEvent) -> bool {
        let identity = &saved.event.identity;
        let matches_type = |name: &String| self.types.iter().any(|pattern| pattern.matches(name));
        (self.types.is_empty() || identity.event_type.as_ref().is_some_and(matches_type))
            && (self.ids.is_empty() || self.names(saved))
            && self.since.is_none_or(|since| saved.time().is_some_and(|time| time >= since))
            && self.until.is_none_or(|until| saved.time().is_some_and(|time| time <= until))
    }

    fn names(&self, saved: &SavedEvent) -> bool {
        let id = saved.event.identity.id.as_ref();
        id.is_some_and(|id| self.ids.iter().any(|pattern| id_matches(pattern, id)))
    }
}

/// Ids can be given as they are shown where space is short: `abc…xyz`.
fn id_matches(pattern: &str, id: &str) -> bool {
    pattern == id
        || pattern.split_once(['*', '…']).is_some_and(|(start, end)| {
            id.strip_prefix(start).is_some_and(|rest| rest.ends_with(end))
        })
}
