//! `partner call`: calls an endpoint of a partner's server.

mod advice;
mod plan;
mod preflight;
mod report;

use std::sync::Arc;

use http::header::AUTHORIZATION;

use crate::cli::partner::CallArgs;
use crate::delivery::{Job, RequestBuilder, RetryPolicy, Sender};
use crate::error::{Error, Exit, Result};
use crate::event::SampleData;
use crate::http::Trust;
use crate::http::backoff::Backoff;
use crate::http::endpoint::Endpoint;
use crate::http::preview::{PreviewValue, shell_quote};
use crate::http::runtime::{Ending, exit_on_second_interrupt, interrupted};
use crate::marketplace::partner::{CallToken, Calls, DemoPartner, DemoState};
use crate::marketplace::partner_api::TokenKind;
use crate::output::Output;

use super::super::delivery::schedule;
use super::super::preview::{PreviewFormat, PreviewPrinter};
use super::super::prompt;
use super::super::target::wait_for;
use super::token;
use plan::Plan;
use report::CallReport;

/// In bytes; lists of resources can be long.
const MAX_RESPONSE: usize = 1024 * 1024;

pub fn run(args: &CallArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    let plan = Plan::new(args, output)?;
    let format = PreviewFormat::from_flags(args.request.dry_run, args.request.curl);
    match (&args.to.server, format) {
        (None, Some(format)) => Err(Error::conflict(format.flag(), "--to demo")),
        (None, None) => plan.call_demo(args, output),
        (Some(base), Some(format)) => plan.preview(base, args, format, output),
        (Some(base), None) => {
            let trust = args.request.tls.trust(base)?;
            let name = plan.endpoint.name;
            let times =
                if args.repeat > 1 { format!(" {} times", args.repeat) } else { String::new() };
            let question = format!("Call {name} at {base}{times}?");
            prompt::confirm_remote(&question, base, args.request.yes, may_ask)?;
            let token = plan.token(args, token::open(&args.state)?)?;
            let calls = Arc::new(plan.calls(base, args, token)?);
            if wait_for(base, args.request.wait_ready, output)? == Ending::Stopped {
                return Ok(Exit::Interrupted);
            }
            send(args, &plan, calls, trust, output)
        }
    }
}

impl Plan {
    /// With everything that the call needs, unless it is to install.
    fn demo_state(&self, data: &SampleData) -> DemoState {
        let mut state = DemoState::new(data.get("product.id"), data.get("billingPlan.id"));
        if self.endpoint.name != "upsert-installation" {
            let id = |name| data.get(name);
            state.install(id("installation.id"), id("resource.id"), id("transferClaim.id"));
        }
        state
    }

    fn call_demo(&self, args: &CallArgs, output: &mut Output) -> Result<Exit> {
        let issuer = token::open(&args.state)?;
        let data = self.data()?;
        let (integration, state) = (data.get("integration.id"), self.demo_state(&data));
        let partner = DemoPartner::start(issuer.jwks(), integration, state)?;
        let base = Endpoint::parse(&format!("http://{}", partner.address()))?;
        let token = self.token(args, issuer)?;
        let calls = Arc::new(self.calls(&base, args, token)?);
        output.note(format_args!("demo: a built-in partner listens at {base} for this run"));
        let exit = send(args, self, calls, args.request.tls.trust(&base)?, output)?;
        output.hint("your own server: --to localhost");
        Ok(exit)
    }

    fn preview(
        &self,
        base: &Endpoint,
        args: &CallArgs,
        format: PreviewFormat,
        output: &mut Output,
    ) -> Result<Exit> {
        if let (PreviewFormat::Curl, Some(_)) = (format, args.token.tamper) {
            return Err(Error::conflict("--curl", "--tamper"));
        }
        let trust = args.request.tls.trust(base)?;
        let calls = self.calls(base, args, CallToken::new(|| Some("Bearer".to_owned())))?;
        let mut printer = PreviewPrinter::new(format, trust, output);
        for _ in 0..args.repeat {
            let request = calls.request();
            let mut preview = request.preview();
            let command = self.token_command(args)?;
            let is_ours = !args.request.header.iter().any(|(name, _)| name == AUTHORIZATION);
            for (name, value) in &mut preview.headers {
                if is_ours && *name == AUTHORIZATION.as_str() {
                    *value = PreviewValue::TokenFrom(command.clone());
                }
            }
            printer.print(&preview)?;
        }
        printer.end()?;
        Ok(Exit::Success)
    }

    /// The command that prints the token of the calls.
    fn token_command(&self, args: &CallArgs) -> Result<String> {
        let data = self.data()?;
        let mut words = vec!["vercel-hooks", "partner", "token"];
        let (seed, now) = (self.seed.to_string(), args.body.now.map(|now| now.to_string()));
        match self.kind {
            TokenKind::User => words.extend(["--user", "--role", args.token.role.name()]),
            TokenKind::System if args.token.pre_install => words.push("--pre-install"),
            TokenKind::System => words.push("--system"),
        }
        words.extend(["--integration", data.get("integration.id")]);
        if !args.token.pre_install {
            words.extend(["--installation", data.get("installation.id")]);
        }
        words.extend(["--seed", &seed]);
        words.extend(now.iter().flat_map(|now| ["--now", now]));
        let state_dir = args.state.state_dir.as_ref().map(|folder| folder.to_string_lossy());
        words.extend(state_dir.iter().flat_map(|folder| ["--state-dir", folder]));
        let words = words.into_iter().map(shell_quote);
        Ok(words.collect::<Vec<_>>().join(" "))
    }
}

fn send(
    args: &CallArgs,
    plan: &Plan,
    calls: Arc<Calls>,
    trust: Trust,
    output: &mut Output,
) -> Result<Exit> {
    let expectation = plan.expectation(args);
    let builder = RequestBuilder::new(calls.url().clone(), None, None, Vec::new());
    let sender = Sender {
        builder: &builder,
        trust,
        policy: RetryPolicy {
            timeout: args.request.timeout,
            retries: args.request.retries,
            backoff: Backoff { first: args.request.retry_wait },
            expected: expectation.statuses(plan.endpoint),
        },
        // Answers are judged as they came.
        redactor: None,
        keeps_responses: true,
        response_limit: MAX_RESPONSE,
    };
    let integration = plan.data()?.get("integration.id").to_owned();
    let mut report = CallReport::new(Arc::clone(&calls), integration, expectation, args, output)?;
    let job = Job {
        total: args.repeat,
        widest_name: plan.endpoint.name.len(),
        schedule: schedule(&args.request, Vec::new()),
        needs_secret: false,
        tamper: None,
        keeps_signatures: false,
        credentials: Vec::new(),
        request: Box::new(move |_, _| Ok(calls.request())),
    };
    exit_on_second_interrupt();
    let ending = sender.send(&job, interrupted, &mut |progress| report.progress(progress))?;
    report.end(ending)
}
