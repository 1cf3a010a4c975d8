//! `events show`.

use serde_json::{Value, json};

use crate::catalog::{Description, Field, Named, Source, Status, label, unverified_note};
use crate::error::Result;
use crate::event::{Batch, EventSpec, Layout, Overrides, Reproduction};
use crate::output::{Cell, Output, Table, Tone};

pub fn run(named: Named, output: &mut Output) -> Result<()> {
    let description = named.event_type.description();
    let example = example(named)?;
    if output.is_json() {
        return output.json(&as_json(named, description.as_ref(), example.as_deref()));
    }
    heading(named, output)?;
    match &description {
        Some(description) => describe(description, output)?,
        None => explain_unknown_payload(named, output)?,
    }
    if let Some(example) = example {
        let title = output.style().paint(Tone::Strong, "Example");
        output.line(format_args!("\n{title}\n{example}"))?;
    }
    if let Some(url) = named.event_type.documentation() {
        output.line(format_args!("\n{url}"))?;
    }
    Ok(())
}

fn heading(named: Named, output: &mut Output) -> Result<()> {
    let style = output.style();
    let status = match named.event_type.status {
        Status::Current => None,
        Status::Legacy => Some((Tone::Doubtful, "legacy")),
        Status::Undocumented => Some((Tone::Doubtful, "undocumented")),
        Status::Flat => Some((Tone::Faint, "a body without an envelope")),
    };
    let status = status.map(|(tone, text)| format!("  {}", style.paint(tone, text)));
    let title = style.paint(Tone::Strong, named.event_type.name);
    output.line(format_args!("{title}{}", status.unwrap_or_default()))?;
    match named.event_type.api_name {
        Some(api_name) => output.line(format_args!("called {api_name} in Vercel's API")),
        None => Ok(()),
    }
}

fn explain_unknown_payload(named: Named, output: &mut Output) -> Result<()> {
    if let Some(note) = unverified_note(named.name) {
        output.line(format_args!("\n{note}"))?;
    }
    output.line(
        "\nVercel's API accepts this name, but its payload is not documented.\n\
         Provide your own to `generate` and `send` with --payload FILE.",
    )
}

fn describe(description: &Description, output: &mut Output) -> Result<()> {
    output.line("")?;
    output.prose(&description.summary)?;
    output.prose(&format!("Fires: {}", description.fires))?;
    if let Some(replaced_by) = &description.replaced_by {
        output.line(format_args!("Replaced by {replaced_by}."))?;
    }
    for note in &description.notes {
        output.prose(&format!("- {note}"))?;
    }
    output.line("")?;
    let mut table = Table::new(vec!["FIELD", "TYPE", "SOURCE", "DESCRIPTION"]);
    for field in &description.fields {
        let tone = match field.source {
            Source::Documented => Tone::Good,
            _ => Tone::Doubtful,
        };
        table.row(vec![
            field.path.clone().into(),
            type_of(field).into(),
            Cell::toned(tone, label(field.source)),
            about(field).into(),
        ]);
    }
    output.table(&table)
}

/// `List of String or null`, `ID, optional`.
fn type_of(field: &Field) -> String {
    let mut text = label(field.field_type);
    if let Some(items) = field.items {
        text.push_str(" of ");
        text.push_str(&label(items));
    }
    if field.nullable {
        text.push_str(" or null");
    }
    if field.optional {
        text.push_str(", optional");
    }
    text
}

fn about(field: &Field) -> String {
    let mut sentences = vec![field.about.clone()];
    if !field.values.is_empty() {
        sentences.push(format!("One of: {}.", field.values.join(", ")));
    }
    if field.contents.is_some() {
        sentences.push("Its contents are not documented.".to_owned());
    }
    sentences.join(" ")
}

/// An indented sample event, unless the payload is unknown.
fn example(named: Named) -> Result<Option<String>> {
    if named.event_type.files.is_none() {
        return Ok(None);
    }
    let specs = vec![EventSpec::from_catalog(named, None)?];
    let (batch, _) =
        Batch::new(specs, &Overrides::default(), Layout::Pretty, 1, Reproduction::default())?;
    Ok(Some(String::from_utf8_lossy(&batch.event(0).body).into_owned()))
}

fn as_json(named: Named, description: Option<&Description>, example: Option<&str>) -> Value {
    json!({
        "type": named.event_type.name,
        "apiName": named.event_type.api_name,
        "group": named.event_type.group(),
        "status": named.event_type.status,
        "description": description,
        "unverifiedNote": unverified_note(named.name),
        "documentation": named.event_type.documentation(),
        "example": example.and_then(|text| serde_json::from_str::<Value>(text).ok()),
    })
}
