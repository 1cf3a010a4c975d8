//! What a case is, whatever kind of request it sends.

/// The requests of a case are described by `R`; its result and the reports do without them.
#[derive(Clone, Copy)]
pub struct Case<R = ()> {
    /// Its suite, a dot, and its name there.
    pub id: &'static str,
    pub level: Level,
    /// The first half of a sentence that `matters` ends.
    pub sends: &'static str,
    pub matters: &'static str,
    /// What to change in the server, unless all results together show a deeper cause.
    pub fix: &'static str,
    pub requests: R,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// A failure means that something is lost, or that forged requests get through.
    Must,
    /// Worth fixing, but nothing is lost until then.
    Should,
}

impl Level {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
        }
    }
}

impl<R> Case<R> {
    pub fn suite(&self) -> &'static str {
        self.id.split('.').next().unwrap_or_default()
    }

    /// How the ids of cases begin that send the same for different things: `genuine.type`.
    pub fn family(&self) -> Option<&'static str> {
        let (end, _) = self.id.match_indices('.').nth(1)?;
        Some(&self.id[..end])
    }

    pub fn sentence(&self) -> String {
        format!("{}: {}.", self.sends, self.matters)
    }

    pub const fn without_requests(&self) -> Case {
        let Self { id, level, sends, matters, fix, .. } = *self;
        Case { id, level, sends, matters, fix, requests: () }
    }
}
