//! Bodies that say the same in other ways, or say something else.

use serde_json::{Map, Value};

use crate::catalog::{Field, FieldType};
use crate::signature::json::{self, Layout};

const FREE_TEXTS: [&str; 4] = ["title", "message", "reason", "summary"];

/// The entry of a map that does: Git allows any text there.
const FREE_ENTRY: &str = "githubCommitMessage";

/// Where a text goes in an event that has no such field.
const OTHERWISE: &str = "payload.vercelHooksText";

pub fn with_nulls(body: &[u8], fields: &[Field]) -> Vec<u8> {
    changed(body, |event| {
        for field in fields.iter().filter(|field| field.nullable) {
            each(event, &field.path, &mut |object, name| {
                if let Some(value) = object.get_mut(name) {
                    *value = Value::Null;
                }
            });
        }
    })
}

pub fn without_optional(body: &[u8], fields: &[Field]) -> Vec<u8> {
    changed(body, |event| {
        for field in fields.iter().filter(|field| field.optional) {
            each(event, &field.path, &mut |object, name| {
                // `remove` alone would change the order of the others.
                object.shift_remove(name);
            });
        }
    })
}

/// With members that nobody knows: at the top, in the payload, and in the first object within.
pub fn with_unknown_members(body: &[u8]) -> Vec<u8> {
    changed(body, |event| {
        let unknown = || serde_json::json!({ "since": 2, "values": [true, null, "x"] });
        if let Some(payload) = event.get_mut("payload").and_then(Value::as_object_mut) {
            if let Some(within) = payload.values_mut().find_map(Value::as_object_mut) {
                within.insert("vercelHooksUnknown".to_owned(), unknown());
            }
            payload.insert("vercelHooksUnknown".to_owned(), unknown());
        }
        if let Some(event) = event.as_object_mut() {
            event.insert("vercelHooksUnknown".to_owned(), unknown());
        }
    })
}

pub fn with_member(body: &[u8], name: &str, value: impl Into<Value>) -> Vec<u8> {
    changed(body, |event| event[name] = value.into())
}

/// With this text in a field that may hold any.
pub fn with_text(body: &[u8], fields: &[Field], text: &str) -> Vec<u8> {
    let path = text_path(fields);
    changed(body, |event| {
        each(event, &path, &mut |object, name| {
            object.insert(name.to_owned(), text.into());
        });
    })
}

/// Of exactly this many bytes, where it was shorter: there is more in a map, or in a text.
pub fn padded(body: &[u8], fields: &[Field], length: usize) -> Vec<u8> {
    const ENTRY: usize = 1000;
    let map =
        fields.iter().find(|field| field.field_type == FieldType::Map).map(|field| &*field.path);
    let Some(path) = map else {
        let bare = with_text(body, fields, "");
        return with_text(body, fields, &"x".repeat(length.saturating_sub(bare.len())));
    };
    let fill = |entries: usize, last: usize| {
        changed(body, |event| {
            each(event, path, &mut |object, name| {
                let Some(map) = object.get_mut(name).and_then(Value::as_object_mut) else { return };
                for number in 0..entries {
                    map.insert(format!("entry{number:06}"), "x".repeat(ENTRY).into());
                }
                map.insert("last".to_owned(), "x".repeat(last).into());
            });
        })
    };
    let bare = fill(0, 0).len();
    let one = fill(1, 0).len() - bare;
    let missing = length.saturating_sub(bare);
    fill(missing / one, missing % one)
}

/// With every non-ASCII character and every slash escaped, as PHP's `json_encode` writes them.
pub fn escaped(body: &[u8]) -> Vec<u8> {
    rewritten(body, |event| {
        let escaped = json::escape(event, json::LOWER_HEX, |character| !character.is_ascii());
        Some(json::escape_slashes(&escaped))
    })
}

/// With a space after each colon and comma, as Python's `json.dumps` writes it.
pub fn spaced(body: &[u8]) -> Vec<u8> {
    rewritten(body, |event| json::respace(event, Layout::Spaced))
}

/// With tabs and line breaks between its tokens, and one at the end.
pub fn laid_out(body: &[u8]) -> Vec<u8> {
    rewritten(body, |event| {
        let indented = json::respace(event, Layout::Indented("\t"))?;
        // Line breaks within strings are escapes, which these are not.
        Some(format!("{}\r\n", indented.replace('\n', " \r\n")))
    })
}

pub fn reversed(body: &[u8]) -> Vec<u8> {
    rewritten(body, |event| json::reorder(event, |members, _| members.reverse()))
}

pub fn sorted(body: &[u8]) -> Vec<u8> {
    rewritten(body, json::sort_keys)
}

pub fn indented(body: &[u8]) -> Vec<u8> {
    rewritten(body, |event| json::respace(event, Layout::Indented("  ")))
}

fn rewritten(body: &[u8], rewrite: impl FnOnce(&str) -> Option<String>) -> Vec<u8> {
    let event = str::from_utf8(body).expect("templates are UTF-8");
    rewrite(event).expect("templates are not deep").into_bytes()
}

/// With so many lists in each other in place of its payload.
pub fn nested(body: &[u8], depth: usize) -> Vec<u8> {
    const PLACE: &str = "vercel-hooks-nested";
    let event = with_member(body, "payload", PLACE);
    let lists = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    String::from_utf8_lossy(&event).replacen(&format!("\"{PLACE}\""), &lists, 1).into_bytes()
}

/// With one bit of the last character of its id changed: it stays an event.
pub fn with_one_bit_changed(body: &[u8]) -> Vec<u8> {
    let mut body = body.to_vec();
    let id = parsed(&body)["id"].as_str().map(str::to_owned).unwrap_or_default();
    let at = body.windows(id.len().max(1)).position(|part| part == id.as_bytes());
    // That makes no quote and no backslash of what ids are made of.
    if let Some(last) = at.and_then(|at| body.get_mut(at + id.len() - 1)) {
        *last ^= 1;
    }
    body
}

fn text_path(fields: &[Field]) -> String {
    if let Some(map) = fields.iter().find(|field| field.field_type == FieldType::Map) {
        return format!("{}.{FREE_ENTRY}", map.path);
    }
    let is_free = |field: &&Field| {
        let name = field.path.rsplit('.').next().unwrap_or_default();
        field.field_type == FieldType::String
            && field.values.is_empty()
            && FREE_TEXTS.contains(&name)
    };
    fields.iter().find(is_free).map_or(OTHERWISE, |field| &field.path).to_owned()
}

fn changed(body: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut event = parsed(body);
    change(&mut event);
    event.to_string().into_bytes()
}

fn parsed(body: &[u8]) -> Value {
    serde_json::from_slice(body).expect("templates are JSON")
}

/// Gives `change` every object that may hold the field at `path`, and the field's name. The way
/// there has to exist.
fn each(value: &mut Value, path: &str, change: &mut dyn FnMut(&mut Map<String, Value>, &str)) {
    let Some((step, rest)) = path.split_once('.') else {
        if let Some(object) = value.as_object_mut() {
            change(object, path);
        }
        return;
    };
    let (name, is_list) = step.strip_suffix("[]").map_or((step, false), |name| (name, true));
    match value.get_mut(name) {
        Some(Value::Array(items)) if is_list => {
            for part in items {
                each(part, rest, change);
            }
        }
        Some(inner) if !is_list => each(inner, rest, change),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::select;
    use crate::event::Reproduction;

    fn samples() -> Vec<(Vec<u8>, Vec<Field>)> {
        let types = select(&["all".to_owned()]).unwrap();
        let sample = |named: crate::catalog::Named| {
            let fields = named.event_type.description().unwrap().fields;
            let reproduction = Reproduction { seed: Some(1), now: None };
            let body = super::super::cases::event(named, reproduction);
            (body, fields)
        };
        types.into_iter().map(sample).collect()
    }

    #[test]
    fn the_same_said_otherwise_is_the_same() {
        for (body, fields) in samples() {
            let body = with_text(&body, &fields, "Crème ☕ 🚀 a/b \"q\" \\ \n");
            for other in [escaped(&body), spaced(&body), reversed(&body)] {
                assert_ne!(other, body);
                assert_eq!(parsed(&other), parsed(&body));
            }
            assert!(escaped(&body).is_ascii());
        }
    }

    #[test]
    fn padding_is_exact() {
        for (body, fields) in samples() {
            assert_eq!(padded(&body, &fields, 1 << 20).len(), 1 << 20);
        }
    }

    #[test]
    fn one_bit_changes_the_id_and_nothing_else() {
        for (body, _) in samples() {
            let other = with_one_bit_changed(&body);
            let bits: u32 = body.iter().zip(&other).map(|(a, b)| (a ^ b).count_ones()).sum();
            assert_eq!(bits, 1);
            let (mut before, mut after) = (parsed(&body), parsed(&other));
            assert_ne!(before["id"].take(), after["id"].take());
            assert_eq!(before, after);
        }
    }

    #[test]
    fn nullable_fields_are_null_and_optional_ones_are_gone() {
        let fields: Vec<Field> = serde_json::from_value(serde_json::json!([
            { "path": "a.b", "type": "String", "nullable": true, "source": "observed", "about": "" },
            { "path": "l[].c", "type": "String", "optional": true, "source": "observed", "about": "" },
        ]))
        .unwrap();
        let body = br#"{"a":{"b":"x"},"l":[{"c":1,"d":2,"e":3},{"d":2}]}"#;
        assert_eq!(
            with_nulls(body, &fields),
            br#"{"a":{"b":null},"l":[{"c":1,"d":2,"e":3},{"d":2}]}"#
        );
        assert_eq!(
            without_optional(body, &fields),
            br#"{"a":{"b":"x"},"l":[{"d":2,"e":3},{"d":2}]}"#
        );
    }

    #[test]
    fn nesting_is_json() {
        let nested = nested(br#"{"payload":{"a":1}}"#, 3);
        assert_eq!(nested, br#"{"payload":[[[]]]}"#);
    }
}
