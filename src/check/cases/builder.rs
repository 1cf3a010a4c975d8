//! Builds the requests of one case.

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, Method};

use crate::catalog::{Field, Named};
use crate::delivery::{Header, headers_with};
use crate::error::Result;
use crate::event::{Batch, EventSpec, Layout, Overrides, Reproduction};
use crate::http::endpoint::Endpoint;
use crate::http::redact::Redactor;
use crate::signature::{HEADER, SigningKey};

use super::super::request::CaseRequest;
use super::CONTROL;

/// What the requests of all cases have in common.
pub struct CaseInputs {
    endpoint: Endpoint,
    secret: Vec<u8>,
    secret_name: String,
    key: SigningKey,
    headers: HeaderMap,
    /// The type of the event that most cases send.
    base: Named,
    fields: Vec<Field>,
    reproduction: Reproduction,
    redactor: Arc<Redactor>,
}

impl CaseInputs {
    pub fn new(
        endpoint: Endpoint,
        (secret, secret_name): (&[u8], String),
        extra_headers: &[Header],
        base: Named,
        reproduction: Reproduction,
    ) -> Self {
        Self {
            endpoint,
            secret: secret.to_vec(),
            secret_name,
            key: SigningKey::new(secret),
            headers: headers_with(extra_headers),
            base,
            fields: base.event_type.description().map(|known| known.fields).unwrap_or_default(),
            reproduction,
            redactor: Arc::new(Redactor::new(
                [secret],
                extra_headers.iter().map(|(name, value)| (name, value)),
            )),
        }
    }

    pub const fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    pub fn secret(&self) -> &[u8] {
        &self.secret
    }

    /// Where it comes from: `INTEGRATION_SECRET in .env`.
    pub fn secret_name(&self) -> &str {
        &self.secret_name
    }

    /// The control, with another event for each number.
    pub fn control(&self, number: u64) -> Result<CaseRequest> {
        let builder = CaseBuilder::new(self, CONTROL)?;
        Ok(builder.signed(builder.event_number(number)))
    }

    pub fn control_signed(&self, sign: impl Fn(&[u8]) -> String) -> Result<CaseRequest> {
        let builder = CaseBuilder::new(self, CONTROL)?;
        let event = builder.event();
        let signature = sign(&event);
        Ok(builder.with_signature(event, &signature))
    }
}

/// Builds the requests of one case, independently of any other case.
pub struct CaseBuilder<'a> {
    inputs: &'a CaseInputs,
    reproduction: Reproduction,
    events: Batch,
}

impl<'a> CaseBuilder<'a> {
    pub fn new(inputs: &'a CaseInputs, id: &str) -> Result<Self> {
        let reproduction = inputs.reproduction.for_name(id);
        let events = batch(inputs.base, reproduction)?;
        Ok(Self { inputs, reproduction, events })
    }

    pub fn event(&self) -> Vec<u8> {
        self.event_number(0)
    }

    pub fn events(&self, count: u64) -> impl Iterator<Item = Vec<u8>> {
        (0..count).map(|number| self.event_number(number))
    }

    pub fn event_number(&self, number: u64) -> Vec<u8> {
        self.events.event(number).body.into()
    }

    pub fn event_of(&self, named: Named) -> Result<Vec<u8>> {
        Ok(batch(named, self.reproduction)?.event(0).body.into())
    }

    pub fn fields(&self) -> &[Field] {
        &self.inputs.fields
    }

    pub fn secret(&self) -> &[u8] {
        &self.inputs.secret
    }

    pub fn signature(&self, body: &[u8]) -> String {
        self.inputs.key.sign(body).to_string()
    }

    /// A delivery as Vercel makes it.
    pub fn signed(&self, body: Vec<u8>) -> CaseRequest {
        let signature = self.signature(&body);
        self.with_signature(body, &signature)
    }

    pub fn signed_events(&self, count: u64) -> Vec<CaseRequest> {
        self.events(count).map(|event| self.signed(event)).collect()
    }

    pub fn with_signature(&self, body: Vec<u8>, signature: &str) -> CaseRequest {
        self.with_signatures(body, &[signature])
    }

    pub fn with_signatures(&self, body: Vec<u8>, signatures: &[&str]) -> CaseRequest {
        let mut request = self.unsigned(body);
        for signature in signatures {
            let value = HeaderValue::from_str(signature).expect("signatures of cases are text");
            request.headers.append(HEADER, value);
        }
        request
    }

    pub fn unsigned(&self, body: Vec<u8>) -> CaseRequest {
        CaseRequest {
            method: Method::POST,
            endpoint: self.inputs.endpoint.clone(),
            headers: self.inputs.headers.clone(),
            body: Some(body.into()),
            is_chunked: false,
            is_capitalized: false,
            redactor: Arc::clone(&self.inputs.redactor),
        }
    }
}

fn batch(named: Named, reproduction: Reproduction) -> Result<Batch> {
    let orders = vec![EventSpec::from_catalog(named, None)?];
    Ok(Batch::new(orders, &Overrides::default(), Layout::Compact, 1, reproduction)?.0)
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub fn event(named: Named, reproduction: Reproduction) -> Vec<u8> {
        batch(named, reproduction).unwrap().event(0).body.into()
    }
}
