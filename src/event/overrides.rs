//! Changes to an event: `--set PATH=TEXT`, `--set PATH:=JSON`, `--unset PATH`.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result, nearest};

use super::field_path::{FieldPath, Step};
use super::template::Node;

/// A field and its new value, as written after `--set`.
#[derive(Clone, Debug)]
pub struct FieldValue {
    path: FieldPath,
    value: Node,
}

/// Changes that do not contradict each other; a field without a value is removed.
#[derive(Clone, Debug, Default)]
pub struct Overrides(Vec<(FieldPath, Option<Node>)>);

/// How many paths of a template are searched for one that may have been mistyped.
const MAX_CANDIDATES: usize = 2000;

/// A change that may be a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OverrideWarning {
    Added { path: String, nearest: Option<String> },
    Retyped { path: String, was: &'static str, is: &'static str },
    Absent { path: String, nearest: Option<String> },
}

impl FromStr for FieldValue {
    type Err = Error;

    /// Splits at the first `=` that no backslash escapes.
    fn from_str(text: &str) -> Result<Self> {
        let mut escaped = false;
        let is_separator = |character| {
            let found = character == '=' && !escaped;
            escaped = character == '\\' && !escaped;
            found
        };
        let at = text.find(is_separator).ok_or_else(|| {
            Error::usage(format!("`{text}` has no `=`")).with_hint("write PATH=TEXT or PATH:=JSON")
        })?;
        let (path, value) = (&text[..at], &text[at + 1..]);
        match path.strip_suffix(':').filter(|path| !path.ends_with('\\')) {
            Some(path) => {
                let value = Node::literal(&format!("the value of {path}"), value.as_bytes())
                    .map_err(|error| error.with_hint("`:=` sets JSON; `=` sets text"))?;
                Ok(Self { path: path.parse()?, value })
            }
            None => Ok(Self { path: path.parse()?, value: Node::text(value.to_owned()) }),
        }
    }
}

impl Overrides {
    /// Fails where two of the changes affect the same value.
    pub fn new(set: Vec<FieldValue>, mut unset: Vec<FieldPath>) -> Result<Self> {
        let set = set.into_iter().map(|FieldValue { path, value }| (path, Some(value)));
        // Later items of a list are removed first, so that the other indexes stay valid.
        unset.sort_by(|a, b| b.cmp(a));
        let changes: Vec<_> = set.chain(unset.into_iter().map(|path| (path, None))).collect();
        reject_overlaps(changes.iter().map(|(path, _)| path))?;
        Ok(Self(changes))
    }

    /// The settings of a scenario's event that these changes do not replace.
    pub fn defaults(&self, settings: Vec<(FieldPath, Node)>) -> Self {
        let is_kept =
            |(path, _): &(FieldPath, Node)| !self.0.iter().any(|(own, _)| path.is_within(own));
        let kept = settings.into_iter().filter(is_kept);
        Self(kept.map(|(path, node)| (path, Some(node))).collect())
    }

    pub fn apply(&self, template: &mut Node) -> Result<Vec<OverrideWarning>> {
        // Most changes are to existing fields, and need no suggestion.
        let is_known = |path: &FieldPath| {
            path.steps().iter().try_fold(&*template, |node, step| node.child(step)).is_some()
        };
        let candidates = if self.0.iter().all(|(path, _)| is_known(path)) {
            Vec::new()
        } else {
            template.paths(MAX_CANDIDATES)
        };
        let candidates: Vec<_> = candidates.iter().map(|path| (path, path.to_string())).collect();
        let suggest = |path: &FieldPath| {
            // A parent is no other spelling of its child.
            let others = candidates.iter().filter(|(known, _)| !known.overlaps(path));
            let others = others.map(|(_, text)| text.as_str());
            nearest(&path.to_string(), others).map(str::to_owned)
        };
        let mut warnings = Vec::new();
        for (path, value) in &self.0 {
            let text = path.to_string();
            let Some(value) = value else {
                if !unset(template, path) {
                    warnings.push(OverrideWarning::Absent { path: text, nearest: suggest(path) });
                }
                continue;
            };
            match set(template, path, value.clone())? {
                None => {
                    warnings.push(OverrideWarning::Added { path: text, nearest: suggest(path) });
                }
                Some(old) if is_retyped(&old, value) => {
                    let (was, is) = (old.type_name(), value.type_name());
                    warnings.push(OverrideWarning::Retyped { path: text, was, is });
                }
                Some(_) => {}
            }
        }
        Ok(warnings)
    }
}

/// Rejects changes of which one would undo another.
pub fn reject_overlaps<'a>(paths: impl IntoIterator<Item = &'a FieldPath>) -> Result<()> {
    let mut earlier: Vec<&FieldPath> = Vec::new();
    for path in paths {
        if let Some(other) = earlier.iter().find(|other| other.overlaps(path)) {
            return Err(Error::usage(format!(
                "`{other}` and `{path}` cannot both be changed: one contains the other"
            )));
        }
        earlier.push(path);
    }
    Ok(())
}

/// `null` can replace anything, and anything can replace `null`.
fn is_retyped(old: &Node, new: &Node) -> bool {
    let is_null = |node: &Node| matches!(node, Node::Constant(None));
    old.type_name() != new.type_name() && !is_null(old) && !is_null(new)
}

/// Sets the value at `path`, creating parents as needed, and returns the one it replaces.
fn set(template: &mut Node, path: &FieldPath, value: Node) -> Result<Option<Node>> {
    let no_way = |at: usize, why: String| {
        let parent = FieldPath::display(&path.steps()[..at]);
        Error::usage(format!("cannot set `{path}`: {parent} is {why}"))
    };
    let mut node = template;
    let mut is_new = false;
    for (at, step) in path.steps().iter().enumerate() {
        if matches!(node, Node::Constant(None)) {
            *node = match step {
                Step::Member(_) => Node::Object(Vec::new()),
                Step::Index(_) => Node::List(Vec::new()),
            };
        }
        is_new = node.child(step).is_none();
        node = match (step, node) {
            (Step::Member(name), Node::Object(members)) => {
                let index = members.iter().position(|(known, _)| known == name);
                let index = index.unwrap_or_else(|| {
                    members.push((name.clone(), Node::Constant(None)));
                    members.len() - 1
                });
                &mut members[index].1
            }
            (Step::Index(index), Node::List(items)) => {
                let length = items.len();
                if *index == length {
                    items.push(Node::Constant(None));
                }
                items.get_mut(*index).ok_or_else(|| {
                    no_way(at, format!("an array of {length}; `[{length}]` appends to it"))
                })?
            }
            (_, other) => return Err(no_way(at, other.type_name().to_owned())),
        };
    }
    let old = std::mem::replace(node, value);
    Ok((!is_new).then_some(old))
}

/// Removes the value at `path`; false if there is none.
fn unset(template: &mut Node, path: &FieldPath) -> bool {
    let Some((last, parents)) = path.steps().split_last() else { return false };
    let parent = parents.iter().try_fold(template, |node, step| node.child_mut(step));
    match (last, parent) {
        (Step::Member(name), Some(Node::Object(members))) => {
            let before = members.len();
            members.retain(|(known, _)| known != name);
            members.len() < before
        }
        (Step::Index(index), Some(Node::List(items))) if *index < items.len() => {
            items.remove(*index);
            true
        }
        _ => false,
    }
}

impl fmt::Display for OverrideWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nearest = match self {
            Self::Added { path, nearest } => {
                write!(f, "{path} is not a field of this event; it was added")?;
                nearest
            }
            Self::Absent { path, nearest } => {
                write!(f, "{path} is not a field of this event")?;
                nearest
            }
            Self::Retyped { path, was, is } => {
                let hint = if *is == "a string" { "; use `:=` to set JSON" } else { "" };
                return write!(f, "{path} was {was} and is now {is}{hint}");
            }
        };
        nearest.as_ref().map_or(Ok(()), |nearest| write!(f, " (did you mean {nearest}?)"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::event::placeholder::EventContext;
    use crate::event::sample_data::SampleData;
    use crate::event::segments::{Layout, Segments};
    use crate::time::Moment;

    fn overridden(
        json: &str,
        set: &[&str],
        unset: &[&str],
    ) -> Result<(String, Vec<OverrideWarning>)> {
        let set = set.iter().map(|text| text.parse()).collect::<Result<_>>()?;
        let unset = unset.iter().map(|text| text.parse()).collect::<Result<_>>()?;
        let overrides = Overrides::new(set, unset)?;
        let mut node = Node::literal("the test", json.as_bytes())?;
        let warnings = overrides.apply(&mut node)?;
        let data = SampleData::new(1, 0);
        let context = EventContext { data: &data, event_id: "e", time: Moment::parse("0")? };
        let body = Segments::new(&node, Layout::Compact).fill(&context);
        Ok((body, warnings))
    }

    fn result(json: &str, set: &[&str], unset: &[&str]) -> String {
        overridden(json, set, unset).unwrap().0
    }

    #[test]
    fn sets_text_and_json() {
        assert_eq!(result(r#"{"a":"x"}"#, &["a=5"], &[]), r#"{"a":"5"}"#);
        assert_eq!(result(r#"{"a":1}"#, &["a:=5"], &[]), r#"{"a":5}"#);
        assert_eq!(result(r#"{"a":"x"}"#, &["a=b=c"], &[]), r#"{"a":"b=c"}"#);
        assert_eq!(result(r#"{"a":"x"}"#, &["a="], &[]), r#"{"a":""}"#);
        assert_eq!(result(r#"{"a":"x"}"#, &["a={{now}}"], &[]), r#"{"a":"{{now}}"}"#);
        assert_eq!(result("{}", &[r"a\=b\:=c"], &[]), r#"{"a=b:":"c"}"#);
    }

    #[test]
    fn paths_lead_through_lists_and_nulls() {
        assert_eq!(result(r#"{"a":[1,2]}"#, &["a[1]:=9"], &[]), r#"{"a":[1,9]}"#);
        assert_eq!(result(r#"{"a":[1]}"#, &["a[1]:=2"], &[]), r#"{"a":[1,2]}"#);
        assert_eq!(result(r#"{"a":null}"#, &["a.b=c"], &[]), r#"{"a":{"b":"c"}}"#);
        assert_eq!(result("{}", &["a[0].b=c"], &[]), r#"{"a":[{"b":"c"}]}"#);
        assert_eq!(result(r#"{"a":[1,2,3],"b":1}"#, &[], &["a[1]", "b"]), r#"{"a":[1,3]}"#);
    }

    #[test]
    fn a_path_can_start_with_an_index() {
        assert_eq!(result("[1]", &["[0]=x"], &[]), r#"["x"]"#);
    }

    #[test]
    fn warns_about_likely_mistakes() {
        let (_, warnings) = overridden(r#"{"target":"x"}"#, &["targt=y"], &[]).unwrap();
        let nearest = Some("target".to_owned());
        assert_eq!(
            warnings,
            [OverrideWarning::Added { path: "targt".to_owned(), nearest: nearest.clone() }]
        );
        let (_, warnings) = overridden(r#"{"target":"x"}"#, &[], &["targt"]).unwrap();
        assert_eq!(warnings, [OverrideWarning::Absent { path: "targt".to_owned(), nearest }]);
        let (_, warnings) = overridden(r#"{"n":1}"#, &["n=2"], &[]).unwrap();
        assert_eq!(
            warnings[0].to_string(),
            "n was a number and is now a string; use `:=` to set JSON"
        );
    }

    #[test]
    fn suggests_the_outer_fields_of_a_large_event() {
        let items = vec!["1"; 2 * MAX_CANDIDATES].join(",");
        let json = format!(r#"{{"a":[{items}],"target":"x"}}"#);
        let (_, warnings) = overridden(&json, &["targt=y"], &[]).unwrap();
        let nearest = Some("target".to_owned());
        assert_eq!(warnings, [OverrideWarning::Added { path: "targt".to_owned(), nearest }]);
    }

    #[test]
    fn rejects_conflicts_and_impossible_paths() {
        let fails = |json, set: &[&str], unset: &[&str]| overridden(json, set, unset).is_err();
        assert!(fails("{}", &["a=1", "a=2"], &[]));
        assert!(fails("{}", &["a:={}", "a.b=2"], &[]));
        assert!(fails(r#"{"a":1}"#, &["a=1"], &["a"]));
        assert!(fails(r#"{"a":"text"}"#, &["a.b=1"], &[]));
        assert!(fails(r#"{"a":[1]}"#, &["a[5]=1"], &[]));
        assert!(fails(r#"{"a":[1]}"#, &["a.b=1"], &[]));
        assert!(fails("{}", &["a:=nonsense"], &[]));
        assert!(fails("{}", &["no-equals-sign"], &[]));
        assert!(fails("{}", &["=value"], &[]));
    }

    proptest! {
        #[test]
        fn a_field_that_was_set_can_be_unset(
            names in prop::collection::vec("[a-z.\\[\\]=:\\\\ ]{1,6}", 1..5),
            value in ".*",
        ) {
            let path: Vec<String> = names
                .iter()
                .map(|name| name.chars().flat_map(|c| ['\\', c]).collect())
                .collect();
            let path = path.join(".");
            let text = result("{}", &[&format!("{path}={value}")], &[]);
            let json: serde_json::Value = serde_json::from_str(&text).unwrap();
            let found = names.iter().fold(&json, |json, name| &json[name]);
            prop_assert_eq!(found, &serde_json::Value::from(value));
            prop_assert!(overridden(&text, &[], &[&path]).unwrap().1.is_empty());
        }
    }
}
