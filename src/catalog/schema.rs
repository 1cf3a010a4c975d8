//! JSON Schemas of event types (draft 2020-12).

use serde_json::{Map, Value, json};

use super::description::{Description, Field, FieldType};
use super::selection::Named;

#[derive(Default)]
struct SchemaNode<'a> {
    field: Option<&'a Field>,
    members: Vec<(&'a str, SchemaNode<'a>)>,
    items: Option<Box<SchemaNode<'a>>>,
}

/// The schema of an event's body, unless its payload is unknown. Unknown members are allowed
/// everywhere, as Vercel adds fields without notice.
pub fn schema(named: Named) -> Option<Value> {
    let description = named.event_type.description()?;
    let mut root = SchemaNode::default();
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
    if let (true, Some(event_type)) = (has_envelope, schema["properties"].get_mut("type")) {
        event_type["enum"] = named.event_type.spellings().collect();
    }
}

impl<'a> SchemaNode<'a> {
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
        let field_type = self.field_type();
        let mut types = json_types(field_type).to_vec();
        if self.field.is_some_and(|field| field.nullable) {
            types.push("null");
        }
        schema.insert("type".into(), if types.len() == 1 { json!(types[0]) } else { json!(types) });
        if let Some(field) = self.field {
            describe(field, &mut schema);
        }
        if field_type == FieldType::List {
            if let Some(items) = &self.items {
                schema.insert("items".into(), items.to_schema());
            } else if let Some(items) = self.field.and_then(|field| field.items) {
                schema.insert("items".into(), json!({ "type": json_types(items)[0] }));
            }
        }
        if !self.members.is_empty() {
            let members = self.members.iter();
            let properties = members.clone().map(|(name, node)| (*name, node.to_schema()));
            schema.insert("properties".into(), properties.collect());
            let required = members.filter(|(_, node)| node.is_required());
            let required: Vec<&str> = required.map(|(name, _)| *name).collect();
            if !required.is_empty() {
                schema.insert("required".into(), json!(required));
            }
        }
        Value::Object(schema)
    }

    fn field_type(&self) -> FieldType {
        match (self.field, &self.items) {
            (Some(field), _) => field.field_type,
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

fn describe(field: &Field, schema: &mut Map<String, Value>) {
    schema.insert("description".into(), json!(field.about));
    if field.field_type == FieldType::IsoDate {
        schema.insert("format".into(), json!("date-time"));
    }
    if !field.values.is_empty() {
        let values = field.values.iter().map(|value| json!(value));
        let null = field.nullable.then_some(Value::Null);
        schema.insert("enum".into(), values.chain(null).collect());
    }
    if field.contents.is_some() {
        schema.insert("$comment".into(), json!("Its contents are not documented."));
    }
}

const fn json_types(field_type: FieldType) -> &'static [&'static str] {
    match field_type {
        FieldType::Id | FieldType::String | FieldType::IsoDate => &["string"],
        FieldType::Number => &["number"],
        FieldType::Boolean => &["boolean"],
        // The documentation does not give the format of a Date.
        FieldType::Date => &["number", "string"],
        FieldType::List => &["array"],
        FieldType::Map | FieldType::Object => &["object"],
    }
}
