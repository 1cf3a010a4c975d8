//! The cases: what is sent to an endpoint, why that matters, and which response it must get.

mod builder;
mod forged;
mod genuine;
mod robustness;

use crate::catalog::{Named, Status};
use crate::delivery::StatusPattern;
use crate::error::Result;
use crate::http::TransportError;

use super::case::{Case, Level};
use super::request::CaseRequest;
use super::result::{CaseOutcome, Got};

pub use builder::CaseInputs;

use builder::CaseBuilder;
#[cfg(test)]
pub(super) use builder::tests::event;
pub(super) use robustness::{CATCH_PARSE_ERRORS, COMPARE_LENGTHS};

/// The prefix of the cases that send one event of each type.
pub const TYPE_PREFIX: &str = "genuine.type.";

/// Shows whether the endpoint accepts events at all: without it, a rejection proves nothing.
pub const CONTROL: &str = "genuine.valid";

/// What a case sends, and so which response it expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    Genuine,
    Forged,
    Robustness,
}

pub type WebhookCase = Case<Requests>;

#[derive(Clone, Copy)]
pub enum Requests {
    One(fn(&CaseBuilder<'_>) -> CaseRequest),
    Many(ConnectionMode, fn(&CaseBuilder<'_>) -> Vec<CaseRequest>),
    EventOfType(Named),
}

/// How the requests of a case share connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionMode {
    /// One after the other, each over its own connection.
    Separate,
    Single,
    /// One after the other, while the connection of the first stays open.
    Overlapping,
    Concurrent,
}

impl Suite {
    pub const ALL: [Self; 3] = [Self::Genuine, Self::Forged, Self::Robustness];

    pub const fn label(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::Forged => "forged",
            Self::Robustness => "robustness",
        }
    }

    pub fn of<R>(case: &Case<R>) -> Self {
        let is_own = |suite: &Self| suite.label() == case.suite();
        // A test proves that every id begins with its suite.
        Self::ALL.into_iter().find(is_own).unwrap_or(Self::Robustness)
    }

    /// The expected response: `2xx`, `not 2xx`, `401 or 403`, `no 5xx`.
    pub fn expected(self, rejections: &[StatusPattern]) -> String {
        match self {
            Self::Genuine => "2xx".to_owned(),
            Self::Forged if rejections.is_empty() => "not 2xx".to_owned(),
            Self::Forged => {
                let statuses: Vec<String> = rejections.iter().map(ToString::to_string).collect();
                statuses.join(" or ")
            }
            Self::Robustness => "no 5xx".to_owned(),
        }
    }

    /// A crash, a rate limit or silence is no rejection of a forged event.
    pub fn judge(self, got: Got, rejections: &[StatusPattern]) -> CaseOutcome {
        let is_expected = match (self, got) {
            (Self::Genuine, Ok(status)) => StatusPattern::SUCCESS.matches(status),
            (Self::Forged, Ok(status)) => {
                let is_listed = rejections.iter().any(|rejection| rejection.matches(status));
                let is_judged = status != 429 && (status < 500 || !rejections.is_empty());
                if !is_listed && !is_judged {
                    return CaseOutcome::Inconclusive;
                }
                is_listed || rejections.is_empty() && !StatusPattern::SUCCESS.matches(status)
            }
            (Self::Forged, Err(TransportError::TimedOut | TransportError::Closed))
            | (Self::Robustness, Ok(429)) => return CaseOutcome::Inconclusive,
            (Self::Robustness, Ok(status)) => status < 500,
            (_, Err(_)) => false,
        };
        if is_expected { CaseOutcome::Passed } else { CaseOutcome::Failed }
    }
}

impl Requests {
    pub const fn mode(self) -> ConnectionMode {
        match self {
            Self::Many(mode, _) => mode,
            Self::One(_) | Self::EventOfType(_) => ConnectionMode::Separate,
        }
    }
}

impl WebhookCase {
    pub(super) fn build_requests(&self, inputs: &CaseInputs) -> Result<Vec<CaseRequest>> {
        let builder = CaseBuilder::new(inputs, self.id)?;
        Ok(match self.requests {
            Requests::One(build) => vec![build(&builder)],
            Requests::Many(_, build) => build(&builder),
            Requests::EventOfType(named) => vec![builder.signed(builder.event_of(named)?)],
        })
    }
}

fn case_for_type(named: Named) -> WebhookCase {
    let is_legacy = named.event_type.status == Status::Legacy;
    Case {
        // Leaked once per type and run, so that every case is a plain row.
        id: format!("{TYPE_PREFIX}{}", named.name).leak(),
        // New webhooks cannot subscribe to legacy types.
        level: if is_legacy { Level::Should } else { Level::Must },
        sends: format!("A genuine `{}`", named.name).leak(),
        matters: "any response but 2xx is a failed delivery, which Vercel retries",
        fix: "Respond 2xx to every type, including those without a handler; `vercel-hooks \
              events show TYPE` lists its fields",
        requests: Requests::EventOfType(named),
    }
}

/// Every case in the order in which they run, with one for each of these types.
pub fn all(types: &[Named]) -> Vec<WebhookCase> {
    let types: Vec<WebhookCase> = types.iter().copied().map(case_for_type).collect();
    // The control goes first.
    let (control, genuine) = genuine::CASES.split_at(1);
    [control, &types, genuine, forged::CASES, robustness::CASES].concat()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::catalog::select;

    fn every_case() -> Vec<WebhookCase> {
        all(&select(&["all".to_owned()]).unwrap())
    }

    #[test]
    fn the_control_is_first_and_ids_are_unique() {
        let cases = every_case();
        assert_eq!(cases[0].id, CONTROL);
        let ids: BTreeSet<&str> = cases.iter().map(|case| case.id).collect();
        assert_eq!(ids.len(), cases.len());
    }

    #[test]
    fn every_case_is_in_the_table_of_its_suite() {
        for (suite, cases) in
            Suite::ALL.into_iter().zip([genuine::CASES, forged::CASES, robustness::CASES])
        {
            for case in cases {
                assert_eq!(case.suite(), suite.label(), "{}", case.id);
            }
        }
    }

    #[test]
    fn every_case_says_what_it_sends_why_and_what_to_change() {
        for case in every_case() {
            let id = case.id;
            assert!(case.sends.starts_with(|c: char| !c.is_lowercase()), "{id}: {}", case.sends);
            assert!(!case.matters.ends_with('.'), "{id}: {}", case.matters);
            assert!(!case.fix.is_empty() && !case.fix.ends_with('.'), "{id}: {}", case.fix);
        }
    }
}
