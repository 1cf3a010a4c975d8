//! `notify`: sends notifications to Vercel.

mod failed_lines;
mod plan;
mod report;
mod rerun;

use std::sync::Arc;

use crate::cli::NotifyArgs;
use crate::error::{Error, Exit, Result};
use crate::event::Reproduction;
use crate::http::backoff::Backoff;
use crate::http::runtime::{self, interrupted};
use crate::http::server::{Host, Port};
use crate::marketplace::{
    ApiTarget, ApiUrl, Emulator, FollowUps, LazyIssuer, RetryLimits, Rules, Store, VercelClient,
};
use crate::output::Output;
use crate::settings::secret::Secret;

use super::preview::{PreviewFormat, PreviewPrinter};
use super::secrets;
use failed_lines::FailedLines;
use plan::Plan;
use report::NotifyReport;

pub fn run(args: &NotifyArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    let plan = Plan::new(args, may_ask, output)?;
    let token_file = args.api.token_file.as_ref();
    let mut token_was_asked = false;
    let exit = match (&plan.api, PreviewFormat::from_flags(args.dry_run, args.curl)) {
        (ApiTarget::Demo, Some(form)) => {
            return Err(Error::conflict(form.flag(), "--api-url demo"));
        }
        (ApiTarget::Url(api), Some(form)) => {
            let trust = args.tls.trust(api.endpoint())?;
            preview(&plan, api, PreviewPrinter::new(form, trust, output))?
        }
        (ApiTarget::Demo, None) => {
            let token = secrets::find_or_generate_token(token_file, output)?;
            let port = Port::bind(&Host::localhost(), 0)?;
            let url = port.url();
            let (rules, issuer) = (Rules::default(), LazyIssuer::new(None));
            let follow_ups = Arc::new(FollowUps::none(Reproduction::fresh_seed()));
            let emulator =
                Emulator::start(port, rules, Store::default(), follow_ups, issuer, None, None)?;
            output.note(format_args!("demo: a local emulator of Vercel's API listens at {url}"));
            let exit = send(args, &plan, ApiUrl::parse(&url)?, &token, output)?;
            report::print_demo(&emulator.requests(), output);
            exit
        }
        (ApiTarget::Url(api), None) => {
            let token;
            (token, token_was_asked) = secrets::require_token(token_file, may_ask, output)?;
            send(args, &plan, api.clone(), &token, output)?
        }
    };
    if !plan.answers.is_empty() || token_was_asked {
        let token_file: &[_] = if token_was_asked { &["--token-file", "FILE"] } else { &[] };
        let answers = plan.answers.iter().map(String::as_str);
        output.hint("to run this again without prompts:");
        output.command(&rerun::with_arguments(answers.chain(token_file.iter().copied())));
    }
    Ok(exit)
}

fn preview(plan: &Plan, api: &ApiUrl, mut preview: PreviewPrinter<'_>) -> Result<Exit> {
    for pending in &plan.notifications {
        let endpoint = api.create_event(&pending.notification.installation_id)?;
        let body = pending.notification.update.to_body();
        preview.print(&VercelClient::preview(&endpoint, &body))?;
    }
    preview.end()?;
    Ok(Exit::Success)
}

fn send(
    args: &NotifyArgs,
    plan: &Plan,
    api: ApiUrl,
    token: &Secret,
    output: &mut Output,
) -> Result<Exit> {
    let limits = RetryLimits {
        timeout: args.api.timeout,
        max_wait: args.api.max_wait,
        backoff: Backoff { first: args.api.retry_wait },
    };
    let trust = args.tls.trust(api.endpoint())?;
    let client = VercelClient::new(api, &trust, token, limits)?;
    let failed_lines = match &args.many.from {
        Some(from) => Some(FailedLines::open(from, args.many.failed.as_deref(), output)?),
        None => None,
    };
    let mut report = NotifyReport::new(&client, &plan.notifications, failed_lines, output)?;
    runtime::exit_on_second_interrupt();
    let ending = runtime::single_threaded()?.block_on(client.notify_all(
        &plan.notifications,
        args.many.concurrency.into(),
        interrupted(),
        &mut |pending, progress| report.progress(pending, progress),
    ));
    match ending {
        Ok(ending) => report.end(ending),
        Err(error) => {
            report.abort();
            Err(error)
        }
    }
}
