//! What the user changes in an event: `--set PATH=TEXT`, `--set PATH:=JSON`, `--unset PATH`.

use std::fmt;

use crate::error::{Error, Result, nearest};

use super::path::{Path, Step};
use super::template::Node;

/// One change.
#[derive(Clone, Debug)]
enum Change {
    Set(Node),
    Unset,
}

/// A set of changes that do not contradict each other.
#[derive(Clone, Debug, Default)]
pub struct Overrides(Vec<(Path, Change)>);

/// No more paths of a template are compared with one that may have been mistyped.
const MOST_KNOWN: usize = 2000;

/// Something the user may not have meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The event had nothing there.
    Added {
        /// What was set.
        path: String,
        /// The known path most like it.
        nearest: Option<String>,
    },
    /// The value has another type than the one it replaced.
    Retyped {
        /// What was set.
        path: String,
        /// The type of the template's value.
        was: &'static str,
        /// The type of the new value.
        is: &'static str,
    },
    /// There was nothing to unset.
    Absent {
        /// What was to be unset.
        path: String,
        /// The known path most like it.
        nearest: Option<String>,
    },
}

impl Overrides {
    /// Reads `PATH=TEXT` and `PATH:=JSON` settings, and paths to unset.
    ///
    /// # Errors
    /// [`Error::BadPath`], [`Error::BadSetting`], [`Error::Json`], and [`Error::Conflict`] where
    /// one of two changes lies on the way to the other.
    pub fn parse(set: &[String], unset: &[String]) -> Result<Self> {
        let mut changes = Vec::with_capacity(set.len() + unset.len());
        for text in set {
            changes.push(parse_setting(text)?);
        }
        // The last items of a list go first, so that the indexes of the others stay right.
        let mut removals =
            unset.iter().map(|text| Path::parse(text)).collect::<Result<Vec<_>>>()?;
        removals.sort_by(|a, b| b.cmp(a));
        changes.extend(removals.into_iter().map(|path| (path, Change::Unset)));
        refuse_overlaps(changes.iter().map(|(path, _)| path))?;
        Ok(Self(changes))
    }

    /// The settings of a scenario's step, without those that these changes would undo.
    #[must_use]
    pub fn defaults(&self, settings: Vec<(Path, Node)>) -> Self {
        let is_left = |(path, _): &(Path, Node)| !self.0.iter().any(|(own, _)| path.is_within(own));
        let left = settings.into_iter().filter(is_left);
        Self(left.map(|(path, node)| (path, Change::Set(node))).collect())
    }

    /// Applies the changes to a template, and says what the user may not have meant.
    ///
    /// # Errors
    /// [`Error::NoWay`] where a path leads through a text or past the end of a list.
    pub fn apply(&self, template: &mut Node) -> Result<Vec<Remark>> {
        // Most changes are of what is there, and need no suggestion.
        let is_all_there = self.0.iter().all(|(path, _)| is_in(template, path));
        let known = if is_all_there { Vec::new() } else { Path::outermost(template, MOST_KNOWN) };
        let known: Vec<(&Path, String)> = known.iter().map(|it| (it, it.to_string())).collect();
        let suggest = |path: &Path| {
            // What lies on the way is no other name for the same thing.
            let others = known.iter().filter(|(known, _)| !known.overlaps(path));
            let others = others.map(|(_, text)| text.as_str());
            nearest(&path.to_string(), others).map(str::to_owned)
        };
        let mut remarks = Vec::new();
        for (path, change) in &self.0 {
            match change {
                Change::Set(node) => match set(template, path, node.clone())? {
                    None => remarks
                        .push(Remark::Added { path: path.to_string(), nearest: suggest(path) }),
                    Some(was) if is_retyped(&was, node) => remarks.push(Remark::Retyped {
                        path: path.to_string(),
                        was: was.kind(),
                        is: node.kind(),
                    }),
                    Some(_) => {}
                },
                Change::Unset => {
                    if !unset(template, path) {
                        remarks.push(Remark::Absent {
                            path: path.to_string(),
                            nearest: suggest(path),
                        });
                    }
                }
            }
        }
        Ok(remarks)
    }
}

/// Refuses changes of which one would undo another.
///
/// # Errors
/// [`Error::Conflict`].
pub fn refuse_overlaps<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Result<()> {
    let mut before: Vec<&Path> = Vec::new();
    for path in paths {
        if let Some(other) = before.iter().find(|other| other.overlaps(path)) {
            return Err(Error::usage(format!(
                "`{other}` and `{path}` cannot both be changed: one contains the other"
            )));
        }
        before.push(path);
    }
    Ok(())
}

/// Splits at the first `=` that no backslash precedes.
fn parse_setting(text: &str) -> Result<(Path, Change)> {
    let mut escaped = false;
    let at = text
        .char_indices()
        .find(|&(_, character)| {
            let found = character == '=' && !escaped;
            escaped = character == '\\' && !escaped;
            found
        })
        .map(|(at, _)| at)
        .ok_or_else(|| {
            Error::usage(format!("`{text}` has no `=`")).with_hint("write PATH=TEXT, or PATH:=JSON")
        })?;
    let (path, value) = (&text[..at], &text[at + 1..]);
    match path.strip_suffix(':').filter(|path| !path.ends_with('\\')) {
        Some(path) => {
            let what = format!("the value of --set {path}:=");
            let node = Node::data(&what, value.as_bytes())
                .map_err(|error| error.with_hint("`:=` sets JSON; `=` sets text"))?;
            Ok((Path::parse(path)?, Change::Set(node)))
        }
        None => Ok((Path::parse(path)?, Change::Set(Node::text(value.to_owned())))),
    }
}

/// Null may become anything, and anything may become null, without a remark.
fn is_retyped(was: &Node, is: &Node) -> bool {
    let null = Node::Constant(None).kind();
    was.kind() != is.kind() && was.kind() != null && is.kind() != null
}

/// Whether something stands at `path`.
fn is_in(template: &Node, path: &Path) -> bool {
    let mut node = template;
    path.steps().iter().all(|step| {
        let next = match (step, node) {
            (Step::Member(name), Node::Object(members)) => {
                members.iter().find(|(known, _)| known == name).map(|(_, member)| member)
            }
            (Step::Index(index), Node::List(items)) => items.get(*index),
            _ => None,
        };
        node = next.unwrap_or(node);
        next.is_some()
    })
}

/// Puts `value` at `path`, making objects on the way, and gives back what stood there.
fn set(template: &mut Node, path: &Path, value: Node) -> Result<Option<Node>> {
    let no_way = |at: usize, why: String| {
        Error::usage(format!("cannot set `{path}`: {} is {why}", Path::shown(&path.steps()[..at])))
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
        node = match (step, node) {
            (Step::Member(name), Node::Object(members)) => {
                let known = members.iter().position(|(known, _)| known == name);
                is_new = known.is_none();
                let index = known.unwrap_or_else(|| {
                    members.push((name.clone(), Node::Constant(None)));
                    members.len() - 1
                });
                &mut members[index].1
            }
            (Step::Index(index), Node::List(items)) => {
                is_new = *index == items.len();
                if is_new {
                    items.push(Node::Constant(None));
                }
                let length = items.len();
                items.get_mut(*index).ok_or_else(|| {
                    no_way(at, format!("a list of {length}; `[{length}]` appends to it"))
                })?
            }
            (_, other) => return Err(no_way(at, other.kind().to_owned())),
        };
    }
    let was = std::mem::replace(node, value);
    Ok((!is_new).then_some(was))
}

/// Removes what stands at `path`; false where nothing does.
fn unset(template: &mut Node, path: &Path) -> bool {
    let Some((last, way)) = path.steps().split_last() else { return false };
    let mut node = template;
    for step in way {
        let next = match (step, node) {
            (Step::Member(name), node) => node.member_mut(name),
            (Step::Index(index), Node::List(items)) => items.get_mut(*index),
            _ => None,
        };
        let Some(next) = next else { return false };
        node = next;
    }
    match (last, node) {
        (Step::Member(name), Node::Object(members)) => {
            let before = members.len();
            members.retain(|(known, _)| known != name);
            members.len() < before
        }
        (Step::Index(index), Node::List(items)) if *index < items.len() => {
            items.remove(*index);
            true
        }
        _ => false,
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, nearest) = match self {
            Self::Added { path, nearest } => {
                (format!("{path} is new in this event: added"), nearest)
            }
            Self::Absent { path, nearest } => (format!("{path} is not in this event"), nearest),
            Self::Retyped { path, was, is } => {
                let hint = if *is == "text" { "; `:=` sets JSON" } else { "" };
                return write!(f, "{path} was {was}, and is {is} now{hint}");
            }
        };
        f.write_str(&text)?;
        nearest.as_ref().map_or(Ok(()), |nearest| write!(f, " (did you mean {nearest}?)"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::event::placeholder::Filling;
    use crate::event::sample_data::SampleData;
    use crate::event::segments::{Layout, Segments};
    use crate::time::Moment;

    fn overridden(json: &str, set: &[&str], unset: &[&str]) -> Result<(String, Vec<Remark>)> {
        let owned =
            |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let overrides = Overrides::parse(&owned(set), &owned(unset))?;
        let mut node = Node::data("the test", json.as_bytes())?;
        let remarks = overrides.apply(&mut node)?;
        let world = SampleData::new(1, 0);
        let filling = Filling { world: &world, event_id: "e", moment: Moment::parse("0")? };
        let body = Segments::new(&node, Layout::Compact).fill(&filling);
        Ok((body, remarks))
    }

    fn result(json: &str, set: &[&str], unset: &[&str]) -> String {
        overridden(json, set, unset).unwrap().0
    }

    #[test]
    fn text_and_json() {
        assert_eq!(result(r#"{"a":"x"}"#, &["a=5"], &[]), r#"{"a":"5"}"#);
        assert_eq!(result(r#"{"a":1}"#, &["a:=5"], &[]), r#"{"a":5}"#);
        assert_eq!(result(r#"{"a":"x"}"#, &["a=b=c"], &[]), r#"{"a":"b=c"}"#);
        assert_eq!(result(r#"{"a":"x"}"#, &["a="], &[]), r#"{"a":""}"#);
        assert_eq!(result(r#"{"a":"x"}"#, &["a={{now}}"], &[]), r#"{"a":"{{now}}"}"#);
        assert_eq!(result("{}", &[r"a\=b\:=c"], &[]), r#"{"a=b:":"c"}"#);
    }

    #[test]
    fn lists_and_nulls_on_the_way() {
        assert_eq!(result(r#"{"a":[1,2]}"#, &["a[1]:=9"], &[]), r#"{"a":[1,9]}"#);
        assert_eq!(result(r#"{"a":[1]}"#, &["a[1]:=2"], &[]), r#"{"a":[1,2]}"#);
        assert_eq!(result(r#"{"a":null}"#, &["a.b=c"], &[]), r#"{"a":{"b":"c"}}"#);
        assert_eq!(result("{}", &["a[0].b=c"], &[]), r#"{"a":[{"b":"c"}]}"#);
        assert_eq!(result(r#"{"a":[1,2,3],"b":1}"#, &[], &["a[1]", "b"]), r#"{"a":[1,3]}"#);
    }

    #[test]
    fn the_whole_event_can_be_indexed_where_it_is_a_list() {
        assert_eq!(result("[1]", &["[0]=x"], &[]), r#"["x"]"#);
    }

    #[test]
    fn what_may_be_a_mistake_is_remarked() {
        let (_, remarks) = overridden(r#"{"target":"x"}"#, &["targt=y"], &[]).unwrap();
        let nearest = Some("target".to_owned());
        assert_eq!(remarks, [Remark::Added { path: "targt".to_owned(), nearest: nearest.clone() }]);
        let (_, remarks) = overridden(r#"{"target":"x"}"#, &[], &["targt"]).unwrap();
        assert_eq!(remarks, [Remark::Absent { path: "targt".to_owned(), nearest }]);
        let (_, remarks) = overridden(r#"{"n":1}"#, &["n=2"], &[]).unwrap();
        assert_eq!(remarks[0].to_string(), "n was a number, and is text now; `:=` sets JSON");
    }

    #[test]
    fn of_a_large_event_the_outer_fields_are_suggested() {
        let items = vec!["1"; 2 * MOST_KNOWN].join(",");
        let json = format!(r#"{{"a":[{items}],"target":"x"}}"#);
        let (_, remarks) = overridden(&json, &["targt=y"], &[]).unwrap();
        let nearest = Some("target".to_owned());
        assert_eq!(remarks, [Remark::Added { path: "targt".to_owned(), nearest }]);
    }

    #[test]
    fn conflicts_and_dead_ends_are_errors() {
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
        fn what_is_set_is_there_and_can_be_unset(
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
