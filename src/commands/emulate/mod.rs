//! `emulate`: runs a local emulator of Vercel's API.

mod environment;
mod report;

use std::path::Path;
use std::pin::pin;
use std::sync::Arc;

use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use tokio::sync::mpsc;

use crate::cli::EmulateArgs;
use crate::delivery::Target;
use crate::error::{Error, Exit, Result};
use crate::event::{Reproduction, SampleData};
use crate::fs::append_log::{AppendLog, JSON_LINES};
use crate::http::endpoint::Endpoint;
use crate::http::runtime::{self, interrupted};
use crate::marketplace::{
    Emulator, FollowUps, LazyIssuer, LoggedRequest, MAX_PENDING, Partner, PendingResponse, Proxy,
    Rules, RunningCommand, Samples, SsoClient, Store, Turns, Webhooks, sample,
};
use crate::output::Output;
use crate::settings::project::{
    BILLING_PLAN, INSTALLATION, INTEGRATION, PRODUCT, Project, RESOURCE,
};
use crate::settings::secret::{Secret, SecretKind};

use super::address::Address;
use super::stop_condition::StopCondition;
use super::{input, prompt, secrets, target};
use report::EmulateReport;

/// Further requests wait while those of this many are followed up.
const MAX_FOLLOW_UPS: usize = 16;

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
    let samples = samples(args)?;
    let store = store(args, &samples.data(&[])?, output)?;
    let follow_ups = Arc::new(follow_ups(args, samples, &rules.client.secrets, may_ask)?);
    let (reports, pending) = mpsc::channel(MAX_PENDING);
    let secret_files = (SecretKind::Token, &*args.rules.token_file);
    let (address, port) = Address::bind(&args.address, "", secret_files, output)?;
    let issuer = LazyIssuer::new(args.environment.state_dir.clone());
    if !args.command.is_empty() {
        issuer.get()?;
    }
    let proxy = authority.as_ref().map(Proxy::new).transpose()?;
    let partner = Arc::clone(&follow_ups);
    let emulator = Emulator::start(port, rules, store, partner, issuer, proxy, Some(reports))?;
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
            return watch(emulator, pending, &follow_ups, &stop_condition, stopped, report).await;
        }
        let environment = environment::of(args, address.url(), authority.as_ref())?;
        let mut command = RunningCommand::start(&args.command, &environment)?;
        let exit = {
            let ended = pin!(command.wait());
            watch(emulator, pending, &follow_ups, &stop_condition, ended, report).await
        };
        command.stop().await;
        exit
    })
}

/// Reports requests until it is time to stop, or `ended` says how the run ended.
async fn watch(
    mut emulator: Emulator,
    mut pending: mpsc::Receiver<PendingResponse>,
    follow_ups: &FollowUps,
    stop_condition: &StopCondition,
    mut ended: impl Future<Output = Result<Exit>> + Unpin,
    mut report: EmulateReport<'_>,
) -> Result<Exit> {
    let mut due = FuturesUnordered::new();
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
            if due.is_empty() {
                return report.end(0);
            }
        }
        tokio::select! {
            biased;
            exit = &mut ended => {
                let (exit, reported) = (exit?, report.end(due.len())?);
                return Ok(if exit == Exit::Success { reported } else { exit });
            }
            () = &mut timeout => {
                report.timed_out(stop_condition.shortfall(report.notifications()));
                return report.end(due.len());
            }
            Some(done) = due.next() => {
                for done in done? {
                    let changed = emulator.followed_up(&done)?;
                    report.followed_up(&done, &changed)?;
                }
            }
            Some(response) = pending.recv(), if is_enough || due.len() < MAX_FOLLOW_UPS => {
                report.request(&response.request)?;
                let request = response.release();
                if !is_enough && follow_ups.are_due(&request.next) {
                    let LoggedRequest { number, next, .. } = request;
                    due.push(async move { follow_ups.run(number, &next).await });
                }
            }
        }
    }
}

/// What there is to begin with.
fn store(args: &EmulateArgs, data: &SampleData, output: &Output) -> Result<Store> {
    let args = &args.store;
    let mut store = Store::default();
    if let Some(path) = &args.state {
        let repair;
        (store, repair) = Store::open(path)?;
        input::warn_of_repair(repair, "the state", "acknowledged", output);
    }
    if args.seed.is_some() {
        store.begin_with(sample(data))?;
    }
    Ok(store)
}

/// The ids of the environment and the project file are in place of samples.
fn samples(args: &EmulateArgs) -> Result<Samples> {
    let seed = args.store.seed.unwrap_or_else(Reproduction::fresh_seed);
    let mut ids = Vec::new();
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
            ids.push((name, found.read_as(|text| setting.check(text))?));
        }
    }
    Ok(Samples { seed, ids })
}

fn rules(args: &EmulateArgs, output: &Output) -> Result<Rules> {
    let EmulateArgs { rules: args, store, next, .. } = args;
    let is_strict = store.strict;
    let here = Path::new(".");
    let integration = Project::read(here)?.id(&INTEGRATION, here)?;
    let client = SsoClient {
        integration: integration.map(|setting| setting.text),
        secrets: secrets::find_readable(&next.secret, output)?,
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

fn follow_ups(
    args: &EmulateArgs,
    samples: Samples,
    secrets: &[Secret],
    may_ask: bool,
) -> Result<FollowUps> {
    let (tls, args, state_dir) = (&args.tls, &args.next, &args.environment.state_dir);
    let server = |target: &Target, flag: &str| {
        target.server.clone().ok_or_else(|| {
            Error::usage(format!("{flag}: the demo has nothing to read and takes no webhooks"))
                .with_hint("name your own server: `localhost`, `:3000`, `host:port/path` or a URL")
        })
    };
    let confirm = |question: &str, endpoint: &Endpoint| {
        prompt::confirm_remote(&format!("{question} {endpoint}?"), endpoint, args.yes, may_ask)
    };
    let mut partner = None;
    if let Some(target) = &args.partner {
        let base = server(target, "--partner")?;
        let trust = tls.trust(&base)?;
        confirm("Call", &base)?;
        partner = Some(Partner::new(base, &trust, args.partner_header.clone())?);
    }
    let mut webhooks = None;
    if let Some(target) = &args.webhooks {
        server(target, "--webhooks")?;
        let target = target::resolve(Some(target.clone()), None, "--webhooks")?;
        let endpoint = target.endpoint_on(&server(&target, "--webhooks")?);
        let trust = tls.trust(&endpoint)?;
        confirm("Send webhooks to", &endpoint)?;
        let [secret] = secrets else {
            let found = if secrets.is_empty() { "no secret" } else { "more than one secret" };
            return Err(Error::usage(format!("{found} to sign webhooks with"))
                .with_hint("use --secret-file PATH, or set INTEGRATION_CLIENT_SECRET"));
        };
        webhooks = Some(Webhooks::new(endpoint, &trust, secret.expose())?);
    }
    let issuer = LazyIssuer::new(state_dir.clone());
    Ok(FollowUps { partner, webhooks, samples, issuer, turns: Turns::default() })
}
