//! `send`: sign events and deliver them to an endpoint.

mod plan;
mod report;

use crate::cli::SendArgs;
use crate::delivery::{Run, wait_until_ready};
use crate::endpoint::{Endpoint, Target};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::output::Output;
use crate::receiver::Receiver;
use crate::runtime::{Ending, interrupted, leave_on_second_interrupt};
use crate::secret::{Kind, Secret};
use crate::time::show_duration;

use super::preview::{Form, Preview};
use super::{ask, secrets};
use plan::Plan;
use report::Report;

pub fn run(args: &SendArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    let plan = Plan::new(args, output)?;
    let form = Form::of_flags(args.dry_run, args.curl);
    match (&plan.target, form) {
        (Target::Demo, Some(form)) => {
            Err(Error::Incompatible { first: form.flag(), second: "--to demo" })
        }
        (Target::Demo, None) => {
            let secret = secrets::find_or_make(Kind::Webhook, &args.secret.secret_file, output)?;
            let receiver = Receiver::start(secret.expose())?;
            let endpoint = Endpoint::parse(&format!("http://{}", receiver.address()))?;
            let endpoint = plan.at_path(endpoint);
            output.note(format_args!("demo: a receiver listens at {endpoint} for this run"));
            let exit = deliver(&plan, &endpoint, &secret, args.verbose, output)?;
            report::say_received(&receiver.ledger(), output);
            Ok(exit)
        }
        (Target::Endpoint(endpoint), _) => {
            if form.is_none() {
                let question = format!("Deliver {} to {endpoint}?", plan.size());
                let is_confirmed = args.delivery.yes;
                ask::before_leaving_this_machine(&question, endpoint, is_confirmed, may_ask)?;
            }
            let secret = secrets::only(secrets::require(
                &args.secret.secret_file,
                "sign",
                may_ask,
                output,
            )?)?;
            if let Some(form) = form {
                return preview(&plan, endpoint, &secret, Preview::new(form, output));
            }
            if let Some(patience) = plan.patience {
                let most = show_duration(patience);
                output.note(format_args!("waiting for {endpoint}, {most} at most"));
                if wait_until_ready(endpoint, patience, interrupted())? == Ending::Stopped {
                    return Ok(Exit::Interrupted);
                }
            }
            deliver(&plan, endpoint, &secret, args.verbose, output)
        }
    }
}

fn preview(
    plan: &Plan,
    endpoint: &Endpoint,
    secret: &Secret,
    mut preview: Preview<'_>,
) -> Result<Exit> {
    let composer = plan.composer(endpoint.clone(), secret);
    for number in 0..plan.len() {
        preview.print(&composer.compose(plan.event(number)).on_paper())?;
    }
    preview.end()?;
    Ok(Exit::Success)
}

fn deliver(
    plan: &Plan,
    endpoint: &Endpoint,
    secret: &Secret,
    is_verbose: bool,
    output: &mut Output,
) -> Result<Exit> {
    let composer = plan.composer(endpoint.clone(), secret);
    let mut report = Report::new(plan, is_verbose, output)?;
    let run = Run {
        endpoint,
        policy: plan.policy,
        pace: plan.pace,
        total: plan.len(),
        compose: &|number| composer.compose(plan.event(number)),
    };
    leave_on_second_interrupt();
    let ending = run.finish(interrupted, &mut |progress| report.progress(progress))?;
    report.end(ending)
}
