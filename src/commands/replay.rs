//! `replay`: deliver recorded events again.

use bytes::Bytes;

use crate::cli::ReplayArgs;
use crate::delivery::{Header, Job, Keep, Target, is_credential};
use crate::error::{Error, Exit, Result};
use crate::output::{Output, counted};
use crate::recording::{self, Filter, SavedEvent, SavedRequest, Speed};
use crate::settings::secret::SecretKind;
use crate::signature::HEADER;
use crate::time::show_duration;

use super::delivery::{deliver, schedule};
use super::input::{self, MAX_RECORDING, MIB};
use super::{secrets, target};

pub fn run(args: &ReplayArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    refuse_gaps_with_other_schedules(args)?;
    let target = target::resolve(args.delivery.to.clone(), args.delivery.path.clone(), "--to")?;
    let events = select(read(args, output)?, args, output)?;
    let job = job(events, &target, args, output);
    deliver(&job, &target, &args.delivery, may_ask, output)
}

/// Recorded gaps are those between events in their order.
fn refuse_gaps_with_other_schedules(args: &ReplayArgs) -> Result<()> {
    let second =
        match (args.speed, args.delivery.request.concurrency, args.delivery.request.interval) {
            (Speed::Max, ..) | (_, 1, None) => return Ok(()),
            (_, 1, Some(_)) => "--interval",
            _ => "--concurrency",
        };
    Err(Error::conflict("--speed", second))
}

fn read(args: &ReplayArgs, output: &Output) -> Result<Vec<SavedEvent>> {
    if args.files.iter().filter(|path| input::is_dash(path)).count() > 1 {
        return Err(Error::usage("standard input cannot be both one file and another"));
    }
    for path in &args.files {
        let secret_files = &args.delivery.secret.secret_file;
        secrets::reject_shared_stdin("the events", path, SecretKind::Webhook, secret_files)?;
    }
    let mut events = Vec::new();
    let mut size = 0;
    for path in &args.files {
        let name = input::name(path);
        let bytes = Bytes::from(input::read(path, MAX_RECORDING)?);
        size += bytes.len() as u64;
        if size > MAX_RECORDING {
            let limit = MAX_RECORDING / MIB;
            return Err(Error::usage(format!(
                "the recordings together are larger than {limit} MiB"
            )));
        }
        let contents = recording::read(&name, &bytes)?;
        input::warn_if_cut(&name, contents.cut_line, output);
        events.extend(contents.events);
    }
    if events.is_empty() {
        let names: Vec<String> = args.files.iter().map(|path| input::name(path)).collect();
        return Err(Error::usage(format!("nothing to replay in {}", names.join(", "))));
    }
    Ok(events)
}

fn select(
    mut events: Vec<SavedEvent>,
    args: &ReplayArgs,
    output: &Output,
) -> Result<Vec<SavedEvent>> {
    let total = events.len();
    events.retain(|saved| saved.request.as_ref().is_none_or(|request| request.is_post));
    let others = total - events.len();
    if others > 0 {
        let requests = counted(others as u64, "request");
        output.warn(format_args!("skipped {requests}: only POST is replayed"));
    }
    let filter = Filter {
        types: args.types.clone(),
        ids: args.ids.clone(),
        since: args.since,
        until: args.until,
        failed: args.failed,
    };
    if args.failed || args.resign {
        let unverified = filter.drop_unverified(&mut events, args.resign);
        if unverified > 0 {
            let requests = counted(unverified as u64, "request");
            output.warn(format_args!(
                "skipped {requests} whose signature was not verified: --id includes {} by id",
                if unverified == 1 { "it" } else { "them" }
            ));
        }
    }
    filter.apply(&mut events);
    if events.is_empty() {
        let message = match total {
            1 => "the only event is excluded".to_owned(),
            total => format!("all {total} events are excluded"),
        };
        return Err(Error::usage(message).with_hint(
            "only `POST` is replayed; --type, --id, --since, --until and --failed must all match",
        ));
    }
    if !filter.takes_all() {
        output.note(format_args!("replaying {} of {total} events", events.len()));
    }
    Ok(events)
}

fn job(events: Vec<SavedEvent>, target: &Target, args: &ReplayArgs, output: &Output) -> Job {
    let requests = || events.iter().filter_map(|saved| saved.request.as_ref());
    let headers = requests().filter_map(|request| request.headers.as_ref()).flatten();
    let credentials: Vec<Header> = headers
        .filter(|(name, _)| is_credential(name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let keep = Keep {
        path: !target.has_path(),
        credentials: target.is_loopback() && !args.delivery.request.curl,
        signature: !args.resign,
    };
    if !keep.credentials && !credentials.is_empty() {
        output.note(if args.delivery.request.curl {
            "the commands leave out recorded credentials"
        } else {
            "recorded credentials are only sent to this machine"
        });
    }
    let starts = args.speed.starts(events.iter().map(SavedEvent::time)).unwrap_or_default();
    if let Some(last) = starts.last()
        && !last.is_zero()
        && !args.delivery.request.dry_run
        && !args.delivery.request.curl
    {
        output.note(format_args!("the last one is due {} after the first", show_duration(*last)));
    }
    let names = events.iter().map(|SavedEvent { event, .. }| event.identity.type_or(&event.name));
    let is_genuine = |request: &SavedRequest| {
        let headers = request.headers.as_ref();
        !request.was_forged && headers.is_some_and(|headers| headers.contains_key(HEADER))
    };
    Job {
        total: events.len() as u64,
        widest_name: names.map(|name| name.chars().count()).max().unwrap_or_default(),
        schedule: schedule(&args.delivery.request, starts),
        needs_secret: args.resign || events.iter().any(|saved| saved.request.is_none()),
        tamper: None,
        keeps_signatures: keep.signature && requests().any(is_genuine),
        credentials,
        request: Box::new(move |number, builder| {
            let index = usize::try_from(number).expect("the number of an event in memory");
            builder.rebuild(events[index].clone(), keep)
        }),
    }
}
