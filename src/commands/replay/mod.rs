//! `replay`: deliver recorded events again.

mod selection;

use crate::cli::ReplayArgs;
use crate::delivery::{Job, Keep, Target};
use crate::error::{Error, Exit, Result};
use crate::output::{Output, counted};
use crate::recording::{Filter, Speed};
use crate::settings::secret::SecretKind;
use crate::time::show_duration;

use super::delivery::{deliver, schedule};
use super::{input, secrets, target};
use selection::Selection;

pub fn run(args: &ReplayArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    refuse_gaps_with_other_schedules(args)?;
    let target = target::resolve(args.delivery.to.clone(), args.delivery.path.clone(), "--to")?;
    let events = select(args, output)?;
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

fn select(args: &ReplayArgs, output: &Output) -> Result<Selection> {
    if args.files.iter().filter(|path| input::is_dash(path)).count() > 1 {
        return Err(Error::usage("standard input cannot be both one file and another"));
    }
    for path in &args.files {
        let secret_files = &args.delivery.secret.secret_file;
        secrets::reject_shared_stdin("the events", path, SecretKind::Webhook, secret_files)?;
    }
    let filter = Filter {
        types: args.types.clone(),
        ids: args.ids.clone(),
        since: args.since,
        until: args.until,
        failed: args.failed,
    };
    let takes_all = filter.takes_all();
    let mut selection = Selection::new(filter, args.resign);
    for path in &args.files {
        let name = input::name(path);
        let cut_line = selection.read(&name, input::open_seekable(path)?)?;
        input::warn_if_cut(&name, cut_line, output);
    }
    let events = selection.finish();
    if events.total == 0 {
        let names: Vec<String> = args.files.iter().map(|path| input::name(path)).collect();
        return Err(Error::usage(format!("nothing to replay in {}", names.join(", "))));
    }
    if events.not_post > 0 {
        let requests = counted(events.not_post, "request");
        output.warn(format_args!("skipped {requests}: only POST is replayed"));
    }
    if events.unverified > 0 {
        let requests = counted(events.unverified, "request");
        output.warn(format_args!(
            "skipped {requests} whose signature was not verified: --id includes {} by id",
            if events.unverified == 1 { "it" } else { "them" }
        ));
    }
    if events.selected.is_empty() {
        let message = match events.total {
            1 => "the only event is excluded".to_owned(),
            total => format!("all {total} events are excluded"),
        };
        return Err(Error::usage(message).with_hint(
            "only `POST` is replayed; --type, --id, --since, --until and --failed must all match",
        ));
    }
    if !takes_all {
        let count = events.selected.len();
        output.note(format_args!("replaying {count} of {} events", events.total));
    }
    Ok(events)
}

fn job(events: Selection, target: &Target, args: &ReplayArgs, output: &Output) -> Job {
    let selected = &events.selected;
    let keep = Keep {
        path: !target.has_path(),
        credentials: target.is_loopback() && !args.delivery.request.curl,
        signature: !args.resign,
    };
    if !keep.credentials && selected.iter().any(|event| event.has_credentials) {
        output.note(if args.delivery.request.curl {
            "the commands leave out recorded credentials"
        } else {
            "recorded credentials are only sent to this machine"
        });
    }
    let starts = args.speed.starts(selected.iter().map(|event| event.time)).unwrap_or_default();
    if let Some(last) = starts.last()
        && !last.is_zero()
        && !args.delivery.request.dry_run
        && !args.delivery.request.curl
    {
        output.note(format_args!("the last one is due {} after the first", show_duration(*last)));
    }
    Job {
        total: selected.len() as u64,
        widest_name: selected.iter().map(|event| event.name_width).max().unwrap_or_default(),
        schedule: schedule(&args.delivery.request, starts),
        needs_secret: args.resign || selected.iter().any(|event| !event.has_request),
        tamper: None,
        keeps_signatures: keep.signature && selected.iter().any(|event| event.is_genuine),
        credentials: events.credentials.iter().cloned().collect(),
        request: Box::new(move |number, builder| {
            let index = usize::try_from(number).expect("the number of an event in memory");
            Ok(builder.rebuild(events.read_again(index)?, keep))
        }),
    }
}
