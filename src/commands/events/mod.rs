//! `events`: look up event types, their fields and scenarios.

mod list;
mod show;

use serde_json::json;

use crate::catalog::{find, schema, unknown_payload};
use crate::cli::EventsCommand;
use crate::error::{Exit, Result};
use crate::event::{SCENARIOS, Scenario};
use crate::output::{Output, Table};

pub fn run(command: EventsCommand, output: &mut Output) -> Result<Exit> {
    match command {
        EventsCommand::List(args) => list::run(&args, output)?,
        EventsCommand::Show(args) => show::run(find(&args.event_type)?, output)?,
        EventsCommand::Schema(args) => print_schema(&args.event_type, output)?,
        EventsCommand::Scenarios => list_scenarios(output)?,
    }
    Ok(Exit::Success)
}

/// A schema is JSON with or without `--json`: indented without.
fn print_schema(name: &str, output: &mut Output) -> Result<()> {
    let named = find(name)?;
    let schema = schema(named).ok_or_else(|| unknown_payload(named.name))?;
    if output.is_json() { output.json(&schema) } else { output.line(format_args!("{schema:#}")) }
}

fn list_scenarios(output: &mut Output) -> Result<()> {
    let mut table = Table::new(vec!["SCENARIO", "EVENTS", "ABOUT"]);
    for (name, _) in SCENARIOS {
        let scenario = Scenario::built_in(name)?;
        let events: Vec<&str> =
            scenario.events.iter().map(|event| event.event_type.as_str()).collect();
        if output.is_json() {
            output.json(&json!({ "name": name, "about": scenario.about, "events": events }))?;
        } else {
            table.row(vec![(*name).into(), events.len().to_string().into(), scenario.about.into()]);
        }
    }
    if output.is_json() { Ok(()) } else { output.table(&table) }
}
