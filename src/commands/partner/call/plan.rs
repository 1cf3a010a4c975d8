//! What `partner call` sends: the endpoint, the ids, the body and the token.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::Method;

use crate::cli::partner::{CallArgs, CallBodyArgs};
use crate::error::{Error, Result};
use crate::event::{
    EventContext, Layout, OverrideWarning, Overrides, Reproduction, SampleData, Segments,
};
use crate::http::endpoint::Endpoint;
use crate::marketplace::issuer::{Issuer, TokenSpec};
use crate::marketplace::partner::{CallSpec, CallToken, Calls, Expectation};
use crate::marketplace::partner_api::{PartnerEndpoint, TokenKind, Violation};
use crate::output::Output;
use crate::settings::project::{BILLING_PLAN, INSTALLATION, INTEGRATION, PRODUCT, RESOURCE};
use crate::time::Moment;

use super::super::token;

/// As long as Vercel's seem to be valid; they are not documented to be.
const LIFETIME: Duration = Duration::from_secs(3600);

/// What is called, with which ids.
pub struct Plan {
    pub endpoint: &'static PartnerEndpoint,
    pub kind: TokenKind,
    pub seed: u64,
    /// The samples that flags and settings replace.
    ids: Vec<(&'static str, String)>,
    time: Moment,
    body: Option<Bytes>,
}

impl Plan {
    pub fn new(args: &CallArgs, output: &Output) -> Result<Self> {
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

    pub fn data(&self) -> Result<SampleData> {
        let mut ids = self.ids.iter();
        ids.try_fold(SampleData::new(self.seed, 0), |data, (name, id)| data.with(name, id))
    }

    pub fn token(&self, args: &CallArgs, issuer: Issuer) -> Result<CallToken> {
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

    pub fn calls(&self, base: &Endpoint, args: &CallArgs, token: CallToken) -> Result<Calls> {
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

    pub fn expectation(&self, args: &CallArgs) -> Expectation {
        match args.token.tamper {
            _ if !args.expect.is_empty() => Expectation::Statuses(args.expect.clone()),
            Some(tamper) => Expectation::of_tamper(tamper, self.endpoint),
            None => Expectation::Success,
        }
    }
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
