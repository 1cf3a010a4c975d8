//! A case: what is sent to an endpoint, why that matters, and what it should answer.

use std::borrow::Cow;

use serde::Serialize;

use crate::catalog::{Named, Status};
use crate::delivery::StatusPattern;
use crate::error::Result;

use super::case_builder::{CaseBuilder, CaseInputs};
use super::exchange::{CaseRequest, ConnectionMode};

/// What the names of the cases that send one event of each type begin with.
pub const TYPE_PREFIX: &str = "genuine.type.";

/// The case that shows that the endpoint takes events at all: a refusal proves nothing without it.
pub const CONTROL: &str = "genuine.valid";

/// What a case is about, and so what it expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Suite {
    /// What Vercel may send, rightly signed: it has to be taken.
    Genuine,
    /// What Vercel did not sign: it has to be refused.
    Forged,
    /// What no receiver expects: it has to be survived.
    Robustness,
}

/// How much a failure weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Genuine events are lost, or what Vercel did not sign gets through.
    Must,
    /// Worth mending, and nothing is lost until then.
    Should,
}

/// One case.
pub struct Case {
    /// Its name: `forged.empty-secret`.
    pub id: Cow<'static, str>,
    /// What it is about.
    pub suite: Suite,
    /// How much a failure weighs.
    pub level: Level,
    /// What is sent.
    pub sends: Cow<'static, str>,
    /// Why that matters.
    pub matters: &'static str,
    /// What to change where it fails.
    pub remedy: &'static str,
    /// How its requests follow each other.
    pub(super) manner: ConnectionMode,
    make: Make,
}

/// A case as it is written down, in the file of its suite.
pub(super) struct Definition {
    /// Its name within its suite.
    pub name: &'static str,
    pub level: Level,
    pub sends: &'static str,
    pub matters: &'static str,
    pub remedy: &'static str,
    pub manner: ConnectionMode,
    pub make: fn(&CaseBuilder<'_>) -> Vec<CaseRequest>,
}

enum Make {
    /// From the event that most cases use.
    Defined(fn(&CaseBuilder<'_>) -> Vec<CaseRequest>),
    /// One genuine event of this type.
    EventOf(Named),
}

impl Suite {
    /// Every suite, in the order in which they run.
    pub const ALL: [Self; 3] = [Self::Genuine, Self::Forged, Self::Robustness];

    /// Its name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::Forged => "forged",
            Self::Robustness => "robustness",
        }
    }

    /// What it expects, in a word or two; refusals may have to be one of `rejections`.
    #[must_use]
    pub fn expected(self, rejections: &[StatusPattern]) -> String {
        match self {
            Self::Genuine => "2xx".to_owned(),
            Self::Forged if rejections.is_empty() => "not 2xx".to_owned(),
            Self::Forged => {
                let words: Vec<String> = rejections.iter().map(ToString::to_string).collect();
                words.join(" or ")
            }
            Self::Robustness => "no 5xx".to_owned(),
        }
    }

    /// Whether an answer of this status is as it expects.
    pub(super) fn accepts(self, status: u16, rejections: &[StatusPattern]) -> bool {
        match self {
            Self::Genuine => StatusPattern::SUCCESS.matches(status),
            Self::Forged if rejections.is_empty() => !StatusPattern::SUCCESS.matches(status),
            Self::Forged => rejections.iter().any(|rejection| rejection.matches(status)),
            Self::Robustness => status < 500,
        }
    }
}

impl Level {
    /// The word shown to people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
        }
    }
}

impl Case {
    /// Whether it is one of those that send one event of each type.
    #[must_use]
    pub fn is_of_a_type(&self) -> bool {
        self.id.starts_with(TYPE_PREFIX)
    }

    /// What is sent and why it matters, in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        sentence(&self.sends, self.matters)
    }

    /// What it sends.
    ///
    /// # Errors
    /// Those of making an event.
    pub(super) fn requests(&self, material: &CaseInputs) -> Result<Vec<CaseRequest>> {
        let maker = CaseBuilder::new(material, &self.id)?;
        Ok(match &self.make {
            Make::Defined(make) => make(&maker),
            Make::EventOf(named) => vec![maker.signed(maker.event_of(*named)?)],
        })
    }

    /// The case that a definition of this suite is.
    pub(super) fn defined(suite: Suite, definition: &Definition) -> Self {
        Self {
            id: format!("{}.{}", suite.label(), definition.name).into(),
            suite,
            level: definition.level,
            sends: definition.sends.into(),
            matters: definition.matters,
            remedy: definition.remedy,
            manner: definition.manner,
            make: Make::Defined(definition.make),
        }
    }

    /// The case that sends one event of a type.
    pub(super) fn of_type(named: Named) -> Self {
        let is_legacy = named.event_type.status == Status::Legacy;
        Self {
            id: format!("{TYPE_PREFIX}{}", named.name).into(),
            suite: Suite::Genuine,
            // New webhooks cannot listen for legacy types.
            level: if is_legacy { Level::Should } else { Level::Must },
            sends: format!("A genuine `{}`", named.name).into(),
            matters: "an answer other than 2xx is a delivery that failed, and Vercel repeats it",
            remedy: "Answer 2xx to every type, to those without a handler too; its fields are in \
                     `vercel-hooks events show TYPE`",
            manner: ConnectionMode::Apart,
            make: Make::EventOf(named),
        }
    }
}

/// What is sent and why it matters, in one sentence.
pub(super) fn sentence(sends: &str, matters: &str) -> String {
    format!("{sends}: {matters}.")
}
