//! What Vercel does after a request of a partner: it reads what has changed, and sends webhooks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, HeaderValue};
use serde::Serialize;
use serde_json::Value;
use tokio::sync::Mutex as Turn;

use crate::catalog;
use crate::delivery::{DeliveryRequest, Header, RequestBuilder};
use crate::error::Result;
use crate::event::{Event, EventContext, EventSpec, Identity, Layout, SampleData, Segments};
use crate::http::endpoint::Endpoint;
use crate::http::redact::Redactor;
use crate::http::{Client, RequestBody, Response, TransportError, Trust};
use crate::time::Moment;

use super::emulator::{Action, FollowUp, LazyIssuer};
use super::issuer::TokenSpec;
use super::partner::{CallSpec, CallToken, Calls};
use super::partner_api::PartnerEndpoint;
use super::truncate;

/// Vercel does not document its own limits.
const TIMEOUT: Duration = Duration::from_secs(30);
const MAX_BODY: usize = 4 * 1024 * 1024;

/// As long as those of `partner call`.
const TOKEN_LIFETIME: Duration = Duration::from_secs(3600);

/// Beyond this many installations, those that nothing waits for are forgotten.
const MAX_TURNS: usize = 1000;

/// What is done, and where.
pub struct FollowUps {
    pub partner: Option<Partner>,
    pub webhooks: Option<Webhooks>,
    pub samples: Samples,
    /// Signs the tokens of calls.
    pub issuer: LazyIssuer,
    pub turns: Turns,
}

/// The partner's server.
pub struct Partner {
    client: Client,
    base: Endpoint,
    headers: Vec<Header>,
}

/// Where webhooks go.
pub struct Webhooks {
    client: Client,
    builder: RequestBuilder,
}

/// Sample data in which these ids are replaced.
#[derive(Clone, Debug)]
pub struct Samples {
    pub seed: u64,
    pub ids: Vec<(&'static str, String)>,
}

/// The follow-ups of an installation come one after the other.
#[derive(Default)]
pub struct Turns(Mutex<HashMap<String, Arc<Turn<()>>>>);

#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum FollowedUp {
    ReadBack(ReadBack),
    Webhook(SentWebhook),
}

#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadBack {
    /// The number of the request that led to it.
    #[serde(rename = "readBackOf")]
    pub request: u64,
    pub url: String,
    pub ok: bool,
    pub status: Option<u16>,
    pub failure: Option<TransportError>,
    pub resource_status: Option<String>,
    /// Where the response is not as the Partner API requires.
    pub problems: Vec<String>,
    #[serde(skip)]
    pub endpoint: &'static str,
    #[serde(skip)]
    pub installation: String,
    #[serde(skip)]
    pub resource: Option<String>,
    /// What was read, if it is valid.
    #[serde(skip)]
    pub document: Option<Value>,
    /// The body of the call.
    #[serde(skip)]
    pub request_body: Value,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SentWebhook {
    /// The number of the request that led to it.
    #[serde(rename = "webhookOf")]
    pub request: u64,
    #[serde(rename = "type")]
    pub event_type: &'static str,
    pub id: String,
    pub installation_id: String,
    pub url: String,
    pub ok: bool,
    pub status: Option<u16>,
    pub failure: Option<TransportError>,
}

impl Samples {
    pub fn data(&self, more: &[(&'static str, String)]) -> Result<SampleData> {
        // What comes last counts.
        let mut ids: HashMap<&str, &str> = HashMap::new();
        ids.extend(self.ids.iter().chain(more).map(|(name, id)| (*name, &**id)));
        ids.into_iter()
            .try_fold(SampleData::new(self.seed, 0), |data, (name, id)| data.with(name, id))
    }
}

impl Turns {
    fn of(&self, installation: &str) -> Arc<Turn<()>> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if turns.len() > MAX_TURNS {
            turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        }
        Arc::clone(turns.entry(installation.to_owned()).or_default())
    }
}

impl Partner {
    pub fn new(base: Endpoint, trust: &Trust, mut headers: Vec<Header>) -> Result<Self> {
        if !headers.iter().any(|(name, _)| *name == ACCEPT) {
            headers.push((ACCEPT, HeaderValue::from_static("application/json")));
        }
        let client = Client::new(&base, trust, TIMEOUT)?.with_response_limit(MAX_BODY);
        Ok(Self { client, base, headers })
    }

    async fn call(&self, calls: &Calls, token: &str, read_back: &mut ReadBack) {
        read_back.url = calls.url().to_string();
        let DeliveryRequest { method, headers, body, .. } = calls.request();
        let body = body.map_or(RequestBody::None, RequestBody::Whole);
        match self.client.request(method, calls.url().url(), headers, body).await {
            Err(error) => {
                read_back.failure = Some(error);
                read_back.problems.push(format!("no response: {}", error.label()));
            }
            Ok(response) => {
                let headers = self.headers.iter().map(|(name, value)| (name, value));
                let redactor = Redactor::new([token.as_bytes()], headers);
                read_back.judge(calls.endpoint(), &response, &redactor);
            }
        }
    }
}

impl Webhooks {
    /// Signed with the client secret.
    pub fn new(endpoint: Endpoint, trust: &Trust, secret: &[u8]) -> Result<Self> {
        let client = Client::new(&endpoint, trust, TIMEOUT)?;
        Ok(Self { client, builder: RequestBuilder::new(endpoint, Some(secret), None, Vec::new()) })
    }
}

impl FollowUps {
    pub fn none(seed: u64) -> Self {
        let (samples, issuer) = (Samples { seed, ids: Vec::new() }, LazyIssuer::new(None));
        Self { partner: None, webhooks: None, samples, issuer, turns: Turns::default() }
    }

    pub fn are_due(&self, next: &[FollowUp]) -> bool {
        next.iter().any(|follow_up| match follow_up.action {
            Action::Call { .. } => self.partner.is_some(),
            Action::Webhook { .. } => self.webhooks.is_some(),
        })
    }

    /// Does what follows a request, given by its number.
    pub async fn run(&self, request: u64, next: &[FollowUp]) -> Result<Vec<FollowedUp>> {
        let mut done = Vec::new();
        for FollowUp { installation, action } in next {
            let turn = self.turns.of(installation);
            let _turn = turn.lock().await;
            match (action, &self.partner, &self.webhooks) {
                (Action::Call { endpoint, resource }, Some(partner), _) => {
                    let read_back = ReadBack {
                        request,
                        endpoint,
                        installation: installation.clone(),
                        resource: resource.clone(),
                        ..ReadBack::default()
                    };
                    let read_back = self.call_partner(partner, read_back, &[]).await?;
                    done.push(FollowedUp::ReadBack(read_back));
                }
                (Action::Webhook { event_type, samples }, _, Some(webhooks)) => {
                    let number = request * 2 + done.len() as u64;
                    let id = SampleData::new(self.samples.seed, number).event_id(0);
                    let mut samples = samples.clone();
                    samples.push(("installation.id", installation.clone()));
                    let delivery = self.webhook(webhooks, event_type, &id, &samples)?;
                    let sent = SentWebhook {
                        request,
                        event_type,
                        id,
                        installation_id: installation.clone(),
                        url: delivery.endpoint.to_string(),
                        ok: false,
                        status: None,
                        failure: None,
                    };
                    done.push(FollowedUp::Webhook(webhooks.send(delivery, sent).await));
                }
                _ => {}
            }
        }
        Ok(done)
    }

    /// Calls the partner, if there is one, with the sample of the endpoint.
    pub async fn call(
        &self,
        call: ReadBack,
        samples: &[(&'static str, String)],
    ) -> Result<Option<ReadBack>> {
        let Some(partner) = &self.partner else { return Ok(None) };
        let turn = self.turns.of(&call.installation);
        let _turn = turn.lock().await;
        self.call_partner(partner, call, samples).await.map(Some)
    }

    async fn call_partner(
        &self,
        partner: &Partner,
        mut read_back: ReadBack,
        samples: &[(&'static str, String)],
    ) -> Result<ReadBack> {
        match self.prepare(partner, &mut read_back, samples)? {
            Some((calls, token)) => partner.call(&calls, &token, &mut read_back).await,
            None => read_back.problems.push("these ids cannot be part of a URL".to_owned()),
        }
        read_back.ok = read_back.problems.is_empty();
        Ok(read_back)
    }

    /// The call and its token, unless the ids cannot be part of a URL.
    fn prepare(
        &self,
        partner: &Partner,
        read_back: &mut ReadBack,
        samples: &[(&'static str, String)],
    ) -> Result<Option<(Calls, String)>> {
        let mut ids = samples.to_vec();
        ids.push(("installation.id", read_back.installation.clone()));
        ids.extend(read_back.resource.clone().map(|id| ("resource.id", id)));
        let Ok(data) = self.samples.data(&ids) else { return Ok(None) };
        let endpoint = PartnerEndpoint::find(read_back.endpoint)?;
        let (kind, now) = (endpoint.auth[0], Moment::now());
        let spec = TokenSpec { kind, ..TokenSpec::default() };
        let token = self.issuer.get()?.sign(&spec.claims(&data, now, TOKEN_LIFETIME));
        let authorization = format!("Bearer {token}");
        let context = EventContext { data: &data, event_id: "", time: now };
        let body = endpoint.sample();
        let body = body.map(|sample| Segments::new(&sample, Layout::Compact).fill(&context));
        if let Some(body) = &body {
            read_back.request_body = serde_json::from_str(body).unwrap_or_default();
        }
        let spec = CallSpec {
            endpoint,
            base: partner.base.clone(),
            data: &data,
            time: now,
            kind,
            body: body.map(Bytes::from),
            idempotency_key: None,
            headers: partner.headers.clone(),
        };
        let calls = Calls::new(spec, CallToken::new(move || Some(authorization.clone())));
        Ok(calls.ok().map(|calls| (calls, token)))
    }

    fn webhook(
        &self,
        webhooks: &Webhooks,
        event_type: &'static str,
        event_id: &str,
        samples: &[(&'static str, String)],
    ) -> Result<DeliveryRequest> {
        let data = self.samples.data(samples)?;
        let template = EventSpec::from_catalog(catalog::find(event_type)?, None)?.template;
        let context = EventContext { data: &data, event_id, time: Moment::now() };
        let body = Segments::new(&template, Layout::Compact).fill(&context);
        let identity = Identity::from_body(body.as_bytes());
        Ok(webhooks.builder.build(Event { name: event_type.into(), identity, body: body.into() }))
    }
}

impl Webhooks {
    async fn send(&self, request: DeliveryRequest, mut sent: SentWebhook) -> SentWebhook {
        let DeliveryRequest { method, endpoint, headers, body, .. } = request;
        let body = body.map_or(RequestBody::None, RequestBody::Whole);
        match self.client.request(method, endpoint.url(), headers, body).await {
            Ok(response) => {
                sent.status = Some(response.status);
                sent.ok = (200..300).contains(&response.status);
            }
            Err(error) => sent.failure = Some(error),
        }
        sent
    }
}

impl ReadBack {
    fn judge(
        &mut self,
        endpoint: &'static PartnerEndpoint,
        response: &Response,
        redactor: &Redactor,
    ) {
        self.status = Some(response.status);
        let successes = endpoint.responses.iter().filter(|response| response.is_success());
        let successes: Vec<u16> = successes.map(|response| response.status).collect();
        match response.status {
            status if successes.contains(&status) => {}
            status @ (401 | 403) => {
                return self.problems.push(format!(
                    "{status}: the server does not accept the token; it must get its keys from \
                     this emulator, or take a token for tests from --partner-header"
                ));
            }
            status => {
                let successes: Vec<String> = successes.iter().map(u16::to_string).collect();
                let successes = successes.join(" or ");
                return self.problems.push(format!("expected status {successes}, got {status}"));
            }
        }
        let quote = |text: &str| truncate(&redactor.redact_text(text));
        let body = &response.body.bytes;
        let content_type = response.header("content-type");
        let judgement = endpoint.judge(response.status, content_type.as_deref(), body);
        let violations = judgement.violations.iter();
        self.problems = violations
            .map(|violation| quote(&format!("{} {}", violation.path, violation.message)))
            .collect();
        let document: Value = serde_json::from_slice(body).unwrap_or_default();
        if let (Some(id), Some(expected)) = (document["id"].as_str(), &self.resource)
            && id != expected
        {
            self.problems.push(format!("$.id must be {expected}, not {}", quote(id)));
        }
        self.resource_status = document["status"].as_str().map(quote);
        self.document = Some(document).filter(|_| self.problems.is_empty());
    }
}

impl FollowedUp {
    pub const fn is_ok(&self) -> bool {
        match self {
            Self::ReadBack(read_back) => read_back.ok,
            Self::Webhook(webhook) => webhook.ok,
        }
    }
}
