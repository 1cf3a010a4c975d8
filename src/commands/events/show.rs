//! `events show`.

use serde_json::{Value, json};

use crate::catalog::{Contents, Description, Field, Named, Source, Status, unverified_note};
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
    if let Some(description) = &description {
        describe(description, output)?;
    } else {
        confess(named, output)?;
    }
    if let Some(example) = example {
        let title = output.style().paint(Tone::Strong, "Example");
        output.line(format_args!("\n{title}\n{example}"))?;
    }
    if let Some(address) = named.event_type.documentation() {
        output.line(format_args!("\n{address}"))?;
    }
    Ok(())
}

fn heading(named: Named, output: &mut Output) -> Result<()> {
    let style = output.style();
    let event_type = named.event_type;
    let title = style.paint(Tone::Strong, event_type.name);
    let status = match event_type.status {
        Status::Current => String::new(),
        Status::Legacy => format!("  {}", style.paint(Tone::Doubtful, "legacy")),
        Status::Undocumented => format!("  {}", style.paint(Tone::Doubtful, "undocumented")),
        Status::Flat => format!("  {}", style.paint(Tone::Faint, "a body without an envelope")),
    };
    output.line(format_args!("{title}{status}"))?;
    match event_type.api_name {
        Some(api_name) => output.line(format_args!("spelled {api_name} in Vercel's API")),
        None => Ok(()),
    }
}

/// Says that nobody knows the payload, and what is known all the same.
fn confess(named: Named, output: &mut Output) -> Result<()> {
    if let Some(known) = unverified_note(named.name) {
        output.line(format_args!("\n{known}"))?;
    }
    output.line(
        "\nVercel's API accepts this name, but its payload is documented nowhere.\n\
         `generate` and `send` take one of yours with --payload FILE.",
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
    let mut table = Table::new(vec!["FIELD", "TYPE", "KNOWN", "ABOUT"]);
    for field in &description.fields {
        let tone = match field.source {
            Source::Documented => Tone::Good,
            Source::Observed | Source::Published | Source::Inferred => Tone::Doubtful,
        };
        table.row(vec![
            field.path.clone().into(),
            type_of(field).into(),
            Cell::toned(tone, field.source.label()),
            about(field).into(),
        ]);
    }
    output.table(&table)
}

/// `List of String or null`, `ID, optional`.
fn type_of(field: &Field) -> String {
    let mut text = field.kind.label().to_owned();
    if let Some(items) = field.items {
        text.push_str(" of ");
        text.push_str(items.label());
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
    let mut text = field.about.clone();
    if !field.values.is_empty() {
        text.push_str(" One of: ");
        text.push_str(&field.values.join(", "));
        text.push('.');
    }
    if field.contents == Some(Contents::Unknown) {
        text.push_str(" What is inside is not documented.");
    }
    text
}

/// A sample event, indented; none where nobody knows the payload.
fn example(named: Named) -> Result<Option<String>> {
    if named.event_type.files.is_none() {
        return Ok(None);
    }
    let order = EventSpec::of_type(named, None)?;
    let (batch, _) =
        Batch::new(vec![order], &Overrides::default(), Layout::Pretty, 1, Reproduction::default())?;
    Ok(batch.events().next().map(|event| String::from_utf8_lossy(&event.body).into_owned()))
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
