//! `check`: does an endpoint treat webhooks as it must?

mod annotations;
mod files;
mod junit;
mod list;
mod markdown;
mod plan;
mod report;
mod reproduce;
mod results;
mod row;

use crate::check::{CheckRun, prepare};
use crate::cli::CheckArgs;
use crate::delivery::{Target, parse_path};
use crate::error::{Exit, Result};
use crate::http::endpoint::Endpoint;
use crate::http::runtime::{Ending, exit_on_second_interrupt, interrupted};
use crate::output::{Output, counted};
use crate::settings::secret::{Kind, Secret};

use super::target::{self, start_demo, wait_for};
use super::{prompt, secrets};
use files::Files;
use plan::Plan;
use report::CheckReport;
use reproduce::{Repeating, To};

pub fn run(args: &CheckArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    let plan = Plan::new(args)?;
    if args.list {
        return list::print(&plan, output).map(|()| Exit::Success);
    }
    let to = args.endpoint.as_deref().or(args.to.as_deref()).map(Target::parse).transpose()?;
    let target = target::resolve(to, args.path.as_deref().map(parse_path).transpose()?, "check")?;
    let checking = Checking { plan: &plan, args, may_ask };
    let files = &args.secret.secret_file;
    if let Some(server) = &target.server {
        let endpoint = target.endpoint_on(server);
        let secret = secrets::only(secrets::require(files, "sign", may_ask, output)?)?;
        let repeating = Repeating::new(&plan, To::Endpoint(&endpoint), args);
        checking.run(&endpoint, &secret, repeating, output)
    } else {
        let secret = secrets::find_or_make(Kind::Webhook, files, output)?;
        let (_receiver, endpoint) = start_demo(&target, &secret, output)?;
        let repeating = Repeating::new(&plan, To::Demo, args);
        checking.run(&endpoint, &secret, repeating, output)
    }
}

/// What is checked, but for the endpoint.
struct Checking<'a> {
    plan: &'a Plan,
    args: &'a CheckArgs,
    may_ask: bool,
}

impl Checking<'_> {
    fn run(
        &self,
        endpoint: &Endpoint,
        secret: &Secret,
        repeating: Repeating,
        output: &mut Output,
    ) -> Result<Exit> {
        let Self { plan, args, may_ask } = *self;
        let cases = prepare(&plan.cases, &plan.material(endpoint, secret))?;
        let requests: usize = cases.iter().map(|prepared| prepared.requests.len()).sum();
        let question = format!("Send {} to {endpoint}?", counted(requests as u64, "request"));
        prompt::confirm_remote(&question, endpoint, args.yes, may_ask)?;
        if wait_for(endpoint, plan.patience, output)? == Ending::Stopped {
            return Ok(Exit::Interrupted);
        }
        let files = Files::open(args)?;
        if plan.has_added_control {
            output.note("genuine.valid is sent too: without it, a refusal proves nothing");
        }
        output.note(format_args!(
            "{}, {} to {endpoint}, seed {}",
            counted(cases.len() as u64, "case"),
            counted(requests as u64, "request"),
            plan.seed
        ));
        let mut report = CheckReport::new(plan, endpoint, repeating, files, output)?;
        let run = CheckRun {
            cases: &cases,
            endpoint,
            timeout: plan.timeout,
            concurrency: args.concurrency.into(),
            rejections: &plan.rejections,
        };
        exit_on_second_interrupt();
        let ending = run.finish(interrupted(), &mut |finding| report.found(finding))?;
        report.end(ending)
    }
}
