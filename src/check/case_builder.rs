//! What the requests of the cases are made from.

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, Method};

use crate::catalog::{Field, Named};
use crate::delivery::{Header, headers_with};
use crate::error::Result;
use crate::event::{Batch, EventSpec, Layout, Overrides, Reproduction};
use crate::http::endpoint::Endpoint;
use crate::http::redact::Redactor;
use crate::signature::{HEADER, SigningKey};

use super::exchange::CaseRequest;

/// What all cases have in common.
pub struct CaseInputs {
    endpoint: Endpoint,
    secret: Vec<u8>,
    key: SigningKey,
    headers: HeaderMap,
    /// The type of the event that most cases use.
    base: Named,
    fields: Vec<Field>,
    reproduction: Reproduction,
    hidden: Arc<Redactor>,
}

impl CaseInputs {
    /// Requests to `endpoint` with these further headers, signed with `secret`, most of them with
    /// an event of the type `base`.
    #[must_use]
    pub fn new(
        endpoint: Endpoint,
        secret: &[u8],
        extra: &[Header],
        base: Named,
        reproduction: Reproduction,
    ) -> Self {
        Self {
            endpoint,
            secret: secret.to_vec(),
            key: SigningKey::new(secret),
            headers: headers_with(extra),
            base,
            fields: base.event_type.description().map(|it| it.fields).unwrap_or_default(),
            reproduction,
            hidden: Arc::new(Redactor::new(
                [secret],
                extra.iter().map(|(name, value)| (name, value)),
            )),
        }
    }
}

/// Makes the requests of one case, which do not depend on those of any other.
pub struct CaseBuilder<'a> {
    material: &'a CaseInputs,
    reproduction: Reproduction,
    events: Batch,
}

impl<'a> CaseBuilder<'a> {
    /// A maker for the case of this name.
    ///
    /// # Errors
    /// Those of making an event.
    pub fn new(material: &'a CaseInputs, id: &str) -> Result<Self> {
        let reproduction = material.reproduction.of(id);
        let events = batch(material.base, reproduction)?;
        Ok(Self { material, reproduction, events })
    }

    /// The body of a genuine event.
    pub fn event(&self) -> Vec<u8> {
        self.event_number(0)
    }

    /// The bodies of different genuine events.
    pub fn events(&self, count: u64) -> impl Iterator<Item = Vec<u8>> {
        (0..count).map(|number| self.event_number(number))
    }

    fn event_number(&self, number: u64) -> Vec<u8> {
        self.events.event(number).body.into()
    }

    /// The body of a genuine event of another type.
    ///
    /// # Errors
    /// Those of making an event.
    pub fn event_of(&self, named: Named) -> Result<Vec<u8>> {
        Ok(batch(named, self.reproduction)?.event(0).body.into())
    }

    /// The fields of the event.
    pub fn fields(&self) -> &[Field] {
        &self.material.fields
    }

    /// The secret that endpoint and program share.
    pub fn secret(&self) -> &[u8] {
        &self.material.secret
    }

    /// The signature that Vercel would send with this body.
    pub fn signature(&self, body: &[u8]) -> String {
        self.material.key.sign(body).to_string()
    }

    /// A delivery as Vercel makes it.
    pub fn signed(&self, body: Vec<u8>) -> CaseRequest {
        let signature = self.signature(&body);
        self.with_signature(body, &signature)
    }

    /// A delivery with this text in the place of its signature.
    ///
    /// # Panics
    /// Where the text has characters that no header takes.
    pub fn with_signature(&self, body: Vec<u8>, signature: &str) -> CaseRequest {
        self.with_signatures(body, &[signature])
    }

    /// A delivery with several signatures.
    ///
    /// # Panics
    /// Where one of them has characters that no header takes.
    pub fn with_signatures(&self, body: Vec<u8>, signatures: &[&str]) -> CaseRequest {
        let mut request = self.unsigned(body);
        for signature in signatures {
            let value = HeaderValue::from_str(signature).expect("cases send text");
            request.headers.append(HEADER, value);
        }
        request
    }

    /// A delivery without a signature.
    pub fn unsigned(&self, body: Vec<u8>) -> CaseRequest {
        CaseRequest {
            method: Method::POST,
            endpoint: self.material.endpoint.clone(),
            headers: self.material.headers.clone(),
            body: Some(body.into()),
            is_chunked: false,
            is_capitalised: false,
            hidden: Arc::clone(&self.material.hidden),
        }
    }
}

fn batch(named: Named, reproduction: Reproduction) -> Result<Batch> {
    let orders = vec![EventSpec::of_type(named, None)?];
    let made = Batch::new(orders, &Overrides::default(), Layout::Compact, 1, reproduction)?;
    Ok(made.0)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The body of an event of this type.
    pub fn event(named: Named, reproduction: Reproduction) -> Vec<u8> {
        batch(named, reproduction).unwrap().event(0).body.into()
    }
}
