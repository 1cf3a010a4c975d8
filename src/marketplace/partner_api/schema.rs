//! JSON Schemas of requests and responses (draft 2020-12).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::endpoint::PartnerEndpoint;
use super::validate::{REFERENCE, SchemaValidator};
use super::violation::Violation;
use crate::error::{Error, Result};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// What several endpoints share: `fixtures/partner/types.json`.
pub static TYPES: LazyLock<Types> = LazyLock::new(|| {
    let text = include_str!("../../../fixtures/partner/types.json");
    serde_json::from_str(text).expect("a test parses every built-in file")
});

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Types {
    /// A placeholder for each.
    pub path_parameters: BTreeMap<String, String>,
    /// What the statuses of errors mean.
    pub errors: BTreeMap<u16, String>,
    #[serde(rename = "$defs")]
    definitions: Map<String, Value>,
}

/// A schema that refers to the shared types.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Schema(Value);

/// Vercel's error shape.
pub fn error_schema() -> &'static Schema {
    static ERROR: LazyLock<Schema> =
        LazyLock::new(|| Schema(json!({ "$ref": format!("{REFERENCE}Error") })));
    &ERROR
}

impl Schema {
    pub fn violations(&self, body: &Value) -> Vec<Violation> {
        SchemaValidator::violations(&self.0, &TYPES.definitions, body)
    }

    pub fn is_valid(&self, body: &Value) -> bool {
        self.violations(body).is_empty()
    }

    /// Whether it allows anything.
    pub fn is_open(&self) -> bool {
        self.0.as_object().is_some_and(Map::is_empty)
    }

    /// Whether it describes this member of the body.
    pub fn has_member(&self, name: &str) -> bool {
        has_member(&self.0, name)
    }

    /// Self-contained, with the shared types that it needs.
    fn with_definitions(&self, mut schema: Map<String, Value>) -> Value {
        let mut needed = BTreeSet::new();
        collect_references(&self.0, &mut needed);
        if let Value::Object(members) = &self.0 {
            schema.extend(members.clone());
        }
        if !needed.is_empty() {
            let known = TYPES.definitions.iter();
            let needed = known.filter(|(name, _)| needed.contains(name.as_str()));
            let needed = needed.map(|(name, definition)| (name.clone(), definition.clone()));
            schema.insert("$defs".into(), Value::Object(needed.collect()));
        }
        Value::Object(schema)
    }
}

fn has_member(schema: &Value, name: &str) -> bool {
    let target = schema["$ref"].as_str().and_then(|target| target.strip_prefix(REFERENCE));
    schema["properties"].get(name).is_some()
        || target.is_some_and(|target| has_member(&TYPES.definitions[target], name))
        || schema["allOf"].as_array().is_some_and(|all| all.iter().any(|one| has_member(one, name)))
}

/// The shared types that a schema refers to, directly or through others.
fn collect_references<'a>(schema: &'a Value, found: &mut BTreeSet<&'a str>) {
    match schema {
        Value::Object(members) => {
            for (key, member) in members {
                match member.as_str().and_then(|target| target.strip_prefix(REFERENCE)) {
                    Some(name) if key == "$ref" => {
                        if found.insert(name) {
                            collect_references(&TYPES.definitions[name], found);
                        }
                    }
                    _ => collect_references(member, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_references(item, found)),
        _ => {}
    }
}

impl PartnerEndpoint {
    /// The schema of a response, or of the request body, with everything that it refers to.
    pub fn schema(&self, status: Option<u16>) -> Result<Value> {
        let name = self.name;
        let (schema, title) = match status {
            None => {
                let request = self.request.as_ref().ok_or_else(|| {
                    Error::usage(format!("`{name}` has no request body"))
                        .with_hint(self.schema_hint())
                })?;
                (&request.schema, format!("{name} request"))
            }
            Some(status) => {
                let response = self.response(status).ok_or_else(|| {
                    Error::usage(format!("`{name}` has no response with status {status}"))
                        .with_hint(self.schema_hint())
                })?;
                let schema = response.schema.as_ref();
                let schema = schema.or_else(|| (!response.is_success()).then(error_schema));
                let schema = schema.ok_or_else(|| {
                    Error::usage(format!("a response of `{name}` with status {status} has no body"))
                })?;
                (schema, format!("{name} response {status}"))
            }
        };
        let mut head = Map::new();
        head.insert("$schema".into(), json!(DIALECT));
        head.insert("title".into(), json!(title));
        Ok(schema.with_definitions(head))
    }

    fn schema_hint(&self) -> String {
        let has_body = self
            .responses
            .iter()
            .filter(|response| response.schema.is_some() || !response.is_success());
        let statuses: Vec<String> = has_body.map(|response| response.status.to_string()).collect();
        format!("use --response with {}", statuses.join(", "))
    }
}
