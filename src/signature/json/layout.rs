//! Whitespace between the tokens of JSON.

use super::{bare_length, string_length};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// No whitespace, as `JSON.stringify` writes it.
    Compact,
    /// A space after each comma and colon on one line, as Python's `json.dumps` writes it.
    Spaced,
    /// One line for each value, indented by this text.
    Indented(&'static str),
}

/// Deep nesting makes indentation many times larger than what it indents.
const MAX_GROWTH: usize = 8;
const SPARE: usize = 4096;

/// Lays out JSON anew; `None` where the indentation would dwarf it. Text that is not JSON gives
/// something or other, but never a panic.
pub fn respace(json: &str, layout: Layout) -> Option<String> {
    let max = json.len().saturating_mul(MAX_GROWTH).saturating_add(SPARE);
    let mut writer = Writer { out: String::with_capacity(json.len()), depth: 0, layout };
    let mut rest = json.trim_ascii_start();
    while let Some(first) = rest.bytes().next() {
        if writer.out.len() > max {
            return None;
        }
        let length = match first {
            b'"' => string_length(rest.as_bytes()),
            b',' | b':' | b'{' | b'[' | b'}' | b']' => 1,
            _ => bare_length(rest.as_bytes()),
        };
        let (token, after) = rest.split_at(length);
        rest = after.trim_ascii_start();
        match first {
            b'{' | b'[' => {
                writer.out.push_str(token);
                if rest.starts_with(['}', ']']) {
                    writer.out.push_str(&rest[..1]);
                    rest = rest[1..].trim_ascii_start();
                } else {
                    writer.depth += 1;
                    writer.new_line();
                }
            }
            b'}' | b']' => {
                writer.depth = writer.depth.saturating_sub(1);
                writer.new_line();
                writer.out.push_str(token);
            }
            _ => writer.out.push_str(token),
        }
        match (first, layout) {
            (b',' | b':', Layout::Spaced) | (b':', Layout::Indented(_)) => writer.out.push(' '),
            (b',', _) => writer.new_line(),
            _ => {}
        }
    }
    Some(writer.out)
}

struct Writer {
    out: String,
    depth: usize,
    layout: Layout,
}

impl Writer {
    fn new_line(&mut self) {
        if let Layout::Indented(indent) = self.layout {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n(indent, self.depth));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::signature::json::tests::value;

    const LAYOUTS: [Layout; 5] = [
        Layout::Compact,
        Layout::Spaced,
        Layout::Indented("  "),
        Layout::Indented("    "),
        Layout::Indented("\t"),
    ];

    #[test]
    fn lays_out_json_as_well_known_programs_do() {
        let json =
            "{ \"a\\\"\\\\\" :\n[1.0 , 1e5,{ } ,[\t]],\r\n\"b\":{\"a\": \"x: y, z\",\"a\":null}} ";
        let indented = "{\n  \"a\\\"\\\\\": [\n    1.0,\n    1e5,\n    {},\n    []\n  ],\n  \"b\": {\n    \
                        \"a\": \"x: y, z\",\n    \"a\": null\n  }\n}";
        for (layout, expected) in [
            (Layout::Compact, r#"{"a\"\\":[1.0,1e5,{},[]],"b":{"a":"x: y, z","a":null}}"#),
            (Layout::Spaced, r#"{"a\"\\": [1.0, 1e5, {}, []], "b": {"a": "x: y, z", "a": null}}"#),
            (Layout::Indented("  "), indented),
            (Layout::Indented("\t"), &indented.replace("  ", "\t")),
        ] {
            assert_eq!(respace(json, layout).unwrap(), expected);
        }
    }

    #[test]
    fn indentation_stays_within_bounds() {
        assert_eq!(respace(&"[".repeat(100_000), Layout::Indented("    ")), None);
    }

    proptest! {
        #[test]
        fn only_whitespace_changes(seed: Vec<u8>, layout in 0_usize..5) {
            let value = value(&seed);
            let compact = serde_json::to_string(&value).unwrap();
            let spaced = respace(&compact, LAYOUTS[layout]).unwrap();
            prop_assert_eq!(respace(&spaced, Layout::Compact).unwrap(), compact);
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            prop_assert_eq!(respace(&spaced, Layout::Indented("  ")).unwrap(), pretty);
        }

        #[test]
        fn never_panics(text: String, json in "[\\[\\]{}:,\"\\\\é 1]*", layout in 0_usize..5) {
            let _ = respace(&text, LAYOUTS[layout]);
            let _ = respace(&json, LAYOUTS[layout]);
        }
    }
}
