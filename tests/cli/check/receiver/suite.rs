//! The cases that every report has, as `check --list` has them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde_json::Value;

use super::super::super::support::vercel_hooks;

/// The level of every case.
fn levels() -> &'static BTreeMap<String, String> {
    static LEVELS: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    LEVELS.get_or_init(|| {
        let cases = vercel_hooks(["check", "--list", "--json", "-q"]).ends(0).json_lines();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let levels = cases.iter().map(|case| (text(&case["id"]), text(&case["level"])));
        levels.filter(|(_, level)| level != "advice").collect()
    })
}

pub fn all() -> BTreeSet<String> {
    levels().keys().cloned().collect()
}

pub fn genuine() -> BTreeSet<String> {
    beginning_with("genuine.")
}

pub fn forged() -> BTreeSet<String> {
    beginning_with("forged.")
}

/// The cases that send one event of a legacy type.
pub fn legacy_types() -> BTreeSet<String> {
    let types = beginning_with("genuine.type.");
    types.into_iter().filter(|id| level(id) == "should").collect()
}

/// How many cases send one event of a type, by their level.
pub fn count_types(of_level: &str) -> usize {
    beginning_with("genuine.type.").iter().filter(|id| level(id) == of_level).count()
}

/// `must` or `should`.
pub fn level(id: &str) -> &'static str {
    &levels()[id]
}

fn beginning_with(prefix: &str) -> BTreeSet<String> {
    all().into_iter().filter(|id| id.starts_with(prefix)).collect()
}
