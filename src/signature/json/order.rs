//! The order of the keys of JSON objects.

use std::borrow::Cow;

use super::{bare_length, string_length};

/// Deeper JSON is left alone.
const MAX_DEPTH: usize = 128;

pub struct Member<'a> {
    pub name: &'a str,
    text: String,
}

impl Member<'_> {
    pub fn unescaped_name(&self) -> Cow<'_, str> {
        if self.name.contains('\\')
            && let Ok(name) = serde_json::from_str::<String>(self.name)
        {
            return name.into();
        }
        self.name.trim_matches('"').into()
    }
}

/// Puts the members of objects in another order, which `arrange` decides for each object and the
/// names that lead to it, in quotes; the name of an item of a list is empty. The whitespace stays
/// where it is. `None` where `json`, which must be JSON, is too deep.
pub fn reorder<'a>(
    json: &'a str,
    arrange: impl Fn(&mut Vec<Member<'a>>, &[&'a str]),
) -> Option<String> {
    let mut reader = Reader { rest: json, path: Vec::new(), arrange };
    let before = reader.gap();
    let value = reader.value()?;
    Some([before, &value, reader.rest].concat())
}

pub fn sort_keys(json: &str) -> Option<String> {
    reorder(json, |members, _| {
        members.sort_by_cached_key(|member| member.unescaped_name().into_owned());
    })
}

struct Reader<'a, F> {
    rest: &'a str,
    path: Vec<&'a str>,
    arrange: F,
}

impl<'a, F: Fn(&mut Vec<Member<'a>>, &[&'a str])> Reader<'a, F> {
    fn take(&mut self, length: usize) -> &'a str {
        let (token, rest) = self.rest.split_at(length);
        self.rest = rest;
        token
    }

    fn gap(&mut self) -> &'a str {
        let after = self.rest.trim_start_matches([' ', '\t', '\n', '\r', ',', ':']);
        self.take(self.rest.len() - after.len())
    }

    fn value(&mut self) -> Option<String> {
        if self.path.len() > MAX_DEPTH {
            return None;
        }
        let first = self.rest.bytes().next()?;
        let token = self.take(match first {
            b'"' => string_length(self.rest.as_bytes()),
            b'{' | b'[' => 1,
            _ => bare_length(self.rest.as_bytes()),
        });
        if !matches!(first, b'{' | b'[') {
            return Some(token.to_owned());
        }
        let mut members = Vec::new();
        let mut gaps = vec![self.gap()];
        while !self.rest.starts_with(['}', ']']) {
            let (name, colon) = match first {
                b'{' => (self.take(string_length(self.rest.as_bytes())), self.gap()),
                _ => ("", ""),
            };
            self.path.push(name);
            let text = [name, colon, &self.value()?].concat();
            self.path.pop();
            members.push(Member { name, text });
            gaps.push(self.gap());
        }
        if first == b'{' {
            (self.arrange)(&mut members, &self.path);
        }
        let mut out = token.to_owned();
        for (index, gap) in gaps.into_iter().enumerate() {
            out.push_str(gap);
            out.push_str(members.get(index).map_or("", |member| &member.text));
        }
        out.push_str(self.take(1));
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::signature::json::tests::value;

    #[test]
    fn members_move_and_values_stay_as_written() {
        let json =
            r#" {"z":1.0, "payload":{"b":[{"y":{},"x":[ ]}],"a":1e5},"id":"é","a":0,"a":-0}"#;
        assert_eq!(
            sort_keys(json).unwrap(),
            r#" {"a":0, "a":-0,"id":"é","payload":{"a":1e5,"b":[{"x":[ ],"y":{}}]},"z":1.0}"#
        );
        let reversed_at_the_top = reorder(json, |members, path| {
            if path.is_empty() {
                members.reverse();
            }
        });
        assert_eq!(
            reversed_at_the_top.unwrap(),
            r#" {"a":-0, "a":0,"id":"é","payload":{"b":[{"y":{},"x":[ ]}],"a":1e5},"z":1.0}"#
        );
    }

    #[test]
    fn sorts_names_by_what_they_spell() {
        assert_eq!(
            sort_keys(r#"{"a!":1,"b":2,"a b":3,"a":4,"":5,"😀":6,"\u00e9":7,"ﬀ":8,"\t":9}"#)
                .unwrap(),
            r#"{"":5,"\t":9,"a":4,"a b":3,"a!":1,"b":2,"\u00e9":7,"ﬀ":8,"😀":6}"#
        );
        // Half of a surrogate pair is not text.
        let half = r#"{"b\ud800":1,"a\ud800":2}"#;
        assert_eq!(sort_keys(half).unwrap(), r#"{"a\ud800":2,"b\ud800":1}"#);
    }

    #[test]
    fn leaves_deep_json_alone() {
        assert_eq!(sort_keys(&"[".repeat(1_000_000)), None);
        let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(sort_keys(&nested(128)).is_some());
        assert!(sort_keys(&nested(130)).is_none());
    }

    proptest! {
        #[test]
        fn nothing_is_lost(seed: Vec<u8>) {
            let value = value(&seed);
            for json in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
                prop_assert_eq!(&reorder(&json, |_, _| {}).unwrap(), &json);
                let sorted = sort_keys(&json).unwrap();
                prop_assert_eq!(&serde_json::from_str::<serde_json::Value>(&sorted).unwrap(), &value);
            }
        }

        #[test]
        fn never_panics(text: String, json in "[\\[\\]{}:,\"\\\\é 1]*") {
            let _ = sort_keys(&text);
            let _ = sort_keys(&json);
        }
    }
}
