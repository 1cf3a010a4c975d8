//! Scenarios: events that belong together, in order, from one sample world.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::catalog::find;
use crate::error::{Error, Result, nearest};
use crate::fs::bom::without_mark;
use crate::time::parse_duration;

use super::overrides::refuse_overlaps;
use super::path::Path;
use super::spec::EventSpec;
use super::template::Node;

/// An ordered list of events.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `events`")]
pub struct Scenario {
    /// What happens in it.
    #[serde(default)]
    pub about: String,
    /// Its events, in order.
    pub events: Vec<ScenarioEvent>,
}

/// One event of a scenario.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with a `type`")]
pub struct ScenarioEvent {
    /// Its event type.
    #[serde(rename = "type")]
    pub event_type: String,
    /// The time since the event before: `8s`, `30d`.
    #[serde(default)]
    pub after: Option<String>,
    /// Values by path, which may hold placeholders.
    #[serde(default)]
    pub set: Map<String, Value>,
}

/// Declares the built-in scenarios by the names of their files.
macro_rules! built_in {
    ($($name:literal)*) => {
        /// The built-in scenarios, by name.
        pub static SCENARIOS: &[(&str, &str)] = &[
            $(($name, include_str!(concat!("../../fixtures/scenarios/", $name, ".json"))),)*
        ];
    };
}

built_in! {
    "deployment-succeeds"
    "deployment-fails"
    "deployment-rolled-back"
    "integration-lifecycle"
    "invoice-paid"
    "invoice-unpaid"
    "rolling-release"
    "flag-lifecycle"
    "domain-lifecycle"
}

impl Scenario {
    /// The built-in scenario of this name.
    ///
    /// # Errors
    /// [`Error::UnknownScenario`].
    pub fn built_in(name: &str) -> Result<Self> {
        let (_, text) = SCENARIOS.iter().find(|(known, _)| *known == name).ok_or_else(|| {
            let nearest = nearest(name, SCENARIOS.iter().map(|(name, _)| *name));
            let all = "`vercel-hooks events scenarios` shows them all; a file is named with a slash or `.json`";
            Error::unknown("scenario", name, nearest, all)
        })?;
        Self::parse(name, text.as_bytes())
    }

    /// Reads a scenario file.
    ///
    /// # Errors
    /// [`Error::BadScenario`], naming `what` was read.
    pub fn parse(what: &str, text: &[u8]) -> Result<Self> {
        serde_json::from_slice(without_mark(text))
            .map_err(|error| Error::usage(format!("{what} is not a valid scenario: {error}")).with_hint("it looks like {\"events\":[{\"type\":\"flag.created\"},{\"type\":\"flag.deleted\",\"after\":\"1h\"}]}"))
    }

    /// Its events as orders, each with its time since the first.
    ///
    /// # Errors
    /// [`Error::EmptyScenario`], [`Error::BadPath`], [`Error::Conflict`] where one of two settings
    /// of an event would undo the other, and those of [`find`], [`EventSpec::of_type`] and
    /// [`parse_duration`].
    pub fn orders(&self) -> Result<Vec<EventSpec>> {
        if self.events.is_empty() {
            return Err(Error::usage("the scenario has no events"));
        }
        let mut offset = 0;
        self.events
            .iter()
            .map(|event| {
                if let Some(after) = &event.after {
                    let after = i64::try_from(parse_duration(after)?.as_millis());
                    offset = i64::saturating_add(offset, after.unwrap_or(i64::MAX));
                }
                let mut order = EventSpec::of_type(find(&event.event_type)?, None)?;
                order.offset = offset;
                for (path, value) in &event.set {
                    let node = Node::template(path, value.to_string().as_bytes())?;
                    order.settings.push((Path::parse(path)?, node));
                }
                refuse_overlaps(order.settings.iter().map(|(path, _)| path))?;
                Ok(order)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_scenario_can_be_made() {
        for (name, _) in SCENARIOS {
            let scenario = Scenario::built_in(name).unwrap();
            assert_eq!(scenario.orders().unwrap().len(), scenario.events.len(), "{name}");
        }
    }

    #[test]
    fn times_add_up() {
        let text = br#"{"about":"","events":[
            {"type":"flag.created"},{"type":"flag.updated","after":"1s"},{"type":"flag.deleted","after":"2s"}
        ]}"#;
        let orders = Scenario::parse("test", text).unwrap().orders().unwrap();
        assert_eq!(orders.iter().map(|order| order.offset).collect::<Vec<_>>(), [0, 1000, 3000]);
    }
}
