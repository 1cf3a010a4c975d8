//! The flags that say which events to make.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::catalog::{EVENT_TYPES, EventType, Status, select};
use crate::cli::EventArgs;
use crate::error::{Error, Result};
use crate::event::{Batch, EventSpec, Layout, Node, Overrides, Remarks, Reproduction, Scenario};
use crate::output::Output;
use crate::time::Moment;

use super::input;

/// More names than these are counted.
const NAMED: usize = 3;

/// The events that the flags ask for, before anything is changed in them.
///
/// # Errors
/// [`Error::NoEvent`] and those of the catalog, templates, payloads and scenarios.
pub fn orders(args: &EventArgs) -> Result<Vec<EventSpec>> {
    if let Some(name) = &args.scenario {
        return scenario(name);
    }
    let types = select(&args.types)?;
    if let Some(path) = &args.template {
        if types.len() > 1 {
            return Err(Error::usage(format!(
                "--template is one event, but {} events were named",
                types.len()
            ))
            .with_hint("name one event, or none"));
        }
        let order = EventSpec::of_template(
            &input::name(path),
            &input::read(path)?,
            types.first().copied(),
        )?;
        return Ok(vec![order]);
    }
    if types.is_empty() {
        return Err(Error::usage("no event was named").with_hint(
            "name event types (`deployment.ready`), a glob (`'deployment.*'`) or `all`",
        ));
    }
    let payload = args
        .payload
        .as_ref()
        .map(|path| Node::data(&input::name(path), &input::read(path)?))
        .transpose()?;
    types.into_iter().map(|named| EventSpec::of_type(named, payload.as_ref())).collect()
}

/// The batch of these orders, with the overrides of the flags; remarks on them are said.
///
/// # Errors
/// Those of [`Overrides::parse`], [`Moment::parse`] and [`Batch::new`].
pub fn batch(
    args: &EventArgs,
    orders: Vec<EventSpec>,
    layout: Layout,
    rounds: u64,
    output: &Output,
) -> Result<Batch> {
    let overrides = Overrides::parse(&args.set, &args.unset)?;
    let now = args.now.as_deref().map(Moment::parse).transpose()?;
    let reproduction = Reproduction { seed: args.seed, now };
    let (batch, remarks) = Batch::new(orders, &overrides, layout, rounds, reproduction)?;
    say_legacy(&args.types, output);
    say(&remarks, output);
    Ok(batch)
}

/// The files that the flags name, each with its flag; standard input is one too.
pub fn files(args: &EventArgs) -> Vec<(&'static str, &Path)> {
    let template = args.template.as_deref().map(|path| ("--template", path));
    let payload = args.payload.as_deref().map(|path| ("--payload", path));
    let scenario = args.scenario.as_deref().and_then(scenario_file);
    template.into_iter().chain(payload).chain(scenario.map(|path| ("--scenario", path))).collect()
}

fn scenario(name: &str) -> Result<Vec<EventSpec>> {
    let Some(path) = scenario_file(name) else {
        return Scenario::built_in(name)?.orders();
    };
    let file = input::name(path);
    let scenario = Scenario::parse(&file, &input::read(path)?)?;
    scenario.orders().map_err(|error| error.at(file))
}

/// The file that is meant: the name of a built-in scenario has neither a slash nor an ending.
fn scenario_file(name: &str) -> Option<&Path> {
    let path = Path::new(name);
    let is_file =
        name.contains(['/', '\\']) || path.extension().is_some() || input::is_standard_input(path);
    is_file.then_some(path)
}

/// Says which of the events that were named one by one new webhooks never get.
fn say_legacy(words: &[String], output: &Output) {
    let named: BTreeSet<&str> = words.iter().map(String::as_str).collect();
    let is_legacy = |it: &&EventType| it.status == Status::Legacy && named.contains(it.name);
    for event_type in EVENT_TYPES.iter().filter(is_legacy) {
        let instead = event_type.description().and_then(|it| it.replaced_by);
        let instead = instead.map(|name| format!("; new ones get {name}")).unwrap_or_default();
        output.note(format_args!(
            "{} is legacy: only webhooks that already listen for it get it{instead}",
            event_type.name
        ));
    }
}

/// Says each remark once, with the events it is about where there are several.
fn say(remarks: &Remarks, output: &Output) {
    let mut events_by_remark: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (name, remarks) in remarks {
        for remark in remarks {
            events_by_remark.entry(remark.to_string()).or_default().push(name);
        }
    }
    for (remark, names) in events_by_remark {
        if remarks.len() == 1 {
            output.warn(remark);
            continue;
        }
        let more = match names.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let shown = names[..names.len().min(NAMED)].join(", ");
        output.warn(format_args!("{shown}{more}: {remark}"));
    }
}
