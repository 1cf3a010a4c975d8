//! Delivers a job, or prints its requests.

mod report;

use std::time::Duration;

use crate::cli::{DeliveryArgs, RequestArgs};
use crate::delivery::{Job, RequestBuilder, RetryPolicy, Schedule, Sender, Target};
use crate::error::{Error, Exit, Result};
use crate::http::RESPONSE_LIMIT;
use crate::http::backoff::Backoff;
use crate::http::redact::Redactor;
use crate::http::runtime::{Ending, exit_on_second_interrupt, interrupted};
use crate::output::{Output, counted};
use crate::settings::secret::{Secret, SecretSource};

use super::preview::{PreviewFormat, PreviewPrinter};
use super::target::{start_demo, wait_for};
use super::{prompt, secrets};
use report::{DeliveryReport, print_received};

pub use report::{Tally, note_retry};

/// A job may start its deliveries at times of its own.
pub fn schedule(args: &RequestArgs, starts: Vec<Duration>) -> Schedule {
    Schedule { concurrency: args.concurrency.into(), interval: args.interval, starts }
}

pub fn deliver(
    job: &Job,
    target: &Target,
    args: &DeliveryArgs,
    may_ask: bool,
    output: &mut Output,
) -> Result<Exit> {
    let format = PreviewFormat::from_flags(args.request.dry_run, args.request.curl);
    let Some(server) = &target.server else {
        return match format {
            Some(format) => Err(Error::conflict(format.flag(), "--to demo")),
            None => deliver_to_demo(job, target, args, output),
        };
    };
    let endpoint = target.endpoint_on(server);
    let trust = args.request.tls.trust(&endpoint)?;
    if format.is_none() {
        let question = format!("Deliver {} to {endpoint}?", counted(job.total, "event"));
        prompt::confirm_remote(&question, &endpoint, args.request.yes, may_ask)?;
    }
    let secret = find_secret(job, args, may_ask, output)?;
    let secret = secret.as_ref().map(Secret::expose);
    let builder = RequestBuilder::new(endpoint, secret, job.tamper, args.request.header.clone());
    if let Some(format) = format {
        return preview(job, &builder, PreviewPrinter::new(format, trust, output));
    }
    if wait_for(builder.endpoint(), args.request.wait_ready, output)? == Ending::Stopped {
        return Ok(Exit::Interrupted);
    }
    send(job, &builder, secret, args, output)
}

fn deliver_to_demo(
    job: &Job,
    target: &Target,
    args: &DeliveryArgs,
    output: &mut Output,
) -> Result<Exit> {
    let secret = secrets::find_or_generate(&args.secret, output)?;
    let (receiver, endpoint) = start_demo(target, &secret, output)?;
    if job.keeps_signatures && *secret.source() == SecretSource::Generated {
        output.hint(
            "recorded signatures only verify with the secret that made them: --secret-file reads \
             it, and --resign replaces them",
        );
    }
    let secret = Some(secret.expose());
    let builder = RequestBuilder::new(endpoint, secret, job.tamper, args.request.header.clone());
    let exit = send(job, &builder, secret, args, output)?;
    print_received(&receiver.log(), output);
    Ok(exit)
}

fn find_secret(
    job: &Job,
    args: &DeliveryArgs,
    may_ask: bool,
    output: &Output,
) -> Result<Option<Secret>> {
    if job.needs_secret {
        return secrets::only(secrets::require(&args.secret, "sign", may_ask, output)?).map(Some);
    }
    for flag in args.secret.flags() {
        output.warn(format_args!("{flag} has no effect: nothing is signed"));
    }
    Ok(None)
}

fn preview(job: &Job, builder: &RequestBuilder, mut printer: PreviewPrinter<'_>) -> Result<Exit> {
    for number in 0..job.total {
        printer.print(&(job.request)(number, builder)?.preview())?;
    }
    printer.end()?;
    Ok(Exit::Success)
}

fn send(
    job: &Job,
    builder: &RequestBuilder,
    secret: Option<&[u8]>,
    args: &DeliveryArgs,
    output: &mut Output,
) -> Result<Exit> {
    let headers = args.request.header.iter().chain(&job.credentials);
    let sender = Sender {
        builder,
        trust: args.request.tls.trust(builder.endpoint())?,
        policy: RetryPolicy {
            timeout: args.request.timeout,
            retries: args.request.retries,
            backoff: Backoff { first: args.request.retry_wait },
            expected: args.expect.clone(),
        },
        redactor: Some(Redactor::new(secret, headers.map(|(name, value)| (name, value)))),
        keeps_responses: args.request.verbose || output.is_json(),
        response_limit: RESPONSE_LIMIT,
    };
    let mut report = DeliveryReport::new(job, args.request.verbose, output)?;
    exit_on_second_interrupt();
    let ending = sender.send(job, interrupted, &mut |progress| report.progress(progress))?;
    report.end(ending)
}
