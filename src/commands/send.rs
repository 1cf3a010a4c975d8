//! `send`: sign events and deliver them to an endpoint.

mod plan;
mod preview;
mod report;

use tokio::runtime;
use tokio::sync::mpsc;

use crate::cli::SendArgs;
use crate::delivery::{Courier, Endpoint, Target, run as deliver, wait_until_ready};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::output::Output;
use crate::receiver::Receiver;
use crate::secret::Secret;

use super::{ask, secrets};
use plan::Plan;
use report::Report;

pub fn run(args: &SendArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    let plan = Plan::new(args, output)?;
    let is_preview = args.dry_run || args.curl;
    let found = match plan.target {
        Target::Demo if is_preview => {
            let first = if args.curl { "--curl" } else { "--dry-run" };
            return Err(Error::Incompatible { first, second: "--to demo" });
        }
        Target::Demo => secrets::find_or_make(&args.secret, output)?,
        Target::Endpoint(_) => secrets::require(&args.secret, "sign", may_ask, output)?,
    };
    let [secret] = found.as_slice() else {
        return Err(Error::TooManySecrets { count: found.len() });
    };
    if let (Target::Endpoint(endpoint), true) = (&plan.target, is_preview) {
        let composer = plan.composer(endpoint.clone(), secret);
        return preview::print(&plan, &composer, args.curl, output);
    }
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::Start { why: error.to_string() })?;
    runtime.block_on(send(&plan, secret, args, may_ask, output))
}

async fn send(
    plan: &Plan,
    secret: &Secret,
    args: &SendArgs,
    may_ask: bool,
    output: &mut Output,
) -> Result<Exit> {
    match &plan.target {
        Target::Demo => {
            let receiver = Receiver::start(secret.expose()).await?;
            let endpoint = Endpoint::parse(&format!("http://{}", receiver.address()))?;
            let endpoint = plan.at_path(endpoint)?;
            output.note(format_args!("demo: a receiver listens at {endpoint} for this run"));
            let exit = send_to(plan, &endpoint, secret, args, output).await?;
            report::say_received(&receiver.ledger(), output);
            Ok(exit)
        }
        Target::Endpoint(endpoint) => {
            confirm(plan, endpoint, args.delivery.yes, may_ask)?;
            send_to(plan, endpoint, secret, args, output).await
        }
    }
}

async fn send_to(
    plan: &Plan,
    endpoint: &Endpoint,
    secret: &Secret,
    args: &SendArgs,
    output: &mut Output,
) -> Result<Exit> {
    if let Some(patience) = plan.patience {
        tokio::select! {
            ready = wait_until_ready(endpoint, patience) => ready?,
            () = interrupt() => return Ok(Exit::Interrupted),
        }
    }
    let composer = plan.composer(endpoint.clone(), secret);
    let (retries, announced) = mpsc::unbounded_channel();
    let courier = Courier::new(endpoint, plan.policy, retries)?;
    let requests = plan.events().map(|event| composer.compose(event));
    let mut report = Report::new(plan, args.verbose, output)?;
    let run = deliver(&courier, requests, plan.pace, announced, interrupt(), |progress| {
        report.progress(progress)
    });
    let was_interrupted = run.await?;
    report.end(was_interrupted)
}

/// Ends when Ctrl-C is pressed; where no signal can be had, there is none to wait for.
async fn interrupt() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Delivering to another machine needs a yes.
fn confirm(plan: &Plan, endpoint: &Endpoint, is_confirmed: bool, may_ask: bool) -> Result<()> {
    if is_confirmed || endpoint.is_loopback() {
        return Ok(());
    }
    let unconfirmed = || Error::Unconfirmed { endpoint: endpoint.to_string() };
    if !ask::can_ask(may_ask) {
        return Err(unconfirmed());
    }
    let count = plan.len();
    let events = if count == 1 { "1 event".to_owned() } else { format!("{count} events") };
    let yes = ask::confirm(&format!("Deliver {events} to {endpoint}?"))?;
    if yes { Ok(()) } else { Err(unconfirmed()) }
}
