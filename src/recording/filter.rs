//! Which of many saved events are meant.

use glob::Pattern;

use crate::time::Moment;

use super::saved::Saved;

/// Which saved events are meant: those that fit everything that is asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Its type fits one of these, unless there are none.
    pub types: Vec<Pattern>,
    /// Its id is one of these, unless there are none.
    pub ids: Vec<String>,
    /// It was recorded then or later.
    pub since: Option<Moment>,
    /// It was recorded then or earlier.
    pub until: Option<Moment>,
    /// It was recorded as not taken.
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

    /// Whether an event is meant. What is not known of it does not fit.
    #[must_use]
    pub fn takes(&self, saved: &Saved) -> bool {
        let identity = &saved.event.identity;
        let fits_type = |name: &String| self.types.iter().any(|pattern| pattern.matches(name));
        let fits_since = |since| saved.time().is_some_and(|time| time >= since);
        let fits_until = |until| saved.time().is_some_and(|time| time <= until);
        let has_failed = saved.request.as_ref().is_some_and(|request| request.has_failed);
        (self.types.is_empty() || identity.event_type.as_ref().is_some_and(fits_type))
            && (self.ids.is_empty() || identity.id.as_ref().is_some_and(|id| self.ids.contains(id)))
            && self.since.is_none_or(fits_since)
            && self.until.is_none_or(fits_until)
            && (!self.failed || has_failed)
    }
}
