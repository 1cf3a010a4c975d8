//! The flags that say which events to generate.

use std::collections::BTreeMap;
use std::path::Path;

use crate::catalog::{EVENT_TYPES, Status, select};
use crate::cli::EventArgs;
use crate::error::{Error, Result};
use crate::event::{Batch, EventSpec, Layout, Node, Overrides, Reproduction, Scenario, Warnings};
use crate::output::Output;

use super::input::{self, MAX_TEMPLATE};

const MAX_NAMED: usize = 3;

pub fn specs(args: &EventArgs) -> Result<Vec<EventSpec>> {
    if let Some(name) = &args.scenario {
        return scenario(name);
    }
    let types = select(&args.types)?;
    if let Some(path) = &args.template {
        if types.len() > 1 {
            let count = types.len();
            let message = format!("--template is for one event, but {count} events were named");
            return Err(Error::usage(message).with_hint("name one event, or none"));
        }
        let (source, text) = (input::name(path), input::read(path, MAX_TEMPLATE)?);
        return Ok(vec![EventSpec::from_template(&source, &text, types.first().copied())?]);
    }
    if types.is_empty() {
        return Err(Error::usage("no event was named").with_hint(
            "name event types (`deployment.ready`), a glob (`'deployment.*'`) or `all`",
        ));
    }
    let payload = args.payload.as_ref();
    let payload = payload
        .map(|path| Node::literal(&input::name(path), &input::read(path, MAX_TEMPLATE)?))
        .transpose()?;
    types.into_iter().map(|named| EventSpec::from_catalog(named, payload.as_ref())).collect()
}

/// Applies the overrides and prints warnings about them.
pub fn batch(
    args: &EventArgs,
    specs: Vec<EventSpec>,
    layout: Layout,
    rounds: u64,
    output: &Output,
) -> Result<Batch> {
    let overrides = Overrides::new(args.set.clone(), args.unset.clone())?;
    let reproduction = Reproduction { seed: args.seed, now: args.now };
    let (batch, warnings) = Batch::new(specs, &overrides, layout, rounds, reproduction)?;
    note_legacy_types(&args.types, output);
    warn(&warnings, output);
    Ok(batch)
}

/// The files to read, each with its flag; standard input counts.
pub fn files(args: &EventArgs) -> Vec<(&'static str, &Path)> {
    let template = args.template.as_deref().map(|path| ("--template", path));
    let payload = args.payload.as_deref().map(|path| ("--payload", path));
    let scenario = args.scenario.as_deref().and_then(scenario_file);
    template.into_iter().chain(payload).chain(scenario.map(|path| ("--scenario", path))).collect()
}

fn scenario(name: &str) -> Result<Vec<EventSpec>> {
    let Some(path) = scenario_file(name) else {
        return Scenario::built_in(name)?.specs();
    };
    let file = input::name(path);
    let scenario = Scenario::parse(&file, &input::read(path, MAX_TEMPLATE)?)?;
    scenario.specs().map_err(|error| error.at(file))
}

/// A name with a slash or an extension is a file, not a built-in scenario.
fn scenario_file(name: &str) -> Option<&Path> {
    let path = Path::new(name);
    let is_file = name.contains(['/', '\\']) || path.extension().is_some() || input::is_dash(path);
    is_file.then_some(path)
}

fn note_legacy_types(words: &[String], output: &Output) {
    for event_type in EVENT_TYPES {
        if event_type.status != Status::Legacy || !words.iter().any(|word| word == event_type.name)
        {
            continue;
        }
        let replacement = event_type.description().and_then(|description| description.replaced_by);
        let replacement =
            replacement.map(|name| format!("; new webhooks receive {name}")).unwrap_or_default();
        output.note(format_args!(
            "{} is legacy: only existing webhooks that subscribe to it receive it{replacement}",
            event_type.name
        ));
    }
}

/// Prints each warning once, with the events it is about where there are several.
fn warn(warnings: &Warnings, output: &Output) {
    let mut events_by_warning: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (name, warned) in warnings {
        for warning in warned {
            events_by_warning.entry(warning.to_string()).or_default().push(name);
        }
    }
    for (warning, names) in events_by_warning {
        if warnings.len() == 1 {
            output.warn(warning);
            continue;
        }
        let more = match names.len().saturating_sub(MAX_NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let shown = names[..names.len().min(MAX_NAMED)].join(", ");
        output.warn(format_args!("{shown}{more}: {warning}"));
    }
}
