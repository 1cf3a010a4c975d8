//! `partner call`: calls an endpoint of a partner's server.

mod advice;
mod preflight;
mod report;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use http::header::AUTHORIZATION;

use crate::cli::partner::{CallArgs, CallBodyArgs};
use crate::delivery::{Job, RequestBuilder, RetryPolicy, Sender};
use crate::error::{Error, Exit, Result};
use crate::event::{
    EventContext, Layout, OverrideWarning, Overrides, Reproduction, SampleData, Segments,
};
use crate::http::Trust;
use crate::http::backoff::Backoff;
use crate::http::endpoint::Endpoint;
use crate::http::preview::{PreviewValue, shell_quote};
use crate::http::runtime::{Ending, exit_on_second_interrupt, interrupted};
use crate::marketplace::issuer::{Issuer, TokenSpec};
use crate::marketplace::partner::{
    CallSpec, CallToken, Calls, DemoPartner, DemoState, Expectation,
};
use crate::marketplace::partner_api::{PartnerEndpoint, TokenKind, Violation};
use crate::output::Output;
use crate::settings::project::{BILLING_PLAN, INSTALLATION, INTEGRATION, PRODUCT, RESOURCE};
use crate::time::Moment;

use super::super::delivery::schedule;
use super::super::preview::{PreviewFormat, PreviewPrinter};
use super::super::prompt;
use super::super::target::wait_for;
use super::token;
use report::CallReport;

/// As long as Vercel's seem to be valid; they are not documented to be.
const LIFETIME: Duration = Duration::from_secs(3600);

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

/// What is called, with which ids.
struct Plan {
    endpoint: &'static PartnerEndpoint,
    kind: TokenKind,
    seed: u64,
    /// The samples that flags and settings replace.
    ids: Vec<(&'static str, String)>,
    time: Moment,
    body: Option<Bytes>,
}

impl Plan {
    fn new(args: &CallArgs, output: &Output) -> Result<Self> {
        let endpoint = args.endpoint;
        let kind = match (args.token.user, args.token.system) {
            (true, _) => TokenKind::User,
            (_, true) => TokenKind::System,
            _ if args.token.pre_install => TokenKind::System,
            _ => endpoint.auth[0],
        };
        if let Some(tamper) = args.token.tamper.filter(|tamper| !tamper.applies_to(kind)) {
            let (name, kind) = (tamper.name, kind.name());
            return Err(Error::usage(format!("--tamper {name} does not change a {kind} token"))
                .with_hint("--user and --system choose the kind of the token"));
        }
        if !endpoint.auth.contains(&kind) {
            let (name, kind) = (endpoint.name, kind.name());
            output.warn(format_args!("Vercel does not call {name} with a {kind} token"));
        }
        let seed = args.body.seed.unwrap_or_else(Reproduction::fresh_seed);
        let time = args.body.now.unwrap_or_else(Moment::now);
        let mut plan = Self { endpoint, kind, seed, ids: find_ids(args)?, time, body: None };
        let data = plan.data()?;
        plan.body =
            body(endpoint, &args.body, &EventContext { data: &data, event_id: "", time }, output)?;
        Ok(plan)
    }

    fn data(&self) -> Result<SampleData> {
        let mut ids = self.ids.iter();
        ids.try_fold(SampleData::new(self.seed, 0), |data, (name, id)| data.with(name, id))
    }

    /// With all that the call is about, unless it is to install.
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

    fn token(&self, args: &CallArgs, issuer: Issuer) -> Result<CallToken> {
        let data = Mutex::new(self.data()?);
        let (kind, role, pre_install) = (self.kind, args.token.role, args.token.pre_install);
        let spec = TokenSpec { kind, role, pre_install, ..TokenSpec::default() };
        let (tamper, now) = (args.token.tamper, args.body.now);
        Ok(CallToken::new(move || {
            let data = data.lock().unwrap_or_else(PoisonError::into_inner);
            let claims = spec.claims(&data, now.unwrap_or_else(Moment::now), LIFETIME);
            match tamper {
                Some(tamper) => tamper.authorization(&issuer, &claims),
                None => Some(format!("Bearer {}", issuer.sign(&claims))),
            }
        }))
    }

    fn calls(&self, base: &Endpoint, args: &CallArgs, token: CallToken) -> Result<Calls> {
        let spec = CallSpec {
            endpoint: self.endpoint,
            base: base.clone(),
            data: &self.data()?,
            time: self.time,
            kind: self.kind,
            body: self.body.clone(),
            idempotency_key: args.idempotency_key.clone(),
            headers: args.request.header.clone(),
        };
        Calls::new(spec, token)
    }

    fn expectation(&self, args: &CallArgs) -> Expectation {
        match args.token.tamper {
            _ if !args.expect.is_empty() => Expectation::Statuses(args.expect.clone()),
            Some(tamper) => Expectation::of_tamper(tamper, self.endpoint),
            None => Expectation::Success,
        }
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

/// The request body, or nothing if the method has none.
fn body(
    endpoint: &PartnerEndpoint,
    args: &CallBodyArgs,
    context: &EventContext<'_>,
    output: &Output,
) -> Result<Option<Bytes>> {
    let Some(mut sample) = endpoint.sample() else {
        if !args.set.is_empty() || !args.unset.is_empty() {
            let name = endpoint.name;
            return Err(Error::usage(format!("`{name}` has no request body to change")));
        }
        return Ok((endpoint.method == Method::POST).then(Bytes::new));
    };
    let overrides = Overrides::new(args.set.clone(), args.unset.clone())?;
    for warning in overrides.apply(&mut sample)? {
        match warning {
            OverrideWarning::Added { path, nearest: Some(nearest) } => {
                output.warn(format_args!("{path} was added (did you mean {nearest}?)"));
            }
            OverrideWarning::Absent { path, nearest } => {
                let nearest = nearest.map(|nearest| format!(" (did you mean {nearest}?)"));
                let nearest = nearest.unwrap_or_default();
                output.warn(format_args!("{path} is not in the request body{nearest}"));
            }
            // The schema says more.
            OverrideWarning::Added { .. } | OverrideWarning::Retyped { .. } => {}
        }
    }
    let body = Segments::new(&sample, Layout::Compact).fill(context);
    let json = serde_json::from_str(&body).expect("a filled template is JSON");
    for Violation { path, message } in endpoint.check_request(&json) {
        output.warn(format_args!("Vercel sends no such request: {path} {message}"));
    }
    Ok(Some(body.into()))
}

/// The ids of flags, the environment and the project file, by the names of their samples.
fn find_ids(args: &CallArgs) -> Result<Vec<(&'static str, String)>> {
    let (body, integration) = (&args.body, &args.token.integration);
    let mut ids = Vec::new();
    for (sample, flag, setting) in [
        ("integration.id", integration, &INTEGRATION),
        ("installation.id", &body.installation, &INSTALLATION),
        ("resource.id", &body.resource, &RESOURCE),
        ("product.id", &body.product, &PRODUCT),
        ("billingPlan.id", &body.billing_plan, &BILLING_PLAN),
    ] {
        ids.extend(token::id(flag.as_ref(), setting)?.map(|id| (sample, id)));
    }
    ids.extend(body.claim.clone().map(|id| ("transferClaim.id", id)));
    Ok(ids)
}
