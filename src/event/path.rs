//! Paths into an event: `payload.alerts[0].title`; `\.` is a dot within a name.

use std::fmt;

use crate::error::{Error, Result};

use super::template::Node;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The member of an object.
    Member(String),
    /// The item of a list.
    Index(usize),
}

/// The way to one value of an event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(Vec<Step>);

/// Characters that mean something in a path, and so need a backslash to be themselves.
const SPECIAL: [char; 6] = ['.', '[', ']', '=', ':', '\\'];

/// As deep as JSON is read.
const DEEPEST: usize = 128;

impl Path {
    /// Reads a path.
    ///
    /// # Errors
    /// [`Error::BadPath`].
    pub fn parse(text: &str) -> Result<Self> {
        let bad = |why: &'static str| {
            Error::usage(format!("invalid path `{text}`: {why}"))
                .with_hint("a path looks like `payload.alerts[0].title`")
        };
        let mut steps = Vec::new();
        let mut chars = text.chars().peekable();
        loop {
            let mut name = String::new();
            while let Some(&next) = chars.peek() {
                match next {
                    '.' | '[' => break,
                    ']' => {
                        return Err(bad("`]` without `[`; write `\\]` for the character itself"));
                    }
                    '\\' => {
                        chars.next();
                        name.push(chars.next().ok_or_else(|| bad("it ends with a backslash"))?);
                    }
                    _ => {
                        name.push(next);
                        chars.next();
                    }
                }
            }
            if name.is_empty() && !(steps.is_empty() && chars.peek() == Some(&'[')) {
                return Err(bad("a name is empty"));
            }
            if !name.is_empty() {
                steps.push(Step::Member(name));
            }
            while chars.next_if_eq(&'[').is_some() {
                let digits: String =
                    std::iter::from_fn(|| chars.next_if(char::is_ascii_digit)).collect();
                if chars.next() != Some(']') {
                    return Err(bad("an index is digits in brackets: `[0]`"));
                }
                let index =
                    digits.parse().map_err(|_| bad("an index is digits in brackets: `[0]`"))?;
                steps.push(Step::Index(index));
            }
            if steps.len() > DEEPEST {
                return Err(bad("it is too deep"));
            }
            match chars.next() {
                None => return Ok(Self(steps)),
                Some('.') => {}
                Some(_) => return Err(bad("after an index comes a dot or nothing")),
            }
        }
    }

    /// The steps, from the event inwards.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Whether one of the two lies on the way to the other, or they are the same.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a == b)
    }

    /// Whether it is the other, or lies below it.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// Steps as one would type them; the event itself where there are none.
    #[must_use]
    pub fn shown(steps: &[Step]) -> String {
        if steps.is_empty() { "the event".to_owned() } else { Self(steps.to_vec()).to_string() }
    }

    /// The outermost paths of a template, those of objects and lists included; no more than `most`.
    #[must_use]
    pub fn outermost(template: &Node, most: usize) -> Vec<Self> {
        let mut found = vec![(Self(Vec::new()), template)];
        let mut at = 0;
        while at < found.len() && found.len() <= most {
            let (way, node) = (found[at].0.clone(), found[at].1);
            let room = most + 1 - found.len();
            found.extend(below(node).take(room).map(|(step, child)| {
                let steps = way.0.iter().cloned().chain([step]);
                (Self(steps.collect()), child)
            }));
            at += 1;
        }
        // The first is the event itself.
        found.into_iter().skip(1).map(|(path, _)| path).collect()
    }
}

/// What is directly in an object or a list.
fn below(node: &Node) -> Box<dyn Iterator<Item = (Step, &Node)> + '_> {
    match node {
        Node::Object(members) => {
            Box::new(members.iter().map(|(name, child)| (Step::Member(name.clone()), child)))
        }
        Node::List(items) => {
            Box::new(items.iter().enumerate().map(|(index, child)| (Step::Index(index), child)))
        }
        _ => Box::new(std::iter::empty()),
    }
}

/// The path as one would type it.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Member(name) => {
                    if position > 0 {
                        f.write_str(".")?;
                    }
                    for character in name.chars() {
                        if SPECIAL.contains(&character) {
                            f.write_str("\\")?;
                        }
                        write!(f, "{character}")?;
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn member(name: &str) -> Step {
        Step::Member(name.to_owned())
    }

    #[test]
    fn dots_brackets_and_backslashes() {
        assert_eq!(
            Path::parse(r"payload.alerts[0].Order No\.").unwrap().steps(),
            [member("payload"), member("alerts"), Step::Index(0), member("Order No.")]
        );
        assert_eq!(
            Path::parse("[1][2].a").unwrap().steps(),
            [Step::Index(1), Step::Index(2), member("a")]
        );
    }

    #[test]
    fn mistakes_are_errors() {
        for text in [
            "",
            ".",
            "a.",
            ".a",
            "a..b",
            "a[",
            "a[]",
            "a[x]",
            "a[0",
            "a]",
            "a[0]b",
            "a\\",
            "a[99999999999999999999]",
        ] {
            assert!(Path::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_path_has_an_end() {
        assert!(Path::parse(&format!("{}a", "a.".repeat(60_000))).is_err());
        assert!(Path::parse(&"[0]".repeat(60_000)).is_err());
    }

    #[test]
    fn the_outermost_paths_come_first() {
        let json = br#"{"a":[[1],2],"b":{"c":{"d":1}},"e.":null}"#;
        let template = Node::data("the test", json).unwrap();
        let paths = |most| {
            let paths = Path::outermost(&template, most);
            paths.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let all = ["a", "b", r"e\.", "a[0]", "a[1]", "b.c", "a[0][0]", "b.c.d"];
        assert_eq!(paths(100), all);
        for most in 0..all.len() {
            assert_eq!(paths(most), all[..most]);
        }
    }

    fn any_path() -> impl Strategy<Value = Path> {
        let step = prop_oneof![".+".prop_map(Step::Member), (0..1000_usize).prop_map(Step::Index)];
        prop::collection::vec(step, 1..6).prop_map(Path)
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(path in any_path()) {
            prop_assert_eq!(Path::parse(&path.to_string()).unwrap(), path);
        }

        #[test]
        fn nothing_panics(text in ".*") {
            let _ = Path::parse(&text);
        }
    }
}
