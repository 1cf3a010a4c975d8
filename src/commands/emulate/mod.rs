//! `emulate`: stand in for Vercel's API.

mod report;

use std::pin::pin;

use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use http::HeaderMap;
use tokio::sync::mpsc;

use crate::cli::EmulateArgs;
use crate::delivery::{Target, parse_header};
use crate::error::{Error, Exit, Result};
use crate::fs::append_log::AppendLog;
use crate::http::runtime::{self, interrupted};
use crate::marketplace::{Emulator, EmulatorEvent, Failing, Reader, Rules};
use crate::output::Output;
use crate::settings::secret::SecretKind;
use crate::time::parse_duration;

use super::stop_condition::StopCondition;
use super::{prompt, secrets};
use report::EmulateReport;

/// So many resources are read back at once; requests wait while there are more.
const READ_BACKS: usize = 16;

pub fn run(args: &EmulateArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    let timeout = args.end.timeout.as_deref().map(parse_duration).transpose()?;
    let end = StopCondition { count: args.end.count, timeout };
    if let Some(record) = &args.record {
        secrets::protect(SecretKind::Token, &args.rules.token_file, ("--record", record))?;
    }
    let rules = rules(args, output)?;
    let reader = reader(args, may_ask)?;
    let (mut emulator, arrivals) = Emulator::start_and_tell(args.port, rules)?;
    // Requests that come already wait until they can be recorded.
    let journal = args.record.as_deref().map(AppendLog::open).transpose()?;
    let url = format!("http://{}", emulator.address());
    let report = EmulateReport::new(journal, output)?;
    runtime::exit_on_second_interrupt();
    // The stand-in stays until the last answers are out.
    let stop = || emulator.stop();
    runtime::single_threaded()?.block_on(watch(&url, arrivals, reader.as_ref(), &end, report, stop))
}

/// Reports what arrives until it is time to end.
async fn watch(
    url: &str,
    mut arrivals: mpsc::Receiver<EmulatorEvent>,
    reader: Option<&Reader>,
    end: &StopCondition,
    mut report: EmulateReport<'_>,
    mut stop: impl FnMut(),
) -> Result<Exit> {
    let mut read_backs = FuturesUnordered::new();
    let mut interrupt = pin!(interrupted());
    let mut timeout = pin!(end.timed_out());
    // From here on, Ctrl-C ends it as it should.
    let _ = (&mut interrupt).now_or_never();
    report.announce(url);
    loop {
        let is_enough = end.is_reached(report.accepted());
        if is_enough {
            // What comes now would only put the end off.
            stop();
            // Nobody who was heard goes without an answer.
            while let Ok(arrival) = arrivals.try_recv() {
                report.seen(&arrival.seen)?;
                arrival.noted();
            }
            if read_backs.is_empty() {
                return report.end(0);
            }
        }
        tokio::select! {
            biased;
            () = &mut interrupt => {
                report.end(read_backs.len())?;
                return Ok(Exit::Interrupted);
            }
            () = &mut timeout => {
                report.say_short(end.shortfall(report.accepted()));
                return report.end(read_backs.len());
            }
            Some(read_back) = read_backs.next() => report.read_back(&read_back)?,
            Some(arrival) = arrivals.recv(), if is_enough || read_backs.len() < READ_BACKS => {
                report.seen(&arrival.seen)?;
                let seen = arrival.seen.clone();
                arrival.noted();
                let reader = reader.filter(|_| !is_enough);
                if let (Some(reader), Some(resource)) = (reader, seen.resource_to_read()) {
                    let resource = resource.to_owned();
                    read_backs.push(async move {
                        let installation = seen.installation_id.unwrap_or_default();
                        reader.read(seen.number, &installation, &resource).await
                    });
                }
            }
        }
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
    let Some(endpoint) = Target::parse(deliver)?.server else {
        let why = "the demo has no resources; name your own server".to_owned();
        return Err(Error::usage(format!("invalid endpoint `{deliver}`: {why}"))
            .with_hint("write `localhost`, `:3000`, `host:port/path` or a URL"));
    };
    let question = format!("Read resources from {endpoint}?");
    prompt::confirm_remote(&question, &endpoint, args.yes, may_ask)?;
    let headers = args.deliver_header.iter().map(|text| parse_header(text));
    Reader::new(endpoint, headers.collect::<Result<HeaderMap>>()?).map(Some)
}
