//! An event as requested, before overrides and sample data.

use serde_json::Value;

use crate::catalog::{Named, Status, unknown_payload};
use crate::error::{Error, Result};
use crate::fs::bom::without_mark;

use super::field_path::FieldPath;
use super::template::Node;

/// The envelope around a payload supplied by the user.
const BARE_ENVELOPE: &str = r#"{
    "type": "",
    "id": "{{event.id}}",
    "createdAt": "{{now}}",
    "region": null,
    "payload": {}
}"#;

#[derive(Clone, Debug)]
pub struct EventSpec {
    /// Its type, or the file its template came from.
    pub name: String,
    pub template: Node,
    /// Changes of a scenario, applied before the user's overrides.
    pub settings: Vec<(FieldPath, Node)>,
    /// Milliseconds after the first event of its round.
    pub offset: i64,
}

impl EventSpec {
    /// An event of the catalog, with the user's payload in place of the sample's if there is one.
    pub fn from_catalog(named: Named, payload: Option<&Node>) -> Result<Self> {
        let text = match (&named.event_type.files, payload) {
            (Some(files), _) => files.template,
            (None, Some(_)) => BARE_ENVELOPE,
            (None, None) => return Err(unknown_payload(named.name)),
        };
        let mut template = Node::parse_template(named.name, text.as_bytes())?;
        if named.event_type.status != Status::Flat {
            rename(&mut template, named);
        }
        if let Some(payload) = payload {
            let slot = template.member_mut("payload").ok_or_else(|| {
                Error::usage(format!(
                    "`{}` has no payload to replace: its body is flat",
                    named.name
                ))
                .with_hint("change its fields with --set, or send your own body with --file")
            })?;
            *slot = payload.clone();
        }
        Ok(Self::new(named.name.to_owned(), template))
    }

    /// An event from the user's own template, optionally under another type.
    pub fn from_template(source: &str, text: &[u8], named: Option<Named>) -> Result<Self> {
        let mut template = Node::parse_template(source, text)?;
        if !matches!(template, Node::Object(_)) {
            let found = template.type_name();
            return Err(Error::usage(format!("{source} must be a JSON object, not {found}")));
        }
        let name = match named {
            Some(named) => {
                rename(&mut template, named);
                named.name.to_owned()
            }
            None => literal_type(text).unwrap_or_else(|| source.to_owned()),
        };
        Ok(Self::new(name, template))
    }

    const fn new(name: String, template: Node) -> Self {
        Self { name, template, settings: Vec::new(), offset: 0 }
    }
}

fn rename(template: &mut Node, named: Named) {
    if let Some(slot) = template.member_mut("type") {
        *slot = Node::text(named.name.to_owned());
    }
}

fn literal_type(text: &[u8]) -> Option<String> {
    let value: Value = serde_json::from_slice(without_mark(text)).ok()?;
    value.get("type")?.as_str().map(str::to_owned)
}
