//! `events list`.

use std::collections::BTreeSet;

use serde_json::json;

use crate::catalog::{EVENT_TYPES, EventType, Status, no_match, parse_glob, unverified_note};
use crate::cli::ListArgs;
use crate::error::{Error, Result};
use crate::output::{Cell, Output, Table, Tone};

pub fn run(args: &ListArgs, output: &mut Output) -> Result<()> {
    let glob = args.glob.as_deref().map(parse_glob).transpose()?;
    let is_wanted = |it: &&EventType| {
        glob.as_ref().is_none_or(|glob| {
            glob.matches(it.name) || it.api_name.is_some_and(|name| glob.matches(name))
        }) && args.group.as_ref().is_none_or(|group| it.group() == *group)
    };
    let (shown, hidden): (Vec<&EventType>, Vec<&EventType>) =
        EVENT_TYPES.iter().filter(is_wanted).partition(|it| match it.status {
            Status::Current | Status::Flat => true,
            Status::Legacy => args.legacy,
            Status::Undocumented => args.undocumented,
        });
    if shown.is_empty() && hidden.is_empty() {
        refuse_unknown_group(args.group.as_deref())?;
        return Err(no_match(args.glob.as_deref().unwrap_or_default()));
    }
    if output.is_json() {
        for event_type in shown {
            output.json(&as_json(event_type))?;
        }
    } else if !shown.is_empty() {
        output.table(&as_table(&shown, args.legacy || args.undocumented))?;
    }
    output.flush()?;
    say_hidden(&hidden, Status::Legacy, "--legacy", output);
    say_hidden(&hidden, Status::Undocumented, "--undocumented", output);
    Ok(())
}

fn refuse_unknown_group(name: Option<&str>) -> Result<()> {
    let Some(name) = name else { return Ok(()) };
    let known: BTreeSet<String> = EVENT_TYPES.iter().map(EventType::group).collect();
    if known.contains(name) {
        return Ok(());
    }
    let known: Vec<String> = known.into_iter().collect();
    Err(Error::usage(format!("unknown group `{name}`"))
        .with_hint(format!("the groups are {}", known.join(", "))))
}

/// Without further types, nearly every status would be the same.
fn as_table(event_types: &[&EventType], has_standing: bool) -> Table {
    let header =
        if has_standing { vec!["EVENT", "STANDING", "MEANING"] } else { vec!["EVENT", "MEANING"] };
    let mut table = Table::new(header);
    for event_type in event_types {
        let tone = match event_type.status {
            Status::Current => Tone::Good,
            Status::Legacy | Status::Flat => Tone::Faint,
            Status::Undocumented => Tone::Doubtful,
        };
        let mut row = vec![event_type.name.into()];
        if has_standing {
            row.push(Cell::toned(tone, event_type.status.label()));
        }
        row.push(summary(event_type).into());
        table.row(row);
    }
    table
}

fn summary(event_type: &EventType) -> String {
    event_type
        .description()
        .map(|it| it.summary)
        .or_else(|| unverified_note(event_type.name))
        .unwrap_or_else(|| "Not documented.".to_owned())
}

fn as_json(event_type: &EventType) -> serde_json::Value {
    let description = event_type.description();
    json!({
        "type": event_type.name,
        "apiName": event_type.api_name,
        "group": event_type.group(),
        "status": event_type.status,
        "summary": description.as_ref().map(|it| &it.summary),
        "replacedBy": description.as_ref().and_then(|it| it.replaced_by.as_ref()),
        "hasTemplate": event_type.files.is_some(),
        "documentation": event_type.documentation(),
    })
}

fn say_hidden(hidden: &[&EventType], status: Status, flag: &str, output: &Output) {
    let count = hidden.iter().filter(|it| it.status == status).count();
    if count > 0 {
        output.note(format_args!("{count} more {} with {flag}", status.label()));
    }
}
