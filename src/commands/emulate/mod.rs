//! `emulate`: runs a local emulator of Vercel's API.

mod environment;
mod report;

use std::path::Path;
use std::pin::pin;

use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use tokio::sync::mpsc;

use crate::cli::{EmulateArgs, SecretArgs};
use crate::error::{Error, Exit, Result};
use crate::event::{Reproduction, SampleData};
use crate::fs::append_log::{AppendLog, JSON_LINES};
use crate::http::runtime::{self, interrupted};
use crate::marketplace::{
    Emulator, LazyIssuer, MAX_PENDING, PendingResponse, Proxy, ResourceReader, Rules,
    RunningCommand, SsoClient, Store, sample,
};
use crate::output::Output;
use crate::settings::project::{
    BILLING_PLAN, INSTALLATION, INTEGRATION, PRODUCT, Project, RESOURCE,
};
use crate::settings::secret::SecretKind;

use super::address::Address;
use super::stop_condition::StopCondition;
use super::{input, prompt, secrets};
use report::EmulateReport;

/// Further requests wait while this many resources are read back.
const MAX_READ_BACKS: usize = 16;

pub fn run(args: &EmulateArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    if args.environment.print_env {
        return environment::print(args, output);
    }
    if !args.command.is_empty() {
        output.leave_stdout();
    }
    let authority = environment::authority(args)?;
    let stop_condition = StopCondition { count: args.end.count, timeout: args.end.timeout };
    if let Some(record) = &args.record {
        secrets::protect(SecretKind::Token, &args.rules.token_file, ("--record", record))?;
    }
    let rules = rules(args, output)?;
    let reader = resource_reader(args, may_ask)?;
    let (reports, pending) = mpsc::channel(MAX_PENDING);
    let secret_files = (SecretKind::Token, &*args.rules.token_file);
    let (address, port) = Address::bind(&args.address, "", secret_files, output)?;
    let issuer = LazyIssuer::new(args.environment.state_dir.clone());
    if !args.command.is_empty() {
        issuer.get()?;
    }
    let proxy = authority.as_ref().map(Proxy::new).transpose()?;
    let (store, data) = store(args, output)?;
    let emulator = Emulator::start(port, rules, store, data, issuer, proxy, Some(reports))?;
    // Requests that come before this wait until they can be recorded.
    let record = args.record.as_deref();
    let opened = record.map(|path| AppendLog::open(&JSON_LINES, path)).transpose()?;
    let log = opened.map(|(log, repair)| {
        input::warn_of_repair(repair, "the record", "acknowledged", output);
        log
    });
    let mut report = EmulateReport::new(log, output);
    if args.command.is_empty() {
        runtime::exit_on_second_interrupt();
    }
    runtime::single_threaded()?.block_on(async {
        // Ctrl-C works from here on, before the address is known.
        let mut interrupt = pin!(interrupted());
        let _ = (&mut interrupt).now_or_never();
        report.announce(&address)?;
        if args.command.is_empty() {
            let stopped = pin!(interrupt.map(|()| Ok(Exit::Interrupted)));
            return watch(emulator, pending, reader.as_ref(), &stop_condition, stopped, report)
                .await;
        }
        let environment = environment::of(args, address.url(), authority.as_ref())?;
        let mut command = RunningCommand::start(&args.command, &environment)?;
        let exit = {
            let ended = pin!(command.wait());
            watch(emulator, pending, reader.as_ref(), &stop_condition, ended, report).await
        };
        command.stop().await;
        exit
    })
}

/// Reports requests until it is time to stop, or `ended` says how the run ended.
async fn watch(
    mut emulator: Emulator,
    mut pending: mpsc::Receiver<PendingResponse>,
    reader: Option<&ResourceReader>,
    stop_condition: &StopCondition,
    mut ended: impl Future<Output = Result<Exit>> + Unpin,
    mut report: EmulateReport<'_>,
) -> Result<Exit> {
    let mut read_backs = FuturesUnordered::new();
    let mut timeout = pin!(stop_condition.timed_out());
    loop {
        let is_enough = stop_condition.is_reached(report.notifications());
        if is_enough {
            emulator.stop();
            // Requests that have arrived still get a response.
            while let Ok(response) = pending.try_recv() {
                report.request(&response.request)?;
                response.release();
            }
            if read_backs.is_empty() {
                return report.end(0);
            }
        }
        tokio::select! {
            biased;
            exit = &mut ended => {
                let (exit, reported) = (exit?, report.end(read_backs.len())?);
                return Ok(if exit == Exit::Success { reported } else { exit });
            }
            () = &mut timeout => {
                report.timed_out(stop_condition.shortfall(report.notifications()));
                return report.end(read_backs.len());
            }
            Some(read_back) = read_backs.next() => report.read_back(&read_back)?,
            Some(response) = pending.recv(), if is_enough || read_backs.len() < MAX_READ_BACKS => {
                report.request(&response.request)?;
                let request = response.release();
                if let Some(reader) = reader
                    && !is_enough
                    && let Some(resource) = request.resource_to_read()
                {
                    let resource = resource.to_owned();
                    read_backs.push(async move {
                        let installation = request.installation_id.unwrap_or_default();
                        reader.read(request.number, &installation, &resource).await
                    });
                }
            }
        }
    }
}

/// What there is to begin with.
fn store(args: &EmulateArgs, output: &Output) -> Result<(Store, SampleData)> {
    let args = &args.store;
    let mut store = Store::default();
    if let Some(path) = &args.state {
        let repair;
        (store, repair) = Store::open(path)?;
        input::warn_of_repair(repair, "the state", "acknowledged", output);
    }
    let mut data = SampleData::new(args.seed.unwrap_or_else(Reproduction::fresh_seed), 0);
    let here = Path::new(".");
    let project = Project::read(here)?;
    for (name, setting) in [
        ("integration.id", &INTEGRATION),
        ("installation.id", &INSTALLATION),
        ("resource.id", &RESOURCE),
        ("product.id", &PRODUCT),
        ("billingPlan.id", &BILLING_PLAN),
    ] {
        if let Some(found) = project.id(setting, here)? {
            data = data.with(name, &found.read_as(|text| setting.check(text))?)?;
        }
    }
    if args.seed.is_some() {
        store.begin_with(sample(&data))?;
    }
    Ok((store, data))
}

fn rules(args: &EmulateArgs, output: &Output) -> Result<Rules> {
    let is_strict = args.store.strict;
    let args = &args.rules;
    let here = Path::new(".");
    let integration = Project::read(here)?.id(&INTEGRATION, here)?;
    let client = SsoClient {
        integration: integration.map(|setting| setting.text),
        secrets: secrets::find_readable(&SecretArgs::default(), output)?,
    };
    Ok(Rules {
        client,
        tokens: secrets::read_tokens(&args.token_file, output)?,
        installations: args.installation.clone(),
        is_strict,
        failures: args.fail.clone(),
        latency: args.latency,
        retry_after: args.retry_after,
    })
}

fn resource_reader(args: &EmulateArgs, may_ask: bool) -> Result<Option<ResourceReader>> {
    let (args, tls) = (&args.deliver, &args.tls);
    let Some(deliver) = &args.deliver else { return Ok(None) };
    let Some(endpoint) = &deliver.server else {
        return Err(Error::usage("--deliver: the demo has no resources to read")
            .with_hint("name your own server: `localhost`, `:3000`, `host:port/path` or a URL"));
    };
    let trust = tls.trust(endpoint)?;
    let question = format!("Read resources from {endpoint}?");
    prompt::confirm_remote(&question, endpoint, args.yes, may_ask)?;
    let headers = args.deliver_header.iter().cloned().collect();
    ResourceReader::new(endpoint.clone(), &trust, headers).map(Some)
}
