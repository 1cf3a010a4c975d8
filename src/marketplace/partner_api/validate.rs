//! Validates JSON against the part of JSON Schema that the built-in files use.
//!
//! The `jsonschema` crate, against which the tests compare it, would add some 2 MiB to the program.

use serde_json::{Map, Value};

use super::violation::Violation;

/// More of them tell nothing new.
const MAX_VIOLATIONS: usize = 50;

/// Longer values are not quoted.
const MAX_QUOTED: usize = 40;

/// Every keyword that is validated; a test knows those that only describe.
#[cfg(test)]
pub const KEYWORDS: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "enum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minLength",
    "minimum",
    "pattern",
    "properties",
    "required",
    "type",
];

pub const REFERENCE: &str = "#/$defs/";

pub struct SchemaValidator<'a> {
    definitions: &'a Map<String, Value>,
    violations: Vec<Violation>,
}

impl<'a> SchemaValidator<'a> {
    /// At most [`MAX_VIOLATIONS`].
    pub fn violations(
        schema: &Value,
        definitions: &'a Map<String, Value>,
        body: &Value,
    ) -> Vec<Violation> {
        let mut validator = Self { definitions, violations: Vec::new() };
        validator.value(schema, body, "$");
        validator.violations.truncate(MAX_VIOLATIONS);
        validator.violations
    }

    fn add(&mut self, path: &str, message: impl Into<String>) {
        self.violations.push(Violation::new(path, message));
    }

    fn value(&mut self, schema: &Value, found: &Value, path: &str) {
        if self.violations.len() >= MAX_VIOLATIONS {
            return;
        }
        if let Some(target) = schema["$ref"].as_str() {
            let name = target.trim_start_matches(REFERENCE);
            self.value(&self.definitions[name], found, path);
        }
        for part in items(&schema["allOf"]) {
            self.value(part, found, path);
        }
        self.any_of(items(&schema["anyOf"]), found, path);
        let types = &schema["type"];
        let types = types.as_array().map_or(std::slice::from_ref(types), Vec::as_slice);
        let types: Vec<&str> = types.iter().filter_map(Value::as_str).collect();
        if !types.is_empty() && !types.contains(&type_name(found)) {
            let expected: Vec<&str> = types.iter().map(|name| with_article(name)).collect();
            let found = with_article(type_name(found));
            return self.add(path, format!("must be {}, not {found}", expected.join(" or ")));
        }
        let options = items(&schema["enum"]);
        if !options.is_empty() && !options.contains(found) {
            let options: Vec<String> = options.iter().map(plain).collect();
            let not_found = not_found(found, path);
            self.add(path, format!("must be one of {}{not_found}", options.join(", ")));
        }
        if let Some(expected) = schema.get("const").filter(|expected| *expected != found) {
            self.add(path, format!("must be {}{}", plain(expected), not_found(found, path)));
        }
        match found {
            Value::String(text) => self.text(schema, text, path),
            Value::Number(number) => self.number(schema, number.as_f64(), path),
            Value::Array(items) => self.array(schema, items, path),
            Value::Object(members) => self.object(schema, members, path),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn any_of(&mut self, options: &[Value], found: &Value, path: &str) {
        let start = self.violations.len();
        let mut closest = Vec::new();
        for option in options {
            self.value(option, found, path);
            let violations = self.violations.split_off(start);
            if violations.is_empty() {
                return;
            }
            // Where the type fits, the violations say more.
            let fits = violations.iter().all(|violation| violation.path != path);
            if closest.is_empty() || fits {
                closest = violations;
            }
        }
        self.violations.extend(closest);
    }

    fn text(&mut self, schema: &Value, text: &str, path: &str) {
        let length = text.chars().count() as u64;
        match schema["minLength"].as_u64() {
            Some(1) if length == 0 => self.add(path, "must not be empty"),
            Some(least) if length < least => {
                self.add(path, format!("must have at least {least} characters, not {length}"));
            }
            _ => {}
        }
        if let Some(most) = schema["maxLength"].as_u64().filter(|most| length > *most) {
            self.add(path, format!("must have at most {most} characters, not {length}"));
        }
        if let Some(pattern) = schema["pattern"].as_str() {
            let prefixes = prefixes(pattern);
            if !prefixes.clone().any(|prefix| text.starts_with(prefix)) {
                let prefixes: Vec<&str> = prefixes.collect();
                self.add(path, format!("must start with {}", prefixes.join(" or ")));
            }
        }
        if schema["format"] == "date-time" && text.parse::<jiff::Timestamp>().is_err() {
            self.add(path, "must be a date and time as in ISO 8601");
        }
    }

    fn number(&mut self, schema: &Value, number: Option<f64>, path: &str) {
        let Some(number) = number else { return };
        if let Some(least) = schema["minimum"].as_f64().filter(|least| number < *least) {
            self.add(path, format!("must be at least {least}"));
        }
        if let Some(most) = schema["maximum"].as_f64().filter(|most| number > *most) {
            self.add(path, format!("must be at most {most}"));
        }
    }

    fn array(&mut self, schema: &Value, found: &[Value], path: &str) {
        if let Some(most) = schema["maxItems"].as_u64().filter(|most| found.len() as u64 > *most) {
            self.add(path, format!("must have at most {most} items, not {}", found.len()));
        }
        let Some(schema) = schema.get("items") else { return };
        for (index, item) in found.iter().enumerate() {
            if self.violations.len() >= MAX_VIOLATIONS {
                return;
            }
            self.value(schema, item, &format!("{path}[{index}]"));
        }
    }

    fn object(&mut self, schema: &Value, found: &Map<String, Value>, path: &str) {
        for name in items(&schema["required"]).iter().filter_map(Value::as_str) {
            if !found.contains_key(name) {
                self.add(&(path.to_owned() + &member(name)), "is missing");
            }
        }
        for (name, value) in found {
            let path = || path.to_owned() + &member(name);
            let others = &schema["additionalProperties"];
            match schema["properties"].get(name).unwrap_or(others) {
                Value::Bool(false) => self.add(&path(), "must not be there"),
                schema => self.value(schema, value, &path()),
            }
        }
    }
}

fn items(list: &Value) -> &[Value] {
    list.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Those of a pattern like `^(http:|https:)`, the only kind in use.
pub fn prefixes(pattern: &str) -> std::str::Split<'_, char> {
    pattern.trim_start_matches("^(").trim_end_matches(')').split('|')
}

/// Names the value that was found, unless it could be a secret.
fn not_found(found: &Value, path: &str) -> String {
    match found {
        _ if path.contains(".secrets") => String::new(),
        Value::String(text) if text.chars().count() > MAX_QUOTED => String::new(),
        Value::String(_) | Value::Bool(_) | Value::Number(_) | Value::Null => {
            format!(", not {}", plain(found))
        }
        Value::Array(_) | Value::Object(_) => format!(", not {}", with_article(type_name(found))),
    }
}

/// Strings without quotes.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

const fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn with_article(type_name: &str) -> &'static str {
    match type_name {
        "boolean" => "a boolean",
        "number" => "a number",
        "string" => "a string",
        "array" => "an array",
        "object" => "an object",
        _ => "null",
    }
}

/// `.name`, or `["a name"]`.
fn member(name: &str) -> String {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || character == '_';
    if !name.is_empty() && name.chars().all(is_plain) {
        format!(".{name}")
    } else {
        format!("[{}]", Value::from(name))
    }
}
