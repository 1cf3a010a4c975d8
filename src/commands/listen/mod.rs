//! `listen`: receive webhooks.

mod report;

use std::pin::pin;

use futures_util::FutureExt;
use http::StatusCode;
use tokio::sync::mpsc;

use crate::catalog::parse_glob;
use crate::cli::ListenArgs;
use crate::error::{Error, Exit, Result};
use crate::http::endpoint::Target;
use crate::http::runtime::{self, interrupted};
use crate::http::server::Port;
use crate::output::Output;
use crate::receiver::{Forwarder, Listener, ListenerConfig, ListenerEvent, Recorder, Repair};
use crate::settings::secret::{Kind, Secret};
use crate::signature::SigningKey;
use crate::time::parse_duration;

use super::stop_condition::StopCondition;
use super::{prompt, secrets};
use report::ListenReport;

/// So many requests are reported at once, before what is printed is handed on.
const AT_ONCE: usize = 256;

pub fn run(args: &ListenArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    let end = StopCondition { count: args.end.count, timeout: args.end.timeout };
    let events = args.end.events.as_deref().map(parse_glob).transpose()?;
    if let Some(record) = &args.record {
        let files = &args.secret.secret_file;
        secrets::leave_alone(Kind::Webhook, files, ("--record", record))?;
    }
    let delay = parse_duration(&args.answer.delay)?;
    let forwarder = forwarder(args, may_ask)?;
    let beyond = forwarder.as_ref().map(|it| it.endpoint().to_string());
    let secrets = find_secrets(args, may_ask, output)?;
    let behaviour = ListenerConfig {
        keys: secrets.iter().map(|secret| SigningKey::new(secret.expose())).collect(),
        path: args.path.as_deref().map(with_slash),
        status: StatusCode::from_u16(args.answer.respond).unwrap_or(StatusCode::OK),
        body: args.answer.body.clone().into(),
        delay,
        fail_first: args.answer.fail_first,
        rejects_invalid: args.answer.reject_invalid,
        largest_body: args.answer.max_body,
    };
    let port = Port::take(args.port)?;
    let recorder = args.record.as_deref().map(Recorder::open).transpose()?;
    let recorder = recorder.map(|(recorder, repair)| {
        say_repair(repair, output);
        recorder
    });
    let path = behaviour.path.clone().unwrap_or_default();
    let (mut listener, told) = Listener::start(port, behaviour, recorder, forwarder)?;
    let url = format!("http://{}{path}", listener.address());
    let report = ListenReport::new(
        args.verbose,
        args.end.expect_valid,
        events,
        &secrets,
        args.record.as_deref(),
        beyond,
        output,
    )?;
    runtime::leave_on_second_interrupt();
    let stop = || listener.stop();
    runtime::of_this_thread()?.block_on(watch(&url, told, &end, report, stop))
}

/// Reports what comes until it is time to end, and then what was still under way.
async fn watch(
    url: &str,
    mut told: mpsc::Receiver<ListenerEvent>,
    end: &StopCondition,
    mut report: ListenReport<'_>,
    mut stop: impl FnMut(),
) -> Result<Exit> {
    let mut interrupt = pin!(interrupted());
    let mut timeout = pin!(end.timed_out());
    // From here on, Ctrl-C ends it as it should.
    let _ = (&mut interrupt).now_or_never();
    report.announce(url);
    let mut together = Vec::new();
    let mut ending = None;
    loop {
        if ending.is_none() && end.is_reached(report.counted()) {
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
            count = told.recv_many(&mut together, AT_ONCE) => {
                if count == 0 {
                    // Everything that was answered has been told.
                    let exit = ending.unwrap_or(Exit::Success);
                    if exit == Exit::Success {
                        report.say_short(end.shortfall(report.counted()));
                    }
                    return Ok(report.end().worst(exit));
                }
                for told in together.drain(..) {
                    report.told(told)?;
                }
                report.flush()?;
            }
        }
    }
}

/// Without a secret, signatures are only looked at; where they matter, there must be one.
fn find_secrets(args: &ListenArgs, may_ask: bool, output: &Output) -> Result<Vec<Secret>> {
    let files = &args.secret.secret_file;
    if args.answer.reject_invalid || args.end.expect_valid {
        return secrets::require(files, "verify", may_ask, output);
    }
    let found = secrets::find_and_say(Kind::Webhook, files, output)?;
    if found.is_empty() {
        output.warn("there is no secret: signatures are not checked (--secret-file PATH)");
    }
    Ok(found)
}

fn forwarder(args: &ListenArgs, may_ask: bool) -> Result<Option<Forwarder>> {
    let Some(text) = &args.forward.forward_to else { return Ok(None) };
    let Target::Endpoint(endpoint) = Target::parse(text)? else {
        let why = "the demo ends with its command; name your own server".to_owned();
        return Err(Error::usage(format!("invalid endpoint `{text}`: {why}"))
            .with_hint("write `localhost`, `:3000`, `host:port/path` or a URL"));
    };
    let (_, port) = endpoint.authority();
    if endpoint.is_loopback() && port == args.port {
        let why = format!("listen itself listens on port {port}: --port moves it");
        return Err(Error::usage(format!("invalid endpoint `{text}`: {why}"))
            .with_hint("write `localhost`, `:3000`, `host:port/path` or a URL"));
    }
    let question = format!("Pass requests on to {endpoint}?");
    prompt::before_leaving_this_machine(&question, &endpoint, args.forward.yes, may_ask)?;
    Forwarder::new(endpoint).map(Some)
}

fn with_slash(path: &str) -> String {
    if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

fn say_repair(repair: Option<Repair>, output: &Output) {
    match repair {
        Some(Repair::TornLine(bytes)) => output.warn(format_args!(
            "the recording ended within a line: {bytes} bytes of a request that was not \
             acknowledged were taken away"
        )),
        Some(Repair::MissingEnd) => {
            output.warn("the last line of the recording had no end: it has one now");
        }
        None => {}
    }
}
