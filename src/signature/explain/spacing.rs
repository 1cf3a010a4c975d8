//! White space between the tokens of JSON, which may be changed without reading a value.

use std::fmt;

/// How JSON is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spacing {
    /// No white space, as `JSON.stringify` has it.
    Compact,
    /// A space after each comma and colon on a single line, as Python's `json.dumps` has it.
    Spaced,
    /// A line for each value, indented by so many spaces.
    Spaces(u8),
    /// A line for each value, indented by tabs.
    Tabs,
}

impl Spacing {
    /// Every way, the likelier first.
    pub(super) const ALL: [Self; 5] =
        [Self::Compact, Self::Spaced, Self::Spaces(2), Self::Spaces(4), Self::Tabs];

    const fn indentation(self) -> Option<(u8, usize)> {
        match self {
            Self::Compact | Self::Spaced => None,
            Self::Spaces(count) => Some((b' ', count as usize)),
            Self::Tabs => Some((b'\t', 1)),
        }
    }
}

/// The sender's JSON, in words.
impl fmt::Display for Spacing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Compact => f.write_str("compact (no white space between its values)"),
            Self::Spaced => f.write_str("on one line with a space after each comma and colon"),
            Self::Spaces(count) => write!(f, "indented by {count} spaces"),
            Self::Tabs => f.write_str("indented by tabs"),
        }
    }
}

/// Deep nesting makes indentation many times larger than what it indents.
const MOST_GROWTH: usize = 8;
const SPARE: usize = 4096;

/// The same tokens with other white space; nothing where indentation would dwarf them.
///
/// What is no JSON gives something or other, but never a panic.
pub(super) fn respace(json: &[u8], spacing: Spacing) -> Option<Vec<u8>> {
    let most = json.len().saturating_mul(MOST_GROWTH).saturating_add(SPARE);
    let mut writer = Writer { out: Vec::with_capacity(json.len()), depth: 0, spacing };
    let mut rest = json;
    while let [first, tail @ ..] = rest {
        if writer.out.len() > most {
            return None;
        }
        let length = match first {
            b' ' | b'\t' | b'\n' | b'\r' => {
                rest = tail;
                continue;
            }
            b'{' | b'[' => {
                rest = writer.open(*first, tail);
                continue;
            }
            b'}' | b']' => {
                writer.depth = writer.depth.saturating_sub(1);
                writer.new_line();
                1
            }
            b'"' => text_length(rest),
            b',' | b':' => 1,
            _ => bare_length(rest),
        };
        let (token, after) = rest.split_at(length);
        writer.out.extend_from_slice(token);
        match first {
            b',' if spacing == Spacing::Spaced => writer.out.push(b' '),
            b',' => writer.new_line(),
            b':' if spacing != Spacing::Compact => writer.out.push(b' '),
            _ => {}
        }
        rest = after;
    }
    Some(writer.out)
}

struct Writer {
    out: Vec<u8>,
    depth: usize,
    spacing: Spacing,
}

impl Writer {
    /// Begins a list or an object, and ends it where it is empty: what is left then.
    fn open<'a>(&mut self, bracket: u8, tail: &'a [u8]) -> &'a [u8] {
        self.out.push(bracket);
        if let [closing @ (b'}' | b']'), after @ ..] = tail.trim_ascii_start() {
            self.out.push(*closing);
            return after;
        }
        self.depth += 1;
        self.new_line();
        tail
    }

    fn new_line(&mut self) {
        if let Some((blank, width)) = self.spacing.indentation() {
            self.out.push(b'\n');
            self.out.extend(std::iter::repeat_n(blank, self.depth.saturating_mul(width)));
        }
    }
}

/// The bytes of the text that begins here, with its quotes.
pub(super) fn text_length(json: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    json.len()
}

/// The bytes of the number or word that begins here.
pub(super) fn bare_length(json: &[u8]) -> usize {
    let ends = |byte: &u8| {
        matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' | b'"')
            || matches!(byte, b'{' | b'}' | b'[' | b']')
    };
    json.iter().position(ends).unwrap_or(json.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(json: &str, spacing: Spacing) -> String {
        String::from_utf8(respace(json.as_bytes(), spacing).unwrap()).unwrap()
    }

    #[test]
    fn each_layout_is_that_of_its_namesake() {
        let json =
            "{ \"a\\\"\\\\\" :\n[1.0 , 1e5,{ } ,[\t]],\r\n\"b\":{\"a\": \"x: y, z\",\"a\":null}} ";
        assert_eq!(
            text(json, Spacing::Compact),
            r#"{"a\"\\":[1.0,1e5,{},[]],"b":{"a":"x: y, z","a":null}}"#
        );
        assert_eq!(
            text(json, Spacing::Spaced),
            r#"{"a\"\\": [1.0, 1e5, {}, []], "b": {"a": "x: y, z", "a": null}}"#
        );
        let indented = "{\n  \"a\\\"\\\\\": [\n    1.0,\n    1e5,\n    {},\n    []\n  ],\n  \"b\": {\n    \
                        \"a\": \"x: y, z\",\n    \"a\": null\n  }\n}";
        assert_eq!(text(json, Spacing::Spaces(2)), indented);
        assert_eq!(text(json, Spacing::Tabs), indented.replace("  ", "\t"));
    }

    #[test]
    fn indentation_stays_within_bounds() {
        let deep = "[".repeat(100_000);
        assert_eq!(respace(deep.as_bytes(), Spacing::Spaces(4)), None);
    }

    proptest! {
        #[test]
        fn spacing_is_all_that_changes(seed: Vec<u8>, spacing in 0_usize..5) {
            let value = super::super::tests::value(&seed);
            let compact = serde_json::to_vec(&value).unwrap();
            let spaced = respace(&compact, Spacing::ALL[spacing]).unwrap();
            prop_assert_eq!(respace(&spaced, Spacing::Compact).unwrap(), compact);
            let pretty = serde_json::to_vec_pretty(&value).unwrap();
            prop_assert_eq!(respace(&spaced, Spacing::Spaces(2)).unwrap(), pretty);
        }

        #[test]
        fn nothing_panics(bytes: Vec<u8>, spacing in 0_usize..5) {
            let _ = respace(&bytes, Spacing::ALL[spacing]);
        }
    }
}
