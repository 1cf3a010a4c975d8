//! The requests of deliveries, to the byte.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use http::Method;
use http::header::{HeaderMap, HeaderValue};

use crate::event::{Event, Identity};
use crate::http::endpoint::Endpoint;
use crate::http::preview::{PreviewValue, RequestPreview};
use crate::recording::SavedEvent;
use crate::signature::{HEADER, SigningKey, Tamper};

use super::header::{CREDENTIALS, Header, add_headers, headers_with, is_credential};

pub struct RequestBuilder {
    endpoint: Endpoint,
    signer: Option<Signer>,
    added: Vec<Header>,
    /// The default headers and those added.
    headers: HeaderMap,
}

enum Signer {
    Key(SigningKey),
    Tampered(Tamper, Vec<u8>),
}

/// What a replayed request keeps of the recorded one, besides its body.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    pub path: bool,
    pub credentials: bool,
    pub signature: bool,
}

impl RequestBuilder {
    pub fn new(
        endpoint: Endpoint,
        secret: Option<&[u8]>,
        tamper: Option<Tamper>,
        added: Vec<Header>,
    ) -> Self {
        let signer = secret.map(|secret| match tamper {
            None => Signer::Key(SigningKey::new(secret)),
            Some(tamper) => Signer::Tampered(tamper, secret.to_vec()),
        });
        Self { endpoint, signer, headers: headers_with(&added), added }
    }

    pub const fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    pub fn build(&self, event: Event) -> DeliveryRequest {
        let mut headers = self.headers.clone();
        let signature = self.sign(&event.body, &mut headers);
        DeliveryRequest::new(event, self.endpoint.clone(), headers, signature)
    }

    /// Builds a recorded request again, or a new one for an event recorded without its request.
    pub fn rebuild(&self, saved: SavedEvent, keep: Keep) -> DeliveryRequest {
        let SavedEvent { event, request: Some(recorded) } = saved else {
            return self.build(saved.event);
        };
        let mut headers = recorded.headers.unwrap_or_else(|| headers_with(&[]));
        if !keep.credentials {
            for name in CREDENTIALS {
                headers.remove(name);
            }
        }
        if !keep.signature {
            self.sign(&event.body, &mut headers);
        }
        add_headers(&mut headers, &self.added);
        let signature =
            headers.get(HEADER).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let endpoint =
            if keep.path { self.endpoint.with_path(&recorded.path) } else { self.endpoint.clone() };
        DeliveryRequest::new(event, endpoint, headers, signature)
    }

    fn sign(&self, body: &[u8], headers: &mut HeaderMap) -> Option<String> {
        let signature = match self.signer.as_ref()? {
            Signer::Key(key) => key.sign(body).to_string(),
            Signer::Tampered(tamper, secret) => tamper.header(secret, body)?,
        };
        headers.insert(HEADER, HeaderValue::from_str(&signature).ok()?);
        Some(signature)
    }
}

/// A request that can be sent any number of times.
#[derive(Clone, Debug)]
pub struct DeliveryRequest {
    /// The name of the event if its body has no type.
    pub fallback_name: Arc<str>,
    pub identity: Identity,
    pub method: Method,
    pub endpoint: Endpoint,
    /// Without those of the connection.
    pub headers: HeaderMap,
    pub signature: Option<String>,
    pub body: Option<Bytes>,
}

impl DeliveryRequest {
    fn new(
        event: Event,
        endpoint: Endpoint,
        headers: HeaderMap,
        signature: Option<String>,
    ) -> Self {
        let Event { name: fallback_name, identity, body } = event;
        let (method, body) = (Method::POST, Some(body));
        Self { fallback_name, identity, method, endpoint, headers, signature, body }
    }

    pub fn name(&self) -> &str {
        self.identity.type_or(&self.fallback_name)
    }

    pub fn preview(&self) -> RequestPreview<'_> {
        let headers = self.headers.iter().map(|(name, value)| {
            let text = String::from_utf8_lossy(value.as_bytes());
            let value = if is_credential(name.as_str()) {
                PreviewValue::Confidential(text)
            } else {
                PreviewValue::Plain(text)
            };
            (Cow::Borrowed(name.as_str()), value)
        });
        RequestPreview {
            method: self.method.clone(),
            endpoint: &self.endpoint,
            headers: headers.collect(),
            body: self.body.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::http::USER_AGENT;

    use super::*;

    #[test]
    fn requests_look_like_those_of_vercel() {
        let endpoint = Endpoint::parse(":3000/x").unwrap();
        let builder = RequestBuilder::new(endpoint, Some(b"secret"), None, Vec::new());
        let request = builder.build(Event::from_body("test", b"{}".to_vec()));
        assert_eq!(
            request.preview().head(),
            format!(
                "POST /x HTTP/1.1\nhost: localhost:3000\ncontent-type: application/json\n\
                 user-agent: {USER_AGENT}\n\
                 x-vercel-signature: 5d61605c3feea9799210ddcb71307d4ba264225f\ncontent-length: 2\n"
            )
        );
    }
}
