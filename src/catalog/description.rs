//! What an event type means and which fields it carries: the files under `fixtures/catalog/`.

use serde::{Deserialize, Serialize};

use super::status::Status;

const ENVELOPE: &str = include_str!("../../fixtures/catalog/envelope.json");
const LEGACY_ENVELOPE: &str = include_str!("../../fixtures/catalog/legacy-envelope.json");
const UNDOCUMENTED: &str = include_str!("../../fixtures/catalog/undocumented.json");

/// What an event type means and which fields it carries.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Description {
    /// What the event says, in one sentence.
    pub summary: String,
    /// When Vercel sends it.
    pub fires: String,
    /// The current type to use instead of a legacy one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    /// What the author of a receiver should know besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Every known field, those of the envelope first.
    pub fields: Vec<Field>,
}

/// One field of an event's body.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Field {
    /// Where it stands: `payload.deployment.id`, `payload.alerts[].title`.
    pub path: String,
    /// Its type, in the words of Vercel's documentation.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// The type of a list's items, where they are scalars.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<FieldType>,
    /// Whether it may be `null`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// Whether it may be absent.
    #[serde(default, skip_serializing_if = "is_false")]
    pub optional: bool,
    /// The only texts it may be, where Vercel lists them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Says that nobody documents what is inside an object or a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contents: Option<Contents>,
    /// How it is known.
    pub source: Source,
    /// What it is.
    pub about: String,
}

/// The types of Vercel's API reference
/// (<https://vercel.com/docs/rest-api/reference/welcome#types>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum FieldType {
    /// An opaque text that identifies something.
    #[serde(rename = "ID")]
    Id,
    /// A text.
    String,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// A point in time: milliseconds since the epoch wherever one was seen.
    Date,
    /// A point in time as ISO 8601 text.
    IsoDate,
    /// An array.
    List,
    /// An object whose keys are not fixed.
    Map,
    /// An object.
    Object,
}

impl FieldType {
    /// The documentation's word for it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Id => "ID",
            Self::String => "String",
            Self::Number => "Number",
            Self::Boolean => "Boolean",
            Self::Date => "Date",
            Self::IsoDate => "IsoDate",
            Self::List => "List",
            Self::Map => "Map",
            Self::Object => "Object",
        }
    }
}

/// How a field is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Vercel's documentation lists it.
    Documented,
    /// It was seen on real deliveries.
    Observed,
    /// Code that Vercel publishes reads it.
    Published,
    /// It follows from the wording of the documentation, which does not list it.
    Inferred,
}

impl Source {
    /// The word shown to people and in JSON.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Observed => "observed",
            Self::Published => "published",
            Self::Inferred => "inferred",
        }
    }
}

/// What is known of the inside of an object or a list without field rows of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Contents {
    /// Nothing: templates leave it empty, and schemas allow anything.
    Unknown,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope {
    fields: Vec<Field>,
}

impl Description {
    /// Reads a built-in file and puts the fields of its envelope in front of its own.
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

/// What is known of an undocumented type whose payload nobody knows, if anything.
#[must_use]
pub fn unverified_note(name: &str) -> Option<String> {
    let mut known: std::collections::BTreeMap<String, String> = parse_built_in(UNDOCUMENTED);
    known.remove(name)
}

/// Parses a file embedded in the binary.
fn parse_built_in<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("a test parses every built-in file")
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}
