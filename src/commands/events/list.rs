//! `events list`.

use std::collections::BTreeSet;

use serde_json::json;

use crate::catalog::{EVENT_TYPES, EventType, Status, label, no_match, unverified_note};
use crate::cli::ListArgs;
use crate::error::{Error, Result};
use crate::output::{Cell, Output, Table, Tone};

pub fn run(args: &ListArgs, output: &mut Output) -> Result<()> {
    let is_selected = |event_type: &&EventType| {
        let matches = |glob: &glob::Pattern| event_type.spellings().any(|name| glob.matches(name));
        args.glob.as_ref().is_none_or(matches)
            && args.group.as_ref().is_none_or(|group| event_type.group() == *group)
    };
    let (shown, hidden): (Vec<&EventType>, Vec<&EventType>) =
        EVENT_TYPES.iter().filter(is_selected).partition(|event_type| match event_type.status {
            Status::Current | Status::Flat => true,
            Status::Legacy => args.legacy,
            Status::Undocumented => args.undocumented,
        });
    if shown.is_empty() && hidden.is_empty() {
        reject_unknown_group(args.group.as_deref())?;
        return Err(no_match(args.glob.as_ref().map_or("", glob::Pattern::as_str)));
    }
    if output.is_json() {
        for event_type in shown {
            output.json(&as_json(event_type))?;
        }
    } else if !shown.is_empty() {
        output.table(&as_table(&shown, args.legacy || args.undocumented))?;
    }
    output.flush()?;
    for (status, flag) in [(Status::Legacy, "--legacy"), (Status::Undocumented, "--undocumented")] {
        let count = hidden.iter().filter(|event_type| event_type.status == status).count();
        if count > 0 {
            output.note(format_args!("{count} more with {flag}"));
        }
    }
    Ok(())
}

fn reject_unknown_group(name: Option<&str>) -> Result<()> {
    let Some(name) = name else { return Ok(()) };
    let known: BTreeSet<String> = EVENT_TYPES.iter().map(EventType::group).collect();
    if known.contains(name) {
        return Ok(());
    }
    let known: Vec<String> = known.into_iter().collect();
    Err(Error::usage(format!("unknown group `{name}`"))
        .with_hint(format!("the groups are {}", known.join(", "))))
}

fn as_table(event_types: &[&EventType], has_status: bool) -> Table {
    let header =
        if has_status { vec!["EVENT", "STATUS", "MEANING"] } else { vec!["EVENT", "MEANING"] };
    let mut table = Table::new(header);
    for event_type in event_types {
        let tone = match event_type.status {
            Status::Current => Tone::Good,
            Status::Legacy | Status::Flat => Tone::Faint,
            Status::Undocumented => Tone::Doubtful,
        };
        let mut row = vec![event_type.name.into()];
        if has_status {
            row.push(Cell::toned(tone, label(event_type.status)));
        }
        let summary = event_type.description().map(|description| description.summary);
        let summary = summary.or_else(|| unverified_note(event_type.name));
        row.push(summary.unwrap_or_else(|| "Not documented.".to_owned()).into());
        table.row(row);
    }
    table
}

fn as_json(event_type: &EventType) -> serde_json::Value {
    let (summary, replaced_by) = event_type
        .description()
        .map(|description| (description.summary, description.replaced_by))
        .unzip();
    json!({
        "type": event_type.name,
        "apiName": event_type.api_name,
        "group": event_type.group(),
        "status": event_type.status,
        "summary": summary,
        "replacedBy": replaced_by.flatten(),
        "hasTemplate": event_type.files.is_some(),
        "documentation": event_type.documentation(),
    })
}
