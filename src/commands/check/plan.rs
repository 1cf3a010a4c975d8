//! What `check` is to do, from its flags.

use std::time::Duration;

use crate::catalog::{Named, Status, find, select};
use crate::check::{Case, CaseInputs, Selection, Suite, all};
use crate::cli::{CheckArgs, SuiteName};
use crate::delivery::{Expectation, Header};
use crate::error::{Error, Result};
use crate::event::Reproduction;
use crate::http::endpoint::Endpoint;
use crate::settings::secret::Secret;
use crate::time::{Moment, parse_timeout};

use super::super::destination::patience;

/// What most cases send, where nothing else was asked for.
const USUAL_TYPE: &str = "deployment.ready";

/// The time of the events of a run with a seed: the same requests include the same times.
const TIME_WITH_SEED: &str = "2026-01-31T12:00:00Z";

/// What `check` is to do.
pub struct Plan {
    /// The cases, in the order in which they run.
    pub cases: Vec<Case>,
    /// Whether the user named them one by one, or by globs.
    pub has_chosen_cases: bool,
    /// Whether one of them was not asked for: it shows what the others mean.
    pub has_added_control: bool,
    /// Which answers are refusals.
    pub rejections: Vec<Expectation>,
    /// Whether failures of level `should` count.
    pub is_strict: bool,
    /// The time allowed for each answer.
    pub timeout: Duration,
    /// How long to wait for the endpoint.
    pub patience: Option<Duration>,
    /// What every request carries.
    pub headers: Vec<Header>,
    /// The seed of ids and choices.
    pub seed: u64,
    /// The time of the events.
    pub now: Moment,
    base: Named,
}

impl Plan {
    /// Reads the flags.
    ///
    /// # Errors
    /// Whatever cannot be used as given.
    pub fn new(args: &CheckArgs) -> Result<Self> {
        let patience = patience(args.wait_ready.as_deref())?;
        let types = if args.events.is_empty() {
            select(&["all".to_owned()])?
        } else {
            unique(select(&trimmed(&args.events))?)
        };
        if let Some(unknown) = types.iter().find(|it| it.event_type.files.is_none()) {
            return Err(Error::usage(format!(
                "no sample of `{}`: its payload is not documented",
                unknown.name
            ))
            .with_hint("leave it out; `vercel-hooks events list` shows the types that have one"));
        }
        let base = match types.iter().find(|it| is_usable(it)) {
            Some(named) if !args.events.is_empty() => *named,
            _ => find(USUAL_TYPE)?,
        };
        let suites = args.suite.iter().map(|name| match name {
            SuiteName::Genuine => Suite::Genuine,
            SuiteName::Forged => Suite::Forged,
            SuiteName::Robustness => Suite::Robustness,
        });
        let selection = Selection {
            suites: suites.collect(),
            only: trimmed(&args.only),
            skip: trimmed(&args.skip),
        };
        let (cases, has_added_control) = selection.of(all(&types))?;
        let now = match (&args.now, args.seed) {
            (Some(text), _) => Moment::parse(text)?,
            (None, Some(_)) => Moment::parse(TIME_WITH_SEED)?,
            (None, None) => Moment::now(),
        };
        Ok(Self {
            cases,
            has_chosen_cases: !args.only.is_empty(),
            has_added_control,
            rejections: args
                .expect_rejection
                .iter()
                .map(|text| rejection(text.trim()))
                .collect::<Result<_>>()?,
            is_strict: args.strict,
            timeout: parse_timeout(&args.timeout)?,
            patience,
            headers: Header::parse_all(&args.header)?,
            seed: args.seed.unwrap_or_else(short_seed),
            now,
            base,
        })
    }

    /// What the requests are made from.
    pub fn material(&self, endpoint: &Endpoint, secret: &Secret) -> CaseInputs {
        let reproduction = Reproduction { seed: Some(self.seed), now: Some(self.now) };
        CaseInputs::new(endpoint.clone(), secret.expose(), &self.headers, self.base, reproduction)
    }
}

/// Lists are written with and without blanks.
fn trimmed(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| text.trim().to_owned()).collect()
}

/// A seed that people can copy, and that every reader of JSON keeps exactly.
fn short_seed() -> u64 {
    Reproduction::fresh_seed() >> 32
}

/// Whether the other cases can be made of an event of this type: it has an envelope of today.
fn is_usable(named: &Named) -> bool {
    named.event_type.status == Status::Current && named.event_type.files.is_some()
}

/// Globs may overlap, but every case is run once.
fn unique(types: Vec<Named>) -> Vec<Named> {
    let mut unique: Vec<Named> = Vec::with_capacity(types.len());
    for named in types {
        if !unique.iter().any(|known| known.name == named.name) {
            unique.push(named);
        }
    }
    unique
}

fn rejection(text: &str) -> Result<Expectation> {
    let expectation: Expectation = text.parse()?;
    if (200..300).any(|status| expectation.is_met_by(status)) {
        return Err(Error::usage(format!(
            "`{text}` is not a rejection: Vercel counts it as delivered"
        ))
        .with_hint(
            "--expect-rejection takes what the endpoint answers to forged events: 401,403",
        ));
    }
    Ok(expectation)
}
