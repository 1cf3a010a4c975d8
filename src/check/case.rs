//! A case: what is sent to an endpoint, why that matters, and what it should answer.

use std::borrow::Cow;

use serde::Serialize;

use crate::catalog::{Named, Standing};
use crate::delivery::Expectation;
use crate::error::Result;

use super::exchange::{Manner, Request};
use super::finding::sentence;
use super::maker::{Maker, Material};
use super::{forged, genuine, robustness};

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
    pub(super) manner: Manner,
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
    pub manner: Manner,
    pub make: fn(&Maker<'_>) -> Vec<Request>,
}

enum Make {
    /// From the event that most cases use.
    Defined(fn(&Maker<'_>) -> Vec<Request>),
    /// One genuine event of this type.
    EventOf(Named),
}

impl Suite {
    /// Every suite, in the order in which they run.
    pub const ALL: [Self; 3] = [Self::Genuine, Self::Forged, Self::Robustness];

    /// Its name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::Forged => "forged",
            Self::Robustness => "robustness",
        }
    }

    /// What it expects, in a word or two; refusals may have to be one of `rejections`.
    #[must_use]
    pub fn expected(self, rejections: &[Expectation]) -> String {
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
    pub(super) fn accepts(self, status: u16, rejections: &[Expectation]) -> bool {
        match self {
            Self::Genuine => Expectation::SUCCESS.is_met_by(status),
            Self::Forged if rejections.is_empty() => !Expectation::SUCCESS.is_met_by(status),
            Self::Forged => rejections.iter().any(|rejection| rejection.is_met_by(status)),
            Self::Robustness => status < 500,
        }
    }
}

impl Level {
    /// The word shown to people.
    #[must_use]
    pub const fn word(self) -> &'static str {
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
    pub(super) fn requests(&self, material: &Material) -> Result<Vec<Request>> {
        let maker = Maker::new(material, &self.id)?;
        Ok(match &self.make {
            Make::Defined(make) => make(&maker),
            Make::EventOf(named) => vec![maker.signed(maker.event_of(*named)?)],
        })
    }

    fn defined(suite: Suite, definition: &Definition) -> Self {
        Self {
            id: format!("{}.{}", suite.word(), definition.name).into(),
            suite,
            level: definition.level,
            sends: definition.sends.into(),
            matters: definition.matters,
            remedy: definition.remedy,
            manner: definition.manner,
            make: Make::Defined(definition.make),
        }
    }

    fn of_type(named: Named) -> Self {
        let is_legacy = named.event_type.standing == Standing::Legacy;
        Self {
            id: format!("{TYPE_PREFIX}{}", named.name).into(),
            suite: Suite::Genuine,
            // New webhooks cannot listen for legacy types.
            level: if is_legacy { Level::Should } else { Level::Must },
            sends: format!("A genuine `{}`", named.name).into(),
            matters: "an answer other than 2xx is a delivery that failed, and Vercel repeats it",
            remedy: "Answer 2xx to every type, to those without a handler too; its fields are in \
                     `vercel-hooks events show TYPE`",
            manner: Manner::Apart,
            make: Make::EventOf(named),
        }
    }
}

/// Every case, in the order in which they run, with one for each of these types.
#[must_use]
pub fn all(types: &[Named]) -> Vec<Case> {
    let of = |suite, definitions: &'static [Definition]| {
        definitions.iter().map(move |definition| Case::defined(suite, definition))
    };
    let mut genuine = of(Suite::Genuine, genuine::CASES);
    // The control leads.
    let control = genuine.next();
    control
        .into_iter()
        .chain(types.iter().copied().map(Case::of_type))
        .chain(genuine)
        .chain(of(Suite::Forged, forged::CASES))
        .chain(of(Suite::Robustness, robustness::CASES))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::catalog::select;

    #[test]
    fn the_control_leads_and_every_name_is_used_once() {
        let cases = all(&select(&["all".to_owned()]).unwrap());
        assert_eq!(cases[0].id, CONTROL);
        let names: BTreeSet<&str> = cases.iter().map(|case| &*case.id).collect();
        assert_eq!(names.len(), cases.len());
    }

    #[test]
    fn every_case_says_what_why_and_what_to_change() {
        for case in all(&select(&["all".to_owned()]).unwrap()) {
            let id = &case.id;
            assert!(case.sends.starts_with(|it: char| !it.is_lowercase()), "{id}: {}", case.sends);
            assert!(!case.matters.ends_with('.'), "{id}: {}", case.matters);
            assert!(!case.remedy.is_empty() && !case.remedy.ends_with('.'), "{id}");
        }
    }
}
