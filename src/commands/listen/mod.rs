//! `listen`: receive webhooks.

mod report;

use std::pin::pin;

use futures_util::FutureExt;
use tokio::sync::mpsc;

use crate::cli::{ForwardArgs, ListenArgs};
use crate::error::{Error, Exit, Result};
use crate::fs::append_log::Repair;
use crate::http::runtime::{self, interrupted};
use crate::output::Output;
use crate::receiver::{Forwarder, Listener, ListenerConfig, ListenerEvent, Recorder, Route};
use crate::settings::secret::{Secret, SecretKind};
use crate::signature::SigningKey;

use super::address::Address;
use super::stop_condition::StopCondition;
use super::{prompt, secrets};
use report::ListenReport;

/// The most events that are reported before the output is flushed.
const BATCH: usize = 256;

pub fn run(args: &ListenArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    if let Some(record) = &args.record {
        let files = &args.secret.secret_file;
        secrets::protect(SecretKind::Webhook, files, ("--record", record))?;
    }
    let forwarder = forwarder(args, may_ask)?;
    let secrets = find_secrets(args, may_ask, output)?;
    let config = ListenerConfig {
        keys: secrets.iter().map(|secret| SigningKey::new(secret.expose())).collect(),
        path: args.path.clone(),
        status: args.response.respond,
        body: args.response.body.clone().into(),
        delay: args.response.delay,
        fail_first: args.response.fail_first,
        rejects_invalid: args.response.reject_invalid,
        max_body: args.response.max_body,
        ..ListenerConfig::default()
    };
    let path = args.path.as_deref().unwrap_or_default();
    let secret_files = (SecretKind::Webhook, &*args.secret.secret_file);
    let (address, port) = Address::bind(&args.address, path, secret_files, output)?;
    let recorder = args.record.as_deref().map(Recorder::open).transpose()?;
    let recorder = recorder.map(|(recorder, repair)| {
        warn_of_repair(repair, output);
        recorder
    });
    let (mut listener, events) = Listener::start(port, config, recorder, forwarder)?;
    let report = ListenReport::new(args, &secrets, output);
    let stop_condition = StopCondition { count: args.stop.count, timeout: args.stop.timeout };
    runtime::exit_on_second_interrupt();
    let stop = || listener.stop();
    runtime::single_threaded()?.block_on(watch(&address, events, &stop_condition, report, stop))
}

/// Reports events until it is time to stop, and then those that are still in progress.
async fn watch(
    address: &Address<'_>,
    mut events: mpsc::Receiver<ListenerEvent>,
    stop_condition: &StopCondition,
    mut report: ListenReport<'_>,
    mut stop: impl FnMut(),
) -> Result<Exit> {
    let mut interrupt = pin!(interrupted());
    let mut timeout = pin!(stop_condition.timed_out());
    // Ctrl-C is handled from here on.
    let _ = (&mut interrupt).now_or_never();
    report.announce(address)?;
    let mut batch = Vec::new();
    let mut ending = None;
    loop {
        if ending.is_none() && stop_condition.is_reached(report.counted()) {
            ending = Some(Exit::Success);
            stop();
        }
        tokio::select! {
            biased;
            () = &mut interrupt, if ending.is_none() => {
                ending = Some(Exit::Interrupted);
                stop();
            }
            () = &mut timeout, if ending.is_none() => {
                ending = Some(Exit::Success);
                stop();
            }
            count = events.recv_many(&mut batch, BATCH) => {
                if count == 0 {
                    // The listener has stopped, and every event was reported.
                    let exit = ending.unwrap_or(Exit::Success);
                    let shortfall = stop_condition.shortfall(report.counted());
                    return Ok(report.end(shortfall.filter(|_| exit == Exit::Success)).worst(exit));
                }
                for event in batch.drain(..) {
                    report.event(event)?;
                }
                report.flush()?;
            }
        }
    }
}

/// The secrets to verify with, which are required where the verdict matters.
fn find_secrets(args: &ListenArgs, may_ask: bool, output: &Output) -> Result<Vec<Secret>> {
    if args.response.reject_invalid || args.stop.expect_valid {
        return secrets::require(&args.secret, "verify", may_ask, output);
    }
    let found = secrets::find(&args.secret, output)?;
    if found.is_empty() {
        output.warn("no secret: signatures are not checked (--secret-file PATH)");
        if let Some(hint) = secrets::unused_hint() {
            output.hint(hint);
        }
    }
    Ok(found)
}

fn forwarder(args: &ListenArgs, may_ask: bool) -> Result<Option<Forwarder>> {
    let args = (&args.forward, args.address.port);
    let (ForwardArgs { forward_to: routes, header: headers, yes }, own_port) = args;
    for Route { endpoint, .. } in routes {
        let (_, port) = endpoint.authority();
        if endpoint.is_loopback() && port == own_port {
            let message = format!("cannot forward to port {port}: listen itself uses it");
            return Err(
                Error::usage(message).with_hint("choose another port for listen with --port")
            );
        }
        let question = format!("Forward requests to {endpoint}?");
        prompt::confirm_remote(&question, endpoint, *yes, may_ask)?;
    }
    if routes.is_empty() {
        return Ok(None);
    }
    Forwarder::new(routes, headers).map(Some)
}

fn warn_of_repair(repair: Option<Repair>, output: &Output) {
    match repair {
        Some(Repair::Removed(bytes)) => output.warn(format_args!(
            "removed a partial last line from the recording: {bytes} bytes of a request that was \
             not acknowledged"
        )),
        Some(Repair::Ended) => {
            output.warn("added the missing newline to the last line of the recording");
        }
        None => {}
    }
}
