//! `check`

mod plan;
mod report_files;

use crate::check::{Terminal, print_list};
use crate::cli::CheckArgs;
use crate::error::{Exit, Result};
use crate::http::runtime::{Ending, exit_on_second_interrupt, interrupted};
use crate::output::{Output, counted};

use super::target::{resolve, start_demo, wait_for};
use super::{prompt, secrets};
use plan::Plan;
use report_files::ReportFiles;

pub fn run(args: &CheckArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    let plan = Plan::new(args)?;
    if args.list {
        return print_list(&plan.cases, &args.expect_rejection, output).map(|()| Exit::Success);
    }
    let to = args.endpoint.clone().or_else(|| args.to.clone());
    let target = resolve(to, args.path.clone(), "check")?;
    // The receiver of the demo runs as long as it is held.
    let (endpoint, secret, demo) = match &target.server {
        None => {
            let secret = secrets::find_or_generate(&args.secret, output)?;
            let (receiver, endpoint) = start_demo(&target, &secret, output)?;
            (endpoint, secret, Some(receiver))
        }
        Some(server) => {
            let secret = secrets::require(&args.secret, "sign", may_ask, output)?;
            (target.endpoint_on(server), secrets::only(secret)?, None)
        }
    };
    let (run, info) = plan.check_run(args, &endpoint, &secret, demo.is_some())?;
    let requests: usize = run.cases.iter().map(|case| case.requests.len()).sum();
    let requests = counted(requests as u64, "request");
    let question = format!("Send {requests} to {endpoint}?");
    prompt::confirm_remote(&question, &endpoint, args.yes, may_ask)?;
    if wait_for(&endpoint, args.wait_ready, output)? == Ending::Stopped {
        return Ok(Exit::Interrupted);
    }
    let files = ReportFiles::open(args)?;
    if plan.has_added_control {
        output.note("genuine.valid is sent too: without it, a rejection proves nothing");
    }
    let cases = counted(run.cases.len() as u64, "case");
    output.note(format_args!("{cases}, {requests} to {endpoint}, seed {}", info.seed));
    let mut terminal = Terminal::new(&plan.cases, files.are_wanted(), output)?;
    exit_on_second_interrupt();
    let report = run.execute(info, interrupted(), &mut |result| terminal.add(result))?;
    // Written whatever becomes of the rest, so that nobody reads the files of an earlier run.
    let written = files.write(&report);
    terminal.finish(&report, args.only.is_empty())?;
    written?;
    report.annotate();
    report.print_summary(output);
    Ok(report.exit())
}
