//! Scenarios: ordered events that share their sample data.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::catalog::find;
use crate::error::{Error, Result, nearest};
use crate::fs::bom::without_mark;
use crate::time::parse_duration;

use super::overrides::reject_overlaps;
use super::spec::EventSpec;
use super::template::Node;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `events`")]
pub struct Scenario {
    #[serde(default)]
    pub about: String,
    pub events: Vec<ScenarioEvent>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with a `type`")]
pub struct ScenarioEvent {
    #[serde(rename = "type")]
    pub event_type: String,
    /// The time since the previous event: `8s`, `30d`.
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

const UNKNOWN_HINT: &str =
    "`vercel-hooks events scenarios` shows them all; write a file with a slash or `.json`";

const EXAMPLE: &str =
    r#"{"events":[{"type":"flag.created"},{"type":"flag.deleted","after":"1h"}]}"#;

impl Scenario {
    pub fn built_in(name: &str) -> Result<Self> {
        let (_, text) = SCENARIOS.iter().find(|(known, _)| *known == name).ok_or_else(|| {
            let nearest = nearest(name, SCENARIOS.iter().map(|(name, _)| *name));
            Error::unknown("scenario", name, nearest, UNKNOWN_HINT)
        })?;
        Self::parse(name, text.as_bytes())
    }

    /// Parses a scenario file; `source` is named in errors.
    pub fn parse(source: &str, text: &[u8]) -> Result<Self> {
        serde_json::from_slice(without_mark(text)).map_err(|error| {
            Error::usage(format!("{source} is not a valid scenario: {error}"))
                .with_hint(format!("it looks like {EXAMPLE}"))
        })
    }

    pub fn specs(&self) -> Result<Vec<EventSpec>> {
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
                let mut spec = EventSpec::from_catalog(find(&event.event_type)?, None)?;
                spec.offset = offset;
                for (path, value) in &event.set {
                    let node = Node::parse_template(path, value.to_string().as_bytes())?;
                    spec.settings.push((path.parse()?, node));
                }
                reject_overlaps(spec.settings.iter().map(|(path, _)| path))?;
                Ok(spec)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_scenario_is_valid() {
        for (name, _) in SCENARIOS {
            let scenario = Scenario::built_in(name).unwrap();
            assert_eq!(scenario.specs().unwrap().len(), scenario.events.len(), "{name}");
        }
    }

    #[test]
    fn offsets_add_up() {
        let text = br#"{"about":"","events":[
            {"type":"flag.created"},{"type":"flag.updated","after":"1s"},{"type":"flag.deleted","after":"2s"}
        ]}"#;
        let specs = Scenario::parse("test", text).unwrap().specs().unwrap();
        assert_eq!(specs.iter().map(|spec| spec.offset).collect::<Vec<_>>(), [0, 1000, 3000]);
    }
}
