//! What an event type means and which fields it has: the files in `fixtures/catalog/`.

use serde::{Deserialize, Serialize};

use super::status::Status;

const ENVELOPE: &str = include_str!("../../fixtures/catalog/envelope.json");
const LEGACY_ENVELOPE: &str = include_str!("../../fixtures/catalog/legacy-envelope.json");
const UNDOCUMENTED: &str = include_str!("../../fixtures/catalog/undocumented.json");

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Description {
    pub summary: String,
    pub fires: String,
    /// The current type to use instead of a legacy one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Every known field, those of the envelope first.
    pub fields: Vec<Field>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Field {
    /// `payload.deployment.id`, `payload.alerts[].title`.
    pub path: String,
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// The type of a list's items, where they are scalars.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<FieldType>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub optional: bool,
    /// The only strings allowed, where Vercel lists them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Present where the members of an object or a list are undocumented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contents: Option<UnknownContents>,
    pub source: Source,
    pub about: String,
}

/// The types of Vercel's API reference
/// (<https://vercel.com/docs/rest-api/reference/welcome#types>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum FieldType {
    #[serde(rename = "ID")]
    Id,
    String,
    Number,
    Boolean,
    /// Milliseconds since the epoch wherever one was seen.
    Date,
    IsoDate,
    List,
    Map,
    Object,
}

/// How a fact about Vercel is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Vercel's documentation says so.
    Documented,
    /// Seen in real deliveries or in the servers of partners.
    Observed,
    /// Code that Vercel publishes relies on it.
    Published,
    /// Implied by the documentation.
    Inferred,
}

/// Templates leave the value empty, and schemas allow anything in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum UnknownContents {
    #[serde(rename = "unknown")]
    Unknown,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope {
    fields: Vec<Field>,
}

impl Description {
    /// Parses a built-in file and puts the fields of its envelope first.
    pub(super) fn built_in(text: &str, status: Status) -> Self {
        let mut description: Self = parse_built_in(text);
        let envelope = match status {
            Status::Current | Status::Undocumented => ENVELOPE,
            Status::Legacy => LEGACY_ENVELOPE,
            Status::Flat => return description,
        };
        let Envelope { mut fields } = parse_built_in(envelope);
        fields.append(&mut description.fields);
        Self { fields, ..description }
    }
}

/// What is known about a type whose payload is unknown, if anything.
pub fn unverified_note(name: &str) -> Option<String> {
    let mut known: std::collections::BTreeMap<String, String> = parse_built_in(UNDOCUMENTED);
    known.remove(name)
}

fn parse_built_in<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("a test parses every built-in file")
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// The word for an enum value, the same for people as in JSON.
pub fn label(value: impl Serialize) -> String {
    let json = serde_json::to_value(value).unwrap_or_default();
    json.as_str().unwrap_or_default().to_owned()
}
