//! The cases that the flags select, and the run that they make.

use std::path::Path;

use crate::catalog::{Named, Status, find, select};
use crate::check::{
    self, CONTROL, CaseInputs, CheckRun, PreparedCase, RunInfo, Suite, WebhookCase,
};
use crate::cli::CheckArgs;
use crate::error::{Error, Result};
use crate::event::Reproduction;
use crate::http::endpoint::Endpoint;
use crate::settings::secret::{Secret, SecretKind};
use crate::time::Moment;

/// What most cases send unless --events names another type.
const DEFAULT_TYPE: &str = "deployment.ready";

/// The time of the events with --seed, since the same requests include the same times.
const TIME_WITH_SEED: &str = "2026-01-31T12:00:00Z";

pub struct Plan {
    pub cases: Vec<WebhookCase>,
    /// Whether the control runs although it was not selected.
    pub has_added_control: bool,
    /// The type of the event that most cases send.
    base: Named,
}

impl Plan {
    pub fn new(args: &CheckArgs) -> Result<Self> {
        let types = event_types(args)?;
        let base = match types.iter().find(|named| is_usable(named)) {
            Some(named) if !args.events.is_empty() => *named,
            _ => find(DEFAULT_TYPE)?,
        };
        let suites: Vec<&str> = args.suite.iter().copied().map(Suite::label).collect();
        let (cases, has_added_control) =
            check::select(check::all(&types), CONTROL, &suites, &args.only, &args.skip)?;
        Ok(Self { cases, has_added_control, base })
    }

    pub fn check_run(
        &self,
        args: &CheckArgs,
        endpoint: &Endpoint,
        secret: &Secret,
        is_demo: bool,
    ) -> Result<(CheckRun, RunInfo)> {
        let seed = args.seed.unwrap_or_else(short_seed);
        let now = match (args.now, args.seed) {
            (Some(now), _) => now,
            (None, Some(_)) => Moment::parse(TIME_WITH_SEED)?,
            (None, None) => Moment::now(),
        };
        let reproduction = Reproduction { seed: Some(seed), now: Some(now) };
        let inputs = CaseInputs::new(
            endpoint.clone(),
            (secret.expose(), secret.source().to_string()),
            &args.header,
            self.base,
            reproduction,
        );
        let prepare = |case| PreparedCase::new(case, &inputs);
        let run = CheckRun {
            cases: self.cases.iter().map(prepare).collect::<Result<_>>()?,
            other_secrets: if is_demo { Vec::new() } else { other_secrets() },
            inputs,
            trust: args.tls.trust(endpoint)?,
            timeout: args.timeout,
            concurrency: args.concurrency.into(),
            interval: args.interval.unwrap_or_default(),
            rejections: args.expect_rejection.clone(),
        };
        // The address of a demo is gone when the report is read.
        let typed = if is_demo { "demo".to_owned() } else { endpoint.to_string() };
        let info = RunInfo {
            endpoint: endpoint.clone(),
            trust: run.trust.clone(),
            seed,
            now,
            is_strict: args.strict,
            is_verbose: args.verbose,
            reproduce: (typed, reproduce_flags(args, is_demo, seed, now)),
        };
        Ok((run, info))
    }
}

/// The flags that send the same again. Reports are shared, so the values of headers are left out.
fn reproduce_flags(args: &CheckArgs, is_demo: bool, seed: u64, now: Moment) -> Vec<String> {
    let mut flags = Vec::new();
    let mut add = |flag: &str, value: String| flags.extend([flag.to_owned(), value]);
    if let Some(path) = args.path.as_ref().filter(|_| is_demo) {
        add("--path", path.clone());
    }
    add("--seed", seed.to_string());
    add("--now", now.to_string());
    if !args.events.is_empty() {
        add("--events", args.events.join(","));
    }
    for file in &args.secret.secret_file {
        add("--secret-file", file.display().to_string());
    }
    for name in &args.secret.secret_env {
        add("--secret-env", name.clone());
    }
    if let Some(file) = &args.tls.ca_file {
        add("--ca-file", file.display().to_string());
    }
    for header in &args.header {
        add("--header", format!("{}: …", header.0));
    }
    if !args.expect_rejection.is_empty() {
        let statuses: Vec<String> = args.expect_rejection.iter().map(ToString::to_string).collect();
        add("--expect-rejection", statuses.join(","));
    }
    if args.timeout != CheckArgs::DEFAULT_TIMEOUT {
        add("--timeout", format!("{:?}", args.timeout));
    }
    if let Some(interval) = args.interval {
        add("--interval", format!("{interval:?}"));
    }
    if args.tls.insecure {
        flags.push("--insecure".to_owned());
    }
    if args.strict {
        flags.push("--strict".to_owned());
    }
    if args.yes {
        flags.push("--yes".to_owned());
    }
    flags
}

/// The secrets in the environment and the `.env` files, one of which the endpoint may have.
fn other_secrets() -> Vec<(String, Vec<u8>)> {
    let others = Secret::find_all(SecretKind::Webhook, Path::new("."));
    others.into_iter().map(|(value, source)| (source.to_string(), value)).collect()
}

/// Each type once, though globs may overlap.
fn event_types(args: &CheckArgs) -> Result<Vec<Named>> {
    if args.events.is_empty() {
        return select(&["all".to_owned()]);
    }
    let mut types: Vec<Named> = Vec::new();
    for named in select(&args.events)? {
        if named.event_type.files.is_none() {
            return Err(Error::usage(format!(
                "no sample of `{}`: its payload is not documented",
                named.name
            ))
            .with_hint("leave it out; `vercel-hooks events list` shows the types that have one"));
        }
        if !types.iter().any(|known| known.name == named.name) {
            types.push(named);
        }
    }
    Ok(types)
}

/// A seed that people can copy, and that every JSON reader keeps exactly.
fn short_seed() -> u64 {
    Reproduction::fresh_seed() >> 32
}

/// Whether the other cases can be built from an event of this type: it has today's envelope.
fn is_usable(named: &Named) -> bool {
    named.event_type.status == Status::Current && named.event_type.files.is_some()
}
