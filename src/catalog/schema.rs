//! The fields of an event type as a JSON Schema (draft 2020-12).

use serde_json::{Map, Value, json};

use super::description::{Contents, Description, Field, FieldType};
use super::selection::Named;

/// One step on the way to a field: `deployment` or the items of a list.
#[derive(Default)]
struct Node<'a> {
    field: Option<&'a Field>,
    members: Vec<(&'a str, Node<'a>)>,
    items: Option<Box<Node<'a>>>,
}

/// The JSON Schema of an event's body, or nothing where nobody knows the payload.
///
/// Members that the catalog does not know are allowed everywhere: Vercel adds fields without
/// notice.
#[must_use]
pub fn schema(named: Named) -> Option<Value> {
    let description = named.event_type.description()?;
    let mut root = Node::default();
    for field in &description.fields {
        root.insert(&field.path, field);
    }
    let mut schema = Map::new();
    schema.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".into(), json!(named.name));
    schema.insert("description".into(), json!(description.summary));
    if let Value::Object(body) = root.to_schema() {
        schema.extend(body);
    }
    pin_type(&mut schema, named, &description);
    Some(Value::Object(schema))
}

/// An event's `type` is one of its spellings; a flat body's `type` is a field like any other.
fn pin_type(schema: &mut Map<String, Value>, named: Named, description: &Description) {
    let has_envelope = description.fields.iter().any(|field| field.path == "payload");
    if let (true, Some(kind)) = (has_envelope, schema["properties"].get_mut("type")) {
        let spellings: Vec<&str> =
            std::iter::once(named.event_type.name).chain(named.event_type.api_name).collect();
        kind["enum"] = json!(spellings);
    }
}

impl<'a> Node<'a> {
    fn insert(&mut self, path: &'a str, field: &'a Field) {
        let (step, rest) =
            path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
        let (name, in_list) = step.strip_suffix("[]").map_or((step, false), |name| (name, true));
        let at = self.members.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            self.members.push((name, Self::default()));
            self.members.len() - 1
        });
        let mut node = &mut self.members[at].1;
        if in_list {
            node = node.items.get_or_insert_default();
        }
        match rest {
            Some(rest) => node.insert(rest, field),
            None => node.field = Some(field),
        }
    }

    fn to_schema(&self) -> Value {
        let mut schema = Map::new();
        let kind = self.kind();
        let nullable = self.field.is_some_and(|field| field.nullable);
        let mut types: Vec<&str> = json_types(kind).to_vec();
        if nullable {
            types.push("null");
        }
        schema.insert("type".into(), if types.len() == 1 { json!(types[0]) } else { json!(types) });
        if let Some(field) = self.field {
            describe(field, &mut schema);
        }
        if kind == FieldType::List {
            if let Some(items) = &self.items {
                schema.insert("items".into(), items.to_schema());
            } else if let Some(items) = self.field.and_then(|field| field.items) {
                schema.insert("items".into(), json!({ "type": json_types(items)[0] }));
            }
        }
        if !self.members.is_empty() {
            let properties: Map<String, Value> = self
                .members
                .iter()
                .map(|(name, node)| ((*name).to_owned(), node.to_schema()))
                .collect();
            schema.insert("properties".into(), Value::Object(properties));
            let required: Vec<&str> = self
                .members
                .iter()
                .filter(|(_, node)| node.is_required())
                .map(|(name, _)| *name)
                .collect();
            if !required.is_empty() {
                schema.insert("required".into(), json!(required));
            }
        }
        Value::Object(schema)
    }

    fn kind(&self) -> FieldType {
        match (self.field, &self.items) {
            (Some(field), _) => field.kind,
            (None, Some(_)) => FieldType::List,
            (None, None) => FieldType::Object,
        }
    }

    /// Without a row of its own, an object is required where one of its members is.
    fn is_required(&self) -> bool {
        self.field.map_or_else(
            || self.items.is_some() || self.members.iter().any(|(_, node)| node.is_required()),
            |field| !field.optional,
        )
    }
}

/// What a row says beyond the type.
fn describe(field: &Field, schema: &mut Map<String, Value>) {
    schema.insert("description".into(), json!(field.about));
    if field.kind == FieldType::IsoDate {
        schema.insert("format".into(), json!("date-time"));
    }
    if !field.values.is_empty() {
        let mut values: Vec<Value> = field.values.iter().map(|value| json!(value)).collect();
        if field.nullable {
            values.push(Value::Null);
        }
        schema.insert("enum".into(), Value::Array(values));
    }
    if field.contents == Some(Contents::Unknown) {
        schema.insert("$comment".into(), json!("What is inside is not documented."));
    }
}

const fn json_types(kind: FieldType) -> &'static [&'static str] {
    match kind {
        FieldType::Id | FieldType::String | FieldType::IsoDate => &["string"],
        FieldType::Number => &["number"],
        FieldType::Boolean => &["boolean"],
        // The documentation does not say how a Date is written.
        FieldType::Date => &["number", "string"],
        FieldType::List => &["array"],
        FieldType::Map | FieldType::Object => &["object"],
    }
}
