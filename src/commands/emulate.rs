//! `emulate`: stand in for Vercel's API.

mod report;

use std::future::pending;
use std::pin::pin;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use http::HeaderMap;
use tokio::sync::mpsc;

use crate::cli::EmulateArgs;
use crate::delivery::Header;
use crate::endpoint::Endpoint;
use crate::error::Result;
use crate::exit::Exit;
use crate::journal::Journal;
use crate::output::Output;
use crate::runtime::{self, interrupted};
use crate::time::parse_duration;
use crate::vercel::{Arrival, EVENTS_PATH, Failing, Reader, Rules, StandIn};

use super::{ask, secrets};
use report::Report;

/// When to end.
struct End {
    count: Option<u64>,
    timeout: Option<Duration>,
}

pub fn run(args: &EmulateArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    let end = End {
        count: args.end.count,
        timeout: args.end.timeout.as_deref().map(parse_duration).transpose()?,
    };
    let rules = rules(args, output)?;
    let reader = reader(args, may_ask)?;
    let journal = args.record.as_deref().map(Journal::open).transpose()?;
    let (stand_in, arrivals) = StandIn::start_and_tell(args.port, rules)?;
    let url = format!("http://{}", stand_in.address());
    output.note(format_args!("emulate: listening at {url}, all that was seen is at {EVENTS_PATH}"));
    let report = Report::new(journal, output)?;
    let exit =
        runtime::of_this_thread()?.block_on(watch(arrivals, reader.as_ref(), &end, report))?;
    // The last answers go out before it ends.
    drop(stand_in);
    Ok(exit)
}

/// Reports what arrives until it is time to end.
async fn watch(
    mut arrivals: mpsc::Receiver<Arrival>,
    reader: Option<&Reader>,
    end: &End,
    mut report: Report<'_>,
) -> Result<Exit> {
    let mut read_backs = FuturesUnordered::new();
    let mut stop = pin!(interrupted());
    let mut timeout = pin!(after(end.timeout));
    loop {
        let is_enough = end.count.is_some_and(|count| report.accepted() >= count);
        if is_enough && read_backs.is_empty() {
            return report.end();
        }
        tokio::select! {
            biased;
            () = &mut stop => {
                report.end()?;
                return Ok(Exit::Interrupted);
            }
            () = &mut timeout => {
                let exit = report.end()?;
                let is_short = end.count.is_some() && !is_enough;
                return Ok(if is_short { exit.worst(Exit::No) } else { exit });
            }
            Some(arrival) = arrivals.recv() => {
                report.seen(&arrival.seen)?;
                let seen = arrival.seen.clone();
                arrival.noted();
                if let (Some(reader), Some(resource)) = (reader, seen.resource_to_read()) {
                    let resource = resource.to_owned();
                    read_backs.push(async move {
                        let installation = seen.installation_id.unwrap_or_default();
                        reader.read(seen.number, &installation, &resource).await
                    });
                }
            }
            Some(read_back) = read_backs.next() => report.read_back(&read_back)?,
        }
    }
}

async fn after(timeout: Option<Duration>) {
    match timeout {
        Some(timeout) => tokio::time::sleep(timeout).await,
        None => pending().await,
    }
}

fn rules(args: &EmulateArgs, output: &Output) -> Result<Rules> {
    let args = &args.rules;
    Ok(Rules {
        tokens: secrets::read_tokens(&args.token_file, output)?,
        installations: args.installation.clone(),
        failures: args.fail.iter().map(|text| Failing::parse(text)).collect::<Result<_>>()?,
        latency: parse_duration(&args.latency)?,
        retry_after: args.retry_after.as_deref().map(parse_duration).transpose()?,
    })
}

fn reader(args: &EmulateArgs, may_ask: bool) -> Result<Option<Reader>> {
    let args = &args.deliver;
    let Some(deliver) = &args.deliver else { return Ok(None) };
    let endpoint = Endpoint::parse(deliver)?;
    let question = format!("Read resources from {endpoint}?");
    ask::before_leaving_this_machine(&question, &endpoint, args.yes, may_ask)?;
    let headers =
        args.deliver_header.iter().map(|text| Header::parse(text).map(Header::into_parts));
    Reader::new(endpoint, headers.collect::<Result<HeaderMap>>()?).map(Some)
}
