//! `replay`: deliver recorded events again.

mod recorded;

use crate::catalog::parse_glob;
use crate::cli::ReplayArgs;
use crate::error::{Error, Exit, Result};
use crate::output::Output;
use crate::recording::{Filter, Speed};
use crate::time::{Moment, show_duration};

use super::delivery::{Delivery, Load, Route};
use recorded::Recorded;

pub fn run(args: &ReplayArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    let filter = filter(args)?;
    let speed = speed(args)?;
    let route = Route::new(&args.delivery, &args.pace)?;
    let recorded = Recorded::read(args, &filter, speed, output)?;
    let is_on_paper = args.display.dry_run || args.display.curl;
    if let Some(last) = recorded.starts().and_then(|starts| starts.last().copied())
        && !is_on_paper
        && !last.is_zero()
    {
        output.note(format_args!("the last one is due {} after the first", show_duration(last)));
    }
    let secret_files = &args.secret.secret_file;
    Delivery { load: &recorded, route, display: args.display, secret_files }.run(may_ask, output)
}

fn filter(args: &ReplayArgs) -> Result<Filter> {
    let moment = |text: &Option<String>| text.as_deref().map(Moment::parse).transpose();
    Ok(Filter {
        types: args.types.iter().map(|text| parse_glob(text)).collect::<Result<_>>()?,
        ids: args.ids.clone(),
        since: moment(&args.since)?,
        until: moment(&args.until)?,
        failed: args.failed,
    })
}

/// Recorded gaps are those between events in their order, and have no place for others.
fn speed(args: &ReplayArgs) -> Result<Speed> {
    let speed = args.speed.parse()?;
    let second = match (speed, args.pace.concurrency, &args.pace.interval) {
        (Speed::Max, ..) | (_, 1, None) => return Ok(speed),
        (_, 1, Some(_)) => "--interval",
        _ => "--concurrency",
    };
    Err(Error::conflict("--speed", second))
}
