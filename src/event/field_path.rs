//! Paths to fields: `payload.alerts[0].title`; `\.` is a dot within a name.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Member(String),
    Index(usize),
}

/// The path to one value of an event.
#[derive(Clone, Default, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldPath(Vec<Step>);

/// Characters that need a backslash within a name.
const SPECIAL: [char; 6] = ['.', '[', ']', '=', ':', '\\'];

/// The depth to which `serde_json` parses.
const MAX_DEPTH: usize = 128;

const BAD_INDEX: &str = "an index is digits in brackets: `[0]`";

impl FromStr for FieldPath {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let bad = |why| {
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
                    ']' => return Err(bad("`]` without `[`; write `\\]` for a literal bracket")),
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
                    return Err(bad(BAD_INDEX));
                }
                steps.push(Step::Index(digits.parse().map_err(|_| bad(BAD_INDEX))?));
            }
            if steps.len() > MAX_DEPTH {
                return Err(bad("it is too deep"));
            }
            match chars.next() {
                None => return Ok(Self(steps)),
                Some('.') => {}
                Some(_) => return Err(bad("only a dot can follow an index")),
            }
        }
    }
}

impl FieldPath {
    pub fn join(&self, step: Step) -> Self {
        Self(self.0.iter().cloned().chain([step]).collect())
    }

    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Whether one is a prefix of the other.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a == b)
    }

    pub fn is_within(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    pub fn display(steps: &[Step]) -> String {
        if steps.is_empty() { "the event".to_owned() } else { Self(steps.to_vec()).to_string() }
    }
}

impl fmt::Display for FieldPath {
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

    fn parse(text: &str) -> Result<FieldPath> {
        text.parse()
    }

    fn member(name: &str) -> Step {
        Step::Member(name.to_owned())
    }

    #[test]
    fn parses_dots_brackets_and_backslashes() {
        assert_eq!(
            parse(r"payload.alerts[0].Order No\.").unwrap().steps(),
            [member("payload"), member("alerts"), Step::Index(0), member("Order No.")]
        );
        assert_eq!(
            parse("[1][2].a").unwrap().steps(),
            [Step::Index(1), Step::Index(2), member("a")]
        );
    }

    #[test]
    fn rejects_malformed_paths() {
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
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn rejects_paths_that_are_too_deep() {
        assert!(parse(&format!("{}a", "a.".repeat(60_000))).is_err());
        assert!(parse(&"[0]".repeat(60_000)).is_err());
    }

    fn any_path() -> impl Strategy<Value = FieldPath> {
        let step = prop_oneof![".+".prop_map(Step::Member), (0..1000_usize).prop_map(Step::Index)];
        prop::collection::vec(step, 1..6).prop_map(FieldPath)
    }

    proptest! {
        #[test]
        fn displayed_paths_parse_back(path in any_path()) {
            prop_assert_eq!(parse(&path.to_string()).unwrap(), path);
        }

        #[test]
        fn parsing_never_panics(text in ".*") {
            let _ = parse(&text);
        }
    }
}
