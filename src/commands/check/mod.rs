//! `check`

mod plan;
mod report_files;

use crate::check::{Terminal, print_list};
use crate::cli::CheckArgs;
use crate::error::{Exit, Result};
use crate::http::endpoint::{Endpoint, Target};
use crate::http::runtime::{Ending, interrupted, leave_on_second_interrupt};
use crate::output::{Output, counted};
use crate::receiver::Receiver;
use crate::settings::secret::SecretKind;

use super::destination::{Destination, patience, wait_for};
use super::{prompt, secrets};
use plan::Plan;
use report_files::ReportFiles;

pub fn run(args: &CheckArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    let wait_ready = patience(args.wait_ready.as_deref())?;
    let plan = Plan::new(args)?;
    if args.list {
        return print_list(&plan.cases, &args.expect_rejection, output).map(|()| Exit::Success);
    }
    let destination = Destination::new(
        args.endpoint.as_ref().or(args.to.as_ref()).map(String::as_str),
        args.path.as_deref(),
        "check",
    )?;
    let secret_files = &args.secret.secret_file;
    // The receiver of the demo runs as long as it is held.
    let (endpoint, secret, demo) = match &destination.target {
        Target::Demo => {
            let secret = secrets::find_or_generate(SecretKind::Webhook, secret_files, output)?;
            let receiver = Receiver::start(secret.expose())?;
            let endpoint = Endpoint::parse(&format!("http://{}", receiver.address()))?;
            (endpoint, secret, Some(receiver))
        }
        Target::Endpoint(endpoint) => {
            let secret = secrets::require(secret_files, "sign", may_ask, output)?;
            (endpoint.clone(), secrets::only(secret)?, None)
        }
    };
    let (endpoint, _) = destination.at_path(&endpoint);
    if demo.is_some() {
        output.note(format_args!("demo: a receiver listens at {endpoint} for this run"));
    }
    let run = plan.check_run(args, &endpoint, &secret, demo.is_some())?;
    let requests: usize = run.cases.iter().map(|case| case.requests.len()).sum();
    let requests = counted(requests as u64, "request");
    let question = format!("Send {requests} to {endpoint}?");
    prompt::before_leaving_this_machine(&question, &endpoint, args.yes, may_ask)?;
    if wait_for(&endpoint, wait_ready, output)? == Ending::Stopped {
        return Ok(Exit::Interrupted);
    }
    let files = ReportFiles::open(args)?;
    if plan.has_added_control {
        output.note("genuine.valid is sent too: without it, a rejection proves nothing");
    }
    let cases = counted(run.cases.len() as u64, "case");
    output.note(format_args!("{cases}, {requests} to {endpoint}, seed {}", run.seed));
    let mut terminal = Terminal::new(&run, files.are_wanted(), output)?;
    leave_on_second_interrupt();
    let report = run.execute(interrupted(), &mut |result| terminal.add(result))?;
    // Written whatever becomes of the rest, so that nobody reads the files of an earlier run.
    let written = files.write(&report);
    terminal.finish(&report, args.only.is_empty())?;
    written?;
    report.annotate(output);
    report.print_summary(output);
    Ok(report.exit())
}
