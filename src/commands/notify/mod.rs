//! `notify`: tell Vercel that something changed.

mod failed_lines;
mod plan;
mod report;
mod rerun;

use crate::cli::NotifyArgs;
use crate::error::{Error, Exit, Result};
use crate::http::runtime::{self, interrupted};
use crate::marketplace::{Api, ApiUrl, Emulator, Rules, VercelClient};
use crate::output::Output;
use crate::settings::secret::{Secret, SecretKind};

use super::preview::{PreviewFormat, PreviewPrinter};
use super::secrets;
use failed_lines::FailedLines;
use plan::Plan;
use report::NotifyReport;

pub fn run(args: &NotifyArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    let plan = Plan::new(args, may_ask)?;
    let token_file = args.api.token_file.as_ref();
    match (&plan.api, PreviewFormat::from_flags(args.dry_run, args.curl)) {
        (Api::Demo, Some(form)) => Err(Error::conflict(form.flag(), "--api-url demo")),
        (Api::At(api), Some(form)) => {
            let exit = preview(&plan, api, PreviewPrinter::new(form, output))?;
            plan.say_what_was_asked(false, output);
            Ok(exit)
        }
        (Api::Demo, None) => {
            let token = secrets::find_or_generate(
                SecretKind::Token,
                args.api.token_file.as_slice(),
                output,
            )?;
            let emulator = Emulator::start(0, Rules::default())?;
            let url = format!("http://{}", emulator.address());
            output.note(format_args!("demo: a stand-in for Vercel listens at {url} for this run"));
            let exit = tell(&plan, &ApiUrl::parse(&url)?, &token, output)?;
            report::say_seen(&emulator.seen(), output);
            plan.say_what_was_asked(false, output);
            Ok(exit)
        }
        (Api::At(api), None) => {
            let (token, was_asked) = secrets::require_token(token_file, may_ask, output)?;
            let exit = tell(&plan, api, &token, output)?;
            plan.say_what_was_asked(was_asked, output);
            Ok(exit)
        }
    }
}

fn preview(plan: &Plan, api: &ApiUrl, mut preview: PreviewPrinter<'_>) -> Result<Exit> {
    for notice in &plan.notices {
        let endpoint = api.create_event(&notice.installation_id)?;
        let body = notice.notification.body();
        preview.print(&VercelClient::preview(&endpoint, &body))?;
    }
    preview.end()?;
    Ok(Exit::Success)
}

fn tell(plan: &Plan, api: &ApiUrl, token: &Secret, output: &mut Output) -> Result<Exit> {
    let partner = VercelClient::new(api.clone(), token, plan.patience)?;
    let rest = plan.lines.as_ref().map(|lines| FailedLines::new(plan, lines)).transpose()?;
    let mut report = NotifyReport::new(plan, api, token, rest, output)?;
    runtime::exit_on_second_interrupt();
    let ending = runtime::single_threaded()?.block_on(partner.notify_all(
        &plan.notices,
        plan.concurrency,
        interrupted(),
        &mut |progress| report.progress(progress),
    ));
    match ending {
        Ok(ending) => report.end(ending),
        Err(error) => {
            report.abandon();
            Err(error)
        }
    }
}
