//! `partner list`, `partner show` and `partner schema`.

use serde_json::{Value, json};

use crate::catalog::{Source, label};
use crate::cli::partner::{EndpointArgs, SchemaArgs};
use crate::error::{Exit, Result};
use crate::event::{EventContext, Layout, Reproduction, SampleData, Segments};
use crate::marketplace::partner_api::{Need, PartnerEndpoint};
use crate::output::{Cell, Output, Table, Tone, full_status};
use crate::time::Moment;

pub fn list(output: &mut Output) -> Result<Exit> {
    let mut table = Table::new(vec!["ENDPOINT", "NEED", "MEANING"]);
    for endpoint in PartnerEndpoint::all() {
        if output.is_json() {
            output.json(&summary(endpoint))?;
        } else {
            let need = Cell::toned(tone_of_need(endpoint.need), label(endpoint.need));
            table.row(vec![endpoint.name.into(), need, endpoint.summary.clone().into()]);
        }
    }
    if !output.is_json() {
        output.table(&table)?;
    }
    Ok(Exit::Success)
}

/// A schema is JSON even without `--json`, but indented.
pub fn schema(args: &SchemaArgs, output: &mut Output) -> Result<Exit> {
    let schema = args.endpoint.endpoint.schema(args.response)?;
    if output.is_json() {
        output.json(&schema)?;
    } else {
        output.line(format_args!("{schema:#}"))?;
    }
    Ok(Exit::Success)
}

pub fn show(args: &EndpointArgs, output: &mut Output) -> Result<Exit> {
    let endpoint = args.endpoint;
    let sample = sample(endpoint);
    if output.is_json() {
        output.json(&as_json(endpoint, sample.as_deref()))?;
        return Ok(Exit::Success);
    }
    heading(endpoint, output)?;
    let mut headers = Table::new(vec!["HEADER", "VALUE"]);
    for (name, value) in headers_of(endpoint) {
        headers.row(vec![name.into(), value.into()]);
    }
    output.line("")?;
    output.table(&headers)?;
    if !endpoint.query.is_empty() {
        let mut query = Table::new(vec!["QUERY", "SOURCE", "MEANING"]);
        for parameter in &endpoint.query {
            let source = sourced(parameter.source);
            query.row(vec![parameter.name.clone().into(), source, parameter.about.clone().into()]);
        }
        output.line("")?;
        output.table(&query)?;
    }
    if let Some(sample) = sample {
        let title = output.style().paint(Tone::Strong, "Request body");
        output.line(format_args!("\n{title}\n{sample}"))?;
    }
    let mut responses = Table::new(vec!["RESPONSE", "SOURCE", "MEANING"]);
    for response in &endpoint.responses {
        let status = full_status(response.status);
        responses.row(vec![status.into(), sourced(response.source), response.about().into()]);
    }
    output.line("")?;
    output.table(&responses)?;
    if !endpoint.notes.is_empty() {
        output.line("")?;
    }
    for note in &endpoint.notes {
        output.item(&format!("{} ({})", note.text, label(note.source)))?;
    }
    if let Some(url) = endpoint.documentation() {
        output.line(format_args!("\n{url}"))?;
    }
    Ok(Exit::Success)
}

fn heading(endpoint: &PartnerEndpoint, output: &mut Output) -> Result<()> {
    let style = output.style();
    let name = style.paint(Tone::Strong, endpoint.name);
    let need = style.paint(tone_of_need(endpoint.need), &label(endpoint.need));
    output.line(format_args!("{name}  {need}"))?;
    output.line(format_args!("{} {}\n", endpoint.method, endpoint.path))?;
    output.prose(&endpoint.summary)?;
    output.prose(&format!("Called: {}", endpoint.called))
}

/// What Vercel sends with each call.
fn headers_of(endpoint: &PartnerEndpoint) -> Vec<(&'static str, String)> {
    let tokens: Vec<&str> = endpoint.auth.iter().map(|kind| kind.name()).collect();
    let mut headers = vec![
        ("Authorization", "Bearer TOKEN, which Vercel has signed".to_owned()),
        ("X-Vercel-Auth", tokens.join(" or ")),
    ];
    if endpoint.has_idempotency_key() {
        headers.push(("Idempotency-Key", "the same when a request is repeated".to_owned()));
    }
    if endpoint.sample().is_some() {
        headers.push(("Content-Type", "application/json".to_owned()));
    }
    headers
}

/// An indented sample of the request body.
fn sample(endpoint: &PartnerEndpoint) -> Option<String> {
    let data = SampleData::new(Reproduction::fresh_seed(), 0);
    let context = EventContext { data: &data, event_id: "", time: Moment::now() };
    Some(Segments::new(&endpoint.sample()?, Layout::Pretty).fill(&context))
}

fn summary(endpoint: &PartnerEndpoint) -> Value {
    json!({
        "name": endpoint.name,
        "method": endpoint.method.as_str(),
        "path": endpoint.path,
        "need": endpoint.need,
        "auth": endpoint.auth,
        "summary": endpoint.summary,
        "source": endpoint.source,
        "documentation": endpoint.documentation(),
    })
}

fn as_json(endpoint: &PartnerEndpoint, sample: Option<&str>) -> Value {
    let mut shown = summary(endpoint);
    let responses = endpoint.responses.iter().map(|response| {
        json!({
            "status": response.status,
            "about": response.about(),
            "source": response.source,
            "hasBody": endpoint.schema(Some(response.status)).is_ok(),
        })
    });
    shown["called"] = json!(endpoint.called);
    shown["idempotencyKey"] = json!(endpoint.has_idempotency_key());
    shown["query"] = json!(endpoint.query);
    shown["sample"] = json!(sample.and_then(|text| serde_json::from_str::<Value>(text).ok()));
    shown["responses"] = responses.collect();
    shown["notes"] = json!(endpoint.notes);
    shown
}

fn sourced(source: Source) -> Cell {
    let tone = if source == Source::Documented { Tone::Good } else { Tone::Doubtful };
    Cell::toned(tone, label(source))
}

const fn tone_of_need(need: Need) -> Tone {
    match need {
        Need::Required => Tone::Good,
        Need::Optional | Need::Unspecified => Tone::Faint,
        Need::Deprecated | Need::Undocumented => Tone::Doubtful,
    }
}
