//! What a body violates, in plain words that never quote a secret.

use std::fmt::Write as _;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::paths::{Location, LocationSegment};
use jsonschema::{ValidationError, Validator};
use serde::Serialize;
use serde_json::Value;

/// More of them tell nothing new.
const MAX_VIOLATIONS: usize = 50;

/// Longer values are not quoted.
const MAX_QUOTED: usize = 40;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// `$.secrets[0].value`, `$` for the whole body, or `status`.
    pub path: String,
    /// Continues the path: `must be a string, not a number`.
    pub message: String,
}

impl Violation {
    pub fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into() }
    }

    fn from_error(error: &ValidationError<'_>) -> Self {
        let path = json_path(error.instance_path());
        if let ValidationErrorKind::Required { property } = error.kind() {
            let name = property.as_str().unwrap_or_default();
            return Self::new(path + &member(name), "is missing");
        }
        let message = message(error, &path);
        Self::new(path, message)
    }
}

/// At most [`MAX_VIOLATIONS`].
pub fn violations(validator: &Validator, body: &Value) -> Vec<Violation> {
    let errors = validator.iter_errors(body).take(MAX_VIOLATIONS);
    errors.map(|error| Violation::from_error(&error)).collect()
}

fn message(error: &ValidationError<'_>, path: &str) -> String {
    use ValidationErrorKind as Kind;
    let found = error.instance();
    let found_type = type_name(found);
    match error.kind() {
        Kind::Type { kind } => {
            let expected: Vec<&str> = match kind {
                TypeKind::Single(kind) => vec![with_article(kind.as_str())],
                TypeKind::Multiple(kinds) => {
                    kinds.iter().map(|kind| with_article(kind.as_str())).collect()
                }
            };
            format!("must be {}, not {found_type}", expected.join(" or "))
        }
        Kind::Enum { options } => {
            let options = options.as_array().map(Vec::as_slice).unwrap_or_default();
            let options: Vec<String> = options.iter().map(plain).collect();
            format!("must be one of {}{}", options.join(", "), not_found(found, path))
        }
        Kind::Constant { expected_value } => {
            format!("must be {}{}", plain(expected_value), not_found(found, path))
        }
        Kind::MinLength { limit: 1 } => "must not be empty".to_owned(),
        Kind::MinLength { limit } => format!("must have at least {limit} characters"),
        Kind::MaxLength { limit } => {
            let length = found.as_str().map_or(0, |text| text.chars().count());
            format!("must have at most {limit} characters, not {length}")
        }
        Kind::MaxItems { limit } => format!("must have at most {limit} items"),
        Kind::Minimum { limit } => format!("must be at least {limit}"),
        Kind::Maximum { limit } => format!("must be at most {limit}"),
        Kind::Pattern { pattern } => format!("must match {pattern}"),
        Kind::Format { format } if format == "date-time" => {
            "must be a date and time as in ISO 8601".to_owned()
        }
        Kind::AdditionalProperties { unexpected } => {
            format!("must not have {}", unexpected.join(", "))
        }
        _ => error.masked().to_string(),
    }
}

/// Names the value that was found, unless it could be a secret.
fn not_found(found: &Value, path: &str) -> String {
    match found {
        _ if path.contains(".secrets") => String::new(),
        Value::String(text) if text.chars().count() > MAX_QUOTED => String::new(),
        Value::String(_) | Value::Bool(_) | Value::Number(_) | Value::Null => {
            format!(", not {}", plain(found))
        }
        Value::Array(_) | Value::Object(_) => format!(", not {}", type_name(found)),
    }
}

/// Strings without quotes.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

const fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn with_article(name: &str) -> &'static str {
    match name {
        "array" => "an array",
        "boolean" => "a boolean",
        "integer" => "an integer",
        "number" => "a number",
        "object" => "an object",
        "string" => "a string",
        _ => "null",
    }
}

fn json_path(location: &Location) -> String {
    let mut path = "$".to_owned();
    for segment in location {
        match segment {
            LocationSegment::Property(name) => path.push_str(&member(&name)),
            LocationSegment::Index(index) => {
                let _ = write!(path, "[{index}]");
            }
        }
    }
    path
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
