//! `send`: sign events and deliver them to an endpoint.

use std::path::Path;

use crate::cli::SendArgs;
use crate::delivery::{BuildRequest, Job};
use crate::error::{Error, Exit, Result};
use crate::event::{Event, Layout};
use crate::output::Output;
use crate::settings::secret::SecretKind;

use super::delivery::{deliver, schedule};
use super::{event_args, input, secrets, target};

pub fn run(args: &SendArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    let job = job(args, output)?;
    let target = target::resolve(args.delivery.to.clone(), args.delivery.path.clone(), "--to")?;
    deliver(&job, &target, &args.delivery, may_ask, output)
}

fn job(args: &SendArgs, output: &Output) -> Result<Job> {
    let event_files = event_args::files(&args.event).into_iter().map(|(_, path)| path);
    for path in args.file.as_deref().into_iter().chain(event_files) {
        let secret_files = &args.delivery.secret.secret_file;
        secrets::reject_shared_stdin("the body", path, SecretKind::Webhook, secret_files)?;
    }
    let width = |name: &str| name.chars().count();
    let (total, widest_name, request): (_, _, BuildRequest) = if let Some(path) = &args.file {
        let event = read_event(path, output)?;
        let widest_name = width(event.identity.type_or(&event.name));
        (args.repeat, widest_name, Box::new(move |_, builder| Ok(builder.build(event.clone()))))
    } else {
        if args.event.scenario.is_some() && args.delivery.request.concurrency > 1 {
            return Err(Error::conflict("--scenario", "--concurrency"));
        }
        let orders = event_args::specs(&args.event)?;
        let batch = event_args::batch(&args.event, orders, Layout::Compact, args.repeat, output)?;
        let widest_name = batch.names().map(width).max().unwrap_or_default();
        let total = batch.event_count();
        (
            total,
            widest_name,
            Box::new(move |number, builder| Ok(builder.build(batch.event(number)))),
        )
    };
    Ok(Job {
        total,
        widest_name,
        schedule: schedule(&args.delivery.request, Vec::new()),
        needs_secret: true,
        tamper: args.tamper,
        keeps_signatures: false,
        credentials: Vec::new(),
        request,
    })
}

fn read_event(path: &Path, output: &Output) -> Result<Event> {
    let body = input::read(path, input::MAX_BODY)?;
    if body.is_empty() {
        output.warn("the body is empty");
    }
    Ok(Event::from_body(&input::name(path), body))
}
